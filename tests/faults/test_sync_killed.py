"""Syncs killed at any moment: a reader sees the warehouse before or the one after, and the next sync makes it whole."""

import random
import subprocess
import sys
import time

import pytest
from drawn import examples
from mirrored import all_mirrored, make_lines, make_parties, make_purchases, note, purchases_in_truth, run_sync

from lazo.identify.models import Purchase, PurchaseLine
from lazo.kernel.models import Change
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.warehouse.manifest import Manifest
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone("what is killed writes files; test_sync.py reads the database"),
]
ROWS = 3_000
MONTHS = 24
MOMENTS = examples(4)


def start(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "sync_process", *arguments], env=environment, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"go\n"
    return process


def fill() -> list[Purchase]:
    parties = make_parties(50)
    days = [place * MONTHS * 30 // ROWS for place in range(ROWS)]
    return make_purchases([parties[place * 7 % 50] for place in range(ROWS)], days)


def change(purchases: list[Purchase]) -> None:
    """New rows in half of the months, corrections in others, an undone import."""
    make_lines(purchases[::3])
    make_purchases([purchases[0].party] * 200, [day * 3 for day in range(200)], amount=50)
    Purchase.objects.filter(pk__in=[purchase.pk for purchase in purchases[1_500:1_600]]).update(base_amount=-5)
    note(purchases[1_500:1_600], Change.Operation.UPDATE)
    gone = purchases[2_500:2_750]
    PurchaseLine.objects.filter(purchase__in=gone).delete()
    Purchase.objects.filter(pk__in=[purchase.pk for purchase in gone]).delete()
    note(gone, Change.Operation.DELETE)


def assert_whole(workspace: Workspace) -> None:
    assert doctor(workspace) == []
    found = all_mirrored(workspace)
    assert found["purchases"] == purchases_in_truth()
    manifest = Manifest.read(workspace.warehouse)
    on_disk = {str(path.relative_to(workspace.warehouse)) for path in workspace.warehouse.rglob("*.parquet")}
    assert on_disk == manifest.named_paths() | manifest.garbage.keys()
    run_sync(workspace, full=True)
    assert all_mirrored(workspace) == found


@pytest.mark.parametrize("arguments", [(), ("full",)])
def test_sync_killed_at_random_moments(
    workspace: Workspace, subprocess_environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    purchases = fill()
    run_sync(workspace)
    change(purchases)
    before, rows_before, rows_after = Manifest.read(workspace.warehouse).id, ROWS, Purchase.objects.count()
    moments = random.Random(len(arguments))
    for _ in range(MOMENTS):
        process = start(subprocess_environment, *arguments)
        time.sleep(moments.uniform(0, 1.2))
        process.kill()
        process.wait()
        snapshot = open_snapshot(workspace)
        assert all(path.exists() for table in snapshot.tables for path in snapshot.paths(table))
        assert snapshot.rows("purchases") == (rows_before if snapshot.manifest_id == before else rows_after)
    run_sync(workspace)
    assert_whole(workspace)


def test_first_sync_killed_while_it_writes(workspace: Workspace, subprocess_environment: dict[str, str]) -> None:
    fill()
    process = start(subprocess_environment)
    while not list(workspace.warehouse.glob("purchases/*/*.parquet")):
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    process.wait()
    assert not (workspace.warehouse / "manifest.json").exists()
    assert run_sync(workspace).rebuilt == "missing"
    assert_whole(workspace)
