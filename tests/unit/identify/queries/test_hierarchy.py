"""Groups of companies, however deep, under row access."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.operations.hierarchy import UnableToPlace, place_company
from lazo.identify.operations.relationship import (
    UnableToRelate,
    UnableToReopenRelation,
    end_relation,
    relate,
    reopen_relation,
)
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.queries.hierarchy import companies_above, group_of, groups_below
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
LATER = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def company(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(kind="ORGANIZATION", name=name, folded_name=name.lower(), owner=owner, **columns)


def chain(world: World, depth: int) -> list[Party]:
    """Companies under each other, the head first."""
    firms = [company(f"C{n:02}", world.ana) for n in range(depth)]
    for above, below in pairwise(firms):
        place_company(company=below, under=above, by=world.ana, on=ON)
    return firms


def lines(world: World, party: Party, user: Any = None) -> list[tuple[str, int, bool]]:
    return [(one.name, one.depth, one.is_site) for one in group_of(party, user or world.ana).companies]


def test_a_group_is_read_from_any_of_its_companies(world: World) -> None:
    head, left, right, shop = (company(name, world.ana) for name in ("Holding", "Alfa", "Beta", "Local 1"))
    for firm in (right, left):
        place_company(company=firm, under=head, by=world.ana, on=ON)
    place_company(company=shop, under=left, by=world.ana, on=ON, type_key="site-of")
    told = [("Holding", 0, False), ("Alfa", 1, False), ("Local 1", 2, True), ("Beta", 1, False)]
    for party in (head, left, right, shop):
        assert lines(world, party) == told
    assert companies_above(shop) == [left.pk, head.pk]
    assert groups_below([head.pk, left.pk, right.pk]) == {
        head.pk: [head.pk, left.pk, right.pk, shop.pk], left.pk: [left.pk, shop.pk], right.pk: [right.pk],
    }  # fmt: skip
    assert lines(world, company("Sola", world.ana)) == []
    assert groups_below([]) == {}


def test_a_group_is_as_deep_as_it_is(world: World) -> None:
    firms = chain(world, 15)
    assert companies_above(firms[-1]) == [firm.pk for firm in reversed(firms[:-1])]
    assert groups_below([firms[0].pk])[firms[0].pk] == [firm.pk for firm in firms]


@pytest.mark.parametrize("count", [1, 3])
def test_a_tree_costs_the_same_however_many_are_in_it(world: World, count: int, django_assert_num_queries: Any) -> None:
    head = company("Holding", world.ana)
    for n in range(count):
        place_company(company=company(f"F{n}", world.ana), under=head, by=world.ana, on=ON)
    with django_assert_num_queries(4):
        group_of(head, world.ana)


def test_who_does_not_see_a_company_sees_neither_its_name_nor_where_it_stands(world: World) -> None:
    head, middle, low = company("Holding", world.ana), company("Oculta", world.carla), company("Baja", world.ana)
    place_company(company=middle, under=head, by=world.diego, on=ON)
    place_company(company=low, under=middle, by=world.diego, on=ON)
    seen = group_of(low, world.ana)
    assert [(one.name, one.depth, one.above, one.relation) for one in seen.companies] == [
        ("Holding", 0, None, None),
        ("Baja", 1, head.pk, None),
    ]
    assert (seen.members, seen.hidden) == ((head.pk, low.pk), 1)
    assert lines(world, middle, world.carla) == [("Oculta", 0, False)]
    assert lines(world, low, world.diego) == [("Holding", 0, False), ("Oculta", 1, False), ("Baja", 2, False)]


def test_edges_of_any_record_are_those_of_the_company(world: World) -> None:
    head, twin, low = company("Holding", world.ana), company("Holding SA", world.ana), company("Baja", world.ana)
    place_company(company=low, under=twin, by=world.ana, on=ON)
    Party.objects.filter(pk=twin.pk).update(canonical=head)
    assert lines(world, low) == [("Holding", 0, False), ("Baja", 1, False)]
    assert companies_above(low) == [head.pk]


def test_a_ring_that_a_merge_closed_is_read_once(world: World) -> None:
    firms = chain(world, 3)
    Party.objects.filter(pk=firms[2].pk).update(canonical=firms[0])
    firms[0].refresh_from_db()
    assert lines(world, firms[0]) == [("C01", 0, False), ("C00", 1, False)]


def test_a_company_comes_under_none_of_its_own(world: World) -> None:
    firms = chain(world, 3)
    for under in firms[1:]:
        with pytest.raises(UnableToPlace) as failure:
            place_company(company=firms[0], under=under, by=world.ana, on=ON)
        assert failure.value.code == "would_cycle"
    with pytest.raises(UnableToRelate) as refused:
        relate(origin=firms[2], target=firms[0], type_key="parent-subsidiary", by=world.ana, on=ON)
    assert refused.value.code == "would_cycle"
    with pytest.raises(UnableToRelate) as second:
        relate(origin=company("Otra", world.ana), target=firms[1], type_key="parent-subsidiary", by=world.ana, on=ON)
    assert second.value.code == "has_parent"
    person = Party.objects.create(name="Ana Rojas", owner=world.ana)
    with pytest.raises(UnableToRelate) as kinds:
        relate(origin=person, target=company("Otra", world.ana), type_key="site-of", by=world.ana, on=ON)
    assert kinds.value.code == "not_companies"


def test_moving_keeps_where_it_stood_and_is_taken_back(world: World) -> None:
    one, other, firm = (company(name, world.ana) for name in ("Uno", "Otro", "Firma"))
    place_company(company=firm, under=one, by=world.ana, on=ON)
    moved = place_company(company=firm, under=other, by=world.ana, on=LATER)
    periods = PartyRelationship.objects.order_by("pk").values_list("origin", "valid_from", "valid_to")
    assert list(periods) == [(one.pk, ON, LATER), (other.pk, LATER, None)]
    with pytest.raises(UnableToPlace) as again:
        place_company(company=firm, under=other, by=world.ana, on=LATER)
    assert again.value.code == "already_there"
    assert undo(token=moved.undo, by=world.ana).restored == 2
    assert companies_above(firm) == [one.pk]
    assert PartyRelationship.objects.get(pk=moved.relation.pk).valid_to == LATER


def test_what_was_moved_again_is_not_taken_back(world: World) -> None:
    one, other, firm = (company(name, world.ana) for name in ("Uno", "Otro", "Firma"))
    first = place_company(company=firm, under=one, by=world.ana, on=ON)
    place_company(company=firm, under=other, by=world.ana, on=LATER)
    with pytest.raises(UnableToUndo) as failure:
        undo(token=first.undo, by=world.ana)
    assert failure.value.code == "changed_since"


def test_what_cannot_be_placed(world: World) -> None:
    firm, hers = company("Firma", world.ana), company("Ajena", world.carla)
    cases = [
        ({"company": firm, "under": hers}, "not_visible"),
        ({"company": firm, "under": firm}, "same_party"),
        ({"company": firm, "under": Party.objects.create(name="Ana", owner=world.ana)}, "not_companies"),
        ({"company": firm, "under": company("Otra", world.ana), "type_key": "friend"}, "unknown_type"),
    ]
    for said, code in cases:
        with pytest.raises(UnableToPlace) as failure:
            place_company(**said, by=world.ana, on=ON)
        assert failure.value.code == code


def test_an_end_is_not_taken_back_where_it_would_close_a_ring(world: World) -> None:
    one, other = company("Uno", world.ana), company("Otro", world.ana)
    first = place_company(company=other, under=one, by=world.ana, on=ON).relation
    end_relation(relation=first, by=world.ana, on=LATER)
    place_company(company=one, under=other, by=world.ana, on=LATER)
    with pytest.raises(UnableToReopenRelation) as failure:
        reopen_relation(relation=first, by=world.ana)
    assert failure.value.code == "would_cycle"
