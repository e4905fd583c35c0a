"""Erasing parties from the mirror, compacting it, and the life of files nobody names any more."""

from datetime import timedelta
from pathlib import Path

import pytest
from mirrored import (
    all_mirrored,
    make_lines,
    make_parties,
    make_purchases,
    mirrored,
    note,
    purchases_in_truth,
    run_sync,
)

from lazo.identify.models import Purchase
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change
from lazo.kernel.warehouse import garbage
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.warehouse.lock import UnableToWriteWarehouse, writer_lock
from lazo.kernel.warehouse.manifest import Manifest
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.warehouse.sync import compact, erase
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def files_on_disk(workspace: Workspace) -> set[str]:
    return {str(path.relative_to(workspace.warehouse)) for path in workspace.warehouse.rglob("*.parquet")}


def named(workspace: Workspace) -> set[str]:
    return Manifest.read(workspace.warehouse).named_paths()


def test_erase_forgets_what_the_truth_forgot_even_without_a_change(workspace: Workspace) -> None:
    ana, eva = make_parties(2)
    purchases = make_purchases([ana, eva, eva, ana], [0, 1, 40, 80])
    make_lines(purchases)
    run_sync(workspace)
    held = open_snapshot(workspace).paths("purchases")
    Purchase.objects.filter(party=eva).update(party=None)
    report = erase(workspace=workspace, parties=[eva.pk], context=NullContext())
    assert report.removed == {"parties": 0, "purchases": 2, "purchase_lines": 2}
    assert report.remaining == {"parties": 1}
    assert mirrored(workspace, "purchases") == purchases_in_truth()
    assert {row[0] for row in mirrored(workspace, "customer_month")} == {ana.pk}
    assert [path.exists() for path in held] == [False, False, True]
    assert files_on_disk(workspace) == named(workspace)
    assert doctor(workspace) == []


def test_erase_of_nobody_known(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    make_purchases([ana], [0])
    report = erase(workspace=workspace, parties=[ana.pk + 1], context=NullContext())
    assert (report.removed, report.remaining) == ({}, {})
    assert mirrored(workspace, "purchases") == purchases_in_truth()


def test_compact_leaves_one_file_a_part(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    for day in (3, 1, 40, 2):
        make_purchases([ana], [day])
        run_sync(workspace)
    before = all_mirrored(workspace)
    assert len(open_snapshot(workspace).paths("purchases")) == 4
    report = compact(workspace=workspace, context=NullContext())
    assert report.tables["purchases"].parts == []
    assert len(open_snapshot(workspace).paths("purchases")) == 2
    assert all_mirrored(workspace) == before
    assert report.manifest_id == compact(workspace=workspace, context=NullContext()).manifest_id


def test_reader_keeps_its_snapshot_for_the_time_of_grace(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    (ana,) = make_parties(1)
    (purchase,) = make_purchases([ana], [0])
    run_sync(workspace)
    held = open_snapshot(workspace)
    Purchase.objects.update(base_amount=5)
    note([purchase], Change.Operation.UPDATE)
    run_sync(workspace)
    assert [path.exists() for path in held.paths("purchases")] == [True]
    later = Manifest.read(workspace.warehouse)
    later.garbage = dict.fromkeys(later.garbage, "2020-01-01T00:00:00.000Z")
    later.swap_in(workspace.warehouse)
    run_sync(workspace)
    assert [path.exists() for path in held.paths("purchases")] == [False]
    assert files_on_disk(workspace) == named(workspace)


def test_orphans_of_a_killed_writer_are_removed(workspace: Workspace) -> None:
    run_sync(workspace)
    orphan = workspace.warehouse / "purchases" / "month=2026-01" / "00000002-0000.parquet"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"half a file")
    run_sync(workspace)
    assert (orphan.exists(), orphan.parent.exists()) == (False, False)


def test_second_writer_is_refused(workspace: Workspace) -> None:
    with writer_lock(workspace.warehouse), pytest.raises(UnableToWriteWarehouse):
        run_sync(workspace)
    assert run_sync(workspace).rebuilt == "missing"


def test_garbage_that_is_named_again_is_none() -> None:
    old, new = Manifest(as_of="2026-01-01T00:00:00Z"), Manifest(as_of="2026-01-01T01:00:00Z")
    old.garbage = {"a": "2026-01-01T00:29:00+00:00", "b": "2026-01-01T00:31:00+00:00"}
    assert garbage.mark_garbage(old, new, grace=timedelta(minutes=30)) == ["a"]
    assert new.garbage == {"b": "2026-01-01T00:31:00+00:00"}


def test_remove_files_that_are_gone(tmp_path: Path) -> None:
    garbage.remove_files(tmp_path, ["nowhere/at/all.parquet"])
    assert list(tmp_path.iterdir()) == []
