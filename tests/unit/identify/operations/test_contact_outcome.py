"""What channels tell of ways of contact: kept once, and what follows from it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from importing import bring
from world import World

from lazo.identify.imports.operations import undo_batch
from lazo.identify.models import ContactOutcome, ContactPoint, Party
from lazo.identify.operations.contact_outcome import (
    MOST,
    UnableToReportOutcome,
    report_contact_outcome,
    report_contact_outcomes,
    retract_outcome,
)
from lazo.identify.operations.contact_report import ContactReport, Reported
from lazo.identify.operations.party import add_person, edit_party
from lazo.identify.queries.search import search_parties
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ON = date(2026, 1, 1)


def somebody(by: User, name: str = "Abel", **said: Any) -> Party:
    return add_person(given_name=name, by=by, on=ON, **said)


def bounce(text: str = "abel@x.cl", outcome: str = "HARD_BOUNCE", **said: Any) -> ContactReport:
    said = {"channel": "email", "happened_at": AT, **said}
    return ContactReport(said.pop("kind", "EMAIL"), text, outcome, **said)


def health(**which: Any) -> tuple[str, str]:
    point = ContactPoint.objects.get(**which)
    return point.health, point.health_why


def test_a_bounce_kills_the_address_of_everybody_who_has_it(world: World) -> None:
    one, other = somebody(world.ana, emails=["abel@x.cl"]), somebody(world.bruno, "Bea", emails=["Abel@x.cl"])
    done = report_contact_outcome(report=bounce(reference="m1", evidence="550 5.1.1"), by=None)
    assert (done.status, done.parties) == ("kept", (one.pk, other.pk))
    assert list(ContactPoint.objects.values_list("health", "health_why")) == [("DEAD", "HARD_BOUNCE")] * 2
    row = ContactOutcome.objects.get()
    assert (row.key, row.party, row.channel, row.reference, row.evidence, row.happened_at) == (
        "abel@x.cl",
        None,
        "email",
        "m1",
        "550 5.1.1",
        AT,
    )
    event = Event.objects.get(kind="contact.outcome_reported")
    assert (event.table, event.row) == ("identify_contactoutcome", row.pk)
    assert event.data == {"outcome": "HARD_BOUNCE", "kind": "EMAIL", "channel": "email", "number": row.pk}


def test_telling_it_again_changes_nothing(world: World) -> None:
    party = somebody(world.ana, emails=["abel@x.cl"])
    first = report_contact_outcome(report=bounce(reference="m1"), by=None)
    again = report_contact_outcomes(
        reports=[bounce(reference="m1"), bounce(reference="m2"), bounce(reference="m2")], by=None
    )
    assert [one.status for one in again] == ["known", "kept", "known"]
    assert again[0] == Reported("known", first.outcome)
    assert ContactOutcome.objects.count() == 2
    assert Event.objects.filter(kind="contact.outcome_reported", table="identify_party", row=party.pk).count() == 2


def test_a_delivery_is_kept_where_something_spoke_against_the_address(world: World) -> None:
    somebody(world.ana, emails=["abel@x.cl"])
    assert report_contact_outcome(report=bounce(outcome="DELIVERED"), by=None).status == "unneeded"
    report_contact_outcome(report=bounce(), by=None)
    later = bounce(outcome="DELIVERED", happened_at=AT + timedelta(days=2))
    assert report_contact_outcome(report=later, by=None).status == "kept"
    point = ContactPoint.objects.get()
    assert (point.health, point.health_why, point.last_seen_on) == ("USABLE", "DELIVERED", date(2026, 3, 3))


def test_what_is_told_late_counts_when_it_happened(world: World) -> None:
    somebody(world.ana, emails=["abel@x.cl"])
    report_contact_outcome(report=bounce(happened_at=AT), by=None)
    report_contact_outcome(report=bounce(outcome="REPLIED", happened_at=AT - timedelta(days=1)), by=None)
    assert health() == ("DEAD", "HARD_BOUNCE")


def test_a_number_that_no_plan_knows_is_usable_once_somebody_answers_from_it(world: World) -> None:
    somebody(world.ana, phones=["912345678"], country="CL")
    point = ContactPoint.objects.get()
    assert (point.is_likely, point.state) == (False, "DOUBTFUL")
    report_contact_outcome(
        report=bounce("56912345678", "REPLIED", kind="PHONE", channel="whatsapp", country="CL"), by=None
    )
    assert ContactPoint.objects.get().state == "USABLE"


def test_another_writing_of_the_number_is_the_same_number(world: World) -> None:
    somebody(world.ana, phones=["+55 31 98888-7777"])
    report = bounce("553188887777", "UNREACHABLE", kind="PHONE", channel="whatsapp", country="BR")
    for number in range(3):
        report_contact_outcome(report=report, by=None)
        assert health()[0] == ("DOUBTFUL" if number == 2 else "USABLE")


def test_wrong_person_is_said_of_one_customer_and_all_its_records(world: World) -> None:
    one, other = somebody(world.ana, emails=["abel@x.cl"]), somebody(world.ana, "Bea", emails=["abel@x.cl"])
    record = somebody(world.ana, "Abel R", emails=["abel@x.cl"])
    Party.objects.filter(pk=record.pk).update(canonical=one)
    done = report_contact_outcome(report=bounce(outcome="WRONG_PERSON", party=one.pk), by=world.ana)
    assert done.parties == (one.pk,)
    told = dict(ContactPoint.objects.values_list("party", "health_why"))
    assert told == {one.pk: "WRONG_PERSON", record.pk: "WRONG_PERSON", other.pk: ""}
    retract_outcome(outcome=ContactOutcome.objects.get(), by=world.ana)
    assert set(ContactPoint.objects.values_list("health", "health_why")) == {("USABLE", "")}
    kept = ContactOutcome.objects.get()
    assert (kept.retracted_by, kept.retracted_at is not None) == (world.ana, True)
    retract_outcome(outcome=kept, by=world.ana)
    assert Event.objects.filter(kind="contact.outcome_retracted").count() == 1


def test_an_id_that_changed_hands_its_place_to_the_new_one(world: World) -> None:
    party = somebody(world.ana)
    ContactPoint.objects.create(party=party, kind="WHATSAPP", value="BR.1A2B3C4D", key="BR.1A2B3C4D")
    report = bounce("BR.1A2B3C4D", "REPLACED", kind="WHATSAPP", channel="whatsapp", replaced_by="BR.9Z8Y7X6W")
    report_contact_outcome(report=report, by=None)
    assert dict(ContactPoint.objects.values_list("value", "health")) == {"BR.1A2B3C4D": "DEAD", "BR.9Z8Y7X6W": "USABLE"}
    assert [found.id for found in search_parties(user=world.ana, text="BR.9Z8Y7X6W")] == [party.pk]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": "HAPPY"}, "bad_outcome"),
        ({"how": "MAGIC"}, "bad_outcome"),
        ({"text": "nada"}, "bad_contact"),
        ({"kind": "PIGEON"}, "bad_contact"),
        ({"happened_at": datetime(2026, 3, 1)}, "bad_instant"),  # noqa: DTZ001 - an instant without a zone is what is refused
        ({"channel": " "}, "bad_channel"),
        ({"evidence": "x" * 241}, "too_long"),
        ({"outcome": "VERIFIED"}, "party_needed"),
        ({"party": 999}, "unknown_party"),
        ({"outcome": "REPLACED", "replaced_by": "nada"}, "bad_replacement"),
    ],
)
def test_what_cannot_be_read_is_refused(world: World, change: dict[str, Any], code: str) -> None:
    somebody(world.ana, emails=["abel@x.cl"])
    with pytest.raises(UnableToReportOutcome) as refused:
        report_contact_outcome(report=bounce(**change), by=None)
    assert refused.value.code == code
    assert not ContactOutcome.objects.exists()


def test_a_person_reports_of_customers_they_see(world: World) -> None:
    party = somebody(world.ana, emails=["abel@x.cl"])
    for report, code in (
        (bounce(), "unknown_contact"),
        (bounce(outcome="WRONG_PERSON", party=party.pk), "unknown_party"),
    ):
        with pytest.raises(UnableToReportOutcome) as refused:
            report_contact_outcome(report=report, by=world.carla)
        assert refused.value.code == code
    assert report_contact_outcome(report=bounce(), by=world.ana).parties == (party.pk,)
    report_contact_outcome(report=bounce(outcome="WRONG_PERSON", party=party.pk), by=world.ana)
    row = ContactOutcome.objects.get(outcome="WRONG_PERSON")
    for outcome, by in ((row, world.carla), (ContactOutcome.objects.get(outcome="HARD_BOUNCE"), world.ana)):
        with pytest.raises(UnableToReportOutcome) as refused:
            retract_outcome(outcome=outcome, by=by)
        assert refused.value.code == "unknown_contact"


def test_who_gets_the_address_later_finds_what_is_known_of_it(world: World, workspace: Any) -> None:
    assert report_contact_outcome(report=bounce(), by=None) == Reported("kept", ContactOutcome.objects.get().pk)
    party = somebody(world.ana, emails=["abel@x.cl"])
    assert health(party=party) == ("DEAD", "HARD_BOUNCE")
    edit_party(party=party, version=1, changes={"emails": ["abel@x.cl", "bea@x.cl"]}, by=world.ana)
    assert health(key="bea@x.cl") == ("USABLE", "")
    bring("customers", "Nombre;Correo\nCarla Soto;abel@x.cl\n", world.diego, country="CL")
    assert health(party__name="Carla Soto") == ("DEAD", "HARD_BOUNCE")


def test_nobody_is_recognised_by_what_is_anothers(world: World, workspace: Any) -> None:
    party = somebody(world.diego, "Abel", surnames="Rojas", emails=["abel@x.cl"])
    report_contact_outcome(report=bounce(outcome="WRONG_PERSON", party=party.pk), by=world.diego)
    bring("customers", "Nombre;Correo\nAbel Rojas;abel@x.cl\n", world.diego, country="CL")
    assert Party.objects.filter(name="Abel Rojas").count() == 2


def test_a_file_that_says_it_again_has_seen_it_until_it_is_undone(world: World, workspace: Any) -> None:
    file = "Código;Nombre;Correo;Celular\n1;Abel Rojas;abel@x.cl;+56 9 8765 4321\n"
    bring("customers", file, world.diego, country="CL")
    assert set(ContactPoint.objects.values_list("last_seen_on", flat=True)) == {None}
    batch = bring("customers", file + "2;Bea Soto;bea@x.cl;\n", world.diego, country="CL")
    seen = dict(ContactPoint.objects.values_list("key", "last_seen_batch"))
    assert seen == {"abel@x.cl": batch.pk, "+56987654321": batch.pk, "bea@x.cl": None}
    assert ContactPoint.objects.get(key="abel@x.cl").last_seen_on == batch.created_at.date()
    undo_batch(NullContext(), batch=batch.pk)
    assert set(ContactPoint.objects.values_list("last_seen_on", "last_seen_batch")) == {(None, None)}


def test_bounces_cost_the_same_number_of_queries_however_many(world: World) -> None:
    for number in range(6):
        somebody(world.ana, f"Abel {number}", emails=[f"a{number}@x.cl"])
    counts = []
    for numbers in ([0], [1, 2, 3, 4, 5]):
        with CaptureQueriesContext(connection) as queries:
            done = report_contact_outcomes(
                reports=[bounce(f"a{number}@x.cl", reference=f"r{number}") for number in numbers], by=None
            )
        assert {one.status for one in done} == {"kept"}
        counts.append(len(queries))
    assert counts[0] == counts[1]
    with pytest.raises(UnableToReportOutcome) as refused:
        report_contact_outcomes(reports=[bounce()] * (MOST + 1), by=None)
    assert refused.value.code == "too_many"
