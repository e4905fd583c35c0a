"""Customers found to be one, and two again."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from world import World

from lazo.identify.merge_handlers import MergeHandler, Regrouping, _handlers, register_merge_handler
from lazo.identify.models import (
    Apart,
    ConsentEntry,
    ContactPoint,
    MatchPair,
    Merge,
    Party,
    PartyIdentifier,
    Purchase,
    SearchToken,
    Source,
)
from lazo.identify.operations.apart import UnableToSetApart, UnableToTakeBackApart, set_apart, take_back_apart
from lazo.identify.operations.consent import Permission, grant_consent
from lazo.identify.operations.merge import UnableToMerge, UnableToSplit, merge_parties, split_party, undo_merge
from lazo.identify.queries.consent import consent_of, current_consent
from lazo.identify.queries.merge_preview import merge_preview
from lazo.identify.search.tokens import refresh_tokens
from lazo.kernel.models import Change, Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)


def party(name: str, owner: Any, **columns: Any) -> Party:
    return Party.objects.create(name=name, owner=owner, first_contact_on=columns.pop("since", ON), **columns)


def bought(who: Party, *days: date) -> None:
    source, _ = Source.objects.get_or_create(key="caja", defaults={"name": "Caja"})
    for day in days:
        Purchase.objects.create(party=who, source=source, occurred_on=day, currency="COP", amount=500, base_amount=500)


def pointers() -> dict[str, str | None]:
    return {
        row.name: row.canonical.name if row.canonical else None for row in Party.objects.select_related("canonical")
    }


def test_the_one_that_bought_first_keeps_its_number(world: World) -> None:
    new, old = party("Ana", world.ana), party("Ana R.", world.ana)
    bought(new, date(2025, 3, 1), date(2026, 1, 1))
    bought(old, date(2024, 2, 1))
    done = merge_parties(one=new, other=old, by=world.ana)
    assert pointers() == {"Ana": "Ana R.", "Ana R.": None}
    merge = done.merge
    assert (merge.left_id, merge.right_id, merge.party_id, merge.customer_id) == (new.pk, old.pk, new.pk, old.pk)
    assert (merge.by, merge.run, merge.why, merge.note) == (world.ana, None, {}, "")
    event = Event.objects.get(kind="party.merged")
    assert (event.row, event.by) == (old.pk, world.ana)
    assert event.data == {
        "merge": merge.pk,
        "party": new.pk,
        "customer": old.pk,
        "left": new.pk,
        "right": old.pk,
        "run": None,
        "pair": None,
    }
    changes = Change.objects.order_by("row_from").values_list("table", "operation", "row_from", "row_to")
    assert list(changes) == [("parties", "U", new.pk, new.pk), ("parties", "U", old.pk, old.pk)]


def test_of_two_without_purchases_the_one_known_longer_stays_and_then_the_lower_number(world: World) -> None:
    late, early = party("A", world.ana, since=ON), party("B", world.ana, since=date(2020, 1, 1))
    assert merge_parties(one=late, other=early, by=world.ana).merge.customer == early
    one, other = party("C", world.ana), party("D", world.ana)
    assert merge_parties(one=other, other=one, by=world.ana).merge.customer == one
    many, few = party("E", world.ana), party("F", world.ana)
    few, many = many, few
    bought(few, ON)
    bought(many, ON, ON)
    assert merge_parties(one=few, other=many, by=world.ana).merge.customer == many


def test_chains_are_flat_and_come_apart_in_any_order(world: World) -> None:
    a, b, c, d = (party(name, world.ana, since=date(2020, 1, day)) for day, name in enumerate("abcd", start=1))
    first = merge_parties(one=c, other=d, by=world.ana).merge  # d is c
    second = merge_parties(one=b, other=d, by=world.ana).merge  # c and d are b
    third = merge_parties(one=a, other=b, by=world.ana).merge
    assert pointers() == {"a": None, "b": "a", "c": "a", "d": "a"}
    split = undo_merge(merge=second, by=world.ana, apart=False)
    assert pointers() == {"a": None, "b": "a", "c": None, "d": "c"}
    assert (split.customer, split.party, split.family, split.others) == (a.pk, c.pk, (a.pk, b.pk), (c.pk, d.pk))
    undo_merge(merge=third, by=world.ana, apart=False)
    assert pointers() == {"a": None, "b": None, "c": None, "d": "c"}
    undo_merge(merge=first, by=world.ana, apart=False)
    assert pointers() == dict.fromkeys("abcd")
    assert not Merge.objects.standing().exists()


def test_a_record_leaves_with_what_was_found_to_be_it(world: World) -> None:
    a, b, c = (party(name, world.ana, since=date(2020, 1, day)) for day, name in enumerate("abc", start=1))
    merge_parties(one=a, other=b, by=world.ana)
    merge_parties(one=b, other=c, by=world.ana)
    split_party(party=b, by=world.ana)
    assert pointers() == {"a": None, "b": None, "c": "b"}
    apart = Apart.objects.get()
    assert (apart.left_id, apart.right_id, apart.by) == (a.pk, b.pk, world.ana)
    with pytest.raises(UnableToSplit, match="is_customer"):
        split_party(party=b, by=world.ana)
    with pytest.raises(UnableToMerge) as refused:
        merge_parties(one=c, other=a, by=world.ana)
    assert refused.value.code == "apart"


def test_splitting_twice_is_refused(world: World) -> None:
    merge = merge_parties(one=party("a", world.ana), other=party("b", world.ana), by=world.ana).merge
    undo_merge(merge=merge, by=world.ana)
    with pytest.raises(UnableToSplit, match="already_undone"):
        undo_merge(merge=merge, by=world.ana)


def test_what_arrives_later_stays_with_its_record_and_what_was_written_to_the_customer_is_told(world: World) -> None:
    a, b = party("a", world.ana, since=date(2020, 1, 1)), party("b", world.ana)
    bought(b, ON)
    merge = merge_parties(one=a, other=b, by=world.ana).merge
    bought(b, date(2026, 11, 23))
    ContactPoint.objects.create(party_id=merge.customer_id, kind="EMAIL", value="x@y.co", key="x@y.co")
    customer = merge.customer_id
    split = undo_merge(merge=merge, by=world.ana)
    assert customer == b.pk  # who bought has been a customer longer
    assert Purchase.objects.filter(party=b).count() == 2
    assert split.stayed == {"contact_points": 1}
    assert Event.objects.get(kind="party.split").data["stayed"] == {"contact_points": 1}


def test_who_does_not_see_both_can_neither_join_nor_split(world: World) -> None:
    a, b, hers = party("a", world.ana), party("b", world.ana), party("c", world.carla)
    with pytest.raises(UnableToMerge, match="not_visible"):
        merge_parties(one=a, other=hers, by=world.ana)
    merge = merge_parties(one=a, other=b, by=world.ana).merge
    with pytest.raises(UnableToSplit, match="not_visible"):
        undo_merge(merge=merge, by=world.carla)
    with pytest.raises(UnableToSplit, match="not_visible"):
        split_party(party=b, by=world.carla)
    with pytest.raises(UnableToSetApart, match="not_visible"):
        set_apart(one=a, other=hers, by=world.ana)


def test_what_cannot_be_one(world: World) -> None:
    a, shop = party("a", world.ana), party("Tienda", world.ana, kind="ORGANIZATION")
    gone = party("b", world.ana, retired_at=datetime(2026, 1, 1, tzinfo=UTC))
    twin = party("c", world.ana, canonical=a)
    for one, other, code in (
        (a, a, "same_customer"),
        (a, twin, "same_customer"),
        (a, gone, "retired"),
        (a, shop, "different_kinds"),
    ):
        with pytest.raises(UnableToMerge) as refused:
            merge_parties(one=one, other=other, by=world.ana, force="sí")
        assert refused.value.code == code


def test_two_documents_of_one_scheme_need_a_reason(world: World) -> None:
    a, b = party("a", world.ana), party("b", world.ana)
    for who, number in ((a, "1"), (b, "2")):
        PartyIdentifier.objects.create(party=who, scheme="CO_CC", value=number, key=f"CO:{number}")
    PartyIdentifier.objects.create(party=b, scheme="CO_NIT", value="3", key="CO:3")
    with pytest.raises(UnableToMerge) as refused:
        merge_parties(one=a, other=b, by=world.ana, force="  ")
    assert (refused.value.code, refused.value.params) == ("different_documents", {"schemes": ["CO_CC"]})
    merge = merge_parties(one=a, other=b, by=world.ana, force=" cambió  de cédula ").merge
    assert (merge.why, merge.note) == ({"overruled": ["different_documents"]}, "cambió de cédula")


def test_what_was_set_apart_needs_a_reason_and_comes_back_with_the_undo(world: World) -> None:
    a, b, c = party("a", world.ana), party("b", world.ana), party("c", world.ana)
    merge_parties(one=b, other=c, by=world.ana)
    told = set_apart(one=a, other=c, by=world.ana, note="son gemelas")
    with pytest.raises(UnableToMerge, match="apart"):
        merge_parties(one=a, other=b, by=world.ana)
    done = merge_parties(one=a, other=b, by=world.ana, force="me equivoqué")
    told.apart.refresh_from_db()
    assert told.apart.taken_back_by == world.ana
    undo(token=done.undo, by=world.ana)
    assert pointers() == {"a": None, "b": None, "c": "b"}
    again = Apart.objects.standing().get()
    assert (again.left_id, again.right_id, again.note) == (a.pk, c.pk, "son gemelas")


def test_apart_is_said_once_and_taken_back(world: World) -> None:
    a, b = party("a", world.ana), party("b", world.ana)
    told = set_apart(one=b, other=a, by=world.ana)
    assert set_apart(one=a, other=b, by=world.ana).apart == told.apart
    undo(token=told.undo, by=world.ana)
    with pytest.raises(UnableToTakeBackApart, match="already_taken_back"):
        take_back_apart(apart=told.apart, by=world.ana)
    merge_parties(one=a, other=b, by=world.ana)
    with pytest.raises(UnableToSetApart, match="same_customer"):
        set_apart(one=a, other=b, by=world.ana)
    kinds = Event.objects.filter(kind__startswith="apart").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["apart.set", "apart.taken_back"]


def test_undo_of_a_merge_leaves_no_mark_and_a_split_is_undone_too(world: World) -> None:
    a, b = party("a", world.ana), party("b", world.ana)
    done = merge_parties(one=a, other=b, by=world.ana)
    undo(token=done.undo, by=world.ana)
    assert pointers() == {"a": None, "b": None}
    assert not Apart.objects.exists()
    merge = merge_parties(one=a, other=b, by=world.ana).merge
    split = undo_merge(merge=merge, by=world.ana)
    undo(token=split.undo, by=world.ana)
    assert pointers() == {"a": None, "b": "a"}
    assert not Apart.objects.standing().exists()
    with pytest.raises(UnableToUndo, match="already_undone"):
        undo(token=split.undo, by=world.ana)


def test_consent_is_the_strictest_while_they_are_one_and_each_has_its_own_again(world: World) -> None:
    a, b = party("a", world.ana, since=date(2020, 1, 1)), party("b", world.ana)
    for who, state in ((a, "GRANTED"), (b, "WITHDRAWN")):
        basis = "consent" if state == "GRANTED" else ""
        ConsentEntry.objects.create(party=who, purpose="marketing", channel="email", state=state, basis=basis, on=ON)
    merge = merge_parties(one=a, other=b, by=world.ana).merge
    assert [one.state for one in consent_of(party=a, on=ON)] == ["WITHDRAWN"]
    permission = Permission("marketing", ["email"])
    grant_consent(party=a, permission=permission, basis="consent", evidence="x", said_on=ON, by=world.ana, on=ON)
    assert [one.state for one in consent_of(party=a, on=ON)] == ["GRANTED"]
    undo_merge(merge=merge, by=world.ana)
    assert [one.state for one in current_consent(family=[b.pk], on=ON)] == ["GRANTED"]  # said to both, kept by both
    ConsentEntry.objects.create(party=b, purpose="surveys", channel="sms", state="WITHDRAWN", on=ON)
    assert [one.purpose for one in current_consent(family=[a.pk], on=ON)] == ["marketing"]


def test_the_search_finds_the_customer_by_what_any_record_is_called(world: World) -> None:
    a, b = party("Ana", world.ana, since=date(2020, 1, 1)), party("Nena", world.ana)
    refresh_tokens([a.pk, b.pk])
    merge = merge_parties(one=a, other=b, by=world.ana).merge
    words = SearchToken.objects.order_by("token").values_list("token", "party")
    assert list(words) == [("ana", a.pk), ("nena", a.pk)]
    undo_merge(merge=merge, by=world.ana)
    assert list(words.all()) == [("ana", a.pk), ("nena", b.pk)]


def test_pairs_of_what_was_joined_no_longer_wait_and_wait_again(world: World) -> None:
    a, b, c = party("a", world.ana), party("b", world.ana), party("c", world.ana)
    pairs = [
        MatchPair.objects.create(left=one, right=other, kind="SAME", probability=0.9, weight=3.0)
        for one, other in ((a, b), (a, c), (b, c))
    ]

    def states() -> list[str]:
        return [MatchPair.objects.get(pk=pair.pk).state for pair in pairs]

    first = merge_parties(one=a, other=b, by=world.ana).merge
    assert states() == ["JOINED", "OPEN", "OPEN"]
    merge_parties(one=b, other=c, by=world.ana)
    assert states() == ["JOINED", "JOINED", "JOINED"]
    undo_merge(merge=first, by=world.ana)
    assert states() == ["APART", "APART", "JOINED"]
    take_back_apart(apart=Apart.objects.get(), by=world.ana)
    assert states() == ["OPEN", "OPEN", "JOINED"]


def test_a_preview_says_what_would_come_together(world: World) -> None:
    a, b = party("a", world.ana), party("b", world.ana)
    bought(a, date(2024, 1, 1), date(2026, 1, 1))
    bought(b, date(2026, 3, 1))
    ConsentEntry.objects.create(party=b, purpose="marketing", channel="email", state="WITHDRAWN", on=ON)
    shown = merge_preview(one=a, other=b, user=world.ana, on=ON)
    assert shown is not None
    assert (shown.customer, shown.party, shown.records) == (a.pk, b.pk, 2)
    assert (shown.purchases, shown.amount, shown.amount_12m, shown.interactions) == (3, 1500, 1000, 0)
    assert [(one.purpose, one.state) for one in shown.consents] == [("marketing", "WITHDRAWN")]
    assert (shown.guard.code, shown.warnings) == ("", ())
    assert merge_preview(one=a, other=b, user=world.carla, on=ON) is None
    merge_parties(one=a, other=b, by=world.ana)
    assert merge_preview(one=a, other=b, user=world.ana, on=ON) is None


def test_packages_that_keep_one_of_a_kind_are_told(world: World) -> None:
    seen: list[tuple[str, Regrouping]] = []
    handler = MergeHandler(
        joined=lambda told: seen.extend(("joined", one) for one in told),
        parted=lambda told: seen.extend(("parted", one) for one in told),
        conflict=lambda _family, _others: "two_accounts",
    )
    register_merge_handler("points", handler)
    try:
        a, b = party("a", world.ana), party("b", world.ana)
        shown = merge_preview(one=a, other=b, user=world.ana, on=ON)
        assert shown is not None
        assert shown.warnings == ("two_accounts",)
        merge = merge_parties(one=a, other=b, by=world.ana).merge
        undo_merge(merge=merge, by=world.ana)
    finally:
        del _handlers["points"]
    told = Regrouping(merge.pk, a.pk, b.pk, (a.pk,), (b.pk,))
    assert seen == [("joined", told), ("parted", told)]
