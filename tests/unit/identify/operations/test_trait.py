"""Traits: registered, brought into the workspace, said of a party."""

from datetime import date, datetime
from typing import Any

import pytest
from world import World

from lazo.identify import traits
from lazo.identify.models import Party, Source, TraitDefinition, TraitValue
from lazo.identify.operations.trait import (
    UnableToDefineTrait,
    UnableToSetTrait,
    define_trait,
    set_trait,
    sync_trait_definitions,
)
from lazo.identify.traits import UnableToRegisterTrait, register_trait, registered_traits
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

Type, Kind = TraitDefinition.Type, TraitDefinition.Kind


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test registers its own."""
    monkeypatch.setattr(traits, "_REGISTERED", {})


def registered(key: str = "test.tier", type: Type = Type.TEXT, **more: Any) -> None:  # noqa: A002 - as the registry calls it
    register_trait(**{"key": key, "name": "Nivel", "type": type, "kind": Kind.OBSERVED, "package": "test", **more})


def abel(world: World) -> Party:
    return Party.objects.create(name="Abel", owner=world.ana)


def test_registering_twice_is_registering_once() -> None:
    registered()
    registered()
    assert [trait.key for trait in registered_traits()] == ["test.tier"]


@pytest.mark.parametrize(
    "asked", [{"key": "tier"}, {"key": "other.tier"}, {"key": "test.Tier"}, {"key": f"test.{'x' * 60}"}]
)
def test_a_key_says_whose_it_is(asked: dict[str, Any]) -> None:
    with pytest.raises(UnableToRegisterTrait, match="The key of a trait"):
        registered(**asked)


def test_two_traits_never_share_a_key() -> None:
    registered()
    with pytest.raises(UnableToRegisterTrait, match=r"^Another trait has the key test\.tier\.$"):
        registered(name="Otro")


def test_definitions_come_in_change_and_are_never_dropped(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    TraitDefinition.objects.create(key="zona", name="Zona", type=Type.TEXT, kind=Kind.DECLARED, package="custom")
    registered(unit="puntos", method="regla")
    assert sync_trait_definitions() == ["test.tier"]
    assert sync_trait_definitions() == []
    monkeypatch.setattr(traits, "_REGISTERED", {})
    registered(name="Nivel del programa")
    assert sync_trait_definitions() == ["test.tier"]
    row = TraitDefinition.objects.get(key="test.tier")
    assert (row.name, row.type, row.kind, row.unit, row.method) == ("Nivel del programa", "TEXT", "OBSERVED", "", "")
    monkeypatch.setattr(traits, "_REGISTERED", {})
    assert sync_trait_definitions() == []
    assert TraitDefinition.objects.count() == 2
    assert (
        list(Event.objects.values_list("kind", "by", "data"))
        == [
            ("traits.registered", None, {"keys": ["test.tier"]}),
        ]
        * 2
    )


@pytest.mark.parametrize(
    ("type", "value", "column", "stored"),
    [
        (Type.TEXT, " oro ", "text", "oro"),
        (Type.CHOICE, "oro", "text", "oro"),
        (Type.NUMBER, 2.5, "number", 2.5),
        (Type.NUMBER, 3, "number", 3.0),
        (Type.MONEY, 120_000, "money", 120_000),
        (Type.DATE, date(2026, 1, 31), "date", date(2026, 1, 31)),
        (Type.FLAG, False, "number", 0.0),
    ],
)
def test_a_value_fills_the_column_of_its_type(world: World, type: Type, value: Any, column: str, stored: Any) -> None:  # noqa: A002 - as the registry calls it
    registered(type=type)
    sync_trait_definitions()
    saved = set_trait(party=abel(world), key="test.tier", value=value, by=world.ana)
    assert saved is not None
    held = {name: getattr(saved, name) for name in ("text", "number", "money", "date")}
    assert held == {"text": None, "number": None, "money": None, "date": None, column: stored}
    assert saved.value == (value.strip() if isinstance(value, str) else value)


@pytest.mark.parametrize(
    ("type", "value"),
    [
        (Type.TEXT, 3),
        (Type.TEXT, " "),
        (Type.TEXT, "x" * 241),
        (Type.NUMBER, True),
        (Type.NUMBER, float("nan")),
        (Type.MONEY, 1.5),
        (Type.DATE, datetime(2026, 1, 31)),  # noqa: DTZ001 - an instant, to be refused
        (Type.FLAG, 1),
    ],
)
def test_a_value_of_another_type_is_refused(world: World, type: Type, value: Any) -> None:  # noqa: A002 - as the registry calls it
    registered(type=type)
    sync_trait_definitions()
    with pytest.raises(UnableToSetTrait, match=r"^bad_value$"):
        set_trait(party=abel(world), key="test.tier", value=value, by=world.ana)
    assert not TraitValue.objects.exists()


def test_what_was_inferred_stands_beside_what_was_declared(world: World) -> None:
    registered()
    sync_trait_definitions()
    party = abel(world)
    set_trait(party=party, key="test.tier", value="oro", kind=Kind.DECLARED, by=world.ana)
    set_trait(party=party, key="test.tier", value="plata", kind=Kind.INFERRED, confidence=0.82, by=None)
    set_trait(party=party, key="test.tier", value="bronce", kind=Kind.INFERRED, confidence=0.9, by=None)
    rows = TraitValue.objects.order_by("pk").values_list("text", "kind", "confidence")
    assert list(rows) == [("oro", "DECLARED", 1.0), ("bronce", "INFERRED", 0.9)]


def test_a_source_says_one_thing_and_never_something_weaker(world: World) -> None:
    registered()
    sync_trait_definitions()
    party, shop = abel(world), Source.objects.create(key="tienda", name="Tienda")
    set_trait(party=party, key="test.tier", value="plata", kind=Kind.INFERRED, confidence=0.5, source=shop, by=None)
    set_trait(party=party, key="test.tier", value="oro", kind=Kind.DECLARED, source=shop, by=None)
    with pytest.raises(UnableToSetTrait, match=r"^would_overwrite$"):
        set_trait(party=party, key="test.tier", value="plata", kind=Kind.INFERRED, confidence=0.5, source=shop, by=None)
    assert list(TraitValue.objects.values_list("text", "kind", "confidence")) == [("oro", "DECLARED", 1.0)]


def test_an_event_says_before_and_after_and_only_of_a_change(world: World) -> None:
    registered()
    sync_trait_definitions()
    party = abel(world)
    for value in ("oro", "oro", "plata", None, None):
        set_trait(party=party, key="test.tier", value=value, by=world.ana)
    events = Event.objects.filter(kind="trait.set").order_by("pk")
    gold, silver = ({"value": value, "kind": "OBSERVED", "confidence": 1.0} for value in ("oro", "plata"))
    assert list(events.values_list("detail__before", "detail__after")) == [(None, gold), (gold, silver), (silver, None)]
    assert {(event.row, event.by_id) for event in events} == {(party.pk, world.ana.pk)}
    assert events[0].data == {"trait": "test.tier", "kind": "OBSERVED", "source": None}
    party.refresh_from_db()
    assert party.version == 4
    assert not TraitValue.objects.exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"key": "test.other"}, "unknown_trait"),
        ({"kind": "GUESSED"}, "unknown_kind"),
        ({"confidence": 0.9}, "bad_confidence"),
        ({"kind": Kind.INFERRED, "confidence": 0.0}, "bad_confidence"),
        ({"kind": Kind.INFERRED, "confidence": 1.1}, "bad_confidence"),
    ],
)
def test_what_cannot_be_said_is_refused(world: World, asked: dict[str, Any], code: str) -> None:
    registered()
    sync_trait_definitions()
    with pytest.raises(UnableToSetTrait, match=rf"^{code}$"):
        set_trait(**{"party": abel(world), "key": "test.tier", "value": "oro", "by": world.ana, **asked})


def test_another_team_says_nothing_of_a_customer(world: World) -> None:
    registered()
    sync_trait_definitions()
    with pytest.raises(UnableToSetTrait, match=r"^not_visible$"):
        set_trait(party=abel(world), key="test.tier", value="oro", by=world.carla)


def test_a_field_of_the_company_s_own_is_defined_once(world: World) -> None:
    for name in ("Zona de  reparto", "zona de reparto"):
        field = define_trait(name=name, of=Type.TEXT, by=world.diego)
    assert (field.key, field.name, field.kind, field.package) == (
        "zona-de-reparto",
        "Zona de reparto",
        "DECLARED",
        "custom",
    )
    event = Event.objects.get()
    assert (event.kind, event.by, event.row, event.data) == (
        "trait.defined",
        world.diego,
        field.pk,
        {"key": "zona-de-reparto", "type": "TEXT"},
    )


@pytest.mark.parametrize(
    ("name", "of", "code"),
    [("¿?", "TEXT", "no_key"), ("Zona", "COLOR", "unknown_type"), ("Zona", "DATE", "other_type")],
)
def test_a_field_that_cannot_be_is_refused(world: World, name: str, of: str, code: str) -> None:
    define_trait(name="Zona", of=Type.TEXT, by=world.diego)
    with pytest.raises(UnableToDefineTrait, match=rf"^{code}$"):
        define_trait(name=name, of=of, by=world.diego)
