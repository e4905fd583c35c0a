"""Candidates confirmed, refused, put off, and taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from world import World

from lazo.identify.models import CandidateDecision, Party, PartyRelationship, RelationCandidate
from lazo.identify.operations.relation_decision import LATER_DAYS, UnableToDecide, decide_candidates
from lazo.identify.operations.relationship import end_relation, relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.queries.relation_candidates import (
    Question,
    candidates_of,
    count_waiting,
    counts_by_rule,
    look_alikes,
    standing_decisions,
    waiting_candidates,
)
from lazo.identify.queries.relations import household_of
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def party(name: str, owner: Any, **columns: Any) -> Party:
    given, _, surnames = name.partition(" ")
    return Party.objects.create(name=name, given_name=given, surnames=surnames, owner=owner, **columns)


def candidate(origin: Party, target: Party, type_key: str = "same-household", **columns: Any) -> RelationCandidate:
    said = {"rule": "ADDRESS", "confidence": "0.8", "evidence": [], **columns}
    return RelationCandidate.objects.create(origin=origin, target=target, type_id=type_key, **said)


def decide(found: RelationCandidate, outcome: str, world: World, by: Any = None) -> Any:
    return decide_candidates(candidates=[found.pk], outcome=outcome, by=by or world.ana, on=ON)


def test_confirming_a_household_makes_one_and_the_next_joins_it(world: World) -> None:
    ana, beto, carla = (party(name, world.ana) for name in ("Ana Rojas", "Beto Rojas", "Carla Rojas"))
    first, second = candidate(ana, beto), candidate(ana, carla)
    decide(first, "CONFIRMED", world)
    done = decide(second, "CONFIRMED", world)
    home = household_of(party=beto, user=world.ana)
    assert home is not None
    assert (home.name, [one.name for one in home.members]) == (
        "Hogar Rojas",
        ["Ana Rojas", "Beto Rojas", "Carla Rojas"],
    )
    decision = CandidateDecision.objects.get(candidate=second)
    assert (decision.by, decision.household, decision.relation.origin) == (world.ana, None, carla)  # type: ignore[union-attr]  # it is there
    assert (done.decided, done.left) == (1, 0)
    event = Event.objects.filter(kind="relation.candidate_decided").latest("pk")
    assert event.data == {
        "outcome": "CONFIRMED", "origin": ana.pk, "target": carla.pk, "type": "same-household", "rule": "ADDRESS",
        "relation": decision.relation_id,
    }  # fmt: skip


@pytest.mark.parametrize(("rule", "kind"), [("DOMAIN", "DECLARED"), ("TOLD", "OBSERVED"), ("TAX_ROOT", "OBSERVED")])
def test_what_our_records_say_is_observed_and_a_guess_becomes_declared(world: World, rule: str, kind: str) -> None:
    ana, acme = party("Ana Rojas", world.ana), party("Acme", world.ana, kind="ORGANIZATION")
    decide(candidate(ana, acme, "employed-by", rule=rule), "CONFIRMED", world)
    made = PartyRelationship.objects.get()
    assert (made.origin, made.target, made.type_id, made.kind, made.confidence) == (ana, acme, "employed-by", kind, 1)


def test_refused_is_for_ever_and_later_comes_back(world: World) -> None:
    ana, beto, carla = (party(name, world.ana) for name in ("Ana Rojas", "Beto Rojas", "Carla Rojas"))
    never, later = candidate(ana, beto), candidate(ana, carla)
    decide(never, "REFUSED", world)
    decide(later, "LATER", world)
    asked = Question()
    assert count_waiting(user=world.ana, question=asked, on=ON) == 0
    then = ON + timedelta(days=LATER_DAYS)
    assert look_alikes(user=world.ana, question=asked, on=then, most=9) == [later.pk]
    assert standing_decisions([never.pk])[never.pk]["by"] == world.ana
    decide(later, "CONFIRMED", world)
    assert [one.outcome for one in later.decisions.order_by("pk")] == ["LATER", "CONFIRMED"]
    assert not PartyRelationship.objects.filter(origin=beto).exists()
    with pytest.raises(UnableToDecide) as failure:
        decide(never, "CONFIRMED", world)
    assert (failure.value.code, failure.value.candidate) == ("already_decided", never.pk)


def test_what_stands_already_is_confirmed_without_a_second_row(world: World) -> None:
    ana, acme = party("Ana Rojas", world.ana), party("Acme", world.ana, kind="ORGANIZATION")
    found = candidate(ana, acme, "employed-by")
    relate(origin=ana, target=acme, type_key="employed-by", by=world.ana, on=ON)
    decide(found, "CONFIRMED", world)
    assert CandidateDecision.objects.get().relation is None
    assert PartyRelationship.objects.count() == 1


def test_many_alike_at_once_leave_what_cannot_be_and_come_back_together(world: World) -> None:
    people = [party(f"P{n} Rojas", world.ana) for n in range(6)]
    pairs = [candidate(people[n], people[n + 1]) for n in (0, 2, 4)]
    across = candidate(people[1], people[3])
    hidden = candidate(party("Zoe Paz", world.carla), party("Zulma Paz", world.carla))
    numbers = [*(one.pk for one in pairs), across.pk, hidden.pk]
    done = decide_candidates(candidates=numbers, outcome="CONFIRMED", by=world.ana, on=ON)
    assert (done.decided, done.left) == (3, 2)
    assert Party.objects.current().filter(kind="HOUSEHOLD").count() == 3
    back = undo(token=done.undo, by=world.ana)
    assert (back.restored, back.kept) == (3, 0)
    assert PartyRelationship.objects.count() == 0
    assert Party.objects.current().filter(kind="HOUSEHOLD").count() == 0
    assert count_waiting(user=world.ana, question=Question(), on=ON) == 4
    assert Event.objects.filter(kind="relation.decision_undone").count() == 3


def test_a_household_that_others_joined_stays_when_its_confirmation_is_taken_back(world: World) -> None:
    ana, beto, carla = (party(name, world.ana) for name in ("Ana Rojas", "Beto Rojas", "Carla Rojas"))
    done = decide(candidate(ana, beto), "CONFIRMED", world)
    decide(candidate(ana, carla), "CONFIRMED", world)
    back = undo(token=done.undo, by=world.ana)
    assert (back.restored, back.kept) == (0, 1)
    assert PartyRelationship.objects.open().count() == 3


def test_a_relation_that_ended_since_is_left_as_it_is(world: World) -> None:
    ana, acme = party("Ana Rojas", world.ana), party("Acme", world.ana, kind="ORGANIZATION")
    done = decide(candidate(ana, acme, "employed-by"), "CONFIRMED", world)
    end_relation(relation=PartyRelationship.objects.get(), by=world.ana, on=ON)
    assert undo(token=done.undo, by=world.ana).kept == 1
    assert PartyRelationship.objects.count() == 1


def test_taking_back_what_was_decided_anew_says_so(world: World) -> None:
    found = candidate(party("Ana Rojas", world.ana), party("Beto Rojas", world.ana))
    done = decide(found, "LATER", world)
    decide(found, "REFUSED", world)
    with pytest.raises(UnableToUndo) as failure:
        undo(token=done.undo, by=world.ana)
    assert failure.value.code == "changed_since"


@pytest.mark.parametrize(
    ("numbers", "outcome", "code"),
    [
        ([], "REFUSED", "nothing_chosen"),
        ([1], "MAYBE", "unknown_outcome"),
        (range(501), "LATER", "too_many"),
        ([7], "LATER", "not_visible"),
    ],
)
def test_what_cannot_be_said(world: World, numbers: Any, outcome: str, code: str) -> None:
    with pytest.raises(UnableToDecide) as failure:
        decide_candidates(candidates=list(numbers), outcome=outcome, by=world.ana, on=ON)
    assert failure.value.code == code


def test_who_does_not_see_both_ends_neither_sees_nor_decides(world: World) -> None:
    ana, hers = party("Ana Rojas", world.ana), party("Zoe Rojas", world.carla)
    across = candidate(ana, hers)
    for user in (world.ana, world.carla):
        assert waiting_candidates(user=user, question=Question(), on=ON).rows == ()
        assert candidates_of(party=ana, user=user, on=ON) == []
        assert counts_by_rule(user=user, on=ON) == {}
        with pytest.raises(UnableToDecide):
            decide(across, "REFUSED", world, by=user)
    assert counts_by_rule(user=world.diego, on=ON) == {"ADDRESS": 1}
    decide(across, "REFUSED", world, by=world.diego)


def test_pages_follow_each_other_by_how_sure_they_are(world: World) -> None:
    people = [party(f"P{n} Rojas", world.ana) for n in range(4)]
    sure = candidate(people[0], people[1], confidence="0.9")
    same = [candidate(people[0], people[n], confidence="0.8", rule="CONTACT") for n in (2, 3)]
    first = waiting_candidates(user=world.ana, question=Question(size=2), on=ON)
    assert [one.pk for one in first.rows] == [sure.pk, same[0].pk]
    rest = waiting_candidates(user=world.ana, question=Question(size=2, after=first.after), on=ON)
    assert ([one.pk for one in rest.rows], rest.after) == ([same[1].pk], None)
    assert look_alikes(user=world.ana, question=Question(rules=("CONTACT",)), on=ON, most=1) == [same[0].pk]
