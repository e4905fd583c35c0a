"""Relations, households and traits."""

from datetime import date

import pytest
from world import World

from lazo.identify.models import Party, PartyRelationship, RelationshipType, TraitDefinition
from lazo.identify.operations.party import create_party
from lazo.identify.operations.relationship import UnableToRelate, end_relation, form_household, relate
from lazo.identify.operations.source import UnableToEnsureSource, ensure_source
from lazo.identify.operations.trait import UnableToRegisterTrait, define_trait, register_trait, write_registered_traits
from lazo.identify.relationship_types import TYPES
from lazo.kernel.models import Event


@pytest.fixture
def pair(world: World) -> tuple[Party, Party]:
    return tuple(create_party(kind="PERSON", name=name, by=world.ana) for name in ("Ana Rojas", "Luis Soto"))


def test_every_database_knows_the_types(db):
    assert RelationshipType.objects.count() == len(TYPES) == 31


def test_symmetric_relation_is_one_row_whoever_is_first(world: World, pair):
    ana, luis = pair
    assert relate(origin=ana, target=luis, type="spouse", by=world.ana) == relate(
        origin=luis, target=ana, type="spouse", by=world.ana
    )
    assert Event.objects.filter(kind="relation.added").count() == 1


def test_directed_relation_has_two_directions(world: World, pair):
    ana, luis = pair
    relate(origin=ana, target=luis, type="parent-of", by=world.ana)
    relate(origin=luis, target=ana, type="parent-of", by=world.ana)
    assert PartyRelationship.objects.count() == 2


def test_relation_ends(world: World, pair):
    relation = relate(origin=pair[0], target=pair[1], type="friend", by=world.ana)
    assert end_relation(relation=relation, on=date(2024, 5, 1), by=world.ana).valid_to == date(2024, 5, 1)


def test_relations_that_cannot_be(world: World, pair):
    ana, luis = pair
    for target, kind, code in ((ana, "spouse", "same_party"), (luis, "nemesis", "unknown_type")):
        with pytest.raises(UnableToRelate) as refusal:
            relate(origin=ana, target=target, type=kind, by=world.ana)
        assert refusal.value.code == code


def test_household_of_people(world: World, pair):
    household = form_household(name="Familia Rojas", members=pair, by=world.ana)
    assert (household.kind, household.owner) == ("HOUSEHOLD", world.ana)
    assert household.relations_in.filter(type="member-of-household").count() == 2
    with pytest.raises(UnableToRelate):
        form_household(name="Otra", members=[household], by=world.ana)


def test_registered_trait_becomes_a_row_and_keeps_its_owner(db):
    register_trait(key="prueba-nps", name="NPS", type="NUMBER", kind="OBSERVED", package="listen", method="encuesta")
    write_registered_traits()
    assert TraitDefinition.objects.get(key="prueba-nps").method == "encuesta"
    with pytest.raises(UnableToRegisterTrait):
        register_trait(key="prueba-nps", name="NPS", type="NUMBER", kind="OBSERVED", package="other")


def test_own_field_is_defined_once(world: World):
    first = define_trait(name="Talla", type="TEXT", by=world.diego)
    assert define_trait(name="TALLA", type="TEXT", by=world.diego) == first
    assert Event.objects.filter(kind="trait.defined").count() == 1
    with pytest.raises(UnableToRegisterTrait):
        define_trait(name="¡!", type="TEXT", by=world.diego)


def test_source_is_one_whatever_its_capitals(world: World):
    assert ensure_source(name="Caja Norte", by=world.diego) == ensure_source(name=" caja  norte", by=world.diego)
    with pytest.raises(UnableToEnsureSource):
        ensure_source(name="—", by=world.diego)
