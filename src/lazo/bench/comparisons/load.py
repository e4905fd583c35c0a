"""Pages and programs at once: ten requests a second as they come, whatever the last ones still take."""

from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.comparisons.lists import LISTED, ensure_listed
from lazo.bench.ground import EMAIL, Ground, last_json
from lazo.bench.measure import case_command, lazo_command
from lazo.bench.reading import Reading, at_most
from lazo.bench.served import serving

A_SECOND, SECONDS = 10, 30


def compare_load(ground: Ground) -> Result:
    """Milliseconds by the clock from the moment a request was due; medians of the rounds."""
    ensure_listed(ground)
    costs, workspace = Costs(), ground.path(LISTED)
    made = ground.run(
        lazo_command("token", "create", EMAIL, "--scope", "customers:read", "--json"), workspace=workspace
    )
    rounds = []
    for _ in range(ground.size.rounds):
        with serving(workspace) as server:
            case = case_command("open_load", server.port, last_json(made)["secret"], A_SECOND, SECONDS, server.pid)
            run = ground.run(case, workspace=workspace)
        costs.note("pedir a diez por segundo", run.cost)
        rounds.append(last_json(run))
    return Result(_readings(rounds), costs.medians())


def _readings(rounds: list[dict[str, Any]]) -> list[Reading]:
    middle = {name: sorted(one[name] for one in rounds)[len(rounds) // 2] for name in rounds[0]}
    return [
        Reading("espera, mediana", middle["median_ms"], "ms"),
        Reading("espera, p95", middle["p95_ms"], "ms", at_most(200)),
        Reading("CPU del servidor por petición", middle["cpu_ms"], "ms"),
        Reading("peticiones fallidas", max(one["failed"] for one in rounds), "", at_most(0)),
    ]


LOAD = Comparison("load", "Diez peticiones por segundo, de ocho clases de página", compare_load)
