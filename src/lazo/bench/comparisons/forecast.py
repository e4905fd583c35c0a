"""Forecasts of public sets of purchases, made on a past day and held against what then came."""

from __future__ import annotations

from lazo.analytics.accuracy import Accuracy
from lazo.analytics.repair import WHOLE_SEASON_DAYS
from lazo.bench.comparison import Comparison, Result
from lazo.bench.ground import Ground
from lazo.bench.hindsight import Hindsight, look_back
from lazo.bench.public_purchases import SETS
from lazo.bench.reading import Reading, at_least, at_most

NEAR = 0.15
TWO_SEASONS = 2 * WHOLE_SEASON_DAYS
SLACK = 1e-6
NOTHING_NAMED = "sin --data no hay compras ajenas con que medir"


def compare_forecast(ground: Ground) -> Result:
    """For each set found in the folder: the totals of model, naive and shown over what came, and the customers' intervals."""
    readings: list[Reading] = []
    missing: list[str] = []
    for one in SETS:
        file = ground.data / one.file if ground.data else None
        if file is None or not file.exists():
            missing.append(f"{one.name}: {NOTHING_NAMED if file is None else 'no está en la carpeta'}")
            continue
        ground.tell(f"{one.name}: {one.days} días después del {one.on.isoformat()}")
        readings += _readings(one.name, look_back(one.read(file), on=one.on, days=one.days))
    return Result(readings, {}, tuple(missing))


def _readings(name: str, seen: Hindsight) -> list[Reading]:
    """The total must be no worse than the naive one, and near where two seasons were seen and the back-test trusts its total."""
    test = seen.test
    is_near = test.history_days + test.days >= TWO_SEASONS and test.verdict.is_near
    found = [
        Reading(f"{name}: ¿confiable?", float(test.verdict.is_reliable), "1 sí"),
        Reading(f"{name}: ¿el modelo solo?", float(test.repair is None), "1 sí"),
    ]
    for quantity, label in (("purchases", "compras"), ("money", "dinero")):
        shown, naive = seen.shown[quantity], seen.naive[quantity]
        found += [
            Reading(f"{name}: {label}, modelo solo", seen.model[quantity], "de lo que llegó"),
            Reading(f"{name}: {label}, repetir", naive.predicted / naive.actual, "de lo que llegó"),
            Reading(f"{name}: {label}, lo mostrado", shown.predicted / shown.actual, "de lo que llegó"),
            Reading(f"{name}: {label}, error", _off(shown), "", at_most(NEAR if is_near else _off(naive) + SLACK)),
            Reading(f"{name}: {label}, por cliente", shown.mae / naive.mae, "de repetir"),
        ]
    return [
        *found,
        Reading(f"{name}: intervalos al 90 %", seen.coverage, "aciertan", at_least(0.80)),
        Reading(f"{name}: intervalos al 90 %", seen.coverage, "aciertan", at_most(0.98)),
        Reading(f"{name}: mejor 20 %", seen.captured, "del dinero", at_least(seen.captured_by_past - SLACK)),
    ]


def _off(accuracy: Accuracy) -> float:
    return abs(accuracy.predicted / accuracy.actual - 1)


FORECAST = Comparison("forecast", "Pronósticos de compras públicas contra lo que llegó", compare_forecast)
