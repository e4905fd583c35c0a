"""Customers from a file: new, updated, duplicate, rejected; never two strangers in one."""

import pytest
from importing import bring, counts, try_dry
from world import World

from lazo.identify.imports.operations import rejects_path, undo_batch
from lazo.identify.models import (
    BatchChange,
    ContactPoint,
    Party,
    PartyIdentifier,
    SourceRecord,
    TraitDefinition,
    TraitValue,
)
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Event

FILE = """Código cliente;Nombre;RUT;Correo;Celular;Ciudad
1;Ana Rojas Soto;12.345.678-5;ana@correo.cl;+56 9 8765 4321;Santiago
2;Ferretería El Sol Ltda;76.192.083-9;ventas@elsol.cl;;Talca
"""
CHILE = {"country": "CL"}


def parties() -> list[str]:
    return list(Party.objects.order_by("id").values_list("name", flat=True))


def test_new_customers_come_in_with_their_keys(world: World, workspace):
    batch = bring("customers", FILE, world.diego, **CHILE)
    assert counts(batch) == (2, 0, 0, 0)
    assert batch.state == "DONE"
    assert list(Party.objects.order_by("id").values_list("name", "folded_name", "kind", "city", "owner_id")) == [
        ("Ana Rojas Soto", "ana rojas soto", "PERSON", "Santiago", world.diego.pk),
        ("Ferretería El Sol Ltda", "ferreteria el sol ltda", "ORGANIZATION", "Talca", world.diego.pk),
    ]
    assert list(SourceRecord.objects.order_by("id").values_list("external_id", flat=True)) == ["1", "2"]
    assert sorted(ContactPoint.objects.values_list("kind", "key")) == [
        ("EMAIL", "ana@correo.cl"),
        ("EMAIL", "ventas@elsol.cl"),
        ("PHONE", "+56987654321"),
    ]
    assert sorted(PartyIdentifier.objects.values_list("value", "is_valid")) == [
        ("123456785", True),
        ("761920839", True),
    ]


def test_one_event_and_one_change_for_the_whole_batch(world: World, workspace):
    batch = bring("customers", FILE, world.diego, **CHILE)
    first, last = Party.objects.order_by("id").values_list("id", flat=True)
    assert list(Change.objects.filter(batch=batch.pk).values_list("table", "operation", "row_from", "row_to")) == [
        ("parties", "A", first, last)
    ]
    assert Event.objects.filter(kind="import.done", batch=batch.pk).count() == 1


def test_same_file_again_is_all_duplicates(world: World, workspace):
    bring("customers", FILE, world.diego, **CHILE)
    assert counts(bring("customers", FILE, world.diego, **CHILE)) == (0, 0, 2, 0)
    assert Party.objects.count() == 2


def test_changed_cell_updates_and_keeps_what_was_before(world: World, workspace):
    bring("customers", FILE, world.diego, **CHILE)
    batch = bring("customers", FILE.replace("Santiago", "Valparaíso"), world.diego, **CHILE)
    assert counts(batch) == (0, 1, 1, 0)
    change = BatchChange.objects.get(batch=batch)
    assert (change.before["city"], change.after["city"]) == ("Santiago", "Valparaíso")
    assert Party.objects.get(city="Valparaíso").version == 2


def test_blank_cell_says_nothing(world: World, workspace):
    bring("customers", FILE, world.diego, **CHILE)
    assert counts(bring("customers", FILE.replace("Santiago", ""), world.diego, **CHILE)) == (0, 0, 2, 0)
    assert Party.objects.filter(city="Santiago").exists()


def test_dry_run_promises_what_the_run_does_and_writes_nothing(world: World, workspace):
    batch = try_dry("customers", FILE, world.diego, **CHILE)
    assert (batch.state, counts(batch)) == ("CHECKED", (2, 0, 0, 0))
    assert (Party.objects.count(), Change.objects.count()) == (0, 0)


