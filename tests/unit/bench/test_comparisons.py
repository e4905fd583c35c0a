"""Every comparison runs at a tiny size, in processes of its own, and gives its numbers."""

from pathlib import Path

import pytest

from lazo.bench.comparison import Result
from lazo.bench.ground import Ground, Size
from lazo.bench.main import COMPARISONS, UnableToCompare, run_comparisons, titles

pytestmark = pytest.mark.unmeasured

LABELS = {
    "flow": [
        "sincronizar y puntuar / piso",
        "flujo sin modelos / polars",
        "un día más / piso",
        "memoria mayor",
        "sincronizar",
    ],
    "fit": [
        "ajuste / lifetimes",
        "log-verosimilitud que nos falta",
        "log-verosimilitud, diferencia",
        "nuestro ajuste",
        "ajuste de lifetimes",
    ],
    "import-customers": [
        "filas por segundo de CPU",
        "filas por segundo de reloj",
        "memoria mayor",
        "personas de más o de menos",
        "filas repetidas en el archivo",
    ],
    "import-purchases": [
        "velocidad / executemany en la misma tabla",
        "velocidad / executemany sin índices",
        "filas por segundo de CPU",
        "memoria mayor",
        "filas que no entraron",
    ],
    "map": [
        "mapa del ciclo",
        "mapa del ciclo, comprimida",
        "lista de clientes",
        "lista de clientes, comprimida",
        "búsqueda por nombre",
        "búsqueda por nombre, comprimida",
        "un cliente",
        "un cliente, comprimida",
    ],
}


def ground(folder: Path, told: list[str] | None = None) -> Ground:
    said = [] if told is None else told
    return Ground(folder=folder, size=Size(customers=1_000, purchases=20_000, rounds=1), tell=said.append)


def labels(result: Result) -> list[str]:
    assert all(cost.cpu > 0 and cost.wall > 0 and cost.peak_mib > 0 for cost in result.costs.values())
    return [reading.label for reading in result.readings]


@pytest.mark.nightly
def test_imports_lose_and_double_nothing(tmp_path: Path) -> None:
    results = run_comparisons(["import-customers", "import-purchases"], ground(tmp_path))

    readings = {reading.label: reading.value for result in results.values() for reading in result.readings}
    assert labels(results["import-customers"]) == LABELS["import-customers"]
    assert labels(results["import-purchases"]) == LABELS["import-purchases"]
    assert readings["personas de más o de menos"] == 0
    assert readings["filas repetidas en el archivo"] == 30
    assert readings["filas que no entraron"] == 0


@pytest.mark.nightly
def test_pages_are_asked_of_the_workspace_that_the_flow_leaves(tmp_path: Path) -> None:
    results = run_comparisons(["flow", "map", "customer"], ground(tmp_path))

    assert labels(results["flow"]) == LABELS["flow"]
    assert labels(results["map"]) == LABELS["map"]
    assert labels(results["customer"])[:3] == [
        "quien más compra",
        "quien más compra, comprimida",
        "quien más compra, consultas",
    ]
    assert len(results["customer"].readings) == 15
    assert len(results["flow"].costs) == 7


def test_fit_is_as_likely_as_the_peers(tmp_path: Path) -> None:
    result = run_comparisons(["fit"], ground(tmp_path))["fit"]

    readings = {reading.label: reading.value for reading in result.readings}
    assert labels(result) == LABELS["fit"]
    assert readings["log-verosimilitud que nos falta"] < 0.01
    assert result.not_measured[0].startswith("PyMC-Marketing: ")


def test_the_migration_matrix_has_the_customers_that_the_floor_has(tmp_path: Path) -> None:
    result = run_comparisons(["migration"], ground(tmp_path))["migration"]

    readings = {reading.label: reading.value for reading in result.readings}
    assert labels(result) == [
        "matriz de migración / DuckDB",
        "clientes de diferencia con DuckDB",
        "matriz de migración, dos archivos",
        "DuckDB, los mismos archivos",
    ]
    assert readings["clientes de diferencia con DuckDB"] == 0


def test_unknown_comparison_is_refused_before_anything_runs(tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(UnableToCompare, match="«vuelo»"):
        run_comparisons(["fit", "vuelo"], ground(tmp_path, told))

    assert told == []


def test_every_comparison_has_a_title() -> None:
    assert titles().keys() == COMPARISONS.keys()
