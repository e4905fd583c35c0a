"""The rules of each country, read from the files beside this module: dated data with their source, to be confirmed by a local lawyer."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from lazo.customize.policy.rule import WEEK, Certainty, Kind, Rule, Spans
from lazo.identify.models import ConsentEntry
from lazo.identify.suppression_registries import BY_KEY

FOLDER = Path(__file__).parent / "packs"
ZONES = "zones"
LANGUAGES = ("es", "en", "pt")
ALWAYS = {"key", "kind", "purposes", "channels", "law", "source", "certainty", "note"}
OWN_FIELDS = {
    Kind.AGE: {"age"},
    Kind.CONSENT: set[str](),
    Kind.REGISTRY: {"list"},
    Kind.HOURS: {"hours", "holidays"},
    Kind.CAP: {"most", "days"},
    Kind.GAP: {"days"},
    Kind.MIX: {"days"},
}
MAY_HAVE = {"valid_from", "valid_to", "together", "log_days"}
LONGEST = 366


class UnableToReadPack(ValueError):
    """A pack says something that cannot be; the message names the file, the rule and what is wrong."""


@dataclass(frozen=True)
class Pack:
    """The rules of `country` (blank: they hold everywhere), as they were on `checked_on`."""

    country: str
    checked_on: date
    rules: tuple[Rule, ...]


@cache
def packs() -> Mapping[str, Pack]:
    """All packs by country, the general one under the blank. Raises UnableToReadPack."""
    found = [read_pack(path) for path in sorted(FOLDER.glob("*.toml")) if path.stem != ZONES]
    keys = [rule.key for pack in found for rule in pack.rules]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise UnableToReadPack(f"{sorted(twice)}: a key names one rule")
    return {pack.country: pack for pack in found}


def laws(*, country: str, on: date) -> tuple[Rule, ...]:
    """The rules in force on a day for somebody of `country`: those of the country first, then those that hold everywhere."""
    known = packs()
    own = known[country].rules if country and country in known else ()
    return tuple(rule for rule in (*own, *known[""].rules) if rule.holds(country=country, on=on))


def law_of(key: str) -> Rule | None:
    """The rule of that key, whatever its country; null for what is no law."""
    return next((rule for pack in packs().values() for rule in pack.rules if rule.key == key), None)


def read_pack(path: Path) -> Pack:
    """The pack in a file. Raises UnableToReadPack."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    country, checked_on = told.get("country"), told.get("checked_on")
    if not isinstance(country, str) or not isinstance(checked_on, date) or len(country) not in {0, 2}:
        raise UnableToReadPack(f"{path.name}: country and checked_on are needed")
    return Pack(country, checked_on, tuple(_rule(path.name, country, checked_on, row) for row in told["rules"]))


def _rule(file: str, country: str, checked_on: date, row: dict[str, Any]) -> Rule:
    place = f"{file}, {row.get('key')}"
    try:
        kind, certainty = Kind(row["kind"]), Certainty(row["certainty"])
    except (KeyError, ValueError) as error:
        raise UnableToReadPack(f"{place}: {error}") from error
    _has_fields(place, row, kind)
    _has_words(place, row, certainty)
    return Rule(
        key=row["key"],
        kind=kind,
        country=country,
        purposes=_among(place, row["purposes"], ConsentEntry.Purpose.values),
        channels=_among(place, row["channels"], ConsentEntry.Channel.values),
        together=_among(place, row.get("together", []), ConsentEntry.Channel.values),
        law=row["law"],
        source=row["source"],
        checked_on=checked_on,
        certainty=certainty,
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        spans=spans_of(place, row.get("hours", {})),
        holidays=row.get("holidays", True),
        most=_count(place, row.get("most", 1)),
        days=_count(place, row.get("days", 1)),
        age=row.get("age", 0),
        registry=row.get("list", ""),
        log_days=row.get("log_days", 0),
        note=row["note"],
    )


def _has_fields(place: str, row: dict[str, Any], kind: Kind) -> None:
    needed = ALWAYS | OWN_FIELDS[kind]
    if missing := needed - row.keys():
        raise UnableToReadPack(f"{place}: {sorted(missing)} missing")
    if unknown := row.keys() - needed - MAY_HAVE:
        raise UnableToReadPack(f"{place}: {sorted(unknown)} unknown")
    if kind == Kind.REGISTRY and row["list"] not in BY_KEY:
        raise UnableToReadPack(f"{place}: no registry {row['list']}")
    begins, ends = row.get("valid_from"), row.get("valid_to")
    if begins is not None and ends is not None and begins >= ends:
        raise UnableToReadPack(f"{place}: it ends before it begins")


def _has_words(place: str, row: dict[str, Any], certainty: Certainty) -> None:
    if set(row["note"]) != set(LANGUAGES):
        raise UnableToReadPack(f"{place}: a note in {', '.join(LANGUAGES)}")
    if certainty != Certainty.OWN and not (row["law"] and row["source"].startswith("https://")):
        raise UnableToReadPack(f"{place}: a law has a name and an address where it can be read")


def _among(place: str, given: list[str], known: list[str]) -> frozenset[str]:
    if unknown := set(given) - set(known):
        raise UnableToReadPack(f"{place}: {sorted(unknown)} unknown")
    return frozenset(given)


def _count(place: str, given: int) -> int:
    if not 1 <= given <= LONGEST:
        raise UnableToReadPack(f"{place}: {given} is not between 1 and {LONGEST}")
    return given


def spans_of(place: str, hours: Mapping[str, list[str]]) -> Spans:
    """Opening hours by day of the week from `{"mon": ["07:00", "19:00"]}`; "24:00" is the day's end. Raises UnableToReadPack."""
    found = {}
    for day, told in hours.items():
        try:
            begins, ends = (_time(text) for text in told)
            number = WEEK.index(day)
        except ValueError as error:
            raise UnableToReadPack(f"{place}: {day} {told}") from error
        if not begins < ends:
            raise UnableToReadPack(f"{place}: {day} ends before it begins")
        found[number] = (begins, ends)
    return found


def _time(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)
