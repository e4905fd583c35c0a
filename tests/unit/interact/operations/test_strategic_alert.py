"""What owners of strategic customers are told, once, and what nobody is told."""

from datetime import date, timedelta

import pytest
from listed import add_party
from world import World

from lazo.differentiate.models import ScoreRun, StrategicCustomer
from lazo.differentiate.operations.strategic import Care, Evidence, declare_strategic, end_strategic
from lazo.identify.models import Party
from lazo.interact import jobs
from lazo.interact.models import StrategicAlert, ToDo
from lazo.interact.operations.strategic_alert import alert_reviews, reviews_untold
from lazo.kernel.events import record_event
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, User
from lazo.kernel.subscribers import follow_events

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
DUE = ON + timedelta(days=100)


@pytest.fixture
def begun(world: World) -> World:
    """The subscribers have begun."""
    follow_events(NullContext())
    return world


def told() -> list[tuple[str, str, int | None, date | None]]:
    """What was written for whom, about whom, until when."""
    follow_events(NullContext())
    rows = ToDo.objects.order_by("pk").select_related("assignee")
    return [(row.assignee.name, row.title, row.party_id, row.due_on) for row in rows]


def declared(customer: Party, by: User, owner: User | None = None) -> StrategicCustomer:
    care, evidence = Care(review_on=DUE, owner=owner), Evidence("Lo citan otros", ON)
    return declare_strategic(customer=customer, kind="BENCHMARK", evidence=evidence, care=care, by=by, on=ON)


def scored(customer: Party, run: ScoreRun, **other: object) -> StrategicCustomer:
    values = {"kind": "HIGH_LTV", "valid_from": ON, "review_on": DUE, "run_id": run.pk, **other}
    return StrategicCustomer.objects.create(customer=customer, **values)


def add_run() -> ScoreRun:
    return ScoreRun.objects.create(on_date=ON, state=ScoreRun.State.DONE, version="1")


def ran(run: ScoreRun) -> None:
    record_event(
        kind="score.run", by=None, table="score_run", row=run.pk, data={"on": "2026-03-02", "history": {"n": 1}}
    )


ENTERED = "Es un cliente estratégico: {kind}. Escribe qué plan hay con él."
LEFT = "Dejó de ser un cliente estratégico: {kind}. Mira por qué."


def test_whoever_looks_after_the_customer_is_told_of_entry_and_exit(begun: World) -> None:
    abel = add_party("Abel", owner=begun.ana)
    entry = declared(abel, begun.diego)
    end_strategic(entry=entry, by=begun.diego, on=ON)
    benchmark, week = "referente que otros copian", Event.objects.latest("pk").at.date() + timedelta(days=7)
    assert told() == [
        ("Ana", ENTERED.format(kind=benchmark), abel.pk, week),
        ("Ana", LEFT.format(kind=benchmark), abel.pk, week),
    ]
    assert ToDo.objects.filter(made_by__isnull=True).count() == 2
    assert len(told()) == 2


def test_nobody_is_told_of_what_they_did(begun: World) -> None:
    declared(add_party("Abel", owner=begun.ana), begun.ana)
    assert told() == []


def test_the_owner_of_the_entry_comes_before_the_customers(begun: World) -> None:
    declared(add_party("Abel", owner=begun.ana), begun.ana, owner=begun.diego)
    assert [name for name, *_ in told()] == ["Diego"]


def test_a_run_tells_who_entered_and_left_but_not_the_first(begun: World) -> None:
    first, second = add_run(), add_run()
    abel, beto = (add_party(name, owner=begun.ana) for name in ("Abel", "Beto"))
    scored(abel, first, valid_to=ON, closed_by_run=second.pk)
    scored(beto, second)
    scored(add_party("De nadie"), second)
    ran(first)
    assert told() == []
    ran(second)
    assert [(title, party) for _, title, party, _ in told()] == [
        (ENTERED.format(kind="alto valor de vida"), beto.pk),
        (LEFT.format(kind="alto valor de vida"), abel.pk),
    ]


def test_many_at_once_are_one_to_do(begun: World) -> None:
    add_run()
    run = add_run()
    for number in range(11):
        scored(add_party(f"Parte {number}", owner=begun.ana), run)
    ran(run)
    assert told() == [("Ana", "11 clientes tuyos entraron al registro de estratégicos.", None, ON + timedelta(days=7))]
    assert StrategicAlert.objects.filter(to_do__isnull=False).count() == 11


def test_a_review_that_is_due_is_told_once(world: World) -> None:
    abel = add_party("Abel", owner=world.ana)
    declared(abel, world.ana)
    assert (alert_reviews(on=DUE - timedelta(days=1)), alert_reviews(on=DUE), alert_reviews(on=DUE)) == (0, 1, 0)
    row = ToDo.objects.get()
    assert row.title == "Revisa si sigue siendo un cliente estratégico: referente que otros copian."
    assert (row.assignee, row.party_id, row.due_on) == (world.ana, abel.pk, DUE)
    assert not reviews_untold(on=DUE).exists()


def test_who_cannot_act_is_not_asked_again(world: World) -> None:
    gone = add_party("Abel", owner=world.ana)
    declared(gone, world.ana)
    world.ana.is_active = False
    world.ana.save()
    assert alert_reviews(on=DUE) == 0
    assert not reviews_untold(on=DUE).exists()
    assert not ToDo.objects.exists()


def test_the_chore_is_due_while_somebody_is_untold(world: World) -> None:
    declared(add_party("Abel", owner=world.ana), world.ana)
    StrategicCustomer.objects.update(review_on=ON)
    assert jobs.reviews_are_due()
    assert jobs.strategic_reviews(NullContext()) == {"entries": 1}
    assert not jobs.reviews_are_due()


def test_the_words_are_in_the_owners_language(begun: World) -> None:
    begun.ana.language = "en"
    begun.ana.save()
    declared(add_party("Abel", owner=begun.ana), begun.diego)
    assert told()[0][1].startswith("This is a strategic customer")
