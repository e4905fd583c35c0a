"""The cycle map and its neighbours, asked for in one process without its start-up."""

import statistics
from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.comparisons.flow import SCORED, ensure_scored
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Goal, Reading, at_most

LABELS = {
    "map": "mapa del ciclo",
    "list": "lista de clientes",
    "search": "búsqueda por nombre",
    "customer": "un cliente",
}
GOALS = {"map": (at_most(80), at_most(60)), "list": (at_most(60), at_most(60)), "customer": (at_most(120), None)}
ASKED = "pedir las páginas"


def compare_pages(ground: Ground) -> Result:
    """CPU milliseconds of a request (median of fifteen, after three to warm up) and compressed KiB."""
    ensure_scored(ground)
    costs, rounds = Costs(), []
    for _ in range(ground.size.rounds):
        run = ground.run(case_command("pages"), workspace=ground.path(SCORED))
        costs.note(ASKED, run.cost)
        rounds.append(last_json(run))
    readings = [reading for name in LABELS for reading in _readings(name, rounds)]
    return Result(readings, costs.medians())


def _readings(name: str, rounds: list[dict[str, Any]]) -> list[Reading]:
    goals: tuple[Goal | None, Goal | None] = GOALS.get(name, (None, None))

    def middle(key: str) -> float:
        return float(statistics.median(one[name][key] for one in rounds))

    return [
        Reading(LABELS[name], middle("cpu_ms"), "ms de CPU", goals[0]),
        Reading(f"{LABELS[name]}, comprimida", middle("bytes") / 1024, "KiB", goals[1]),
    ]


PAGES = Comparison("map", "El mapa del ciclo y sus vecinas", compare_pages)
