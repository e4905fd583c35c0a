"""The fit of BG/NBD against lifetimes on the same histories."""

import statistics
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground, last_json
from lazo.bench.histories import DAYS_PER_WEEK, write_histories
from lazo.bench.measure import case_command
from lazo.bench.reading import Reading, at_most

OURS, LIFETIMES = "nuestro ajuste, proceso entero", "lifetimes, proceso entero"
OTHER_PEER = "pymc_marketing"


def compare_fit(ground: Ground) -> Result:
    """CPU of the fits alone (no imports), and by how much their likelihoods differ, both told by one function."""
    drawn = write_histories(ground.path("histories.npz"), customers=ground.size.customers)
    costs = Costs()
    told: dict[str, list[dict[str, Any]]] = {OURS: [], LIFETIMES: []}
    for number in range(ground.size.rounds):
        ground.tell(f"Vuelta {number + 1} de {ground.size.rounds}")
        for name, module in ((OURS, "fit_ours"), (LIFETIMES, "fit_lifetimes")):
            run = ground.run(case_command(module, drawn))
            costs.note(name, run.cost)
            told[name].append(last_json(run))
    return Result(_readings(drawn, told), costs.medians(), _not_measured())


def _readings(drawn: Path, told: dict[str, list[dict[str, Any]]]) -> list[Reading]:
    ours, theirs = (statistics.median(one["cpu"] for one in told[name]) for name in (OURS, LIFETIMES))
    best, other = (_likelihood(drawn, told[name][0]["parameters"]) for name in (OURS, LIFETIMES))
    return [
        Reading("ajuste / lifetimes", ours / theirs, "veces", at_most(0.2)),
        Reading("log-verosimilitud que nos falta", max(other - best, 0.0), "", at_most(0.01)),
        Reading("log-verosimilitud, diferencia", best - other, ""),
        Reading("nuestro ajuste", ours, "s de CPU"),
        Reading("ajuste de lifetimes", theirs, "s de CPU"),
    ]


def _likelihood(drawn: Path, parameters: dict[str, float]) -> float:
    from lazo.analytics.bgnbd import BgNbd

    found = np.load(drawn)
    return BgNbd(**parameters).log_likelihood(found["x"], found["t_x"] / DAYS_PER_WEEK, found["age"] / DAYS_PER_WEEK)


def _not_measured() -> tuple[str, ...]:
    reason = "no está instalado" if find_spec(OTHER_PEER) is None else "su estimación no es de máxima verosimilitud"
    return (f"PyMC-Marketing: {reason}",)


FIT = Comparison("fit", "Ajuste de BG/NBD", compare_fit)
