"""Who began to leave, how much of the cycle is served, and new customers in profit: counted on a handful of customers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from experimented import begin, decide
from web import company
from world import World

from lazo.customize.models import Arm
from lazo.customize.operations.money import Booking, book_money
from lazo.differentiate.models import CyclePosition, Score
from lazo.identify.models import Interaction, Party, Source
from lazo.measure.queries.acquired import acquired_cohorts
from lazo.measure.queries.coverage import cycle_coverage, returns_by_band
from lazo.measure.queries.ledger import Money, ledger
from lazo.measure.queries.pressure import retention_pressure

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2025, 10, 1), date(2025, 11, 1)
TURNED = date(2025, 10, 15)


def stand(party: Party, *areas: tuple[str, date, date | None], sub_state: str = "inferred") -> None:
    """The positions of a customer, the one it has from the run taken away."""
    CyclePosition.objects.filter(customer=party).delete()
    for area, first, until in areas:
        state = sub_state if area == "RETAIN" else ""
        CyclePosition.objects.create(
            customer=party, area=area, sub_state=state, valid_from=first, valid_to=until, rule=area, run_id=1
        )


def turned(world: World, name: str, *, sub_state: str = "inferred") -> Party:
    party = company.add_customer(company.add_run(current=False), name, world.ana)
    stand(party, ("KEEP", date(2025, 1, 1), TURNED), ("RETAIN", TURNED, None), sub_state=sub_state)
    return party


def said(party: Party, days: int, *, kind: str = "", subject: str = "", direction: str = "IN") -> None:
    source = Source.objects.get_or_create(key="centro", defaults={"name": "Centro"})[0]
    Interaction.objects.create(
        party=party, source=source, occurred_on=TURNED - timedelta(days=days), kind=kind, subject=subject, direction=direction
    )  # fmt: skip


def test_pressure_counts_who_came_to_retain(world: World) -> None:
    late, noticed, quiet, stayed = (
        turned(world, name, sub_state="explicit" if name == "Avisó" else "inferred")
        for name in ("Tarde", "Avisó", "Quieto", "Sigue")
    )
    stand(stayed, ("RETAIN", date(2025, 6, 1), TURNED), ("RETAIN", TURNED, None))
    said(late, 10, kind="reclamo", subject="El pedido llegó tarde")
    double = Party.objects.create(name="Tarde otra vez", canonical=late)
    said(double, 9, direction="OUT", kind="seguimiento")
    said(noticed, 20, kind="queja")
    found = retention_pressure(first=OCTOBER, until=NOVEMBER)
    assert (found.opened, found.explicit, found.inferred, found.collections, found.active) == (3, 1, 2, 0, 4)
    assert found.per_hundred == 75.0
    assert (found.preventable, found.causes) == (2, (("late_delivery", 1), ("open_claim", 1)))
    assert found.preventable_share == pytest.approx(2 / 3)
    Score.objects.filter(pk=quiet.pk).update(tier="MVC", expected_gap=20.0)
    assert retention_pressure(first=OCTOBER, until=NOVEMBER).causes[-1] == ("open_claim", 1)


def test_a_best_customer_nobody_spoke_to_is_a_cause(world: World) -> None:
    party = turned(world, "Mejor")
    Score.objects.filter(pk=party.pk).update(tier="SGC", expected_gap=20.0)
    said(party, 50, kind="boletín", direction="OUT")
    assert retention_pressure(first=OCTOBER, until=NOVEMBER).causes == (("no_contact", 1),)


def test_without_interactions_nobody_knows(world: World) -> None:
    turned(world, "Uno")
    found = retention_pressure(first=OCTOBER, until=NOVEMBER)
    assert (found.opened, found.preventable, found.preventable_share, found.causes) == (1, None, None, ())
    empty = retention_pressure(first=NOVEMBER, until=date(2025, 12, 1))
    assert (empty.opened, empty.preventable_share, empty.active) == (0, None, 1)
    assert retention_pressure(first=date(2020, 1, 1), until=date(2020, 2, 1)).per_hundred is None


@pytest.mark.parametrize("count", [1, 3])
def test_pressure_asks_as_much_for_one_as_for_three(world: World, count: int) -> None:
    for number in range(count):
        said(turned(world, f"C{number}"), 5, kind="reclamo")
    with CaptureQueriesContext(connection) as asked:
        assert retention_pressure(first=OCTOBER, until=NOVEMBER).preventable == count
    assert len(asked) == 4


def book(key: str, area: str, amount: int, **more: Any) -> None:
    told = {"on": TURNED, "kind": "COST", "method": "OBSERVED", "category": "media", "currency": "COP", **more}
    book_money(booking=Booking(key=key, area=area, amount=amount, **told), by=None)


def test_coverage_and_what_came_back_by_it(world: World) -> None:
    run = company.add_run()
    parties = [company.add_customer(run, f"C{number}", world.ana, area="KEEP") for number in range(5)]
    company.add_customer(run, "Otro", world.ana, area="LOYALTY")
    experiment = begin(None, area="KEEP")
    arms = {arm.key: arm for arm in Arm.objects.filter(experiment=experiment)}
    double = Party.objects.create(name="C0 otra vez", canonical=parties[0])
    decide(experiment, arms["a"], [double.pk], on=TURNED)
    decide(experiment, arms["control"], [parties[1].pk], on=TURNED)
    decide(experiment, arms["a"], [parties[2].pk], on=NOVEMBER)
    book("a", "KEEP", 100)
    book("b", "KEEP", 400, kind="SALES_GAIN", method="CONTROLLED", category="margin", low=100, high=700)
    book("c", "RETAIN", 50)
    found = cycle_coverage(first=OCTOBER, until=NOVEMBER)
    assert [(one.area, one.eligible, one.served) for one in found.areas if one.eligible] == [
        ("KEEP", 5, 1),
        ("LOYALTY", 1, 0),
    ]
    assert found.share == pytest.approx(1 / 6)
    nobody, some = returns_by_band(found, ledger(first=OCTOBER, until=NOVEMBER))
    assert (nobody.areas, nobody.low, nobody.high, nobody.cost, nobody.roi) == (("LOYALTY",), 0.0, 0.0, 0, None)
    assert (some.areas, some.low, some.high, some.cost) == (("KEEP",), 0.05, 0.25, 100)
    assert (some.returned, some.roi) == (Money(400, 100, 700, 1), 3.0)
    assert cycle_coverage(first=date(2020, 1, 1), until=date(2020, 2, 1)).share is None


def test_new_customers_pay_for_themselves(world: World) -> None:
    run = company.add_run()
    cells = [["2025-08-01", 0, 4, 4, 300], ["2025-08-01", 1, 4, 2, 300], ["2025-09-01", 0, 2, 2, 400]]
    run.counts = {"cohorts": {"on": "2025-10-31", "cells": [["2020-01-01", 0, 9, 9, 9_000], *cells]}}
    book("a", "ACQUIRE", 400, on=date(2025, 8, 3))
    book("b", "ACQUIRE", 500, on=date(2025, 9, 3))
    august, september = acquired_cohorts(run=run).cohorts
    assert (august.customers, august.cost, august.brought, august.paid_back_after, august.each.value) == (
        4,
        400,
        600,
        1,
        100,
    )
    assert (september.profit, september.paid_back_after) == (-100, None)
    run.counts |= {"totals": {"customers": 6, "on_margin": 6, "value_12m": 500}}
    halved = acquired_cohorts(run=run)
    assert (halved.margin_rate, [one.brought for one in halved.cohorts]) == (0.5, [300, 200])
    assert [one.paid_back_after for one in halved.cohorts] == [None, None]
