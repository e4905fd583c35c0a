"""Blocked data are kept and not used: lists and scores do not have the customer until it is lifted."""

from datetime import date

import pytest
from mirrored import run_sync
from world import World, make_world

from lazo.analytics.engine import open_duckdb
from lazo.differentiate.models import CustomerCard
from lazo.identify.models import Party
from lazo.identify.operations.party_block import block_party, lift_block
from lazo.kernel.changes import note_change
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 12, 1)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def scored(workspace: Workspace) -> dict[int, bool]:
    """By party, whether scores leave it out."""
    run_sync(workspace)
    parties = open_snapshot(workspace).table(open_duckdb(), "parties")
    rows = parties.select("party_id", "retired").to_pyarrow().to_pylist()
    return {row["party_id"]: row["retired"] for row in rows}


def carded() -> list[int]:
    return sorted(CustomerCard.objects.values_list("customer_id", flat=True))


def test_who_is_blocked_leaves_lists_and_scores_and_comes_back(world: World, workspace: Workspace) -> None:
    ana, eva = (Party.objects.create(name=name, owner=world.ana) for name in ("Ana", "Eva"))
    note_change(table="parties", operation="A", row_from=ana.pk, row_to=eva.pk)
    assert carded() == [ana.pk, eva.pk]
    block_party(party=ana, by=world.diego)
    assert (carded(), scored(workspace)) == ([eva.pk], {ana.pk: True, eva.pk: False})
    assert doctor(workspace) == []
    lift_block(party=ana, by=world.diego)
    assert (carded(), scored(workspace)) == ([ana.pk, eva.pk], {ana.pk: False, eva.pk: False})


def test_who_opposes_profiles_stays_in_lists(world: World, workspace: Workspace) -> None:
    ana = Party.objects.create(name="Ana", owner=world.ana)
    note_change(table="parties", operation="A", row_from=ana.pk)
    block_party(party=ana, by=world.diego, scope="SCORES")
    assert (carded(), scored(workspace)) == ([ana.pk], {ana.pk: True})


def test_a_blocked_record_blocks_whoever_it_is_found_to_be(world: World, workspace: Workspace) -> None:
    ana, twin = (Party.objects.create(name=name, owner=world.ana) for name in ("Ana", "Ana P."))
    note_change(table="parties", operation="A", row_from=ana.pk, row_to=twin.pk)
    block_party(party=twin, by=world.diego)
    Party.objects.filter(pk=twin.pk).update(canonical=ana)
    note_change(table="parties", operation="U", row_from=ana.pk, row_to=twin.pk)
    assert (carded(), scored(workspace)[ana.pk]) == ([], True)
