"""Of several records of one customer the value that holds, field by field."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from world import World

from lazo.differentiate.models import CustomerCard
from lazo.identify.models import (
    ContactPoint,
    GoldenRecord,
    HandWrittenField,
    IdentitySettings,
    ImportBatch,
    Party,
    Source,
    SourceRecord,
)
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.operations.merge import merge_parties, undo_merge
from lazo.identify.operations.party import edit_party
from lazo.identify.operations.party_details import party_values
from lazo.identify.queries.golden_record import golden_record
from lazo.identify.queries.parties import party_for
from lazo.identify.queries.survivorship import Told, surviving
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def party(name: str, owner: Any, **columns: Any) -> Party:
    made = Party.objects.create(
        name=name, folded_name=name.lower(), owner=owner, first_contact_on=columns.pop("since", ON), **columns
    )
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=made.pk)
    return made


def batch(source: Source, at: datetime) -> ImportBatch:
    made = ImportBatch.objects.create(source=source, entity="customers", state="DONE", file_name="x.csv", path="x")
    ImportBatch.objects.filter(pk=made.pk).update(created_at=at)
    return made


def test_the_order_of_kinds_then_the_newest_then_the_customers_own() -> None:
    told = [
        Told("guess", "INFERRED", 1, NOON + timedelta(days=9)),
        Told("said", "DECLARED", 1, NOON),
        Told("old fact", "OBSERVED", 1, NOON),
        Told("new fact", "OBSERVED", 2, NOON + timedelta(days=1)),
        Told("bought", "APPENDED", 2, NOON),
        Told("New Fact", "OBSERVED", 3, NOON),
    ]
    field = surviving("city", told, customer=1, orders={})
    assert field.holds is not None
    assert (field.holds.value, field.holds.record) == ("New Fact", 2)
    assert (field.written, [one.value for one in field.spellings]) == (told[5], ["new fact"])
    assert [one.value for one in field.losing] == ["old fact", "said", "bought", "guess"]
    confirmed = surviving("city", [*told, Told("sure", "VERIFIED", 3, NOON)], customer=1, orders={})
    assert confirmed.holds is not None
    assert confirmed.holds.value == "sure"
    other = surviving("city", told, customer=1, orders={"city": ("DECLARED", "OBSERVED")})
    assert other.holds is not None
    assert (other.holds.value, other.losing[-1].value) == ("said", "bought")
    same = surviving("city", [Told("b", "OBSERVED", 2, NOON), Told("a", "OBSERVED", 9, NOON)], customer=9, orders={})
    assert same.holds is not None
    assert same.holds.value == "a"
    assert surviving("city", [], customer=1, orders={}).holds is None


@pytest.mark.parametrize(
    ("field", "newest_first", "shown"),
    [
        ("city", ["MÉRIDA", "Mérida", "MERIDA"], "Mérida"),
        ("city", ["Merida", "Mérida"], "Mérida"),
        ("city", ["mérida", "MÉRIDA"], "mérida"),
        ("city", ["LIMA", "Lima"], "Lima"),
        ("city", ["ICA", "Ica"], "Ica"),
        ("name", ["Ibm", "IBM"], "Ibm"),
        ("name", ["IBM", "Ibm"], "IBM"),
        ("name", ["JOSE  PENA", "José Peña"], "José Peña"),
        ("legal_name", ["CAFE OPTIMO SAS", "Café Óptimo S.A.S."], "Café Óptimo S.A.S."),
        ("address", ["CALLE 5 4 20", "Calle 5 # 4-20"], "Calle 5 # 4-20"),
    ],
)
def test_of_one_value_the_best_written_shows(field: str, newest_first: list[str], shown: str) -> None:
    told = [Told(one, "OBSERVED", n, NOON - timedelta(days=n)) for n, one in enumerate(newest_first)]
    found = surviving(field, told, customer=0, orders={})
    assert found.holds is not None
    assert (found.holds.value, found.holds.record, found.losing) == (shown, 0, ())
    assert {one.value for one in found.spellings} == set(newest_first) - {shown}
    assert found.shown_of == newest_first.index(shown)


def test_what_differs_in_more_than_its_writing_stays_another_value() -> None:
    for one, other in (("Calle 5 # 4-20", "Calle 54 20"), ("Ana Ruiz", "Ana M. Ruiz"), ("5.4", "54")):
        told = [Told(one, "OBSERVED", 1, NOON), Told(other, "OBSERVED", 2, NOON - timedelta(days=1))]
        found = surviving("address", told, customer=1, orders={})
        assert [lost.value for lost in found.losing] == [other]


def test_what_a_person_wrote_stays_as_it_is_written() -> None:
    told = [Told("MÉRIDA", "VERIFIED", 1, NOON, by="Ana"), Told("Mérida", "OBSERVED", 2, NOON)]
    found = surviving("city", told, customer=1, orders={})
    assert found.holds is not None
    assert (found.holds.value, found.written, [one.value for one in found.spellings]) == ("MÉRIDA", None, ["Mérida"])


def test_the_best_written_name_and_city_are_on_every_surface(world: World) -> None:
    caja, web = Source.objects.create(key="caja", name="Caja"), Source.objects.create(key="web", name="Web")
    old = party("María Gutiérrez", world.ana, city="Mérida", surnames="Gutiérrez", batch=batch(caja, NOON))
    late = batch(web, NOON + timedelta(days=1))
    new = party("MARIA GUTIERREZ", world.ana, city="MÉRIDA", surnames="GUTIERREZ", batch=late)
    kept = Party.objects.get(pk=merge_parties(one=new, other=old, by=world.ana).merge.customer_id)
    row = GoldenRecord.objects.get(pk=kept.pk)
    assert (row.name, row.surnames, row.city) == ("María Gutiérrez", "Gutiérrez", "Mérida")
    told = golden_record(party=kept).fields["city"]
    assert told.holds is not None
    assert (told.holds.source, told.holds.record) == ("Web", new.pk)
    assert told.written is not None
    assert (told.written.source, [one.value for one in told.spellings]) == ("Caja", ["MÉRIDA"])
    browser = Client()
    browser.force_login(world.ana)
    html = browser.get(f"/clientes/{kept.pk}/registros").content.decode()
    assert "Escrito como en Caja, mejor que «MÉRIDA»." in html


def test_what_holds_is_on_every_surface(world: World) -> None:
    caja, web = Source.objects.create(key="caja", name="Caja"), Source.objects.create(key="web", name="Web")
    old = party("María Gutiérrez", world.ana, since=date(2024, 1, 1), city="Medellín", batch=batch(caja, NOON))
    new = party("Majo Gutiérrez", world.ana, address="Cra 35", country="CO", batch=batch(web, NOON + timedelta(days=1)))
    SourceRecord.objects.create(source=web, external_id="w1", party=new)
    merge = merge_parties(one=old, other=new, by=world.ana).merge
    view = golden_record(party=old)
    name = view.fields["name"]
    assert name.holds is not None
    assert (name.holds.value, name.holds.kind, name.holds.source) == ("Majo Gutiérrez", "OBSERVED", "Web")
    assert name.holds.at == NOON + timedelta(days=1)
    assert [(one.value, one.source) for one in name.losing] == [("María Gutiérrez", "Caja")]
    city, country = view.fields["city"].holds, view.fields["country"].holds
    assert city is not None
    assert country is not None
    assert (view.records, city.value, country.value) == (2, "Medellín", "CO")
    row = GoldenRecord.objects.get()
    assert (row.customer, row.name, row.folded_name, row.city, row.address) == (
        old,
        "Majo Gutiérrez",
        "majo gutiérrez",
        "Medellín",
        "Cra 35",
    )
    assert row.first_contact_on == date(2024, 1, 1)
    card = CustomerCard.objects.get()
    assert (card.customer_id, card.name, card.city, card.country) == (old.pk, "Majo Gutiérrez", "Medellín", "CO")
    found = party_for(user=world.ana, party=new.pk)
    assert found is not None
    assert (found.pk, found.name) == (old.pk, "Majo Gutiérrez")
    assert party_values(Party.objects.get(pk=old.pk))["address"] == "Cra 35"
    undo_merge(merge=merge, by=world.ana)
    assert not GoldenRecord.objects.exists()
    assert list(CustomerCard.objects.order_by("pk").values_list("name", "city")) == [
        ("María Gutiérrez", "Medellín"),
        ("Majo Gutiérrez", ""),
    ]
    assert as_it_holds(Party.objects.get(pk=old.pk)).name == "María Gutiérrez"


def test_a_correction_becomes_declared_and_holds_before_any_file(world: World) -> None:
    old, new = party("Ana", world.ana, since=date(2024, 1, 1), given_name="Ana"), party("Anna", world.ana, city="Cali")
    merge_parties(one=old, other=new, by=world.ana)
    held = Party.objects.get(pk=old.pk)
    edit_party(party=held, version=1, changes={"city": "Bogotá"}, by=world.ana)
    event = Event.objects.get(kind="party.edited")
    assert (event.detail.before, event.detail.after) == ({"city": "Cali"}, {"city": "Bogotá"})
    city = golden_record(party=old).fields["city"]
    assert city.holds is not None
    assert (city.holds.value, city.holds.kind, city.holds.by) == ("Bogotá", "VERIFIED", "Ana")
    assert [one.value for one in city.losing] == ["Cali"]
    assert CustomerCard.objects.get().city == "Bogotá"
    edit_party(party=held, version=2, changes={"city": ""}, by=world.ana)
    assert CustomerCard.objects.get().city == ""  # a person said that there is none
    new.refresh_from_db()
    assert new.city == "Cali"


def test_a_change_of_any_record_is_followed(world: World) -> None:
    old, new = party("Ana", world.ana, since=date(2024, 1, 1)), party("Anna", world.ana)
    merge_parties(one=old, other=new, by=world.ana)
    Party.objects.filter(pk=new.pk).update(city="Cali")
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=new.pk)
    assert (GoldenRecord.objects.get().city, CustomerCard.objects.get().city) == ("Cali", "Cali")


def test_the_company_may_have_another_order(world: World) -> None:
    old, new = party("Ana", world.ana, since=date(2024, 1, 1), city="Cali"), party("Anna", world.ana, city="Bogotá")
    HandWrittenField.objects.create(party=old, field="city", by=world.ana, at=NOON)
    IdentitySettings.objects.create(overrides={"city": ["OBSERVED", "VERIFIED"]})
    merge_parties(one=old, other=new, by=world.ana)
    assert GoldenRecord.objects.get().city == "Bogotá"


def test_the_way_to_reach_comes_from_any_record(world: World) -> None:
    old, new = party("Ana", world.ana, since=date(2024, 1, 1)), party("Anna", world.ana)
    for who, value, verified in ((old, "a@x.co", None), (new, "b@x.co", NOON)):
        ContactPoint.objects.create(party=who, kind="EMAIL", value=value, key=value, verified_at=verified)
    merge_parties(one=old, other=new, by=world.ana)
    email = golden_record(party=old).fields["email"]
    assert email.holds is not None
    assert (email.holds.value, email.holds.kind, [one.value for one in email.losing]) == (
        "b@x.co",
        "VERIFIED",
        ["a@x.co"],
    )


def test_who_has_a_record_of_a_customer_still_sees_it(world: World) -> None:
    mine, hers = party("Ana", world.ana), party("Anna", world.carla, since=date(2024, 1, 1))
    merge = merge_parties(one=mine, other=hers, by=world.diego).merge
    for user in (world.ana, world.carla, world.diego):
        found = party_for(user=user, party=mine.pk)
        assert found is not None
        assert found.pk == hers.pk
        assert list(Party.objects.visible_to(user).current()) == [hers]
    assert party_for(user=world.bruno, party=mine.pk) is None
    undo_merge(merge=merge, by=world.diego)
    assert list(Party.objects.visible_to(world.ana).current()) == [mine]
    assert list(Party.objects.visible_to(world.carla).current()) == [hers]
