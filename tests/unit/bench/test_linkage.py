"""What comes later to a base that was looked through, and what is typed into a form, are measured against known truth."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lazo.bench.comparison import Costs
from lazo.bench.comparisons import linkage
from lazo.bench.ground import Ground, Size
from lazo.bench.linkage_records import write_later_records, write_records


def test_later_records_are_half_somebody_again(tmp_path: Path) -> None:
    base = write_records(tmp_path / "base.parquet", rows=200)
    later = pq.read_table(write_later_records(tmp_path / "later.parquet", base=base, rows=40, seed=3))
    people = set(pq.read_table(base)["truth"].to_pylist())
    assert [truth in people for truth in later["truth"].to_pylist()] == [True] * 20 + [False] * 20
    assert later["party_id"].to_pylist() == list(range(320, 360))
    assert later.schema.names == pq.read_table(base).schema.names


@pytest.mark.nightly
def test_what_comes_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linkage, "BATCHES", 2)
    ground = Ground(folder=tmp_path, size=Size(customers=1_000, purchases=20_000, rounds=1), tell=lambda _: None)
    drawn = write_records(ground.path("records.parquet"), rows=1_000)
    readings = {one.label: one.value for one in linkage.measure_later(ground, drawn, Costs())}
    assert list(readings) == [
        "100 registros nuevos, proceso entero",
        "el milésimo lote / el primero",
        "registros nuevos, unidos solos: precisión",
        "registros nuevos que ya estaban, encontrados",
        "un registro escrito a mano, por el reloj",
        "un registro escrito a mano, en CPU",
        "un registro escrito a mano, el más caro de cien",
        "un registro escrito a mano, consultas",
        "escritos a mano que ya estaban, encontrados",
    ]
    assert readings["registros nuevos, unidos solos: precisión"] == 1.0
    assert readings["registros nuevos que ya estaban, encontrados"] > 0.9
    assert readings["escritos a mano que ya estaban, encontrados"] > 0.8
    assert readings["un registro escrito a mano, consultas"] <= 20
