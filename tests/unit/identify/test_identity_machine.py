"""Merging, splitting, running again, importing, editing and setting apart, in any order: numbers and histories stay consistent."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from drawn import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from world import World

from lazo.differentiate.models import CustomerCard
from lazo.identify.models import Apart, GoldenRecord, Merge, Party, Purchase, ResolutionRun, SearchToken, Source
from lazo.identify.operations.apart import UnableToSetApart, set_apart, take_back_apart
from lazo.identify.operations.merge import UnableToMerge, UnableToSplit, merge_parties, split_party, undo_merge
from lazo.identify.operations.party import edit_party
from lazo.identify.operations.release import release_records
from lazo.identify.resolution.writing import MergeWriter
from lazo.identify.trees import component
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change

pytestmark = pytest.mark.django_db

PEOPLE = 6
START = date(2026, 1, 1)
WHO = st.integers(0, PEOPLE - 1)


class Identity(RuleBasedStateMachine):
    """Six records, and everything that may happen to them."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.source = Source.objects.create(key="caja", name="Caja")
        self.run = ResolutionRun.objects.create(scope="FULL")
        self.records = []
        for n in range(PEOPLE):
            made = Party.objects.create(
                name=f"Ana {n}",
                folded_name=f"ana {n}",
                owner=self.world.ana,
                first_contact_on=START + timedelta(days=n),
            )
            note_change(table="parties", operation=Change.Operation.APPEND, row_from=made.pk)
            self.records.append(made.pk)
        self.bought: dict[int, int] = {}
        self.day = START

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def party(self, n: int) -> Party:
        return Party.objects.get(pk=self.records[n])

    def customer(self, n: int) -> int:
        found = self.party(n)
        return found.canonical_id or found.pk

    @rule(one=WHO, other=WHO, force=st.booleans())
    def merge(self, one: int, other: int, force: bool) -> None:
        before = {self.customer(one), self.customer(other)}
        try:
            done = merge_parties(
                one=self.party(one), other=self.party(other), by=self.world.ana, force="porque sí" if force else ""
            )
        except UnableToMerge as error:
            refused = error.code
        else:
            refused = ""
            assert {done.merge.customer_id, done.merge.party_id} == before
            assert self.customer(one) == self.customer(other) == done.merge.customer_id
        assert refused in {"", "same_customer", "apart"}

    @rule(who=WHO, apart=st.booleans())
    def split(self, who: int, apart: bool) -> None:
        before = self.customer(who)
        try:
            done = split_party(party=self.party(who), by=self.world.ana, apart=apart)
        except UnableToSplit as error:
            refused = error.code
        else:
            refused = ""
            assert done.customer == before  # who stays keeps its number
            assert self.customer(who) == done.party
        assert refused in {"", "is_customer"}

    @rule(place=st.integers(0, 9), apart=st.booleans())
    def undo(self, place: int, apart: bool) -> None:
        merges = list(Merge.objects.standing().order_by("pk"))
        if merges:
            undo_merge(merge=merges[place % len(merges)], by=self.world.ana, apart=apart)

    @rule(one=WHO, other=WHO)
    def keep_apart(self, one: int, other: int) -> None:
        try:
            set_apart(one=self.party(one), other=self.party(other), by=self.world.ana)
            refused = ""
        except UnableToSetApart as error:
            refused = error.code
        assert refused in {"", "same_customer"}

    @rule(place=st.integers(0, 9))
    def forget(self, place: int) -> None:
        aparts = list(Apart.objects.standing().order_by("pk"))
        if aparts:
            take_back_apart(apart=aparts[place % len(aparts)], by=self.world.ana)

    @rule(edges=st.lists(st.tuples(WHO, WHO), max_size=6))
    def run_again(self, edges: list[tuple[int, int]]) -> None:
        before = {n: self.customer(n) for n in range(PEOPLE)}
        pairs = sorted({(self.records[min(edge)], self.records[max(edge)]) for edge in edges if edge[0] != edge[1]})
        MergeWriter(self.run, pairs, sampled=frozenset()).write()
        for one in range(PEOPLE):
            for other in range(PEOPLE):
                if before[one] == before[other]:
                    assert self.customer(one) == self.customer(other)  # no run parts what is joined
        assert {self.customer(n) for n in range(PEOPLE)} <= set(before.values())

    @rule(who=WHO)
    def buy(self, who: int) -> None:
        self.day -= timedelta(days=1)
        row = Purchase.objects.create(
            party_id=self.records[who],
            source=self.source,
            occurred_on=self.day,
            currency="COP",
            amount=5,
            base_amount=5,
        )
        self.bought[row.pk] = self.records[who]

    @rule(who=WHO, city=st.sampled_from(["Cali", "Lima", ""]))
    def edit(self, who: int, city: str) -> None:
        held = Party.objects.get(pk=self.customer(who))
        edit_party(party=held, version=held.version, changes={"city": city}, by=self.world.ana)
        assert CustomerCard.objects.get(pk=held.pk).city == city

    @rule(who=WHO)
    def release(self, who: int) -> None:
        release_records([self.records[who]])
        assert self.customer(who) == self.records[who]
        assert not Party.objects.filter(canonical_id=self.records[who]).exists()

    @invariant()
    def pointers_are_the_trees_of_merges(self) -> None:
        rows = dict(Party.objects.filter(pk__in=self.records).values_list("pk", "canonical_id"))
        edges = list(Merge.objects.standing().values_list("left_id", "right_id"))
        roots = {number for number, canonical in rows.items() if canonical is None}
        families: dict[int, set[int]] = {root: {root} for root in roots}
        for number, canonical in rows.items():
            if canonical is not None:
                assert canonical in roots
                families[canonical].add(number)
        for root, family in families.items():
            assert component(root, edges) == family
        assert len(edges) == len(rows) - len(families)  # a forest: no edge too many
        for left, right in Apart.objects.standing().values_list("left_id", "right_id"):
            assert (rows[left] or left) != (rows[right] or right)
        several = {root for root, family in families.items() if len(family) > 1}
        assert set(GoldenRecord.objects.values_list("pk", flat=True)) == several
        assert set(CustomerCard.objects.values_list("pk", flat=True)) == roots
        words = SearchToken.objects.filter(token__in=[str(n) for n in range(PEOPLE)]).values_list("token", "party")
        assert {int(token): party for token, party in words} == {
            n: rows[number] or number for n, number in enumerate(self.records)
        }

    @invariant()
    def what_was_bought_keeps_its_record(self) -> None:
        assert dict(Purchase.objects.filter(pk__in=self.bought).values_list("pk", "party_id")) == self.bought


def test_in_any_order_numbers_and_histories_stay_consistent(world: World) -> None:
    machine: Any = type("OneWorld", (Identity,), {"world": world})
    told = settings(max_examples=examples(12), stateful_step_count=15, deadline=None)
    run_state_machine_as_test(machine, settings=told)
