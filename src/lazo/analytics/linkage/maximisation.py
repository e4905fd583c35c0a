"""Expectation maximisation of the Fellegi-Sunter model over all pairs of a base (Winkler 1988).

Of all pairs only those that share a key can be of the same party with any weight; the others count as pairs of others, of which a random
sample tells the chances. So one run over the candidates and the sample sees the whole base, and no comparison need be left out because
candidates were found by it. How common a value is enters the expectation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lazo.analytics.linkage.comparison import UNKNOWN, Comparison
from lazo.analytics.linkage.model import Model, Odds
from lazo.analytics.linkage.settings import LinkSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUNDS, SETTLED = 60, 1e-4
STRENGTH = 20.0
"""How many pairs of the same party the judgement beside a level is worth."""
UNSEEN = 0.5
"""A level never seen in the sample is taken to have been seen half a time."""
LEAST_SAME = 1e-4


@dataclass(frozen=True)
class Patterns:
    """Pairs by the level each comparison reaches (-1 unknown, 0 different, upwards), and the bits for the frequency of their values."""

    levels: Mapping[str, NDArray[np.int8]]
    frequency: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.frequency)


def maximise(
    start: Model, near: Patterns, random: Patterns, *, near_share: float, pairs: float
) -> tuple[dict[str, tuple[Odds, ...]], float]:
    """Odds and prior from `start`, over the candidates `near` (a share of them) and the `random` pairs, of `pairs` pairs in all."""
    import numpy as np

    odds = _with_chances(start, random, np.ones(len(random)))
    prior = start.prior
    possible = ~_of_other_names(start.settings, near)
    for _ in range(ROUNDS):
        expected = _probability(start, odds, prior, near) * possible
        others = 1.0 - _probability(start, odds, prior, random)
        found = _with_same(start, odds, near, expected)
        found = _with_chances(start, random, others, found)
        next_prior = float(np.clip(expected.sum() / near_share / pairs, 1e-12, 0.5))
        moved = max(abs(a.same - b.same) for name in odds for a, b in zip(odds[name], found[name], strict=True))
        moved = max(moved, abs(next_prior / prior - 1))
        odds, prior = found, next_prior
        if moved < SETTLED:
            break
    return odds, prior


def _probability(
    start: Model, odds: Mapping[str, tuple[Odds, ...]], prior: float, seen: Patterns
) -> NDArray[np.float64]:
    """Of each pair, that it is of the same party."""
    import numpy as np

    model = Model(start.settings, prior, odds, start.commonness)
    bits = seen.frequency.astype(np.float64) + model.starting_weight
    for comparison in start.settings.comparisons:
        weights = [model.weight_of(comparison, place) for place in range(len(comparison.levels) + 1)]
        # By Splink's number: the last is unknown (-1), the first different (0).
        bits += np.array([*reversed(weights), 0.0])[seen.levels[comparison.name]]
    return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(bits, -500, 500))))


def _of_other_names(settings: LinkSettings, seen: Patterns) -> NDArray[np.bool_]:
    """The pairs of `relations.other_names`: families and colleagues are not to teach what the same party looks like."""
    import numpy as np

    def reaches(name: str, number: int) -> NDArray[np.bool_]:
        return np.asarray(seen.levels[name] == number) if name in seen.levels else np.zeros(len(seen), bool)

    if not settings.shared:
        return np.zeros(len(seen), bool)
    top = {one.name: len(one.levels) for one in settings.comparisons}
    differ = reaches("given", 0) | reaches("company", 0)
    differ |= reaches("surnames", 0) & ~reaches("birth", top.get("birth", 0))
    return np.asarray(differ & ~reaches("documents", top.get("documents", 0)))


def _with_same(
    start: Model, odds: Mapping[str, tuple[Odds, ...]], near: Patterns, expected: NDArray[np.float64]
) -> dict[str, tuple[Odds, ...]]:
    found = {}
    for one in start.settings.comparisons:
        seen = _counted(one, near, expected)
        assumed = [odd.same for odd in start.odds[one.name]]
        whole = seen.sum() + STRENGTH * sum(assumed)
        found[one.name] = tuple(
            Odds(max(float((n + STRENGTH * share) / whole), LEAST_SAME), odd.others)
            for n, share, odd in zip(seen, assumed, odds[one.name], strict=True)
        )
    return found


def _with_chances(
    start: Model, random: Patterns, others: NDArray[np.float64], odds: Mapping[str, tuple[Odds, ...]] | None = None
) -> dict[str, tuple[Odds, ...]]:
    found = {}
    for one in start.settings.comparisons:
        seen = _counted(one, random, others)
        current = (odds or start.odds)[one.name]
        if seen.sum() < 100:
            found[one.name] = tuple(current)
            continue
        whole = seen.sum() + UNSEEN * len(seen)
        found[one.name] = tuple(
            Odds(odd.same, float((n + UNSEEN) / whole)) for n, odd in zip(seen, current, strict=True)
        )
    return found


def _counted(comparison: Comparison, seen: Patterns, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many pairs, by their weights, reach each level, strongest first; unknown ones are left out."""
    import numpy as np

    numbers = seen.levels[comparison.name].astype(np.int64)
    counts = np.bincount(numbers - UNKNOWN, weights=weights, minlength=len(comparison.levels) + 2)
    return np.asarray(counts[1:][::-1])
