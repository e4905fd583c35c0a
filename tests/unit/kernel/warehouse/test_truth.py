"""Reading the operational database: one instant, columns of the right type, and a clear word when it cannot be read."""

import pytest
from django.db import connection, connections
from mirrored import make_parties, make_purchases, run_sync
from pyarrow import parquet

from lazo.identify import mirror
from lazo.identify.models import Party
from lazo.kernel.jobs import JobCancelled, NullContext
from lazo.kernel.warehouse.manifest import Manifest
from lazo.kernel.warehouse.rollup_sync import RollupSync
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse, open_snapshot
from lazo.kernel.warehouse.sync import sync
from lazo.kernel.warehouse.truth import SqliteTruth, UnableToReadTruth, open_truth, sqlite_reader
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def test_snapshot_does_not_move() -> None:
    make_parties(2)
    with open_truth() as truth:
        truth.begin()
        assert truth.value("SELECT count(*) AS n FROM identify_party") == 2
        make_parties(1)
        assert truth.value("SELECT count(*) AS n FROM identify_party") == 2
    assert Party.objects.count() == 3


def test_the_application_keeps_its_database_while_it_is_read() -> None:
    make_parties(1)
    with open_truth() as truth:
        truth.begin()
        make_parties(1)
    make_parties(1)
    connection.close()
    assert Party.objects.count() == 3


def test_reader_that_died() -> None:
    if connection.vendor == "sqlite":
        with sqlite_reader(connection.settings_dict["NAME"]) as (requests, answers):
            truth = SqliteTruth(requests, answers)
            with pytest.raises(UnableToReadTruth, match="se detuvo"):
                truth.rows("SELECT nothing FROM nowhere")
            with pytest.raises(UnableToReadTruth):
                truth.rows("SELECT 1 AS one")


def test_database_of_another_kind() -> None:
    connections.settings["other"] = {**connections.settings["default"], "ENGINE": "django.db.backends.dummy"}
    try:
        with pytest.raises(UnableToReadTruth, match="es otra"), open_truth("other"):
            pass
    finally:
        del connections["other"], connections.settings["other"]


def test_cancelled_sync_leaves_the_warehouse_as_it_was(workspace: Workspace) -> None:
    class Cancelled(NullContext):
        def raise_if_cancelled(self) -> None:
            raise JobCancelled

    make_parties(1)
    with pytest.raises(JobCancelled):
        sync(workspace=workspace, context=Cancelled())
    with pytest.raises(UnableToOpenWarehouse):
        open_snapshot(workspace)
    assert run_sync(workspace).rows_read == 1


def test_rollup_of_a_month_too_large_for_memory_is_the_same(workspace: Workspace) -> None:
    ana, eva = make_parties(2)
    make_purchases([ana, ana, eva, None, eva], [3, 3, 9, 9, 8])
    run_sync(workspace)
    fact = Manifest.read(workspace.warehouse).tables["purchases"]
    read = []
    for rows_in_memory in (0, 5):
        work = RollupSync(
            mirror.CUSTOMER_MONTH,
            mirror.PURCHASES,
            folder=workspace.warehouse,
            scratch=workspace.root,
            manifest_id=90 + rows_in_memory,
            context=NullContext(),
            rows_in_memory=rows_in_memory,
        )
        state = work.run(None, fact, set())
        manifest = Manifest.read(workspace.warehouse)
        manifest.rollups = {"customer_month": state}
        manifest.swap_in(workspace.warehouse)
        (path,) = open_snapshot(workspace).paths("customer_month")
        read.append(sorted(parquet.read_table(path, partitioning=None).to_pylist(), key=lambda row: row["party_id"]))
    assert read[0] == read[1]
    assert [row["party_id"] for row in read[0]] == [ana.pk, eva.pk]
