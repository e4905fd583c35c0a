"""Programs at work: eight clients create customers by the API of a running server; a page of the list costs so much."""

import os
from pathlib import Path
from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.comparisons.lists import LISTED, ensure_listed
from lazo.bench.ground import EMAIL, Ground, last_json
from lazo.bench.measure import case_command, lazo_command
from lazo.bench.reading import Reading, at_least, at_most
from lazo.bench.served import serving

CLIENTS, WRITES = 8, 800
PER_SECOND = {"sqlite": 60, "postgresql": 100}


def compare_api(ground: Ground) -> Result:
    """Writes per second and failures, medians; then CPU milliseconds of a page of fifty, in one process without its start-up."""
    ensure_listed(ground)
    costs = Costs()
    workspace = ground.copy(ground.path(LISTED), "api")
    made = ground.run(
        lazo_command("token", "create", EMAIL, "--scope", "customers:write", "--json"), workspace=workspace
    )
    secret = str(last_json(made)["secret"])
    rounds = [_written(ground, workspace, secret, costs) for _ in range(ground.size.rounds)]
    listed = ground.run(case_command("api_list", secret), workspace=workspace)
    costs.note("pedir la lista", listed.cost)
    ground.remove(workspace)
    return Result([*_readings(rounds), *_list_readings(last_json(listed))], costs.medians())


def _written(ground: Ground, workspace: Path, secret: str, costs: Costs) -> dict[str, Any]:
    with serving(workspace) as server:
        load = case_command("api_writes", server.port, secret, CLIENTS, WRITES, server.pid)
        run = ground.run(load, workspace=workspace)
    costs.note("ocho clientes escriben", run.cost)
    return last_json(run)


def _readings(rounds: list[dict[str, Any]]) -> list[Reading]:
    middle = {name: sorted(one[name] for one in rounds)[len(rounds) // 2] for name in rounds[0]}
    goal = PER_SECOND["postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"]
    return [
        Reading("crear por API, 8 clientes", middle["per_second"], "por segundo", at_least(goal)),
        Reading("espera, p95", middle["p95_ms"], "ms"),
        Reading("CPU del servidor por creación", middle["cpu_ms"], "ms", at_most(12)),
        Reading("peticiones fallidas", max(one["failed"] for one in rounds), "", at_most(0)),
    ]


def _list_readings(told: dict[str, Any]) -> list[Reading]:
    return [
        Reading("lista de 50 por API", told["cpu_ms"], "ms de CPU", at_most(15)),
        Reading("lista de 1000 por API", told["thousand_ms"], "ms de CPU"),
        Reading("subir 1000 por lote", told["bulk_ms"], "ms de CPU"),
    ]


API = Comparison("api", "Programas: crear con ocho clientes a la vez, y la lista", compare_api)
