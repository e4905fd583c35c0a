"""A file of purchases through the product's import, against a bare `executemany` of the same rows."""

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import ATTENTION, case_command, lazo_command
from lazo.bench.reading import Reading, at_least, at_most

IMPORT = "importar compras"
BARE, UNINDEXED = "piso: executemany en la misma tabla", "executemany sin índices"
SOURCE = "Bench"


def compare_import_of_purchases(ground: Ground) -> Result:
    """Each round imports the same file into a workspace that knows the customers, and fills another one bare."""
    file = ground.path("purchases.csv")
    if not file.exists():
        ground.run(case_command("purchases_csv", ground.purchases(), file))
    costs, new = Costs(), 0
    for number in range(ground.size.rounds):
        ground.tell(f"Vuelta {number + 1} de {ground.size.rounds}")
        for name, arguments in ((BARE, ()), (UNINDEXED, ("--unindexed",))):
            workspace = ground.copy(ground.known_customers(), "imported")
            costs.note(name, ground.run(case_command("fill", ground.purchases(), *arguments), workspace=workspace).cost)
        workspace = ground.copy(ground.known_customers(), "imported")
        command = lazo_command("import", str(file), "--as", "purchases", "--source", SOURCE, "--yes", "--json")
        run = ground.run(command, workspace=workspace, accepted=(0, ATTENTION))
        costs.note(IMPORT, run.cost)
        new = int(last_json(run)["new"])
        ground.remove(workspace)
    return Result(_readings(ground, costs, new), costs.medians())


def _readings(ground: Ground, costs: Costs, new: int) -> list[Reading]:
    cost, rows = costs.median(IMPORT), ground.size.purchases
    return [
        Reading("velocidad / executemany en la misma tabla", costs.median(BARE).cpu / cost.cpu, "veces", at_least(0.4)),
        Reading("velocidad / executemany sin índices", costs.median(UNINDEXED).cpu / cost.cpu, "veces"),
        Reading("filas por segundo de CPU", rows / cost.cpu, ""),
        Reading("memoria mayor", cost.peak_mib, "MiB", at_most(1024)),
        Reading("filas que no entraron", rows - new, "", at_most(0)),
    ]


IMPORT_PURCHASES = Comparison("import-purchases", "Traer compras de un archivo", compare_import_of_purchases)
