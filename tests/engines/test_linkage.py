"""Linkage on a real Spark session gives what it gives on DuckDB: the same prepared rows, pairs, relations and clusters, by a given model."""

from typing import Any

import pyarrow as pa
import pytest
from unit.analytics.linkage import people

from lazo.analytics.linkage.clusters import cluster
from lazo.analytics.linkage.engine import LinkEngine, open_engine
from lazo.analytics.linkage.model import default_model
from lazo.analytics.linkage.prepared import Prepared, prepare
from lazo.analytics.linkage.scoring import Scored, score_pairs
from lazo.analytics.linkage.settings import PARTIES

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]  # pyspark warns of the pandas it finds
PEOPLE = 12


@pytest.fixture(scope="module")
def records() -> pa.Table:
    family = {
        "kind": "PERSON",
        "given_name": "Mª José",
        "surnames": "Gárate de la Peña",
        "phones": ["+573001112233"],
        "city": "Bogotá",
    }
    shop = {
        "kind": "ORGANIZATION",
        "documents": ["CO:900123456"],
        "document_schemes": ["CO_NIT"],
        "address": "Cl. 10 # 43-21",
    }
    drawn, _ = people.base(PEOPLE)
    rows = [
        *({name: value for name, value in row.items() if name != "party_id"} for row in drawn.to_pylist()),
        family,
        {**family, "given_name": "Majo", "surnames": "Garate Pena"},
        {**family, "given_name": "Beto"},
        {**family, "given_name": None, "surnames": None, "name": "Gonçalves Lhano, Zé"},
        {**shop, "legal_name": "Cafetería La Ceiba S. de R.L. de C.V.", "trade_name": "Café Ceiba"},
        {**shop, "name": "CAFETERIA LA CEIBA"},
    ]
    return people.table(*rows)


def _linked(records: pa.Table, engine: LinkEngine) -> tuple[Prepared, Scored]:
    prepared = prepare(records, engine=engine)
    return prepared, score_pairs(prepared, default_model(PARTIES, records=records.num_rows), threshold=0.001)


def _rows(table: Any, *order: str) -> list[dict[str, Any]]:
    rows = table if isinstance(table, pa.Table) else table.to_pyarrow()
    found = rows.sort_by([(name, "ascending") for name in order]).to_pylist()
    return [
        {name: round(value, 9) if isinstance(value, float) else value for name, value in sorted(row.items())}
        for row in found
    ]


def test_spark_links_as_duckdb_does(records: pa.Table, spark: Any) -> None:
    theirs, scored_there = _linked(records, LinkEngine(spark))
    with open_engine(memory_limit="512MB", threads=1) as engine:
        ours, scored_here = _linked(records, engine)
        assert _rows(theirs.table, "party_id") == _rows(ours.table, "party_id")
        assert _rows(theirs.keys, "party_id", "key") == _rows(ours.keys, "party_id", "key")
        pairs = _rows(scored_here.pairs, "left", "right")
        assert len(pairs) >= 5
        assert _rows(scored_there.pairs, "left", "right") == pairs
        assert _rows(scored_there.relations, "left", "right") == _rows(scored_here.relations, "left", "right")
        members = _rows(cluster(scored_here.pairs).members, "party_id")
    assert members
    assert _rows(cluster(scored_there.pairs).members, "party_id") == members
