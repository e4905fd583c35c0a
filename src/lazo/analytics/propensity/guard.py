"""The guard: a column that is known only after the fact would make a model look wise and be of no use; it is refused, and why is said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lazo.analytics.propensity.columns import ColumnKind, ReadColumn
from lazo.analytics.propensity.measures import Labels, auc
from lazo.analytics.tuples import Floats, Ints

TELLS = 0.97
HINTS = 0.6
DOMINATES_ALONE, DOMINATES_BY, TOO_GOOD = 0.75, 0.05, 0.88
ONLY_FILLED = 0.9
LATER_SHARE = 0.05
NEARLY_EMPTY = 0.98
TOO_MANY_WORDS = 0.5
LEVELS = 20
SMOOTHING = 5.0
AFTERWARDS = frozenset(
    [
        "duration",
        "duracion",
        "duracao",
        "settled",
        "settle",
        "paid",
        "pagado",
        "pagada",
        "pago",
        "closed",
        "cerrado",
        "cierre",
        "cancelled",
        "canceled",
        "cancelado",
        "cancelacion",
        "churn",
        "baja",
        "fuga",
        "left",
        "motivo",
        "reason",
        "razon",
        "outcome",
        "resultado",
        "late",
        "atraso",
        "mora",
        "resolved",
        "resuelto",
        "converted",
        "convertido",
        "won",
        "ganado",
    ]
)
DUE = frozenset(["due", "vence", "vencimiento", "venc", "expires", "expira", "plazo"])


class Timing(StrEnum):
    """What a person says of a column: it is known when the question is asked, or only afterwards."""

    BEFORE = "before"
    AFTER = "after"


class Reason(StrEnum):
    """Why a column is left out. The first six are leaks."""

    DECLARED = "declared"
    NAMED = "named"
    LATER = "later"
    TELLS = "tells"
    ONLY_FILLED = "only_filled"
    DOMINATES = "dominates"
    CONSTANT = "constant"
    EMPTY = "empty"
    IDENTIFIES = "identifies"
    SENSITIVE = "sensitive"


LEAKS = frozenset({Reason.DECLARED, Reason.NAMED, Reason.LATER, Reason.TELLS, Reason.ONLY_FILLED, Reason.DOMINATES})
SENSITIVE = frozenset(
    [
        "religion",
        "religiao",
        "race",
        "raza",
        "raca",
        "etnia",
        "ethnicity",
        "salud",
        "health",
        "saude",
        "disease",
        "enfermedad",
        "doenca",
        "politica",
        "partido",
        "sexual",
        "biometria",
        "huella",
    ]
)
"""Words of categories that are never inferred from, by law and by DOMAIN's rule."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A column left out and why; `figure` is the AUC of the column alone, or the share that the reason speaks of (NaN: none)."""

    column: str
    reason: Reason
    figure: float = float("nan")

    @property
    def is_leak(self) -> bool:
        return self.reason in LEAKS


def inspect(
    columns: Sequence[ReadColumn], yes: Labels, *, days: Floats | None, declared: Mapping[str, Timing], seed: int
) -> list[Finding]:
    """What must be left out of these columns of rows with known labels; `days` are the rows' own, in days since 1970.

    A column declared BEFORE is trusted against its name, its dates and its weight, never against telling the label itself.
    """
    found = (_finding(one, yes, days, declared.get(one.name), seed) for one in columns)
    return [one for one in found if one is not None]


def _finding(column: ReadColumn, yes: Labels, days: Floats | None, said: Timing | None, seed: int) -> Finding | None:
    filled, words = np.asarray(column.is_filled), _words(column.name)
    if said == Timing.AFTER:
        return Finding(column.name, Reason.DECLARED)
    if words & SENSITIVE:
        return Finding(column.name, Reason.SENSITIVE)
    told = _telling(column, yes, filled, words, trusted=said == Timing.BEFORE, seed=seed)
    return told or _quiet_finding(column, filled) or (None if said == Timing.BEFORE else _later(column, days, words))


