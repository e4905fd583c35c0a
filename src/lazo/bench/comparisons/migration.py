"""The migration matrix of two snapshots against the same question asked of DuckDB."""

import statistics

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Reading, at_most
from lazo.bench.snapshots import write_snapshots

ASKED = "cruzar dos fotos"


def compare_migration(ground: Ground) -> Result:
    """CPU milliseconds of reading and crossing two files in a warm process, and of DuckDB's full join of the same files."""
    before, after = write_snapshots(ground.path("snapshots"), customers=ground.size.customers)
    costs, told = Costs(), []
    for _ in range(ground.size.rounds):
        run = ground.run(case_command("migration", before, after))
        costs.note(ASKED, run.cost)
        told.append(last_json(run))
    ours, floor = (statistics.median(one[name] for one in told) for name in ("ours", "floor"))
    missing = abs(told[0]["customers"] - told[0]["floor_customers"])
    return Result(
        [
            Reading("matriz de migración / DuckDB", ours / floor, "veces", at_most(1)),
            Reading("clientes de diferencia con DuckDB", missing, "", at_most(0)),
            Reading("matriz de migración, dos archivos", ours, "ms de CPU"),
            Reading("DuckDB, los mismos archivos", floor, "ms de CPU"),
        ],
        costs.medians(),
    )


MIGRATION = Comparison("migration", "La matriz de migración entre dos fechas", compare_migration)