def test_duplicate_rows_inside_a_file_are_found(world: World, workspace):
    text = """Nombre;Correo;Ciudad
Ana Rojas;ana@correo.cl;Santiago
ANA ROJAS;ANA@correo.cl;
Ana Rojas;ana@correo.cl;Talca
"""
    batch = bring("customers", text, world.diego, **CHILE)
    assert counts(batch) == (1, 2, 0, 0)
    assert list(Party.objects.values_list("city", flat=True)) == ["Talca"]


def test_brothers_who_share_a_phone_stay_two(world: World, workspace):
    text = """Nombre;Celular
Juan Pérez Soto;+56 9 8765 4321
María Pérez Soto;+56 9 8765 4321
"""
    batch = bring("customers", text, world.diego, **CHILE)
    assert counts(batch) == (2, 0, 0, 0)
    assert list(batch.problems.values_list("row", "code", "rejects")) == [(3, "contact_shared", False)]


def test_blank_keys_never_join(world: World, workspace):
    text = "Nombre;Correo;Celular\nAna Rojas;;\nAna Rojas;;\n"
    assert counts(bring("customers", text, world.diego, **CHILE)) == (2, 0, 0, 0)


def test_document_that_does_not_check_is_kept_and_joins_nobody(world: World, workspace):
    text = "Nombre;RUT\nAna Rojas;12.345.678-9\nLuis Soto;12.345.678-9\n"
    batch = bring("customers", text, world.diego, **CHILE)
    assert counts(batch) == (2, 0, 0, 0)
    assert list(PartyIdentifier.objects.values_list("value", "is_valid")) == [("12.345.678-9", False)] * 2
    assert counts(bring("customers", text, world.diego, force=True, **CHILE))[3] == 0


def test_row_that_names_nobody_is_rejected_with_its_reason(world: World, workspace):
    batch = bring("customers", "Nombre;Correo;Ciudad\nAna Rojas;;Lota\n;;Talca\n", world.diego, **CHILE)
    assert counts(batch) == (1, 0, 0, 1)
    assert batch.rows == 2
    assert batch.report["reasons"] == {"nobody_named": 1}
    place = rejects_path(batch)
    assert place is not None
    lines = place.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Nombre;Correo;Ciudad;Fila;Motivo"
    assert lines[1].startswith(";;Talca;3;La fila no dice de quién es.")


def test_second_identifier_of_one_person_is_one_party(world: World, workspace):
    text = "Código cliente;Nombre;RUT\n1;Ana Rojas;12.345.678-5\n2;Ana Rojas;12345678-5\n"
    assert counts(bring("customers", text, world.diego, **CHILE)) == (1, 1, 0, 0)
    assert list(SourceRecord.objects.order_by("external_id").values_list("external_id", flat=True)) == ["1", "2"]


def test_two_keys_of_two_parties_the_strongest_wins(world: World, workspace):
    bring("customers", FILE, world.diego, **CHILE)
    ana = Party.objects.get(name__startswith="Ana")
    batch = bring("customers", "Nombre;RUT;Correo\nAna Rojas Soto;12.345.678-5;ventas@elsol.cl\n", world.diego, **CHILE)
    assert counts(batch) == (0, 1, 0, 0)
    assert ana.contact_points.filter(key="ventas@elsol.cl").exists()
    assert list(batch.problems.values_list("code", flat=True)) == ["contact_shared"]


@pytest.mark.parametrize("text", ["", "Nombre;Correo\n"])
def test_file_without_rows_is_refused_or_counts_nothing(world: World, workspace, text):
    if text:
        batch = bring("customers", text, world.diego, **CHILE)
        assert (batch.rows, counts(batch)) == (0, (0, 0, 0, 0))
    else:
        with pytest.raises(Exception, match="empty_file"):
            bring("customers", text, world.diego, **CHILE)


