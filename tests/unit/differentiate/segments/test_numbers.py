"""What a segment is worth, to each reader what they may see of it; and to nobody what they may not."""

from datetime import timedelta
from typing import Any

import pytest
from scored import ON
from segmented import LOYAL, MEXICO, Segmented, buy, make_segments, rebuild
from world import World

from lazo.analytics.segments.parsing import parse
from lazo.differentiate.models import Score, Segment
from lazo.differentiate.operations.segment import create_segment
from lazo.differentiate.operations.segment_list import add_to_list
from lazo.differentiate.queries.segments import count_of, counts_of, members_of, numbers_of
from lazo.differentiate.segments.rules import vocabulary
from lazo.identify.models import Purchase
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(world: World, workspace: Workspace) -> Segmented:
    return make_segments(world, workspace)


def expected(made: Segmented, owners: list[User]) -> set[int]:
    """Who bought at least three times in the last year, in Mexico, by the database alone."""
    start = ON - timedelta(days=364)
    parties = [one for one in made.company.customers if one.country == "MX" and one.owner in owners]
    return {
        one.pk
        for one in parties
        if Purchase.objects.filter(party=one, amount__gte=0, occurred_on__range=(start, ON)).count() >= 3
    }


def test_numbers_of_a_segment_are_those_of_whoever_asks(made: Segmented, world: World) -> None:
    everybody = expected(made, [world.ana, world.carla])
    assert everybody

    for user, owners in (
        (world.diego, [world.ana, world.carla]),
        (world.carla, [world.carla]),
        (world.ana, [world.ana]),
    ):
        fits = expected(made, owners)
        found = numbers_of(user=user, segment=made.loyal)
        scores = Score.objects.filter(pk__in=fits)
        assert found.customers == len(fits)
        assert found.value_12m == sum(scores.values_list("value_12m", flat=True))
        assert found.value_365d == sum(value or 0 for value in scores.values_list("value_365d", flat=True))
        assert sum(found.areas.values()) == len(fits)
        assert set(found.sample) <= fits
        assert len(found.sample) == min(5, len(fits))
        assert found.reach == dict.fromkeys(("email", "phone", "sms", "whatsapp", "letter", "visit"), 0)
        assert set(found.rules) == {"all[0]", "all[1]"}
        assert found.month_ago is None
        assert {row.customer_id for row in members_of(user=user, segment=made.loyal).rows} == fits


def test_who_sees_nothing_counts_nobody(made: Segmented, world: World) -> None:
    stranger = User.objects.create_user("nadie@aurora.example", "una-clave-larga-de-prueba", name="Nadie")

    found = numbers_of(user=stranger, segment=made.mexico)

    assert (found.customers, found.everybody, found.value_12m, found.sample) == (0, 0, 0, ())
    assert members_of(user=stranger, segment=made.mexico).rows == ()


def test_rules_are_counted_one_by_one_and_unsaved(made: Segmented, world: World) -> None:
    tree = parse({"any": [MEXICO, {"not": MEXICO}, {"segment": made.loyal.key}]}, vocabulary())

    found = numbers_of(user=world.diego, tree=tree)

    mexico, rest = found.rules["any[0]"], found.everybody - found.rules["any[0]"]
    assert found.rules == {
        "any[0]": mexico,
        "any[1].not": mexico,
        "any[2]": len(expected(made, [world.ana, world.carla])),
    }
    assert found.customers == found.everybody == 80 == mexico + rest


def test_what_was_bought_since_counts_after_the_next_sync(made: Segmented, world: World, workspace: Workspace) -> None:
    before = count_of(user=world.diego, segment=made.loyal)
    outside = [
        n for n in range(1, 60, 2) if made.company.customers[n].pk not in expected(made, [world.ana, world.carla])
    ]
    buy(made.company, outside[:2], times=3)
    assert count_of(user=world.diego, segment=made.loyal) == before

    rebuild(workspace)

    assert count_of(user=world.diego, segment=made.loyal) == before + 2


def test_a_list_is_counted_at_once_and_inside_other_rules(made: Segmented, world: World) -> None:
    customers = [one.pk for one in made.company.customers[:6]]
    listed = create_segment(by=world.diego, name="Feria", kind=Segment.Kind.LIST)
    add_to_list(segment=listed, by=world.diego, customers=customers)
    both = create_segment(by=world.diego, name="Feria y México", definition={"all": [{"segment": "feria"}, MEXICO]})

    found = counts_of(user=world.diego, segments={one.key: one for one in (listed, both)})

    assert found == {"feria": 6, "feria-y-mexico": 3}
    assert count_of(user=world.carla, segment=listed) == len([n for n in range(6) if n % 3 == 0])


def test_members_come_page_by_page(made: Segmented, world: World) -> None:
    ids = sorted(one.pk for one in made.company.customers if one.country == "MX")
    prospects = sorted(one.pk for one in made.company.prospects if one.country == "MX")
    found: list[int] = []
    after: int | None = 0
    while after is not None:
        page = members_of(user=world.diego, segment=made.mexico, after=after, limit=7)
        found += [row.customer_id for row in page.rows]
        after = page.next
    assert found == sorted([*ids, *prospects])


def test_loyal_is_no_description_and_mexico_is(made: Segmented) -> None:
    assert (made.loyal.is_descriptive, made.mexico.is_descriptive) == (False, True)
    assert made.loyal.definition == LOYAL


def test_the_same_question_is_answered_from_what_is_kept(
    made: Segmented, world: World, workspace: Workspace, django_assert_num_queries: Any
) -> None:
    count_of(user=world.diego, segment=made.loyal)
    with django_assert_num_queries(6):
        count_of(user=world.diego, segment=made.loyal)
