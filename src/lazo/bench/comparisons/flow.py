"""From the database to a place for every customer: against one group-by, and without models against polars."""

from datetime import timedelta

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground
from lazo.bench.measure import Cost, case_command, lazo_command
from lazo.bench.purchases import DAYS, LAST_DAY
from lazo.bench.reading import Reading, at_least, at_most

MEMORY_MIB = 1536
SCORED, DONE = "scored", ".scored"
FLOOR, POLARS = "piso: un group-by de DuckDB", "polars por partes"
SYNC, SCORE = "sincronizar sola", "sincronizar y puntuar con ajuste"
PLAIN, ROLLUP = "flujo sin modelos", "de él, el resumen por mes"
DAY = "un día más: sincronizar y puntuar sin ajuste"


def compare_flow(ground: Ground) -> Result:
    """Interleaved rounds; what the last one leaves is a scored workspace that other comparisons use.

    `lazo score` synchronises first, so that one command is the whole way from the database to the map and back.
    """
    costs = Costs()
    for number in range(ground.size.rounds):
        ground.tell(f"Vuelta {number + 1} de {ground.size.rounds}")
        _round(ground, costs)
    return Result(_readings(ground, costs), costs.medians())


def ensure_scored(ground: Ground) -> None:
    """Leave a scored workspace called SCORED on the ground."""
    if (ground.path(SCORED) / DONE).exists():
        return
    workspace = ground.copy(ground.filled_workspace(), SCORED)
    ground.tell("Sincronizando y puntuando")
    ground.run(lazo_command("score", "--on", LAST_DAY.isoformat(), "--refit", "--json"), workspace=workspace)
    (workspace / DONE).touch()


def _round(ground: Ground, costs: Costs) -> None:
    purchases = ground.purchases()
    workspace = ground.copy(ground.filled_workspace(), SCORED)

    def note(name: str, command: list[str]) -> None:
        costs.note(name, ground.run(command, workspace=workspace).cost)

    note(FLOOR, case_command("floor", purchases))
    costs.note(SYNC, _sync_alone(ground))
    note(SCORE, lazo_command("score", "--on", LAST_DAY.isoformat(), "--refit", "--json"))
    note(POLARS, case_command("polars_flow", purchases))
    note(PLAIN, case_command("plain_flow", workspace / "warehouse"))
    note(ROLLUP, case_command("plain_rollup", workspace / "warehouse"))
    of_a_day = max(ground.size.purchases // DAYS, 1)
    ground.run(case_command("one_more_day", ground.size.customers, of_a_day), workspace=workspace)
    note(DAY, lazo_command("score", "--on", (LAST_DAY + timedelta(days=1)).isoformat(), "--json"))
    (workspace / DONE).touch()


def _sync_alone(ground: Ground) -> Cost:
    workspace = ground.copy(ground.filled_workspace(), "synced")
    cost = ground.run(lazo_command("sync", "--json"), workspace=workspace).cost
    ground.remove(workspace)
    return cost


def _readings(ground: Ground, costs: Costs) -> list[Reading]:
    floor, sync, flow, day = (costs.median(name) for name in (FLOOR, SYNC, SCORE, DAY))
    return [
        Reading("sincronizar y puntuar / piso", flow.cpu / floor.cpu, "veces", at_most(10)),
        Reading("flujo sin modelos / polars", costs.median(PLAIN).cpu / costs.median(POLARS).cpu, "veces", at_most(1)),
        Reading("un día más / piso", day.cpu / floor.cpu, "veces", at_most(5)),
        Reading("memoria mayor", max(flow.peak_mib, day.peak_mib), "MiB", at_most(MEMORY_MIB)),
        Reading("sincronizar", ground.size.purchases / sync.cpu, "filas por s de CPU", at_least(400_000)),
    ]


FLOW = Comparison("flow", "De la base de datos al lugar de cada cliente", compare_flow)
