"""The fields that a company defines itself: at once in forms, values, filters and sorting."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.custom_field import (
    FieldDetails,
    UnableToDefineField,
    add_custom_field,
    archive_custom_field,
    edit_custom_field,
    order_custom_fields,
    restore_custom_field,
)
from lazo.identify.operations.party import UnableToAddParty, UnableToEditParty, add_organization, add_person, edit_party
from lazo.identify.operations.party_details import party_values
from lazo.identify.operations.source import ensure_source
from lazo.identify.operations.trait import set_trait
from lazo.identify.queries.custom_fields import (
    CustomField,
    UnableToFilter,
    definitions,
    related_names,
    value_filter,
    value_of,
    values_for,
)
from lazo.kernel.models import Event
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)


def define(world: World, of: str, name: str, **details: Any) -> CustomField:
    add_custom_field(of=of, details=FieldDetails(name, **details), by=world.diego)
    return next(field for field in definitions() if field.name == " ".join(name.split()))


def person(world: World, name: str = "Abel", **custom: Any) -> Party:
    return add_person(given_name=name, by=world.ana, on=ON, custom=custom)


def test_a_field_is_defined_with_a_key_that_stays(world: World) -> None:
    field = define(world, "CHOICE", "Molienda  preferida", choices=("Fina", "Gruesa", "Fina"), party_kinds=("PERSON",))
    assert (field.key, field.name, field.choices, field.party_kinds, field.position) == (
        "molienda-preferida", "Molienda preferida", ("Fina", "Gruesa"), ("PERSON",), 1,
    )  # fmt: skip
    row = TraitDefinition.objects.get(pk=field.id)
    renamed = edit_custom_field(field=row, details=FieldDetails("Molino", choices=("Fina",)), by=world.diego)
    assert (renamed.key, renamed.name, renamed.choices) == ("molienda-preferida", "Molino", ["Fina"])
    assert [event.data["key"] for event in Event.objects.filter(kind__startswith="custom_field.")] == [field.key] * 2
    assert [one.name for one in definitions(kind="ORGANIZATION")] == ["Molino"]
    assert define(world, "TEXT", "قهوة").key == "campo"


@pytest.mark.parametrize(
    ("of", "details", "code"),
    [
        ("TEXT", FieldDetails(" "), "nameless"),
        ("TEXT", FieldDetails("x" * 121), "too_long"),
        ("TEXT", FieldDetails("x\x00"), "bad_characters"),
        ("SMELL", FieldDetails("Olor"), "unknown_type"),
        ("CHOICE", FieldDetails("Talla"), "no_choices"),
        ("CHOICE", FieldDetails("Talla", choices=tuple(map(str, range(201)))), "too_many"),
        ("TEXT", FieldDetails("Talla", party_kinds=("DOG",)), "unknown_kind"),
        ("TEXT", FieldDetails("ya ESTÁ"), "same_name"),
    ],
)
def test_what_cannot_be_defined_says_why(world: World, of: str, details: FieldDetails, code: str) -> None:
    define(world, "TEXT", "Ya está")
    if code == "same_name":
        details = FieldDetails("ya está")
    with pytest.raises(UnableToDefineField, match=f"^{code}$"):
        add_custom_field(of=of, details=details, by=world.diego)


def test_only_who_administers_defines(world: World) -> None:
    with pytest.raises(UnableToDefineField, match=r"^not_allowed$"):
        add_custom_field(of="TEXT", details=FieldDetails("Talla"), by=world.ana)
    row = TraitDefinition.objects.create(
        key="loyalty.tier", name="Nivel", type="TEXT", kind="OBSERVED", package="loyalty"
    )
    with pytest.raises(UnableToDefineField, match=r"^not_own$"):
        archive_custom_field(field=row, by=world.diego)


def test_a_choice_that_customers_have_does_not_go(world: World) -> None:
    field = define(world, "CHOICE", "Molienda", choices=("Fina", "Gruesa"))
    person(world, molienda="Fina")
    row = TraitDefinition.objects.get(pk=field.id)
    with pytest.raises(UnableToDefineField) as refused:
        edit_custom_field(field=row, details=FieldDetails("Molienda", choices=("Gruesa",)), by=world.diego)
    assert (refused.value.code, refused.value.field, refused.value.count) == ("choice_in_use", "choices", 1)


def test_an_archived_field_leaves_forms_and_keeps_its_values(world: World) -> None:
    field = define(world, "TEXT", "Talla")
    abel = person(world, talla="M")
    row = TraitDefinition.objects.get(pk=field.id)
    token = archive_custom_field(field=row, by=world.diego)
    assert definitions() == []
    assert "custom:talla" not in party_values(abel)
    assert [one.is_archived for one in definitions(archived=True)] == [True]
    undo(token=token, by=world.diego)
    assert party_values(abel)["custom:talla"] == "M"
    archive_custom_field(field=row, by=world.diego)
    assert restore_custom_field(field=row, by=world.diego).archived_at is None


def test_fields_stand_in_their_order(world: World) -> None:
    for name in ("Uno", "Dos", "Tres"):
        define(world, "TEXT", name)
    order_custom_fields(keys=["tres", "uno"], by=world.diego)
    assert [field.key for field in definitions()] == ["tres", "uno", "dos"]
    with pytest.raises(UnableToDefineField, match=r"^unknown_field$"):
        order_custom_fields(keys=["cuatro"], by=world.diego)


TYPED = [
    ("TEXT", "hola", "x" * 241, "too_long"),
    ("NUMBER", 3.5, float("inf"), "bad_number"),
    ("MONEY", 125_000_050, 1.5, "bad_money"),
    ("DATE", date(2021, 3, 15), "2021-03-15", "bad_date"),
    ("CHOICE", "Fina", "Verde", "bad_choice"),
    ("FLAG", False, "no", "bad_flag"),
]


@pytest.mark.parametrize(("of", "good", "bad", "code"), TYPED)
def test_a_value_is_of_the_type_of_its_field(world: World, of: str, good: Any, bad: Any, code: str) -> None:
    define(world, of, "Campo", choices=("Fina",) if of == "CHOICE" else ())
    abel = person(world)
    edited = edit_party(party=abel, version=1, changes={"custom:campo": good}, by=world.ana)
    assert values_for(parties=[abel.pk]) == {abel.pk: {"campo": good}}
    assert party_values(edited)["custom:campo"] == good
    value = TraitValue.objects.get()
    assert (value.kind, value.by, value.source) == ("DECLARED", world.ana, None)
    event = Event.objects.get(kind="party.edited")
    assert event.data == {"version": 2, "fields": ["custom:campo"]}
    with pytest.raises(UnableToEditParty) as refused:
        edit_party(party=edited, version=2, changes={"custom:campo": bad}, by=world.ana)
    assert (refused.value.code, refused.value.field) == (code, "custom:campo")
    edit_party(party=edited, version=2, changes={"custom:campo": None}, by=world.ana)
    assert not TraitValue.objects.exists()


def test_another_customer_is_a_value_that_only_who_sees_them_may_write_or_read(world: World) -> None:
    define(world, "PARTY", "Vendedor")
    hidden = Party.objects.create(name="Oculta", owner=world.carla)
    seen = person(world, "Berta")
    abel = person(world, vendedor=seen.pk)
    assert values_for(parties=[abel.pk]) == {abel.pk: {"vendedor": seen.pk}}
    assert related_names(user=world.ana, parties=[seen.pk, hidden.pk]) == {seen.pk: "Berta"}
    with pytest.raises(UnableToEditParty, match=r"^bad_party$"):
        edit_party(party=abel, version=1, changes={"custom:vendedor": hidden.pk}, by=world.ana)


def test_a_required_field_is_asked_when_adding_and_cannot_be_emptied(world: World) -> None:
    before = person(world)
    define(world, "TEXT", "Talla", is_required=True, party_kinds=("PERSON",))
    with pytest.raises(UnableToAddParty) as refused:
        person(world, talla=" ")
    assert (refused.value.code, refused.value.field) == ("value_required", "custom:talla")
    add_organization(name="Uno", by=world.ana, on=ON)
    assert edit_party(party=before, version=1, changes={"city": "Cali"}, by=world.ana).city == "Cali"
    with pytest.raises(UnableToEditParty, match=r"^unknown_field$"):
        edit_party(party=Party.objects.get(name="Uno"), version=1, changes={"custom:talla": "M"}, by=world.ana)


def test_what_a_person_wrote_holds_before_what_a_file_said_later(world: World) -> None:
    define(world, "TEXT", "Talla")
    abel = person(world, talla="M")
    set_trait(party=abel, key="talla", value="L", by=None, source=ensure_source(name="ERP", by=None))
    assert values_for(parties=[abel.pk]) == {abel.pk: {"talla": "M"}}


def test_customers_are_filtered_and_sorted_by_what_holds(world: World) -> None:
    field = define(world, "NUMBER", "Sedes")
    abel, berta, cora = person(world, "Abel", sedes=3), person(world, "Berta", sedes=12), person(world, "Cora")
    set_trait(party=abel, key="sedes", value=99, by=None, source=ensure_source(name="ERP", by=None))

    def found(operator: str, value: Any = None) -> list[str]:
        rows = Party.objects.filter(value_filter(field=field, operator=operator, value=value))
        return sorted(rows.values_list("name", flat=True))

    assert (found("is", 3), found("from", 3), found("to", 11), found("from", 50), found("empty")) == (
        ["Abel"], ["Abel", "Berta"], ["Abel"], [], ["Cora"],
    )  # fmt: skip
    ranked = Party.objects.annotate(sedes=value_of(field=field)).order_by("-sedes", "pk")
    known = [party.pk for party in ranked if party.sedes is not None]
    assert known == [berta.pk, abel.pk]
    twin = person(world, "Gemela", sedes=40)
    Party.objects.filter(pk=twin.pk).update(canonical=cora)
    assert "Cora" in found("is", 40)


@pytest.mark.parametrize(
    ("operator", "value", "code"),
    [("like", 1, "unknown_operator"), ("contains", "1", "bad_value"), ("is", "x", "bad_value")],
)
def test_a_filter_that_cannot_be_says_why(world: World, operator: str, value: Any, code: str) -> None:
    field = define(world, "NUMBER", "Sedes")
    with pytest.raises(UnableToFilter, match=f"^{code}$"):
        value_filter(field=field, operator=operator, value=value)


@pytest.mark.parametrize("count", [1, 3])
def test_the_values_of_many_are_one_question(world: World, count: int, django_assert_num_queries: Any) -> None:
    define(world, "TEXT", "Talla")
    people = [person(world, f"Abel {n}", talla=str(n)) for n in range(count)]
    with django_assert_num_queries(1):
        assert values_for(parties=[one.pk for one in people]) == {
            one.pk: {"talla": str(n)} for n, one in enumerate(people)
        }
