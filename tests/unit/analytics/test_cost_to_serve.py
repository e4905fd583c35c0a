"""Costs by activity, in the engine and as one would count them by hand."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from engines.tables import by, parties_table, rows_of, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.analytics.cost_to_serve import COSTS, Activity, DatedCosts, UnitCost, cost_to_serve

INTERACTIONS = {"party_id": "int64", "day": "date", "channel": "string", "direction": "string", "kind": "string"}
PURCHASES = {"party_id": "int64", "day": "date", "amount": "int64"}
AFTER, UNTIL = date(2024, 12, 31), date(2025, 12, 31)
DAY = date(2025, 6, 1)
CONTACT, ORDER, RETURN, DELIVERY = Activity.CONTACT, Activity.ORDER, Activity.RETURN, Activity.DELIVERY
COSTED = (
    UnitCost(CONTACT, 100),
    UnitCost(CONTACT, 700, channel="phone"),
    UnitCost(CONTACT, 650, channel="Phone", direction="OUT"),
    UnitCost(CONTACT, 2_000, kind="claim"),
    UnitCost(ORDER, 30),
    UnitCost(RETURN, 400),
    UnitCost(DELIVERY, 90),
)
ALWAYS = (DatedCosts(None, None, COSTED),)


def _served(con: Any, contacts: Any, bought: Any, sheets: Any = ALWAYS, parties: dict[int, int] | None = None) -> Any:
    interactions = [dict(zip(INTERACTIONS, row, strict=True)) for row in contacts]
    purchases = [dict(zip(PURCHASES, row, strict=True)) for row in bought]
    found = cost_to_serve(
        table_of(con, interactions, INTERACTIONS),
        table_of(con, purchases, PURCHASES),
        parties_table(con, parties or {}),
        sheets,
        after=AFTER,
        until=UNTIL,
    )
    assert found.schema().names == tuple(COSTS)
    return {row["customer_id"]: row for row in by(rows_of(found), "customer_id")}


def _costs(con: Any, contacts: Any, bought: Any = (), **more: Any) -> dict[int, int]:
    return {customer: row["cost"] for customer, row in _served(con, contacts, bought, **more).items()}


def test_the_most_exact_unit_cost_of_a_contact_holds(con: Any) -> None:
    contacts = [
        (1, DAY, "phone", "IN", "call"),
        (2, DAY, " PHONE ", "OUT", "call"),
        (3, DAY, "phone", "IN", "Claim"),
        (4, DAY, "letter", "OUT", None),
        (5, DAY, None, None, None),
        (5, DAY, None, None, None),
    ]

    assert _costs(con, contacts) == {1: 700, 2: 650, 3: 2_000, 4: 100, 5: 200}


def test_orders_are_handled_and_delivered_and_returns_handled(con: Any) -> None:
    found = _served(con, [], [(1, DAY, 500), (1, DAY, 0), (1, DAY, -200), (None, DAY, 900)])

    assert found == {
        1: {
            "customer_id": 1,
            "contacts": 0,
            "orders": 2,
            "returns": 1,
            "contact_cost": 0,
            "order_cost": 60,
            "return_cost": 400,
            "delivery_cost": 180,
            "cost": 640,
        }
    }


def test_each_day_has_the_costs_of_its_day_and_the_ends_count(con: Any) -> None:
    change = date(2025, 7, 1)
    sheets = (
        DatedCosts(date(2025, 1, 15), change, (UnitCost(ORDER, 10),)),
        DatedCosts(change, None, (UnitCost(ORDER, 25),)),
    )
    days = [date(2025, 1, 14), date(2025, 1, 15), date(2025, 6, 30), change, UNTIL, date(2026, 1, 1), AFTER]

    assert _costs(con, [], [(1, day, 1) for day in days], sheets=sheets) == {1: 10 + 10 + 25 + 25}


def test_a_contact_without_a_unit_cost_is_counted_and_costs_nothing(con: Any) -> None:
    found = _served(con, [(7, DAY, "web", "IN", "visit")], [], (DatedCosts(None, None, (UnitCost(ORDER, 5),)),))

    assert (found[7]["contacts"], found[7]["cost"]) == (1, 0)


def test_all_records_of_a_customer_count_together(con: Any) -> None:
    contacts = [(1, DAY, "web", "IN", ""), (2, DAY, "web", "IN", ""), (9, DAY, "web", "IN", "")]

    assert _costs(con, contacts, parties={1: 1, 2: 1}) == {1: 200, 9: 100}


def test_no_sheet_serves_nobody(con: Any) -> None:
    later = (DatedCosts(date(2027, 1, 1), None, COSTED),)

    assert _costs(con, [(1, DAY, "web", "IN", "")], [(1, DAY, 5)], sheets=()) == {}
    assert _costs(con, [(1, DAY, "web", "IN", "")], [(1, DAY, 5)], sheets=later) == {}


CONTACTS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(0, 3).map(lambda n: DAY + timedelta(days=90 * n)),
        st.sampled_from(["phone", "web", None]),
        st.sampled_from(["IN", "OUT", None]),
        st.sampled_from(["claim", "call", None]),
    ),
    max_size=12,
)
BOUGHT = st.lists(st.tuples(st.integers(1, 3), st.just(DAY), st.integers(-3, 3)), max_size=8)


@settings(max_examples=15)
@given(contacts=CONTACTS, bought=BOUGHT)
def test_the_engine_counts_as_one_would_by_hand(con: Any, contacts: Any, bought: Any) -> None:
    expected: Counter[int] = Counter()
    for party, day, channel, direction, kind in contacts:
        if AFTER < day <= UNTIL:
            is_phone = channel == "phone"
            expected[party] += (
                2_000 if kind == "claim" else 650 if is_phone and direction == "OUT" else 700 if is_phone else 100
            )
    for party, _day, amount in bought:
        expected[party] += 120 if amount >= 0 else 400

    assert _costs(con, contacts, bought) == dict(expected)
