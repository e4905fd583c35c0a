"""The drawn data: the same every time, as many as asked for, and what they claim to be."""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lazo.bench.histories import write_histories
from lazo.bench.people import HEADER, write_people
from lazo.bench.purchases import FIRST_DAY, LAST_DAY, write_purchases
from lazo.identify.imports.values.phones import parse_phones
from lazo.identify.imports.values.tax_ids import parse_tax_ids


def people(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_purchases_lie_in_their_days_sorted_and_positive(tmp_path: Path) -> None:
    path = write_purchases(tmp_path / "p.parquet", customers=50, purchases=2_000)

    table = pq.read_table(path)
    days = table["day"].to_pylist()
    assert table.column_names == ["id", "party_id", "day", "amount", "margin"]
    assert table["id"].to_pylist() == list(range(1, 2_001))
    assert days == sorted(days)
    assert days[0] >= FIRST_DAY
    assert days[-1] <= LAST_DAY
    assert set(table["party_id"].to_pylist()) <= set(range(1, 51))
    assert min(table["amount"].to_pylist()) >= 100


def test_what_was_drawn_is_not_drawn_again(tmp_path: Path) -> None:
    path = write_purchases(tmp_path / "p.parquet", customers=50, purchases=2_000)
    before = path.read_bytes()
    write_purchases(path, customers=50, purchases=10)

    assert path.read_bytes() == before


def test_drawing_twice_gives_the_same(tmp_path: Path) -> None:
    one = write_people(tmp_path / "one.csv", rows=400)
    other = write_people(tmp_path / "other.csv", rows=400)

    assert one.path.read_bytes() == other.path.read_bytes()
    assert write_people(one.path, rows=400) == one


def test_people_are_as_many_as_told_and_some_come_again(tmp_path: Path) -> None:
    file = write_people(tmp_path / "people.csv", rows=1_000)

    rows = people(file.path)
    codes = [row["Código"] for row in rows]
    assert (file.rows, file.people, len(rows)) == (1_000, 970, 1_000)
    assert tuple(rows[0]) == HEADER
    assert len(set(codes)) == 1_000
    assert sum(code.startswith("B") for code in codes) == 30


def test_every_document_and_telephone_is_sound(tmp_path: Path) -> None:
    rows = people(write_people(tmp_path / "people.csv", rows=3_000).path)

    for country in ("CO", "CL", "AR", "BR"):
        here = [row for row in rows if row["País"] == country]
        documents = parse_tax_ids(pa.array([row["Documento"] for row in here if row["Documento"]]), country=country)
        phones = parse_phones(pa.array([row["Celular"] for row in here if row["Celular"]]), country=country)
        assert None not in [value["key"] for value in documents.values.to_pylist()]
        assert None not in [value["key"] for value in phones.values.to_pylist()]


def test_histories_are_possible_and_come_from_the_model(tmp_path: Path) -> None:
    drawn = np.load(write_histories(tmp_path / "h.npz", customers=20_000))

    x, t_x, age = drawn["x"], drawn["t_x"], drawn["age"]
    assert len(x) == 20_000
    assert np.all((t_x == 0) == (x == 0))
    assert np.all(t_x <= age)
    assert np.all(x <= t_x)
    assert age.min() >= 273
    assert age.max() == 546
    assert 1.0 < x.mean() < 2.0