def _telling(
    column: ReadColumn, yes: Labels, filled: Labels, words: frozenset[str], *, trusted: bool, seed: int
) -> Finding | None:
    """Columns that tell the end, by being filled or by what they hold."""
    gap = abs(_share(filled, yes) - _share(filled, ~yes))
    if gap >= ONLY_FILLED:
        return Finding(column.name, Reason.ONLY_FILLED, gap)
    if filled.mean() <= 1 - NEARLY_EMPTY:
        return Finding(column.name, Reason.EMPTY, float(1 - filled.mean()))
    alone = alone_auc(column, yes, seed=seed)
    if alone >= TELLS:
        return Finding(column.name, Reason.TELLS, alone)
    if not trusted and words & AFTERWARDS and alone >= HINTS:
        return Finding(column.name, Reason.NAMED, alone)
    return None


def _quiet_finding(column: ReadColumn, filled: Labels) -> Finding | None:
    """Columns that say nothing."""
    distinct = len(np.unique(column.numbers[filled]))
    if distinct < 2 and filled.all():
        return Finding(column.name, Reason.CONSTANT)
    if column.kind == ColumnKind.WORD and distinct > 2 * LEVELS and distinct > TOO_MANY_WORDS * filled.sum():
        return Finding(column.name, Reason.IDENTIFIES, distinct / max(int(filled.sum()), 1))
    is_whole = column.kind == ColumnKind.NUMBER and bool(np.all(column.numbers[filled] % 1 == 0))
    if is_whole and distinct == len(filled) and len(filled) > LEVELS:
        return Finding(column.name, Reason.IDENTIFIES, 1.0)
    return None


def _later(column: ReadColumn, days: Floats | None, words: frozenset[str]) -> Finding | None:
    """Dates later than their row's own day, unless the name says that they are dates to come."""
    if days is None or column.kind != ColumnKind.DAY:
        return None
    both = column.is_filled & ~np.isnan(days)
    if not both.any():
        return None
    later = float((column.numbers[both] > days[both]).mean())
    if later <= LATER_SHARE:
        return None
    ahead = column.numbers[both] - days[both]
    if words & DUE:
        return Finding(column.name, Reason.CONSTANT) if np.ptp(ahead) == 0 else None
    return Finding(column.name, Reason.LATER, later)


def alone_auc(column: ReadColumn, yes: Labels, *, seed: int) -> float:
    """The AUC of the column by itself: the share of yes of each of its twenty levels, learned on one half and tried on the other."""
    level = _levels(column)
    half = np.random.default_rng(seed).random(len(yes)) < 0.5
    score = np.empty(len(yes))
    base = float(yes.mean())
    for part in (half, ~half):
        count = np.bincount(level[~part], minlength=level.max() + 1)
        true = np.bincount(level[~part], weights=yes[~part], minlength=level.max() + 1)
        rate = (true + SMOOTHING * base) / (count + SMOOTHING)
        score[part] = rate[level[part]]
    halves = [auc(yes[part], score[part]) for part in (half, ~half)]
    return float(np.nanmean(halves)) if not np.all(np.isnan(halves)) else 0.5


def _levels(column: ReadColumn) -> Ints:
    """At most 21 levels: twentieths of the numbers, or the words; blank is the first."""
    filled = np.asarray(column.is_filled)
    values = column.numbers[filled]
    level = np.zeros(len(column.numbers), dtype=np.int64)
    if not len(values):
        return level
    distinct = np.unique(values)
    if column.kind == ColumnKind.WORD or len(distinct) <= LEVELS:
        level[filled] = np.searchsorted(distinct, values) + 1
    else:
        edges = np.unique(np.quantile(values, np.linspace(0, 1, LEVELS + 1)[1:-1]))
        level[filled] = np.searchsorted(edges, values, side="right") + 1
    return level


def _share(filled: Labels, of: Labels) -> float:
    return float(filled[of].mean()) if of.any() else 0.0


def _words(name: str) -> frozenset[str]:
    """The words of a name, without accents: `DaysLate`, `dias_de_mora`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", plain)
    return frozenset(re.split(r"[^a-z0-9]+", spaced.lower()))
