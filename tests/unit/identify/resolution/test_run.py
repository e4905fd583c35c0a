"""A resolution run, from records to merges and proposals."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import (
    Apart,
    ContactPoint,
    MatchPair,
    Merge,
    Party,
    PartyIdentifier,
    Purchase,
    ResolutionRun,
    Source,
)
from lazo.identify.operations.apart import set_apart
from lazo.identify.operations.match_decision import decide_pair
from lazo.identify.operations.merge import undo_merge
from lazo.identify.queries.merges import latest_merges
from lazo.identify.resolution.run import foresee, propose_same, resolve
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Event
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

ON = date(2026, 11, 22)
GIVEN = ["María José", "Juan Carlos", "Ana Lucía", "Pedro Nel", "Rosa Elena", "Luis Alberto", "Carmen", "Wilmer"]
SURNAMES = ["Gutiérrez Ospina", "Rodríguez Pérez", "Mosquera Rentería", "Ríos Cano", "Quispe Aranda", "Tascón Perea"]


def person(
    given: str, surnames: str, owner: Any, *, phone: str = "", email: str = "", document: str = "", **more: Any
) -> Party:
    name = f"{given} {surnames}".strip()
    made = Party.objects.create(
        name=name, folded_name=name.lower(), given_name=given, surnames=surnames, owner=owner, country="CO", **more
    )
    if phone:
        ContactPoint.objects.create(party=made, kind="PHONE", value=phone, key=phone)
    if email:
        ContactPoint.objects.create(party=made, kind="EMAIL", value=email, key=email)
    if document:
        PartyIdentifier.objects.create(party=made, scheme="CO_CC", value=document, key=f"CO:{document}")
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=made.pk)
    return made


def crowd(owner: Any) -> list[Party]:
    """Forty-eight people who are nobody else, so that something can be learned."""
    return [
        person(
            given,
            surnames,
            owner,
            phone=f"+5730055{n:02d}{m:02d}1",
            email=f"persona{n}x{m}@correo.example",
            birth_date=date(1950 + n * 5, m + 1, 10 + n),
            city="Medellín" if n % 2 else "Cali",
        )
        for n, given in enumerate(GIVEN)
        for m, surnames in enumerate(SURNAMES)
    ]


def families() -> set[frozenset[int]]:
    found: dict[int, set[int]] = {}
    for pk, canonical in Party.objects.filter(retired_at=None).values_list("pk", "canonical_id"):
        found.setdefault(canonical or pk, set()).add(pk)
    return {frozenset(family) for family in found.values() if len(family) > 1}


def ids(parties: Iterable[Party]) -> frozenset[int]:
    return frozenset(party.pk for party in parties)


@pytest.mark.sqlite_alone("the two below read and write the same tables, in whole and new runs")
def test_the_same_are_joined_others_are_proposed_and_a_second_run_changes_nothing(
    world: World, workspace: Workspace
) -> None:
    people = crowd(world.ana)
    twin = person("Ma. José", "Gutierrez", world.ana, phone="+573005500001", email="persona0x0@correo.example")
    assert foresee(workspace=workspace, context=NullContext())["merges"] >= 1
    assert not ResolutionRun.objects.exists()
    context = NullContext()
    begun = propose_same(workspace=workspace, by=world.diego, context=context)
    assert (begun.state, families(), MatchPair.objects.count()) == ("RUNNING", set(), 0)
    run = resolve(workspace=workspace, by=world.diego, context=context)
    assert (run.pk, run.state, run.scope, run.is_trained) == (begun.pk, "DONE", "FULL", True)
    assert families() == {ids([people[0], twin])}
    merge = Merge.objects.get()
    assert (merge.run, merge.by, merge.customer, merge.party) == (run, None, people[0], twin)
    assert merge.probability is not None
    assert merge.probability >= 0.95
    (line,) = latest_merges(user=world.diego)
    assert "mismo correo" in line.sentence.lower()
    assert Event.objects.get(kind="party.merged").data["run"] == run.pk
    assert Event.objects.get(kind="resolution.run").data["merges"] == 1
    before = list(MatchPair.objects.order_by("pk").values_list("pk", "state", "probability"))
    again = resolve(workspace=workspace, by=world.diego, context=NullContext())
    assert (again.scope, again.is_trained, again.counts["merges"]) == ("INCREMENTAL", False, 0)
    whole = resolve(workspace=workspace, by=world.diego, full=True, context=NullContext())
    assert (whole.scope, whole.counts["merges"]) == ("FULL", 0)
    assert list(MatchPair.objects.order_by("pk").values_list("pk", "state", "probability")) == before
    assert Merge.objects.count() == 1


def test_new_records_meet_the_base_and_the_customer_keeps_its_number(world: World, workspace: Workspace) -> None:
    people = crowd(world.ana)
    resolve(workspace=workspace, by=None, context=NullContext())
    assert families() == set()
    source = Source.objects.create(key="caja", name="Caja")
    Purchase.objects.create(party=people[7], source=source, occurred_on=ON, currency="COP", amount=500, base_amount=500)
    late = person(
        people[7].given_name, people[7].surnames, world.ana, phone="+573005501011", email="persona1x1@correo.example"
    )
    run = resolve(workspace=workspace, by=None, context=NullContext())
    assert (run.scope, run.counts["records"]) == ("INCREMENTAL", 1)
    assert families() == {ids([people[7], late])}
    assert Merge.objects.get().customer == people[7]
    third = person(
        people[7].given_name, people[7].surnames, world.ana, phone="+573005501011", email="persona1x1@correo.example"
    )
    resolve(workspace=workspace, by=None, context=NullContext())
    assert families() == {ids([people[7], late, third])}
    assert set(Merge.objects.values_list("customer", flat=True)) == {people[7].pk}


@pytest.mark.sqlite_alone("the others run whole and anew; test_merge.py sets apart")
def test_what_people_decided_is_never_overturned(world: World, workspace: Workspace) -> None:
    people = crowd(world.ana)
    twin = person("Ma. José", "Gutierrez Ospina", world.ana, phone="+573005500001", email="persona0x0@correo.example")
    set_apart(one=people[0], other=twin, by=world.diego)
    resolve(workspace=workspace, by=None, context=NullContext())
    assert families() == set()
    assert MatchPair.objects.get(left=people[0], right=twin).state == "APART"
    other = person(
        "Juan Carlos", "Gutierrez Ospina", world.ana, phone="+573005501001", email="persona1x0@correo.example"
    )
    resolve(workspace=workspace, by=None, context=NullContext())
    assert families() == {ids([people[6], other])}
    undo_merge(merge=Merge.objects.get(), by=world.diego)
    for full in (False, True):
        resolve(workspace=workspace, by=None, full=full, context=NullContext())
        assert families() == set()
    assert Apart.objects.count() == 2


def test_two_documents_and_a_shared_telephone_are_for_a_person_to_judge(world: World, workspace: Workspace) -> None:
    people = crowd(world.ana)
    PartyIdentifier.objects.create(party=people[0], scheme="CO_CC", value="43555812", key="CO:43555812")
    twin = person(
        "María José",
        "Gutiérrez Ospina",
        world.ana,
        phone="+573005500001",
        email="persona0x0@correo.example",
        document="71234567",
    )
    husband = person("Hernán", "Zuluaga Toro", world.ana, phone="+573005500011")
    blank = person("", "", world.ana, phone="+573005500021")
    run = resolve(workspace=workspace, by=None, context=NullContext())
    assert families() == set()
    pair = MatchPair.objects.get(left=people[0], right=twin)
    assert (pair.state, pair.held_back) == ("OPEN", "documents")
    assert MatchPair.objects.get(left=people[1], right=husband).kind == "HOUSEHOLD"
    assert not MatchPair.objects.filter(right=blank, state="JOINED").exists()
    assert run.counts["held_back"]["documents"] == 1
    decide_pair(pair=pair, verdict="SAME", by=world.diego, on=ON, force="cambió de cédula")
    assert families() == {ids([people[0], twin])}
    resolve(workspace=workspace, by=None, full=True, context=NullContext())
    assert families() == {ids([people[0], twin])}
