"""A trained model: how often each level is seen among the same and among others, and how common the values of the base are."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lazo.analytics.linkage.comparison import Comparison, Level
from lazo.analytics.linkage.settings import LinkSettings

VERSION = 1
LEAST_CHANCE = 1e-9


class UnableToReadModel(Exception):
    """The text is no model, is one of another version, or was made for other fields."""


@dataclass(frozen=True)
class Odds:
    """Of one level: how often it is seen in two records of the same party (`same`) and of two others (`others`)."""

    same: float
    others: float

    @property
    def weight(self) -> float:
        """Bits of evidence: log2 of the ratio (Fellegi & Sunter 1969)."""
        return math.log2(max(self.same, LEAST_CHANCE) / max(self.others, LEAST_CHANCE))


@dataclass(frozen=True)
class Commonness:
    """How common the values of a column are: `shares` of the commonest, `rest` what any other value is taken to have."""

    shares: Mapping[str, float]
    rest: float

    def of(self, value: str | None) -> float:
        return self.rest if value is None else self.shares.get(value, self.rest)


@dataclass(frozen=True)
class Model:
    """`prior`: the probability that two records taken at random are of the same party; `odds`: by comparison, strongest level first.

    `records` says of how many records it was learned, `provenance` how.
    """

    settings: LinkSettings
    prior: float
    odds: Mapping[str, tuple[Odds, ...]]
    commonness: Mapping[str, Commonness] = field(default_factory=dict)
    records: int = 0
    provenance: str = ""
    version: int = VERSION

    @property
    def starting_weight(self) -> float:
        """Bits before anything is compared: log2 of the prior's odds."""
        return math.log2(self.prior / (1 - self.prior))

    def comparison(self, name: str) -> Comparison:
        return next(one for one in self.settings.comparisons if one.name == name)

    def others_of(self, comparison: Comparison, place: int) -> float:
        """How often the level at `place` is seen among others; where frequency says it, that of a value that is none of the common ones."""
        level = comparison.levels[place] if place < len(comparison.levels) else None
        common = self.commonness.get(level.frequency or "") if level is not None else None
        if common is not None:
            return common.rest
        return self.odds[comparison.name][place].others

    def weight_of(self, comparison: Comparison, place: int) -> float:
        """Bits of the level at `place`, before the frequency of its value."""
        return Odds(self.odds[comparison.name][place].same, self.others_of(comparison, place)).weight

    def frequency_weight(self, level: Level, left: Any, right: Any) -> float:
        """Bits by which a common value counts for less; 0 of a value that is none of the common ones."""
        common = self.commonness.get(level.frequency) if level.frequency else None
        if common is None:
            return 0.0
        shares = [
            common.shares[str(value)] for value in (left, right) if value is not None and str(value) in common.shares
        ]
        return math.log2(max(common.rest, LEAST_CHANCE)) - math.log2(max(shares)) if shares else 0.0

    def to_json(self) -> str:
        """Plain JSON, to be kept and shown."""
        found = {
            "version": self.version,
            "settings": self.settings.name,
            "prior": self.prior,
            "records": self.records,
            "provenance": self.provenance,
            "odds": {
                name: dict(zip(self.comparison(name).level_names, map(asdict, levels), strict=True))
                for name, levels in self.odds.items()
            },
            "commonness": {name: asdict(one) for name, one in self.commonness.items()},
        }
        return json.dumps(found, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, settings: LinkSettings) -> Model:
        """The model kept as `text`. Raises UnableToReadModel."""
        try:
            found = json.loads(text)
            if found["version"] != VERSION or found["settings"] != settings.name:
                raise UnableToReadModel(f"{found['settings']} {found['version']}")
            odds = {
                one.name: tuple(Odds(**found["odds"][one.name][level]) for level in one.level_names)
                for one in settings.comparisons
            }
            commonness = {name: Commonness(**one) for name, one in found["commonness"].items()}
            return cls(settings, found["prior"], odds, commonness, found["records"], found["provenance"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnableToReadModel(str(error)) from error


def default_model(settings: LinkSettings, *, records: int) -> Model:
    """What is assumed of a base of `records` records that is too small to learn from: the judgement written beside each level.

    One record in twenty is taken to be somebody's again.
    """
    odds = {
        one.name: (*(Odds(level.likely, level.chance) for level in one.levels), Odds(*one.different))
        for one in settings.comparisons
    }
    return Model(settings, starting_prior(records), odds, records=records, provenance="judgement")


def starting_prior(records: int) -> float:
    return min(0.1 / max(records - 1, 1), 0.01)
