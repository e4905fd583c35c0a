import pytest
from listed import ON, make_list
from world import World

from lazo.differentiate.queries.customer_facets import Bar, facet_counts
from lazo.differentiate.queries.customer_question import ListQuestion

pytestmark = pytest.mark.django_db


def test_each_choice_is_counted_with_the_other_filters_held(world: World) -> None:
    made = make_list(world)
    found = facet_counts(user=world.diego, question=ListQuestion(cities=("Cali",)))
    assert found.as_of == ON
    assert found.total == 3
    assert found.counts["areas"] == {"KEEP": 1, "LOYALTY": 1, "RETAIN": 1}
    assert found.counts["cities"] == {"Cali": 3, "Lima": 1}
    assert found.counts["risks"] == {"low": 2, "high": 1}
    assert found.counts["kinds"] == {"PERSON": 2, "ORGANIZATION": 1}
    assert found.counts["owners"] == {world.ana.pk: 2, world.carla.pk: 1}
    assert found.counts["strategic"] == {"0": 2, "1": 1}
    assert found.histogram == (Bar(200, 500, 1), Bar(500, 1000, 2))
    assert len(made) == 6


def test_counts_are_of_the_readers_rows(world: World) -> None:
    make_list(world)
    found = facet_counts(user=world.carla, question=ListQuestion())
    assert (found.total, found.counts["areas"], found.counts["owners"]) == (1, {"KEEP": 1}, {world.carla.pk: 1})
    everybody = facet_counts(user=world.diego, question=ListQuestion())
    assert everybody.counts["areas"]["outside"] == 1
    assert everybody.counts["owners"][0] == 1
    world.carla.role_assignments.all().delete()
    assert facet_counts(user=world.carla, question=ListQuestion()).counts == {}
