"""What a person says of two who may be the same."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import Apart, MatchDecision, MatchPair, Merge, Party, PartyRelationship, ResolutionRun
from lazo.identify.operations.match_decision import UnableToDecide, decide_pair, decide_pairs
from lazo.identify.operations.merge import write_merge
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, first_contact_on=ON, **columns)


def pair_of(left: Party, right: Party, **columns: Any) -> MatchPair:
    return MatchPair.objects.create(left=left, right=right, kind="SAME", probability=0.88, weight=2.9, **columns)


def state(pair: MatchPair) -> str:
    return MatchPair.objects.get(pk=pair.pk).state


def joined(pair: MatchPair) -> Merge:
    """As a run leaves it."""
    run = ResolutionRun.objects.create(scope="FULL", state="RUNNING")
    families = {pair.left_id: [pair.left_id], pair.right_id: [pair.right_id]}
    merge = write_merge(left=pair.left_id, right=pair.right_id, families=families, by=None, run=run, pair=pair, why={})
    Merge.objects.filter(pk=merge.pk).update(in_sample=True)
    return merge


def test_the_same_joins_them_and_the_undo_lets_them_wait_again(world: World) -> None:
    a, b = party("a", world.ana), party("b", world.ana)
    pair = pair_of(a, b)
    done = decide_pair(pair=pair, verdict="SAME", by=world.ana, on=ON)
    b.refresh_from_db()
    assert (b.canonical, state(pair)) == (a, "SAME")
    merge = Merge.objects.get()
    assert (merge.pair, merge.probability, merge.weight, merge.by) == (pair, 0.88, 2.9, world.ana)
    event = Event.objects.get(kind="match.decided")
    told = {"pair": pair.pk, "verdict": "SAME", "left": a.pk, "right": b.pk, "audit": False}
    assert (event.row, event.data) == (a.pk, told)
    with pytest.raises(UnableToDecide, match="already_decided"):
        decide_pair(pair=pair, verdict="NOT", by=world.ana, on=ON)
    undo(token=done.undo, by=world.ana)
    b.refresh_from_db()
    assert (b.canonical, state(pair)) == (None, "OPEN")
    decision = MatchDecision.objects.get()
    assert (decision.verdict, decision.probability, decision.taken_back_by) == ("SAME", 0.88, world.ana)
    with pytest.raises(UnableToUndo, match="already_undone"):
        undo(token=done.undo, by=world.ana)


def test_two_are_remembered_for_ever_and_the_undo_forgets(world: World) -> None:
    pair = pair_of(party("a", world.ana), party("b", world.ana))
    done = decide_pair(pair=pair, verdict="NOT", by=world.ana, on=ON)
    assert (state(pair), Apart.objects.standing().count()) == ("NOT", 1)
    undo(token=done.undo, by=world.ana)
    assert (state(pair), Apart.objects.standing().count()) == ("OPEN", 0)


def test_two_of_a_family_share_a_household(world: World) -> None:
    a = party("Rosa Quispe Aranda", world.ana, surnames="Quispe Aranda")
    b = party("Luis Quispe Mora", world.ana, surnames="Quispe Mora")
    c = party("Inés Quispe", world.ana, surnames="Quispe")
    first = pair_of(a, b)
    done = decide_pair(pair=first, verdict="RELATED", by=world.ana, on=ON)
    home = Party.objects.get(kind="HOUSEHOLD")
    assert (home.name, state(first)) == ("Familia Quispe", "RELATED")
    assert PartyRelationship.objects.filter(target=home).count() == 2
    assert Apart.objects.standing().count() == 1
    second = decide_pair(pair=pair_of(a, c), verdict="RELATED", by=world.ana, on=ON)
    assert PartyRelationship.objects.filter(target=home).count() == 3
    undo(token=second.undo, by=world.ana)
    assert PartyRelationship.objects.filter(target=home).count() == 2
    undo(token=done.undo, by=world.ana)
    assert not PartyRelationship.objects.exists()
    home.refresh_from_db()
    assert home.retired_at is not None
    assert (state(first), Apart.objects.standing().count()) == ("OPEN", 0)


def test_who_works_for_a_company_is_related_to_it(world: World) -> None:
    person, shop = party("Rosa", world.ana), party("Tienda", world.ana, kind="ORGANIZATION")
    decide_pair(pair=pair_of(person, shop), verdict="RELATED", by=world.ana, on=ON)
    relation = PartyRelationship.objects.get()
    assert (relation.origin, relation.type_id, relation.target) == (person, "employed-by", shop)


def test_later_goes_to_the_end_of_the_queue(world: World) -> None:
    pair = pair_of(party("a", world.ana), party("b", world.ana))
    done = decide_pair(pair=pair, verdict="LATER", by=world.ana, on=ON)
    decide_pair(pair=pair, verdict="LATER", by=world.ana, on=ON)
    pair.refresh_from_db()
    assert (pair.state, pair.turn) == ("OPEN", 2)
    undo(token=done.undo, by=world.ana)
    pair.refresh_from_db()
    assert pair.turn == 0


def test_what_a_run_joined_is_confirmed_or_undone(world: World) -> None:
    one = pair_of(party("a", world.ana), party("b", world.ana))
    other = pair_of(party("c", world.ana), party("d", world.ana))
    right = joined(one)
    ResolutionRun.objects.update(state="DONE", finished_at="2026-11-22T00:00Z")
    wrong = joined(other)
    decide_pair(pair=one, verdict="SAME", by=world.ana, on=ON)
    done = decide_pair(pair=other, verdict="NOT", by=world.ana, on=ON)
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.undone_at, right.in_sample, state(one)) == (None, False, "JOINED")
    assert (wrong.undone_by, wrong.in_sample, state(other)) == (world.ana, False, "NOT")
    assert list(MatchDecision.objects.order_by("pk").values_list("verdict", "is_audit")) == [
        ("SAME", True),
        ("NOT", True),
    ]
    undo(token=done.undo, by=world.ana)
    assert state(other) == "JOINED"
    assert Merge.objects.standing().filter(pair=other).count() == 1
    assert not Apart.objects.standing().exists()


def test_look_alikes_are_decided_in_one_go_and_what_cannot_be_is_named(world: World) -> None:
    pairs = [pair_of(party("a", world.ana), party("b", world.ana)) for _ in range(3)]
    strange = pair_of(party("a", world.ana), party("Tienda", world.ana, kind="ORGANIZATION"))
    hers = pair_of(party("a", world.carla), party("b", world.ana))
    numbers = [pair.pk for pair in (*pairs, strange, hers)]
    done = decide_pairs(pairs=numbers, verdict="SAME", by=world.ana, on=ON)
    assert done.skipped == ((strange.pk, "different_kinds"), (hers.pk, "not_visible"))
    assert [state(pair) for pair in (*pairs, strange, hers)] == ["SAME", "SAME", "SAME", "OPEN", "OPEN"]
    undo(token=done.undo, by=world.ana)
    assert not Merge.objects.standing().exists()
    with pytest.raises(UnableToDecide, match="too_many"):
        decide_pairs(pairs=list(range(201)), verdict="SAME", by=world.ana, on=ON)
    with pytest.raises(UnableToDecide, match="unknown_verdict"):
        decide_pair(pair=strange, verdict="MAYBE", by=world.ana, on=ON)
    assert decide_pairs(pairs=[strange.pk], verdict="SAME", by=world.ana, on=ON).undo == ""
