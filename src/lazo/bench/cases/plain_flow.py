"""Our flow without models over the mirrored purchases: rollup by month, facts, RFM, cohorts and concentration."""

import sys
import tempfile
from pathlib import Path

from lazo.analytics.cohorts import monthly_cohorts
from lazo.analytics.concentration import concentration, ranked_values
from lazo.analytics.engine import open_duckdb, read_parquet_files
from lazo.analytics.facts import customer_sums, purchase_months
from lazo.analytics.rfm import rfm_cells, rfm_scores
from lazo.bench.cases.plain_rollup import manifest_of, months
from lazo.bench.purchases import LAST_DAY
from lazo.kernel.warehouse.part_writer import write_file


def main(warehouse: Path, scratch: Path) -> None:
    rolled = []
    for number, month in enumerate(months(warehouse)):
        rolled.append(scratch / f"{number}.parquet")
        write_file(month, rolled[-1], by_value=["month", "first_day", "last_day", "last_day_of_any"])
    con = open_duckdb(temp_dir=scratch / "spill")
    tables = manifest_of(warehouse)["tables"]
    rollup = read_parquet_files(con, rolled, "rollup")
    parties = read_parquet_files(con, _files(warehouse, tables["parties"]["parts"].values()), "parties")
    cut = {month.strftime("%Y-%m") for month in purchase_months(on=LAST_DAY)}
    parts = tables["purchases"]["parts"]
    edges = _files(warehouse, [files for part, files in parts.items() if part in cut or not cut])
    purchases = read_parquet_files(con, edges, "purchases", columns=PURCHASES)
    facts = con.create_table("facts", customer_sums(rollup, parties, purchases=purchases, on=LAST_DAY))
    scores = con.create_table("scores", rfm_scores(facts))
    cells = rfm_cells(scores, facts).to_pyarrow()
    cohorts = monthly_cohorts(rollup, parties).to_pyarrow()
    ranked = con.create_table("ranked", ranked_values(facts.select("customer_id", value=facts.money_total)))
    top = concentration(ranked).to_pyarrow().to_pylist()[0]["top_20"]
    sys.stdout.write(f"{cells.num_rows} {cohorts.num_rows} {top}\n")


PURCHASES = {"id": "int64", "party_id": "int64", "day": "date", "amount": "int64", "margin": "int64"}


def _files(warehouse: Path, parts: "list[list[dict[str, str]]]") -> list[Path]:
    return [warehouse / file["path"] for files in parts for file in files]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(sys.argv[1]), Path(folder))
