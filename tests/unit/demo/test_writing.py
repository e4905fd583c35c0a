"""What the demo's people wrote: the same for the same seed, once, about customers who bought."""

from datetime import date, timedelta
from typing import Any

import pytest

from lazo.demo.founding import found_fictitious_company
from lazo.demo.writing import write_by_hand
from lazo.identify.models import (
    ConsentEntry,
    ContactOutcome,
    ContactPoint,
    Interaction,
    Party,
    Purchase,
    Source,
    TraitValue,
)
from lazo.identify.queries.custom_fields import definitions
from lazo.interact.models import ToDo, ToDoCompletion
from lazo.kernel.models import Change, Event, User

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)


@pytest.fixture
def customers(db: None) -> list[Party]:
    found_fictitious_company(on=ON, is_real=False, by=None)
    owner = User.objects.order_by("pk")[0]
    source = Source.objects.create(key="cajas", name="Cajas")
    made = Party.objects.bulk_create(
        Party(name=f"Cliente {n}", owner=owner, kind="ORGANIZATION" if n % 5 == 0 else "PERSON") for n in range(60)
    )
    Purchase.objects.bulk_create(
        Purchase(
            party=party, source=source, occurred_on=ON - timedelta(days=9), currency="COP", amount=1, base_amount=1
        )
        for party in made[:40]
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(party=party, kind=kind, value=value, key=value)
        for party in made[:40]
        for kind, value in (("EMAIL", f"c{party.pk}@x.cl"), ("PHONE", f"+57300555{party.pk % 10_000:04}"))
    )
    return made


def test_it_is_written_once_about_those_who_bought(customers: list[Party], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(75):
        written = write_by_hand(on=ON, seed=7)
    rows = Interaction.objects.filter(by__isnull=False)
    assert written == {
        "interactions": rows.count(),
        "to_dos": ToDo.objects.count(),
        "consents": ConsentEntry.objects.count(),
        "values": TraitValue.objects.count(),
        "outcomes": ContactOutcome.objects.count(),
    }
    assert set(rows.values_list("party", flat=True)) == {party.pk for party in customers[:40]}
    assert set(rows.values_list("kind", flat=True)) == {"note", "call"}
    assert ToDoCompletion.objects.count() > 0
    assert [field.name for field in definitions()] == ["Molienda preferida", "Cupo de crédito"]
    change = Change.objects.get(table="interactions")
    assert (change.row_from, change.row_to) == (rows.order_by("pk")[0].pk, rows.order_by("-pk")[0].pk)
    assert Event.objects.get(kind="demo.written").data == written
    assert write_by_hand(on=ON, seed=7) == {}
    assert rows.count() == written["interactions"]


def test_nothing_is_written_after_the_day_of_the_demo(customers: list[Party]) -> None:
    write_by_hand(on=ON, seed=7)
    assert not Interaction.objects.filter(occurred_on__gt=ON).exists()
    assert not ConsentEntry.objects.filter(on__gt=ON).exists()
    assert ToDo.objects.overdue(on=ON).exists()


def test_some_ways_of_contact_are_dead_some_in_doubt_and_some_verified(customers: list[Party]) -> None:
    write_by_hand(on=ON, seed=7)
    points = ContactPoint.objects.all()
    assert points.dead().exists()
    assert points.doubtful().exists()
    assert points.filter(verified_how="REPLY").exists()
    handles = points.filter(kind="INSTAGRAM")
    assert handles.exists()
    assert handles.values_list("value", flat=True)[0].startswith("@cliente.")
    assert not ContactOutcome.objects.filter(happened_at__date__gt=ON).exists()
