"""What else is known of a customer, and what they allow, as the page of the customer shows it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lazo.identify.models import ConsentEntry, Party, TraitDefinition
from lazo.identify.queries.consent import CurrentConsent, current_consent
from lazo.identify.queries.traits import Trait, traits_of
from lazo.kernel.models import User
from lazo.web.formats import Formats
from lazo.web.party_words import trait_origin, trait_value
from lazo.web.queries.customer import visible_parties

Purpose, Channel = ConsentEntry.Purpose, ConsentEntry.Channel


@dataclass(frozen=True)
class TraitLine:
    """One value: `origin` says how it came to be known, `holds` that it is the one that counts."""

    key: str
    name: str
    value: str
    origin: str
    why: str
    is_inferred: bool
    holds: bool


@dataclass(frozen=True)
class ConsentLine:
    """A channel: what it may be used for. Each state is yes, no, over (it ran out) or blank when nobody asked."""

    channel: str
    offers: str
    service: str


@dataclass(frozen=True)
class ConsentTable:
    """`lines` of the channels somebody spoke about; `others` are further purposes in words; `last` the day of the latest word."""

    lines: tuple[ConsentLine, ...]
    others: tuple[str, ...]
    last: CurrentConsent | None

    @property
    def basis(self) -> str:
        return str(ConsentEntry.Basis(self.last.basis).label) if self.last and self.last.basis else ""


def trait_lines(party: Party, *, user: User, formats: Formats) -> list[TraitLine]:
    """The traits of a party whom the reader may see; another customer among them is named only to who may see that one."""
    traits = traits_of(party=party)
    wanted = {one.value for one in traits if one.type == TraitDefinition.Type.PARTY and isinstance(one.value, int)}
    seen = visible_parties(user=user, parties=wanted)
    return [_line(trait, seen, formats) for trait in traits]


def consent_lines(family: list[int], *, on: date) -> ConsentTable:
    """What holds on `on`, channel by channel."""
    held = {(one.purpose, one.channel): one for one in current_consent(family=family, on=on)}
    channels = [channel for channel in Channel if any(key[1] == channel for key in held)]
    lines = [
        ConsentLine(
            str(channel.label),
            _state(held.get((Purpose.MARKETING, channel))),
            _state(held.get((Purpose.SERVICE, channel))),
        )
        for channel in channels
    ]
    others = [
        _("%(purpose)s por %(channel)s: %(answer)s")
        % {"purpose": Purpose(purpose).label, "channel": Channel(channel).label, "answer": _answer(one)}
        for (purpose, channel), one in held.items()
        if purpose not in {Purpose.MARKETING, Purpose.SERVICE}
    ]
    last = max(held.values(), key=lambda one: (one.since, one.entry), default=None)
    return ConsentTable(tuple(lines), tuple(others), last)


def _line(trait: Trait, seen: dict[int, Party], formats: Formats) -> TraitLine:
    value = trait_value(trait, formats)
    if trait.type == TraitDefinition.Type.PARTY and isinstance(trait.value, int):
        value = seen[trait.value].name if trait.value in seen else _("alguien que no puedes ver")
    return TraitLine(
        key=trait.key,
        name=trait.name,
        value=value,
        origin=trait_origin(trait, formats),
        why=trait.source or (trait.method if trait.kind == "INFERRED" else ""),
        is_inferred=trait.kind == "INFERRED",
        holds=trait.holds,
    )


def _state(one: CurrentConsent | None) -> str:
    if one is None:
        return ""
    if one.is_granted:
        return "yes"
    return "over" if one.state == ConsentEntry.State.EXPIRED else "no"


def _answer(one: CurrentConsent) -> str:
    return {"yes": _("sí"), "no": _("no"), "over": _("vencido")}[_state(one)]
