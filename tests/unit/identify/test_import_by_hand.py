"""What people wrote by hand stays when the same people are imported again; the report counts it and names it."""

from typing import Any

from importing import bring, counts
from world import World

from lazo.identify.models import ContactPoint, HandWrittenField, ImportBatch, Party, PartyIdentifier, TraitValue
from lazo.identify.operations.party import edit_party
from lazo.identify.operations.party_details import party_values

PEOPLE = (
    "Código cliente;Nombre;Correo;RUT;Ciudad;Molienda\n"
    "1;Ana Rojas;ana@correo.cl;12.345.678-5;Lota;Fina\n"
    "2;Luis Soto;luis@correo.cl;;Talca;Gruesa\n"
)
AGAIN = PEOPLE.replace("Ana Rojas", "Anita Rojas").replace("Lota", "Arica").replace("Talca", "Iquique")


def people(world: World, text: str = PEOPLE) -> ImportBatch:
    mapping = {
        "Código cliente": "external_id",
        "Nombre": "name",
        "Correo": "email",
        "RUT": "tax_id",
        "Ciudad": "city",
        "Molienda": "trait:Molienda",
    }
    return bring("customers", text, world.diego, mapping=mapping, country="CL")


def edited(world: World, **changes: Any) -> Party:
    party = Party.objects.get(source_records__external_id="1")
    return edit_party(party=party, version=party.version, changes=changes, by=world.diego)


def problems(batch: ImportBatch) -> list[tuple[int, str, str]]:
    rows = batch.problems.filter(code="kept_by_hand").order_by("row", "column")
    return list(rows.values_list("row", "column", "value"))


def test_a_field_that_a_person_edited_is_kept_counted_and_named(world: World, workspace: Any) -> None:
    people(world)
    ana = edited(world, city="Concepción")
    batch = people(world, AGAIN)
    ana.refresh_from_db()
    assert (ana.city, ana.name) == ("Concepción", "Anita Rojas")
    assert Party.objects.get(source_records__external_id="2").city == "Iquique"
    assert problems(batch) == [(2, "city", "Arica")]
    assert batch.report["doubts"] == {"kept_by_hand": 1}
    assert batch.problems.get(code="kept_by_hand").params == {"party": ana.pk}


def test_who_wrote_a_part_of_the_name_wrote_the_name(world: World, workspace: Any) -> None:
    people(world)
    ana = edited(world, surnames="Rojas Vial")
    batch = people(world, AGAIN)
    ana.refresh_from_db()
    assert (ana.name, ana.folded_name, ana.city) == ("Ana Rojas Vial", "ana rojas vial", "Arica")
    assert {column for _row, column, _value in problems(batch)} == {"name", "given_name", "surnames"}


def test_a_way_of_contact_that_a_person_took_off_does_not_come_back(world: World, workspace: Any) -> None:
    people(world)
    edited(world, emails=("nuevo@correo.cl",), documents=())
    batch = people(world)
    assert set(ContactPoint.objects.values_list("value", flat=True)) == {"nuevo@correo.cl", "luis@correo.cl"}
    assert not PartyIdentifier.objects.exists()
    assert problems(batch) == [(2, "documents", "123456785"), (2, "emails", "ana@correo.cl")]
    assert not HandWrittenField.objects.filter(field__contains="@").exists()


def test_a_way_of_contact_written_again_by_hand_is_free_again(world: World, workspace: Any) -> None:
    people(world)
    edited(world, emails=())
    edited(world, emails=("ana@correo.cl",))
    assert not HandWrittenField.objects.filter(field__startswith="emails-").exists()
    assert problems(people(world)) == []


def test_an_own_field_that_a_person_wrote_is_kept(world: World, workspace: Any) -> None:
    people(world)
    ana = edited(world, **{"custom:molienda": "Media"})
    batch = people(world)
    assert party_values(ana)["custom:molienda"] == "Media"
    assert problems(batch) == [(2, "molienda", "Fina")]
    emptied = edited(world, **{"custom:molienda": None})
    people(world)
    assert party_values(emptied)["custom:molienda"] is None
    assert list(TraitValue.objects.values_list("text", flat=True)) == ["Gruesa"]


def test_nothing_is_said_where_the_file_agrees(world: World, workspace: Any) -> None:
    people(world)
    edited(world, city="Arica")
    batch = people(world, PEOPLE.replace("Lota", "Arica"))
    assert (problems(batch), counts(batch)) == ([], (0, 0, 2, 0))
