from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from lazo.demo.drawing import draw_company


def test_each_purchase_file_names_only_customers_of_its_own_source(tmp_path: Path) -> None:
    drawn = draw_company(tmp_path, customers=300, on=date(2026, 6, 30))
    orders = {file.source: pq.read_table(file.path) for file in drawn.files if file.entity == "purchases"}
    records = pq.read_table(tmp_path / "truth" / "records.parquet").to_pylist()
    known = {source: {row["external_id"] for row in records if row["source"] == source} for source in orders}
    assert {
        source: set(table["Cliente"].to_pylist()) <= known[source] for source, table in orders.items()
    } == dict.fromkeys(orders, True)
    assert {table["Fecha"].to_pylist() == sorted(table["Fecha"].to_pylist()) for table in orders.values()} == {True}


def test_invoices_are_numbered_once_and_returns_are_credit_notes(tmp_path: Path) -> None:
    drawn = draw_company(tmp_path, customers=300, on=date(2026, 6, 30))
    tables = [pq.read_table(file.path) for file in drawn.files if file.entity == "purchases"]
    invoices = [invoice for table in tables for invoice in table["Factura"].to_pylist()]
    assert len(invoices) == len(set(invoices))
    for table in tables:
        is_return = pc.starts_with(table["Factura"], "NC-")
        assert is_return.to_pylist() == pc.less(table["Importe"], 0).to_pylist()


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first = draw_company(tmp_path / "a", customers=60, on=date(2026, 6, 30))
    second = draw_company(tmp_path / "b", customers=60, on=date(2026, 6, 30))
    assert [file.path.read_bytes() for file in first.files] == [file.path.read_bytes() for file in second.files]
