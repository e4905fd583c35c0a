"""The company's own limits of contact: a new version, an end, and taking either back. Never laxer than the law."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.customize.models import ContactLimit
from lazo.customize.policy.own_limits import rule_of
from lazo.customize.policy.pack import UnableToReadPack, packs, spans_of
from lazo.customize.policy.rule import Kind, Rule
from lazo.identify.models import ConsentEntry
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "customize_contactlimit"
UNDO = "contact.limit"
LONGEST, MOST = 366, 1_000


class UnableToLimit(ValueError):
    """`problems` maps a field to bad_kind, bad_country, unknown_choice, bad_hours, no_hours, bad_count or law_is_stricter.

    `code` is not_allowed, or stale: the version it follows is not the one in force.
    """

    def __init__(self, problems: dict[str, str], code: str = "") -> None:
        super().__init__(code or ", ".join(sorted(problems)))
        self.problems, self.code = problems, code


@dataclass(frozen=True)
class LimitFields:
    """What a limit says, see ContactLimit; `hours` from when until before when by day of the week, "HH:MM"."""

    kind: str
    country: str = ""
    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    hours: Mapping[str, list[str]] = field(default_factory=dict)
    holidays: bool = True
    most: int = 1
    days: int = 1

    @classmethod
    def of(cls, row: ContactLimit) -> "LimitFields":
        """What a version says."""
        return cls(
            kind=row.kind,
            country=row.country,
            purposes=tuple(row.purposes),
            channels=tuple(row.channels),
            hours=row.hours,
            holidays=row.holidays,
            most=row.most,
            days=row.days,
        )


@transaction.atomic
def save_limit(*, fields: LimitFields, follows: int | None, by: User) -> tuple[ContactLimit, str]:
    """Keep a version of a limit, in force at once; `follows` is the version in force that it replaces (null: a new limit).

    Returns it with the token that takes it back, blank when it says what the former one said. Writes one event, `contact_limit.saved`.
    Raises UnableToLimit.
    """
    _allow(by)
    check_limit(fields)
    former = None if follows is None else _standing(follows)
    if former is not None and LimitFields.of(former) == fields:
        return former, ""
    if former is not None:
        _end(former, by)
    made = ContactLimit.objects.create(**_columns(fields), follows=former, by=by)
    before = None if former is None else asdict(LimitFields.of(former))
    record_event(
        kind="contact_limit.saved", by=by, table=TABLE, row=made.pk, data={"follows": follows}, before=before,
        after=asdict(fields),
    )  # fmt: skip
    data = {"made": made.pk, "ended": None if former is None else former.pk}
    return made, offer_undo(by=by, label=_("Límite de contacto guardado"), kind=UNDO, data=data)


@transaction.atomic
def end_limit(*, limit: int, by: User) -> str:
    """End a limit in force; returns the token that takes it back. Writes one event, `contact_limit.ended`. Raises UnableToLimit."""
    _allow(by)
    row = _standing(limit)
    _end(row, by)
    record_event(
        kind="contact_limit.ended", by=by, table=TABLE, row=row.pk, before=asdict(LimitFields.of(row)), after={}
    )
    return offer_undo(by=by, label=_("Límite de contacto quitado"), kind=UNDO, data={"made": None, "ended": row.pk})


def undo_limit(by: User, data: dict[str, Any]) -> Undone:
    """End what was made and put what was ended in force again, as a new version. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    made, ended = data["made"], data["ended"]
    if made is not None and not ContactLimit.objects.standing().filter(pk=made).exists():
        raise UnableToUndo("changed_since")
    if ended is None:
        end_limit(limit=made, by=by)
    elif ContactLimit.objects.standing().exclude(pk=made or 0).filter(follows=ended).exists():
        raise UnableToUndo("changed_since")
    else:
        former = ContactLimit.objects.get(pk=ended)
        save_limit(fields=LimitFields.of(former), follows=made, by=by)
    return Undone(1)


def check_limit(fields: LimitFields) -> Rule:
    """The limit as a rule, once it is one. Raises UnableToLimit."""
    problems = {}
    if fields.kind not in ContactLimit.Kind.values:
        raise UnableToLimit({"kind": "bad_kind"})
    if fields.country and not (len(fields.country) == 2 and fields.country.isascii() and fields.country.isupper()):
        problems["country"] = "bad_country"
    if set(fields.purposes) - set(ConsentEntry.Purpose.values):
        problems["purposes"] = "unknown_choice"
    if set(fields.channels) - set(ConsentEntry.Channel.values):
        problems["channels"] = "unknown_choice"
    problems |= _bad_hours(fields) | _bad_counts(fields)
    if problems:
        raise UnableToLimit(problems)
    rule = rule_of(ContactLimit(**_columns(fields)))
    if any(is_stricter(law, rule) for law in _laws(fields.country)):
        raise UnableToLimit({"kind": "law_is_stricter"})
    return rule


def is_stricter(law: Rule, own: Rule) -> bool:
    """Whether a law already asks all that a limit of the company would: for every purpose and channel it speaks of."""
    if law.kind != own.kind or not _covers(law.purposes, own.purposes) or not _covers(law.channels, own.channels):
        return False
    if law.kind == Kind.HOURS:
        inside = all(
            day in own.spans and own.spans[day][0] <= span[0] and span[1] <= own.spans[day][1]
            for day, span in law.spans.items()
        )
        return inside and (own.holidays or not law.holidays)
    counts_more = _covers(law.counted_channels, own.counted_channels)
    return counts_more and law.counted_most <= own.counted_most and law.days >= own.days


def _covers(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    return not wide or (bool(narrow) and narrow <= wide)


def _laws(country: str) -> tuple[Rule, ...]:
    known = packs()
    return known[country].rules if country and country in known else ()


def _bad_hours(fields: LimitFields) -> dict[str, str]:
    if fields.kind != ContactLimit.Kind.HOURS:
        return {}
    if not fields.hours:
        return {"hours": "no_hours"}
    try:
        spans_of("hours", fields.hours)
    except UnableToReadPack:
        return {"hours": "bad_hours"}
    return {}


def _bad_counts(fields: LimitFields) -> dict[str, str]:
    found = {}
    if not 1 <= fields.most <= MOST:
        found["most"] = "bad_count"
    if not 1 <= fields.days <= LONGEST:
        found["days"] = "bad_count"
    return found


def _columns(fields: LimitFields) -> dict[str, Any]:
    """Only what its kind asks for: the rest stays as if nobody had said it."""
    kept: dict[str, Any] = {"kind": fields.kind, "country": fields.country, "purposes": sorted(fields.purposes)}
    if fields.kind != ContactLimit.Kind.BUDGET:
        kept["channels"] = sorted(fields.channels)
    if fields.kind == ContactLimit.Kind.HOURS:
        return kept | {"hours": dict(fields.hours), "holidays": fields.holidays}
    if fields.kind != ContactLimit.Kind.GAP:
        kept["most"] = fields.most
    return kept | {"days": fields.days}


def _allow(by: User) -> None:
    if not may(by, "may_administer"):
        raise UnableToLimit({}, "not_allowed")


def _standing(number: int) -> ContactLimit:
    row = ContactLimit.objects.select_for_update().standing().filter(pk=number).first()
    if row is None:
        raise UnableToLimit({}, "stale")
    return row


def _end(row: ContactLimit, by: User) -> None:
    ContactLimit.objects.filter(pk=row.pk).update(ended_at=Now(), ended_by=by)
