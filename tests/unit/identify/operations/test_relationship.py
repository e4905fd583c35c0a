"""Relations: made, read from both ends, ended, taken up again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.operations.relationship import (
    UnableToEndRelation,
    UnableToRelate,
    UnableToReopenRelation,
    end_relation,
    relate,
    reopen_relation,
)
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()
    Event.objects.all().delete()


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, folded_name=name.lower(), owner=owner, **columns)


def couple(world: World) -> tuple[Party, Party]:
    return party("Abel", world.ana), party("Berta", world.ana)


def test_a_relation_is_one_row_and_one_event(world: World) -> None:
    abel, berta = couple(world)
    since = date(2020, 5, 1)
    made = relate(origin=abel, target=berta, type_key="parent-child", by=world.ana, on=ON, since=since)
    assert (made.origin, made.target, made.type_id, made.kind, made.confidence) == (
        abel,
        berta,
        "parent-child",
        "DECLARED",
        1,
    )
    assert (made.valid_from, made.valid_to) == (since, None)
    event = Event.objects.get()
    assert (event.kind, event.by, event.table, event.row) == (
        "relation.made",
        world.ana,
        "identify_partyrelationship",
        made.pk,
    )
    assert event.data == {
        "origin": abel.pk,
        "target": berta.pk,
        "type": "parent-child",
        "kind": "DECLARED",
        "confidence": 1.0,
    }
    assert event.detail.after == {"valid_from": "2020-05-01", "valid_to": None}


def test_what_was_inferred_says_how_sure_it_is(world: World) -> None:
    abel, berta = couple(world)
    inferred = PartyRelationship.Kind.INFERRED
    made = relate(
        origin=abel, target=berta, type_key="sibling", by=world.ana, on=ON, kind=inferred, confidence=Decimal("0.82")
    )
    made.refresh_from_db()
    assert (made.kind, made.confidence) == ("INFERRED", Decimal("0.820"))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"type_key": "cousin"}, "unknown_type"),
        ({"type_key": "household-member"}, "is_household"),
        ({"confidence": Decimal(0)}, "bad_confidence"),
        ({"confidence": Decimal("1.1")}, "bad_confidence"),
        ({"kind": "GUESSED"}, "bad_confidence"),
        ({"since": date(2026, 11, 23)}, "bad_period"),
    ],
)
def test_what_cannot_be_is_refused(world: World, asked: dict[str, Any], code: str) -> None:
    abel, berta = couple(world)
    with pytest.raises(UnableToRelate, match=rf"^{code}$"):
        relate(**{"origin": abel, "target": berta, "type_key": "sibling", "by": world.ana, "on": ON, **asked})
    assert (PartyRelationship.objects.count(), Event.objects.count()) == (0, 0)


def test_both_ends_must_be_visible(world: World) -> None:
    abel, carmen = party("Abel", world.ana), party("Carmen", world.carla)
    for origin, target in ((abel, carmen), (carmen, abel)):
        with pytest.raises(UnableToRelate, match=r"^not_visible$"):
            relate(origin=origin, target=target, type_key="sibling", by=world.ana, on=ON)
    assert relate(origin=abel, target=carmen, type_key="sibling", by=world.diego, on=ON).pk


def test_nobody_is_related_to_themselves_nor_to_who_is_gone(world: World) -> None:
    abel = party("Abel", world.ana)
    twin = party("Avel", world.ana, canonical=abel)
    other = party("Otro", world.ana, canonical=party("Uno", world.ana))
    for target, code in ((abel, "same_party"), (twin, "same_party"), (other, "not_current")):
        with pytest.raises(UnableToRelate, match=rf"^{code}$"):
            relate(origin=abel, target=target, type_key="sibling", by=world.ana, on=ON)


def test_a_relation_holds_once_in_its_direction(world: World) -> None:
    abel, berta = couple(world)
    relate(origin=abel, target=berta, type_key="employed-by", by=world.ana, on=ON)
    with pytest.raises(UnableToRelate, match=r"^already_related$"):
        relate(origin=abel, target=berta, type_key="employed-by", by=world.ana, on=ON)
    assert relate(origin=berta, target=abel, type_key="employed-by", by=world.ana, on=ON).pk


def test_a_symmetric_relation_holds_once_from_either_end_and_for_every_record(world: World) -> None:
    abel, berta = couple(world)
    twin = party("Avel", world.ana)
    relate(origin=twin, target=berta, type_key="spouse", by=world.ana, on=ON)
    Party.objects.filter(pk=twin.pk).update(canonical=abel)
    for origin, target in ((abel, berta), (berta, abel)):
        with pytest.raises(UnableToRelate, match=r"^already_related$"):
            relate(origin=origin, target=target, type_key="spouse", by=world.ana, on=ON)


def test_an_end_is_a_date_and_can_be_taken_back(world: World) -> None:
    abel, berta = couple(world)
    relation = relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON, since=ON)
    assert end_relation(relation=relation, by=world.ana, on=ON).valid_to == ON
    with pytest.raises(UnableToEndRelation, match=r"^already_ended$"):
        end_relation(relation=relation, by=world.ana, on=ON)
    assert reopen_relation(relation=relation, by=world.ana).valid_to is None
    with pytest.raises(UnableToReopenRelation, match=r"^not_ended$"):
        reopen_relation(relation=relation, by=world.ana)
    told = Event.objects.order_by("pk").values_list("kind", "detail__before", "detail__after")
    holds, ended = (
        {"valid_from": "2026-11-22", "valid_to": None},
        {"valid_from": "2026-11-22", "valid_to": "2026-11-22"},
    )
    assert list(told) == [
        ("relation.made", None, holds),
        ("relation.ended", holds, ended),
        ("relation.reopened", ended, holds),
    ]


def test_a_relation_made_anew_keeps_the_old_one_ended(world: World) -> None:
    abel, berta = couple(world)
    old = relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON)
    end_relation(relation=old, by=world.ana, on=ON)
    relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON)
    with pytest.raises(UnableToReopenRelation, match=r"^already_related$"):
        reopen_relation(relation=old, by=world.ana)
    assert PartyRelationship.objects.open().count() == 1


def test_nothing_ends_before_it_began(world: World) -> None:
    abel, berta = couple(world)
    relation = relate(origin=abel, target=berta, type_key="spouse", by=world.ana, on=ON, since=ON)
    with pytest.raises(UnableToEndRelation, match=r"^bad_period$"):
        end_relation(relation=relation, by=world.ana, on=date(2026, 11, 21))


def test_who_does_not_see_both_ends_neither_ends_nor_reopens(world: World) -> None:
    relation = relate(
        origin=party("Abel", world.ana), target=party("Carmen", world.carla), type_key="friend", by=world.diego, on=ON
    )
    for user in (world.ana, world.carla):
        with pytest.raises(UnableToEndRelation, match=r"^not_visible$"):
            end_relation(relation=relation, by=user, on=ON)
    end_relation(relation=relation, by=world.diego, on=ON)
    with pytest.raises(UnableToReopenRelation, match=r"^not_visible$"):
        reopen_relation(relation=relation, by=world.ana)
