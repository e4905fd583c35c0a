"""One record against a handful: the same model in plain Python, for what is typed into a form; also the reference of the engines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lazo.analytics.linkage.comparison import ELSE, UNKNOWN, Comparison
from lazo.analytics.linkage.derived import derive
from lazo.analytics.linkage.keys import keys_of
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.names import name_keys
from lazo.analytics.linkage.prepared import MOST_HOLDERS
from lazo.analytics.linkage.records import ORGANIZATION, origin
from lazo.analytics.linkage.relations import COMPANY, HOUSEHOLD
from lazo.analytics.linkage.settings import LinkSettings

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Contribution:
    """What one comparison said: the level reached (null: unknown on a side) and its bits, the frequency of the value included."""

    comparison: str
    level: str | None
    weight: float


@dataclass(frozen=True)
class Match:
    """A candidate with its probability. `relation` is HOUSEHOLD or COMPANY when something is shared and the names say somebody else."""

    party_id: int
    match_weight: float
    probability: float
    contributions: tuple[Contribution, ...]
    relation: str | None = None


def blocking_keys(record: Record, model: Model) -> list[str]:
    """The keys under which candidates for `record` are to be looked up; never one of a blank."""
    return keys_of(prepare_one(record, model.settings), model.settings)


def match_one(record: Record, candidates: Sequence[Record], model: Model, *, threshold: float = 0.0) -> list[Match]:
    """The candidates by probability, the likeliest first, those below `threshold` left out unless they are a relation.

    Records are dictionaries with the columns of the package's first page. Give all who hold a key of the record: how many they are says how
    little the key tells.
    """
    settings = model.settings
    one, *others = with_holders([prepare_one(row, settings) for row in (record, *candidates)], settings)
    same_kind = [other for other in others if _kind(other) == _kind(one)]
    found = [match for match in (_match(one, other, model) for other in same_kind) if _counts(match, threshold)]
    return sorted(found, key=lambda match: (-match.match_weight, match.party_id))


def prepare_one(record: Record, settings: LinkSettings) -> dict[str, Any]:
    """One record brought to the form of `prepared.prepare`, without its holders."""
    row = derive(origin(record, settings), settings.derived)
    name_keys(row)
    return row


def with_holders(rows: list[dict[str, Any]], settings: LinkSettings) -> list[dict[str, Any]]:
    """The rows with how many of them hold the most widely held of each one's keys."""
    for name in settings.shared:
        held = Counter(key for row in rows for key in set(row[name] or ()))
        for row in rows:
            row[f"{name}_holders"] = _rounded(max(held[key] for key in row[name])) if row[name] else None
    return rows


def _rounded(count: int) -> int:
    return count if count < MOST_HOLDERS else 1 << (count.bit_length() - 1)


def contributions(one: Record, other: Record, model: Model) -> tuple[Contribution, ...]:
    """What each comparison says of two prepared records."""
    return tuple(_contribution(comparison, one, other, model) for comparison in model.settings.comparisons)


def _contribution(comparison: Comparison, one: Record, other: Record, model: Model) -> Contribution:
    number = comparison.level_of(one, other)
    if number == UNKNOWN:
        return Contribution(comparison.name, None, 0.0)
    place = len(comparison.levels) - number
    weight = model.weight_of(comparison, place)
    level = comparison.levels[place] if number else None
    if level is not None and level.frequency:
        weight += model.frequency_weight(level, one.get(level.frequency), other.get(level.frequency))
    return Contribution(comparison.name, comparison.name_of(number), weight)


def _match(one: Record, other: Record, model: Model) -> Match:
    parts = contributions(one, other, model)
    weight = model.starting_weight + sum(part.weight for part in parts)
    return Match(other["party_id"], weight, probability_of(weight), parts, _relation(one, other, parts, model.settings))


def probability_of(weight: float) -> float:
    """The probability that so many bits stand for."""
    if weight >= 0:
        return 1.0 / (1.0 + math.pow(2.0, -min(weight, 1000.0)))
    odds = math.pow(2.0, max(weight, -1000.0))
    return odds / (1.0 + odds)


def _relation(one: Record, other: Record, parts: Iterable[Contribution], settings: LinkSettings) -> str | None:
    level = {part.comparison: part.level for part in parts}
    if not settings.shared or not names_differ(level):
        return None
    shares = any(not set(one[name] or ()).isdisjoint(other[name] or ()) for name in settings.shared)
    if not shares:
        return None
    return COMPANY if ORGANIZATION in {_kind(one), _kind(other)} else HOUSEHOLD


def names_differ(level: Mapping[str, str | None]) -> bool:
    """The rule of `relations.other_names` for one pair."""
    differ = level.get("given") == ELSE or level.get("company") == ELSE
    differ = differ or (level.get("surnames") == ELSE and level.get("birth") != "equal")
    return differ and level.get("documents") != "equal"


def _counts(match: Match, threshold: float) -> bool:
    return match.relation is not None or match.probability >= threshold


def _kind(row: Record) -> str:
    return str(row.get("kind") or "PERSON")