def test_columns_no_field_holds_become_declared_traits(world: World, workspace):
    text = "Código cliente;Nombre;Talla de camisa;Observaciones\n1;Ana Rojas;M;Llama de tarde\n2;Luis Soto;;\n"
    assert counts(bring("customers", text, world.diego)) == (2, 0, 0, 0)
    told = TraitValue.objects.order_by("definition__key").values_list("definition__key", "party__name", "text")
    assert list(told) == [("nota", "Ana Rojas", "Llama de tarde"), ("talla-de-camisa", "Ana Rojas", "M")]
    assert counts(bring("customers", text, world.diego)) == (0, 0, 2, 0)
    batch = bring("customers", text.replace(";M;", ";L;"), world.diego)
    assert counts(batch) == (0, 1, 1, 0)
    assert TraitValue.objects.get(definition__key="talla-de-camisa").text == "L"
    assert Party.objects.get(name="Ana Rojas").version == 1
    undo_batch(NullContext(), batch=batch.pk)
    assert TraitValue.objects.get(definition__key="talla-de-camisa").text == "M"


def test_dry_run_makes_no_trait(world: World, workspace):
    try_dry("customers", "Código cliente;Nombre;Talla de camisa\n1;Ana Rojas;M\n", world.diego)
    assert TraitDefinition.objects.count() == 0


def test_name_beside_surnames_is_the_given_name(world: World, workspace):
    file = "ID CLIENTE;NOMBRE;APELLIDO\n1;Ruby;Puente Merino\n2;Ana Rojas Soto;Rojas Soto\n3;Panadería La Espiga;\n"
    bring("customers", file, world.diego, **CHILE)
    assert list(Party.objects.order_by("id").values_list("name", "surnames")) == [
        ("Ruby Puente Merino", "Puente Merino"),
        ("Ana Rojas Soto", "Rojas Soto"),
        ("Panadería La Espiga", ""),
    ]


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("BR", "+55 31 98888-7777", "+55 31 8888-7777"),
        ("BR", "(31) 8888-7777", "5531988887777"),
        ("MX", "+52 1 55 1234 5678", "55 1234 5678"),
        ("AR", "+54 9 11 5123-4567", "011 15-5123-4567"),
    ],
)
def test_one_customer_with_two_writings_of_one_number_is_one_party(
    world: World, workspace, country: str, one: str, other: str
):
    file = f"Nombre;Celular\nJoana Souza Lima;{one}\nJoana Souza Lima;{other}\n"
    bring("customers", file, world.diego, country=country)
    bring("customers", f"Nombre;Celular\nJoana Souza Lima;{other}\n", world.diego, country=country)
    assert parties() == ["Joana Souza Lima"]
    assert ContactPoint.objects.filter(kind="PHONE").count() == 1


def test_writings_of_one_mailbox_are_one_party_and_what_is_shown_stays(world: World, workspace):
    bring("customers", "Nombre;Correo\nAna Rojas;Ana.Rojas@gmail.com\n", world.diego, **CHILE)
    bring("customers", "Nombre;Correo\nAna Rojas;anarojas+tienda@gmail.com\n", world.diego, **CHILE)
    assert parties() == ["Ana Rojas"]
    assert list(ContactPoint.objects.values_list("value", "key")) == [("ana.rojas@gmail.com", "anarojas@gmail.com")]


def test_an_address_with_a_slip_comes_in_doubted(world: World, workspace):
    addresses = ["a@gmial.com", "b@yahoo.com.mz", "c@empresa.con", "d@gmail.com", "e@empresa.com", "f@mail.com"]
    file = "Nombre;Correo\n" + "".join(f"Persona {one};{one}\n" for one in addresses)
    bring("customers", file, world.diego, **CHILE)
    likely = dict(ContactPoint.objects.order_by("value").values_list("value", "is_likely"))
    assert likely == {one: one in addresses[3:] for one in addresses}
