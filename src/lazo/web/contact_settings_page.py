"""What the page of contact rules shows: the company's limits with whom each holds back, the rules of each country with their source."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from lazo.customize.models import ContactLimit
from lazo.customize.policy.own_limits import rule_of
from lazo.customize.policy.pack import packs
from lazo.customize.policy.rule import Rule
from lazo.customize.policy.words import KINDS, country_name
from lazo.customize.queries.contact_policy import limits_ended, limits_standing, packs_shown
from lazo.customize.queries.limit_preview import Preview, preview_limits
from lazo.identify.models import ConsentEntry
from lazo.web.contact_rule_words import CERTAINTIES, asks_words, channels_words, limit_words, purposes_words


@dataclass(frozen=True)
class LimitLine:
    """A limit of the company; `held` customers it would hold back now, null while nobody can count them."""

    row: ContactLimit
    asks: str
    purposes: str
    channels: str
    country: str
    held: int | None = None


@dataclass(frozen=True)
class RuleLine:
    """A rule of law as the page shows it."""

    rule: Rule
    kind: str
    asks: str
    purposes: str
    channels: str
    certainty: str
    note: str


@dataclass(frozen=True)
class Country:
    """The rules of a country; `name` is blank for those that hold everywhere."""

    code: str
    name: str
    checked_on: date
    lines: list[RuleLine]


def settings_context(*, on: date, when: datetime, tried: Rule | None = None) -> dict[str, Any]:
    """`tried` is a limit that nobody saved yet, counted with the others."""
    limits = limits_standing()
    rules = [rule_of(row) for row in limits] + ([tried] if tried else [])
    preview = preview_limits(rules=rules, when=when) if rules else None
    return {
        "section": "settings",
        "tab": "contact",
        "limits": [_limit(row, preview, place) for place, row in enumerate(limits)],
        "ended": [(row, limit_words(row)) for row in limits_ended()],
        "preview": preview,
        "tried": None if tried is None else {"asks": asks_words(tried), "held": preview.held[-1] if preview else None},
        "countries": [_country(pack.country, pack.checked_on, pack.rules) for pack in packs_shown(on=on)],
        "country_choices": [(code, country_name(code)) for code in sorted(packs()) if code],
        "kinds": ContactLimit.Kind.choices,
        "purpose_choices": ConsentEntry.Purpose.choices,
        "channel_choices": ConsentEntry.Channel.choices,
    }


def _limit(row: ContactLimit, preview: Preview | None, place: int) -> LimitLine:
    rule = rule_of(row)
    return LimitLine(
        row=row,
        asks=asks_words(rule),
        purposes=purposes_words(rule),
        channels=channels_words(rule),
        country=country_name(row.country) if row.country else "",
        held=preview.held[place] if preview else None,
    )


def _country(code: str, checked_on: date, rules: tuple[Rule, ...]) -> Country:
    return Country(code, country_name(code) if code else "", checked_on, [_rule(rule) for rule in rules])


def _rule(rule: Rule) -> RuleLine:
    language = (get_language() or "es").split("-")[0]
    return RuleLine(
        rule=rule,
        kind=str(KINDS[rule.kind]),
        asks=asks_words(rule),
        purposes=purposes_words(rule),
        channels=channels_words(rule),
        certainty=str(CERTAINTIES[rule.certainty]),
        note=rule.note.get(language, rule.note.get("es", "")),
    )
