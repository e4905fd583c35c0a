"""The rules applied to everyone at once agree with plain Python, customer by customer."""

import json
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from drawn import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.differentiate.positions.assign import AREAS, with_position
from lazo.differentiate.positions.assign_arrays import ALSO_IN, AREA_NAMES, RULE_KEYS, SUB_STATES, Positions
from lazo.differentiate.positions.column import Column
from lazo.differentiate.positions.condition import holds
from lazo.differentiate.positions.place import bin_of, with_place, worth_ranks
from lazo.differentiate.positions.rule import RULES

TYPES: dict[str, Any] = {
    "customer_id": pa.int64(),
    "kind": pa.string(),
    "is_customer": pa.bool_(),
    "frequency": pa.int64(),
    "n_days": pa.int64(),
    "age_days": pa.int64(),
    "recency_days": pa.int64(),
    "interest_days": pa.int64(),
    "lost_for_days": pa.int64(),
    "p_alive": pa.float64(),
    "p_alive_before": pa.float64(),
    "overdue_ratio": pa.float64(),
    "expected_gap": pa.float64(),
    "tier": pa.string(),
    "customer_class": pa.string(),
    "unrealised": pa.int64(),
    "unrealised_rank": pa.float64(),
    "revenue_ratio": pa.float64(),
    "holdings": pa.int64(),
    "usual_holdings": pa.int64(),
    "missing_holdings": pa.int64(),
    "steps": pa.int64(),
    "x": pa.int64(),
    "age": pa.int64(),
    "worth": pa.int64(),
    "cell": pa.string(),
    "expected_purchases_90d": pa.float64(),
    "has_contract": pa.bool_(),
    "churn_90d": pa.float64(),
    "churn_rank": pa.float64(),
    "contract_renewals": pa.int64(),
    "contract_age_days": pa.int64(),
    "contract_end_in_days": pa.int64(),
}


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


customers = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["PERSON", "ORGANIZATION"]),
        "is_customer": st.booleans(),
        "frequency": maybe(0, 1, 5),
        "n_days": maybe(1, 2, 6),
        "age_days": maybe(0, 89, 90, 900),
        "recency_days": maybe(0, 100, 730, 731, 2000),
        "interest_days": st.sampled_from([0, 180, 181]),
        "holdings": maybe(1, 2),
        "usual_holdings": maybe(1, 3),
        "missing_holdings": maybe(-1, 0, 1, 2),
        "lost_for_days": maybe(-10, 730, 731),
        "p_alive": maybe(0.1, 0.499, 0.5, 0.7, 0.8, 1.0),
        "p_alive_before": maybe(0.6, 0.8, 0.99),
        "overdue_ratio": maybe(0.0, 1.9, 2.0, 6.0, 6.5),
        "expected_gap": maybe(1.0, 33.5),
        "tier": maybe("MVC", "SGC", "LMC"),
        "customer_class": maybe("best", "frequent", "buyer"),
        "unrealised": maybe(-5, 0, 10),
        "unrealised_rank": maybe(0.0, 0.6, 1.0),
        "revenue_ratio": maybe(0.0, 0.5, 0.9),
        "steps": st.integers(0, 4),
        "worth": maybe(0, 5, 10),
        "cell": st.sampled_from(["PERSON|CO|1", "PERSON|CO|2"]),
        "expected_purchases_90d": maybe(0.0, 0.7, 4.0),
        "has_contract": st.booleans(),
        "churn_90d": maybe(0.0, 0.199, 0.35),
        "churn_rank": maybe(0.5, 0.9),
        "contract_renewals": maybe(0, 1),
        "contract_age_days": maybe(89, 90),
        "contract_end_in_days": maybe(45, 120),
    }
)


def in_engine(rows: list[dict[str, Any]]) -> Any:
    numbered = [
        {"customer_id": place, **row, "x": row["frequency"], "age": row["age_days"]} for place, row in enumerate(rows)
    ]
    return ibis.memtable(pa.Table.from_pylist(numbered, schema=pa.schema(TYPES)))


def expected(row: dict[str, Any]) -> dict[str, Any]:
    true = [rule for rule in RULES if holds(rule.condition, row)]
    first = true[0] if true else None
    area = first.area if first else ""
    others = {rule.area for rule in true if rule.key != "KEEP.base"} - {area, ""}
    return {
        "rule": first.key if first else "OUT.unknown",
        "area": area,
        "sub_state": first.sub_state if first else "",
        "also_in": ",".join(one for one in AREAS if one in others) if area else "",
        "evidence": {name: shown(row[name]) for name in first.evidence} if first else {},
    }


def shown(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


@settings(deadline=None, max_examples=examples(6))
@given(rows=st.lists(customers, min_size=25, max_size=60))
def test_everyone_is_where_plain_python_puts_them(rows: list[dict[str, Any]]) -> None:
    placed = with_position(in_engine(rows)).order_by("customer_id").to_pyarrow().to_pylist()
    for row, found in zip(rows, placed, strict=True):
        told = {name: found[name] for name in ("rule", "area", "sub_state", "also_in")}
        assert {**told, "evidence": json.loads(found["evidence"])} == expected(row)


def as_columns(rows: list[dict[str, Any]]) -> dict[str, Column]:
    """The same customers as arrays."""
    columns = {}
    for name, kind in TYPES.items():
        values = [row.get(name) for row in rows]
        if kind == pa.string():
            names = tuple(sorted({value for value in values if value is not None})) or ("",)
            columns[name] = Column(np.array([-1 if v is None else names.index(v) for v in values]), names)
        elif kind == pa.bool_():
            columns[name] = Column(np.array([bool(value) for value in values]))
        else:
            known = [np.nan if value is None else float(value) for value in values]
            columns[name] = Column(np.array(known), is_whole=kind == pa.int64())
    return columns


@settings(deadline=None, max_examples=examples(6))
@given(rows=st.lists(customers, min_size=25, max_size=60))
def test_arrays_put_everyone_where_the_engine_does(rows: list[dict[str, Any]]) -> None:
    table = with_position(in_engine(rows))
    with_ranks = table.left_join(worth_ranks(table), "customer_id", rname="{name}_rank")
    placed = with_place(with_ranks).order_by("customer_id").to_pyarrow().to_pylist()
    columns = as_columns(rows)
    found = Positions.of(columns, len(rows))
    evidence = found.evidence(columns).to_pylist()
    assert [RULE_KEYS[code] for code in found.rule] == [row["rule"] for row in placed]
    assert [AREA_NAMES[code] for code in found.area] == [row["area"] for row in placed]
    assert [SUB_STATES[code] for code in found.sub_state] == [row["sub_state"] for row in placed]
    assert [ALSO_IN[code] for code in found.also_in] == [row["also_in"] for row in placed]
    assert evidence == [row["evidence"] for row in placed]


@settings(deadline=None, max_examples=examples(4))
@given(rows=st.lists(customers, min_size=25, max_size=60))
def test_everyone_has_a_place_from_0_to_1_and_a_bin(rows: list[dict[str, Any]]) -> None:
    placed = with_position(in_engine(rows))
    ranks = worth_ranks(placed)
    table = with_place(placed.left_join(ranks, "customer_id", rname="{name}_rank"))
    found = table.mutate(bin=bin_of(table.place)).to_pyarrow().to_pylist()
    assert len(found) == len(rows)
    assert all(0.0 <= row["place"] <= 1.0 and row["bin"] == min(int(row["place"] * 14), 13) for row in found)
    assert all(row["place"] == row["steps"] / 4 for row in found if row["area"] == "ACQUIRE")
    assert all(row["place"] == 1.0 for row in found if row["area"] == "")
