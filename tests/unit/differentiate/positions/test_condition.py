"""A condition means the same for a set and for one customer, and what is not known makes nothing true."""

from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.differentiate.positions.condition import (
    Condition,
    above,
    all_of,
    any_of,
    as_ibis,
    at_least,
    at_most,
    below,
    columns_of,
    equal,
    holds,
    one_of,
    unknown,
)

SCHEMA = pa.schema([("number", pa.float64()), ("text", pa.string()), ("flag", pa.bool_())])
rows = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.none() | st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0]),
            "text": st.none() | st.sampled_from(["", "MVC", "SGC"]),
            "flag": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=8,
)
leaves = st.one_of(
    st.builds(
        lambda make, value: make("number", value),
        st.sampled_from([below, at_most, at_least, above, equal]),
        st.sampled_from([0.0, 0.5, 1.0]),
    ),
    st.builds(equal, st.just("text"), st.sampled_from(["", "MVC"])),
    st.builds(equal, st.just("flag"), st.booleans()),
    st.just(one_of("text", ("MVC", "SGC"))),
    st.sampled_from(["number", "text", "flag"]).map(unknown),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, max_size=3).map(lambda parts: any_of(*parts)),
    ),
    max_leaves=6,
)


@settings(deadline=None)  # the first query opens the engine
@given(condition=conditions, table=rows)
def test_both_evaluators_agree(condition: Condition, table: list[dict[str, Any]]) -> None:
    in_engine = ibis.memtable(pa.Table.from_pylist(table, schema=SCHEMA))
    found = in_engine.select(value=as_ibis(condition, in_engine)).to_pyarrow()["value"].to_pylist()
    assert found == [holds(condition, row) for row in table]


@pytest.mark.parametrize("condition", [below("number", 1), at_least("number", 1), equal("number", 1)])
def test_an_unknown_value_makes_no_comparison_true(condition: Condition) -> None:
    assert not holds(condition, {"number": None})
    assert not holds(condition, {})


def test_nothing_to_meet_is_met_and_nothing_to_choose_from_is_not() -> None:
    assert holds(all_of(), {})
    assert not holds(any_of(), {})


def test_columns_of_a_condition_are_those_of_its_parts() -> None:
    condition = all_of(below("a", 1), any_of(unknown("b"), one_of("c", ("x",))))
    assert columns_of(condition) == {"a", "b", "c"}
