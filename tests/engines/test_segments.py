"""A segment means the same to plain Python, to the engine and to arrays; what is written is read back as it was."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from engines.segment_data import LIST, ON, SCHEMAS, VOCABULARY, MadeCompany, companies
from engines.segment_rules import OTHER, Json, rules, trees
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lazo.analytics.segments.arrays import ArrayEvaluator, combined
from lazo.analytics.segments.arrays_base import Base
from lazo.analytics.segments.compiler import Compiler
from lazo.analytics.segments.definition import Node, conditions, nested
from lazo.analytics.segments.parsing import parse
from lazo.analytics.segments.reference import Evaluator
from lazo.analytics.segments.set_tables import SetTables
from lazo.analytics.segments.writing import as_json

RULES = 12
SEGMENTS = {"otro": parse(OTHER, VOCABULARY)}
agree = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def by_reference(company: MadeCompany, tree: Node) -> list[int]:
    return [one for one in company.customers if Evaluator(company.facts_of(one), ON, VOCABULARY, SEGMENTS).holds(tree)]


def by_arrays(company: MadeCompany, made: list[Node]) -> list[list[int]]:
    base = Base.of(company)
    everybody = np.packbits(np.ones(len(base), np.bool_))
    asked = dict.fromkeys(one for tree in [*made, *SEGMENTS.values()] for one in conditions(tree))
    bits = {one: np.packbits(mask) for one, mask in ArrayEvaluator(base, company, ON, VOCABULARY).masks(asked)}
    bits_of = bits.__getitem__
    listed = np.packbits(base.mask_of(np.array(sorted(LIST))))
    named = {"lista": listed}
    named["otro"] = combined(SEGMENTS["otro"], bits_of, named.__getitem__, everybody)
    found = []
    for tree in made:
        mask = np.unpackbits(combined(tree, bits_of, named.__getitem__, everybody), count=len(base)).astype(bool)
        found.append(base.ids[mask].tolist())
    return found


def by_engine(con: Any, company: MadeCompany, made: list[Node]) -> list[list[int]]:
    """All trees in one question: compiling is dear, rows are cheap."""
    tables = {name: con.create_table(f"segment_{name}", company.arrow(name), overwrite=True) for name in SCHEMAS}
    listed = pa.table({"customer_id": pa.array([one for one in sorted(LIST) if one in company.customers], pa.int64())})
    members = {"lista": _customers_of(company, listed)}
    compiler = Compiler(
        SetTables(tables, ON, VOCABULARY),
        SEGMENTS,
        {"lista": con.create_table("segment_lista", members["lista"], overwrite=True)},
    )
    whole = [compiler.members_of(tree).mutate(tree=ibis.literal(place)) for place, tree in enumerate(made)]
    rows = (whole[0].union(*whole[1:]) if len(whole) > 1 else whole[0]).to_pyarrow().to_pylist()
    found: list[list[int]] = [[] for _ in made]
    for row in rows:
        found[row["tree"]].append(row["customer_id"])
    return [sorted(one) for one in found]


def _customers_of(company: MadeCompany, listed: pa.Table) -> pa.Table:
    """A list keeps the party that was put on it; its customers are those it stands for."""
    canonical = {row["party_id"]: row["canonical_id"] for row in company.tables["parties"]}
    return pa.table({"customer_id": pa.array(sorted({canonical[one] for one in LIST if one in canonical}), pa.int64())})


@settings(agree, max_examples=10)
@given(company=companies(), data=st.lists(rules, min_size=RULES, max_size=RULES))
def test_every_rule_means_the_same_to_all(con: Any, company: MadeCompany, data: list[Json]) -> None:
    made = [parse(one, VOCABULARY) for one in data]
    expected = [by_reference(company, tree) for tree in made]

    assert by_arrays(company, made) == expected
    assert by_engine(con, company, made) == expected


@settings(agree, max_examples=7)
@given(company=companies(), data=st.lists(trees, min_size=3, max_size=3))
def test_every_tree_means_the_same_to_all(con: Any, company: MadeCompany, data: list[Json]) -> None:
    made = [parse(one, VOCABULARY) for one in data]
    expected = [by_reference(company, tree) for tree in made]

    assert by_arrays(company, made) == expected
    assert by_engine(con, company, made) == expected


@settings(agree, max_examples=200)
@given(data=trees)
def test_what_is_written_is_read_back(data: Json) -> None:
    tree = parse(data, VOCABULARY)

    assert parse(as_json(tree), VOCABULARY) == tree
    assert nested(tree) <= {"lista", "otro"}
