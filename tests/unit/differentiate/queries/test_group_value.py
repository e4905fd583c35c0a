"""Households and groups are worth what their members are, of those one sees."""

import pytest
from web import company
from world import World

from lazo.differentiate.models import Score
from lazo.differentiate.queries.group_value import GroupValue, group_values

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
