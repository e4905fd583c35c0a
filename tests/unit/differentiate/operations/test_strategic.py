"""The register of strategic customers: entered, cared for, reviewed, ended; what is refused; what score runs do to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from listed import add_party, add_score, make_list
from world import World

from lazo.differentiate.models import CustomerCard, Score, ScoreRun, StrategicCustomer, StrategicEvidence
from lazo.differentiate.operations.referees import write_referees
from lazo.differentiate.operations.strategic import (
    Care,
    Evidence,
    UnableToKeepStrategic,
    add_evidence,
    declare_strategic,
    edit_strategic,
    end_strategic,
    review_strategic,
)
from lazo.differentiate.operations.strategic_care import carry_care
from lazo.differentiate.queries.customer_list import customer_list
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.strategic import (
    OVERDUE,
    UNPLANNED,
    RegisterQuestion,
    declared_counts,
    entries_of,
    evidence_of,
    register_counts,
    register_lines,
    register_page,
)
from lazo.identify.models import Party
from lazo.identify.operations.merge import merge_parties
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import Event, User
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
NEXT = ON + timedelta(days=300)


@pytest.fixture
def abel(world: World) -> Party:
    return add_party("Abel Ruiz", owner=world.ana, team=world.north)


def declared(customer: Party, by: User, kind: str = "DOOR_OPENER", **other: Any) -> StrategicCustomer:
    evidence = other.pop("evidence", Evidence("Abrió el sector hotelero en Cali", ON))
    care = Care(**{"review_on": NEXT, **other})
    return declare_strategic(customer=customer, kind=kind, evidence=evidence, care=care, by=by, on=ON)


def refused(code: str, **asked: Any) -> None:
    with pytest.raises(UnableToKeepStrategic) as found:
        declared(**asked)
    assert found.value.code == code


def test_who_is_declared_counts_as_strategic_everywhere(world: World) -> None:
    made = make_list(world)
    assert not CustomerCard.objects.get(pk=made["cia"].pk).strategic
    entry = declared(made["cia"], world.ana, plan="Visita cada mes")
    assert (entry.run_id, entry.declared_by, entry.review_on) == (None, world.ana, NEXT)
    assert CustomerCard.objects.get(pk=made["cia"].pk).strategic
    found = customer_list(user=world.ana, question=ListQuestion(strategic_kinds=("DOOR_OPENER",)))
    assert [row.customer_id for row in found.rows] == [made["cia"].pk]
    assert declared_counts(user=world.ana)["DOOR_OPENER"] == 1
    assert declared_counts(user=world.carla)["DOOR_OPENER"] == 0
    event = Event.objects.get(kind="strategic.declared")
    assert event.data == {"party": made["cia"].pk, "kind": "DOOR_OPENER", "owner": None}


def test_what_is_refused(world: World, abel: Party) -> None:
    mine = {"customer": abel, "by": world.ana}
    refused("not_declarable", **mine, kind="HIGH_LTV")
    refused("not_visible", customer=abel, by=world.carla)
    refused("no_evidence", **mine, evidence=Evidence(" ", ON))
    refused("future", **mine, evidence=Evidence("x", ON + timedelta(days=1)))
    refused("unknown_other", **mine, evidence=Evidence("x", ON, add_party("Rosa", owner=world.carla)))
    refused("review_past", **mine, review_on=ON)
    refused("review_too_far", **mine, review_on=ON + timedelta(days=366))
    refused("owner_cannot_see", **mine, owner=world.carla)
    world.bruno.is_active = False
    world.bruno.save()
    refused("unknown_owner", **mine, owner=world.bruno)
    refused("text_too_long", **mine, plan="x" * 4001)
    declared(**mine)
    refused("already_there", **mine)
    merge_parties(one=abel, other=(other := add_party("Abel R.", owner=world.ana)), by=world.ana)
    other.refresh_from_db()
    abel.refresh_from_db()
    refused("not_current", customer=other if other.canonical_id else abel, by=world.ana, kind="BENCHMARK")
    assert StrategicCustomer.objects.count() == StrategicEvidence.objects.count() == 1


def test_care_is_changed_on_its_version(world: World, abel: Party) -> None:
    entry = declared(abel, world.ana)
    care = Care(review_on=NEXT, owner=world.bruno, plan="Llamar")
    changed = edit_strategic(entry=entry, care=care, version=1, by=world.ana, on=ON)
    assert (changed.owner, changed.plan, changed.version) == (world.bruno, "Llamar", 2)
    assert edit_strategic(entry=entry, care=care, version=2, by=world.ana, on=ON).version == 2
    with pytest.raises(UnableToKeepStrategic, match="stale"):
        edit_strategic(entry=entry, care=care, version=1, by=world.ana, on=ON)
    with pytest.raises(UnableToKeepStrategic, match="not_visible"):
        edit_strategic(entry=entry, care=care, version=2, by=world.carla, on=ON)
    assert Event.objects.get(kind="strategic.edited").data["fields"] == ["owner", "plan"]


def test_a_review_moves_the_next_one_at_most_a_year(world: World, abel: Party) -> None:
    entry, later = declared(abel, world.ana), ON + timedelta(days=310)
    assert register_counts(user=world.ana, question=RegisterQuestion(), on=later).overdue == 1
    with pytest.raises(UnableToKeepStrategic, match="review_too_far"):
        review_strategic(entry=entry, by=world.ana, on=later, next_on=later + timedelta(days=366))
    row = review_strategic(entry=entry, by=world.ana, on=later, note="Sigue abriendo puertas")
    entry.refresh_from_db()
    assert (row.next_on, entry.review_on, entry.version) == (later + timedelta(days=365),) * 2 + (2,)
    assert register_counts(user=world.ana, question=RegisterQuestion(), on=later).overdue == 0
    # the year counts from the review on
    care = Care(review_on=later + timedelta(days=365))
    assert edit_strategic(entry=entry, care=care, version=2, by=world.ana, on=later).version == 2


def test_an_end_is_taken_back(world: World, abel: Party) -> None:
    entry = declared(abel, world.ana)
    token = end_strategic(entry=entry, by=world.ana, on=ON, reason=" Se fue  del país ")
    entry.refresh_from_db()
    assert (entry.valid_to, entry.end_reason) == (ON, "Se fue del país")
    assert not CustomerCard.objects.get(pk=abel.pk).strategic
    with pytest.raises(UnableToKeepStrategic, match="already_ended"):
        end_strategic(entry=entry, by=world.ana, on=ON)
    undo(token=token, by=world.ana)
    entry.refresh_from_db()
    assert (entry.valid_to, entry.end_reason) == (None, "")
    assert CustomerCard.objects.get(pk=abel.pk).strategic


def test_an_end_cannot_be_taken_back_once_there_is_another_entry(world: World, abel: Party) -> None:
    token = end_strategic(entry=declared(abel, world.ana), by=world.ana, on=ON)
    declared(abel, world.ana)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.ana)


def test_what_the_data_say_the_data_end(world: World) -> None:
    made = make_list(world)
    entry = StrategicCustomer.objects.get(customer=made["ana"], kind="HIGH_LTV")
    with pytest.raises(UnableToKeepStrategic, match="computed"):
        end_strategic(entry=entry, by=world.ana, on=ON)


def test_the_register_page_by_page_with_the_same_questions(world: World, django_assert_num_queries: Any) -> None:
    for number in range(5):
        declared(add_party(f"Parte {number}", owner=world.ana), world.ana, review_on=NEXT - timedelta(days=number))
    declared(add_party("Rosa", owner=world.carla), world.carla, plan="Suyo")
    question = RegisterQuestion()
    with django_assert_num_queries(4):
        first = register_page(user=world.ana, question=question, on=ON, size=1)
    with django_assert_num_queries(4):
        page = register_page(user=world.ana, question=question, on=ON, size=3)
    assert [line.name for line in page.lines] == ["Parte 4", "Parte 3", "Parte 2"]
    assert first.lines[0] == page.lines[0]
    rest = register_page(user=world.ana, question=question, on=ON, after=page.next)
    assert ([line.name for line in rest.lines], rest.next) == (["Parte 1", "Parte 0"], None)
    assert [line.owner_name for line in rest.lines] == ["Ana", "Ana"]
    lines = register_lines(user=world.diego, question=question, on=ON)
    assert len(list(lines)) == 6


def test_the_register_is_asked_by_kind_owner_and_state(world: World, abel: Party) -> None:
    declared(abel, world.ana, plan="Visita")
    declared(abel, world.ana, kind="BENCHMARK", owner=world.diego)
    declared(add_party("Sin nadie"), world.diego, kind="BENCHMARK")

    def asked(**question: Any) -> list[tuple[str, str]]:
        page = register_page(user=world.diego, question=RegisterQuestion(**question), on=ON)
        return [(line.name, line.kind) for line in page.lines]

    assert asked(kind="DOOR_OPENER") == [("Abel Ruiz", "DOOR_OPENER")]
    assert asked(owner=world.ana.pk) == [("Abel Ruiz", "DOOR_OPENER")]
    assert asked(owner=world.diego.pk) == [("Abel Ruiz", "BENCHMARK")]
    assert asked(owner=0) == [("Sin nadie", "BENCHMARK")]
    assert asked(state=UNPLANNED) == [("Abel Ruiz", "BENCHMARK"), ("Sin nadie", "BENCHMARK")]
    assert asked(state=OVERDUE) == []
    counts = register_counts(user=world.diego, question=RegisterQuestion(), on=NEXT + timedelta(days=1))
    assert (counts.total, counts.kinds["BENCHMARK"], counts.overdue, counts.unplanned) == (3, 2, 3, 2)


def test_evidence_names_the_customer_who_shows_it_only_to_who_sees_them(world: World, abel: Party) -> None:
    shared, rosa = declared(abel, world.ana), add_party("Rosa", owner=world.carla)
    add_evidence(entry=shared, evidence=Evidence("Llegó por Abel", ON, rosa), by=world.diego, on=ON)
    assert evidence_of(entry=shared, user=world.diego)[0].other_name == "Rosa"
    assert evidence_of(entry=shared, user=world.ana)[0].other_id is None


def test_an_entry_stays_with_who_the_record_was_found_to_be(world: World, abel: Party) -> None:
    entry = declared(abel, world.ana)
    other = add_party("Abel R.", owner=world.ana)
    merged = merge_parties(one=other, other=abel, by=world.ana).merge
    stands = Party.objects.get(pk=abel.pk).canonical_id or abel.pk
    assert [one.pk for one in entries_of(user=world.ana, family=[other.pk, abel.pk])] == [entry.pk]
    page = register_page(user=world.ana, question=RegisterQuestion(), on=ON)
    assert [line.customer for line in page.lines] == [stands]
    found = customer_list(user=world.ana, question=ListQuestion(strategic_kinds=("DOOR_OPENER",)))
    assert [row.customer_id for row in found.rows] == [stands]
    assert CustomerCard.objects.get(pk=stands).strategic
    assert merged


def test_referees_are_those_whose_friends_bought(world: World) -> None:
    seed_relationship_types()
    run = ScoreRun.objects.create(on_date=ON, state=ScoreRun.State.DONE, version="1", is_current=True)
    abel, bought, looked = (add_party(name, owner=world.ana) for name in ("Abel", "Compró", "Miró"))
    add_score(bought, run, n_purchases=2)
    add_score(looked, run, n_purchases=0)
    for friend in (bought, looked):
        relate(origin=friend, target=abel, type_key="referred-by", by=world.ana, on=ON)
    assert write_referees(run_id=run.pk, on=ON) == (0, 1)
    entry = StrategicCustomer.objects.get()
    assert (entry.customer, entry.kind, entry.evidence) == (abel, "REFEREE", {"referred": 2, "bought": 1})
    assert entry.review_on == ON + timedelta(days=365)
    assert write_referees(run_id=run.pk, on=ON) == (0, 0)
    Score.objects.filter(pk=bought.pk).update(n_purchases=0)
    assert write_referees(run_id=run.pk + 1, on=ON + timedelta(days=1)) == (1, 0)
    declared(abel, world.ana, kind="REFEREE")
    assert write_referees(run_id=run.pk + 2, on=ON + timedelta(days=2)) == (0, 0)


def test_who_comes_back_finds_the_plan_of_before(world: World, abel: Party) -> None:
    before = {"customer": abel, "kind": "HIGH_LTV", "review_on": NEXT}
    StrategicCustomer.objects.create(**before, run_id=1, valid_from=ON, valid_to=ON, plan="Visita", owner=world.diego)
    StrategicCustomer.objects.create(**before, run_id=2, valid_from=ON, valid_to=ON)
    now = StrategicCustomer.objects.create(**before, run_id=3, valid_from=ON)
    assert carry_care(run_id=3) == 1
    now.refresh_from_db()
    assert (now.plan, now.owner) == ("Visita", world.diego)
