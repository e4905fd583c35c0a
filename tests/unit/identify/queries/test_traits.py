"""What is known of a party, and which value counts."""

import pytest
from world import World

from lazo.identify.models import Party, Source, TraitDefinition
from lazo.identify.operations.trait import define_trait, set_trait
from lazo.identify.queries.traits import traits_of

pytestmark = pytest.mark.django_db

Kind = TraitDefinition.Kind


def test_the_strongest_kind_holds_and_the_others_stand_beside(world: World) -> None:
    abel = Party.objects.create(name="Abel", owner=world.ana)
    define_trait(name="Molienda", of="TEXT", by=world.ana)
    till = Source.objects.create(key="caja", name="Caja")
    set_trait(party=abel, key="molienda", value="media", kind=Kind.INFERRED, confidence=0.8, by=None)
    set_trait(party=abel, key="molienda", value="fina", kind=Kind.APPENDED, confidence=0.9, by=None)
    set_trait(party=abel, key="molienda", value="gruesa", by=world.ana)
    set_trait(party=abel, key="molienda", value="turca", kind=Kind.OBSERVED, source=till, by=None)
    read = [(one.value, one.kind, one.confidence, one.source, one.holds) for one in traits_of(party=abel)]
    assert read == [
        ("turca", "OBSERVED", 1.0, "Caja", True),
        ("gruesa", "DECLARED", 1.0, "", False),
        ("fina", "APPENDED", 0.9, "", False),
        ("media", "INFERRED", 0.8, "", False),
    ]


def test_of_one_kind_the_newest_holds_whichever_record_it_came_with(world: World) -> None:
    abel = Party.objects.create(name="Abel", owner=world.ana)
    twin = Party.objects.create(name="Avel", owner=world.ana, canonical=abel)
    for name in ("Zona", "Alergia"):
        define_trait(name=name, of="TEXT", by=world.ana)
    set_trait(party=twin, key="zona", value="norte", by=world.ana)
    set_trait(party=abel, key="zona", value="sur", by=world.ana)
    set_trait(party=abel, key="alergia", value="leche", by=world.ana)
    assert [(one.name, one.value, one.holds) for one in traits_of(party=abel)] == [
        ("Alergia", "leche", True),
        ("Zona", "sur", True),
        ("Zona", "norte", False),
    ]
