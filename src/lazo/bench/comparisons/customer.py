"""One customer whole: the page, its history and how its value is estimated, asked for in one process without its start-up."""

import statistics
from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.comparisons.flow import SCORED, ensure_scored
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Reading, at_most

LABELS = {
    "busiest": "quien más compra",
    "usual": "un cliente cualquiera",
    "history": "la historia de quien más compra",
    "search": "buscar en su historia",
    "estimate": "cómo se estima el valor",
}
ASKED = "pedir clientes enteros"


def compare_customer(ground: Ground) -> Result:
    """CPU milliseconds of a request (median of fifteen, after three to warm up), compressed KiB and queries."""
    ensure_scored(ground)
    costs, rounds = Costs(), []
    for _ in range(ground.size.rounds):
        run = ground.run(case_command("customer"), workspace=ground.path(SCORED))
        costs.note(ASKED, run.cost)
        rounds.append(last_json(run))
    return Result([reading for name in LABELS for reading in _readings(name, rounds)], costs.medians())


def _readings(name: str, rounds: list[dict[str, Any]]) -> list[Reading]:
    def middle(key: str) -> float:
        return float(statistics.median(one[name][key] for one in rounds))

    return [
        Reading(LABELS[name], middle("cpu_ms"), "ms de CPU", at_most(100)),
        Reading(f"{LABELS[name]}, comprimida", middle("bytes") / 1024, "KiB", at_most(60)),
        Reading(f"{LABELS[name]}, consultas", middle("queries"), "consultas", None),
    ]


CUSTOMER = Comparison("customer", "Un cliente entero", compare_customer)
