"""A file of people through the product's import: e-mail, telephone and tax id checked, indexed, duplicates found."""

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import ATTENTION, lazo_command
from lazo.bench.people import write_people
from lazo.bench.reading import Reading, at_least, at_most

IMPORT = "importar personas"


def compare_import_of_customers(ground: Ground) -> Result:
    """Each round imports the same file into an empty workspace."""
    file = write_people(ground.path("people.csv"), rows=ground.size.customers)
    costs, made = Costs(), 0
    for number in range(ground.size.rounds):
        ground.tell(f"Vuelta {number + 1} de {ground.size.rounds}")
        workspace = ground.fresh_workspace("imported")
        command = lazo_command("import", str(file.path), "--as", "customers", "--source", "Bench", "--yes", "--json")
        run = ground.run(command, workspace=workspace, accepted=(0, ATTENTION))
        costs.note(IMPORT, run.cost)
        made = int(last_json(run)["new"])
        ground.remove(workspace)
    cost = costs.median(IMPORT)
    readings = [
        Reading("filas por segundo de CPU", file.rows / cost.cpu, "", at_least(4_000)),
        Reading("filas por segundo de reloj", file.rows / cost.wall, "", at_least(8_000)),
        Reading("memoria mayor", cost.peak_mib, "MiB", at_most(1024)),
        Reading("personas de más o de menos", abs(made - file.people), "", at_most(0)),
        Reading("filas repetidas en el archivo", file.rows - file.people, ""),
    ]
    return Result(readings, costs.medians())


IMPORT_CUSTOMERS = Comparison("import-customers", "Traer personas de un archivo", compare_import_of_customers)
