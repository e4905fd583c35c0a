"""Households and groups are worth what their members are, of those one sees."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web import company
from world import World

from lazo.differentiate.models import Score
from lazo.differentiate.queries.customer_list import customer_list
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.group_value import GroupValue, group_values
from lazo.identify.operations.household import make_household
from lazo.identify.operations.relationship_type import seed_relationship_types

pytestmark = pytest.mark.django_db


def test_members_are_added_up_and_the_worst_place_is_theirs(world: World) -> None:
    run = company.add_run()
    one = company.add_customer(run, "Uno", world.ana, area="LOYALTY", value=700)
    two = company.add_customer(run, "Dos", world.ana, area="RETAIN", value=None)
    three = company.add_customer(run, "Tres", world.ana, area="KEEP", value=50)
    Score.objects.filter(pk=one.pk).update(strategic=True, clv=9_000)
    found = group_values(groups={1: [one.pk, two.pk, three.pk, one.pk], 2: [three.pk], 3: []}, user=world.ana)
    assert found[1] == GroupValue(
        members=3, customers=3, value_12m=1_200_000, value_365d=750, clv=9_000, n_purchases=18, strategic=1,
        area="RETAIN", place=0.37, at_risk=1, hidden=0,
    )  # fmt: skip
    assert (found[2].area, found[2].value_365d) == ("KEEP", 50)
    assert found[3] == GroupValue()


def test_a_member_who_is_not_seen_gives_neither_row_nor_money(world: World) -> None:
    run = company.add_run()
    mine = company.add_customer(run, "Uno", world.ana, area="KEEP", value=700)
    hers = company.add_customer(run, "Dos", world.carla, area="RETAIN", value=90)
    found = group_values(groups={1: [mine.pk, hers.pk]}, user=world.ana)[1]
    assert (found.members, found.value_365d, found.area, found.at_risk, found.hidden) == (1, 700, "KEEP", 0, 1)
    assert group_values(groups={1: [mine.pk, hers.pk]}, user=world.diego)[1].value_365d == 790


def test_in_the_list_a_household_is_worth_what_one_sees_of_its_members(world: World) -> None:
    seed_relationship_types()
    run = company.add_run()
    mine = company.add_customer(run, "Uno", world.ana, area="KEEP", value=700)
    hers = company.add_customer(run, "Dos", world.carla, area="RETAIN", value=90)
    home = make_household(name="Los Uno", members=[mine, hers], by=world.diego, on=date(2026, 11, 30))
    for user, value, members in ((world.ana, 700, 1), (world.diego, 790, 2)):
        rows = {row.customer_id: row for row in customer_list(user=user, question=ListQuestion()).rows}
        assert (rows[home.pk].value_365d, rows[home.pk].members) == (value, members)
        assert (rows[mine.pk].value_365d, rows[mine.pk].members) == (700, 0)


def test_one_household_and_three_cost_the_same(world: World) -> None:
    seed_relationship_types()
    run, counts = company.add_run(), []
    for names in (("Uno",), ("Dos", "Tres")):
        for name in names:
            person = company.add_customer(run, name, world.ana, area="KEEP", value=700)
            make_household(name=f"Hogar {name}", members=[person], by=world.ana, on=date(2026, 11, 30))
        with CaptureQueriesContext(connection) as asked:
            customer_list(user=world.ana, question=ListQuestion())
        counts.append(len(asked))
    assert counts[0] == counts[1]
