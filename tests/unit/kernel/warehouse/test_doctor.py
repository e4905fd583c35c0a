"""The doctor against planted damage: one finding for each, and none without."""

import pyarrow.parquet as pq
import pytest
from mirrored import make_lines, make_parties, make_purchases, note, run_sync

from lazo.identify.models import Party, PartyRelationship, Purchase
from lazo.identify.models.relationship import RelationshipType
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.warehouse.finding import Finding
from lazo.kernel.warehouse.manifest import Manifest
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def purchases(workspace: Workspace) -> list[Purchase]:
    ana, eva = make_parties(2)
    purchases = make_purchases([ana, eva, None, ana], [0, 31, 31, 33])
    make_lines(purchases, quantity_milli=1_333)
    run_sync(workspace)
    return purchases


def codes(workspace: Workspace) -> list[tuple[str, str]]:
    return [(finding.code, finding.table) for finding in doctor(workspace)]


def test_healthy_warehouse(workspace: Workspace, purchases: list[Purchase]) -> None:
    assert doctor(workspace) == []
    make_purchases([None], [60])
    assert doctor(workspace) == []


def test_no_warehouse(workspace: Workspace) -> None:
    (finding,) = doctor(workspace)
    assert (finding.code, finding.level) == ("no_warehouse", "warning")
    assert finding.remedy == "Ponlo al día con: lazo sync"


def test_damaged_manifest(workspace: Workspace, purchases: list[Purchase]) -> None:
    (workspace.warehouse / "manifest.json").write_text("{")
    assert codes(workspace) == [("damaged_manifest", "")]
    assert run_sync(workspace).rebuilt == "damaged"
    assert doctor(workspace) == []


def test_change_without_note_differs(workspace: Workspace, purchases: list[Purchase]) -> None:
    Purchase.objects.filter(pk=purchases[1].pk).update(amount=5, base_amount=5)
    assert doctor(workspace) == [Finding("differs", "purchases", {"parts": "2026-02", "count": 1})]
    run_sync(workspace, full=True)
    assert doctor(workspace) == []


def test_swapped_values_differ(workspace: Workspace, purchases: list[Purchase]) -> None:
    first, second = purchases[1], purchases[3]
    Purchase.objects.filter(pk=first.pk).update(party=second.party)
    Purchase.objects.filter(pk=second.pk).update(party=first.party)
    assert codes(workspace) == [("differs", "purchases"), ("differs", "purchase_lines")]


def test_noted_change_is_behind(workspace: Workspace, purchases: list[Purchase]) -> None:
    Purchase.objects.filter(pk=purchases[1].pk).update(party=None)
    note([purchases[1]], Change.Operation.UPDATE)
    assert codes(workspace) == [("behind", "purchases"), ("behind", "purchase_lines")]
    run_sync(workspace)
    assert doctor(workspace) == []


def test_missing_and_damaged_files(workspace: Workspace, purchases: list[Purchase]) -> None:
    january, february = open_snapshot(workspace).paths("purchases")
    january.unlink()
    february.write_bytes(b"not parquet")
    assert codes(workspace) == [("missing_file", "purchases"), ("damaged_file", "purchases")]
    run_sync(workspace, full=True)
    assert doctor(workspace) == []


def test_file_with_fewer_rows_is_damaged(workspace: Workspace, purchases: list[Purchase]) -> None:
    (february,) = open_snapshot(workspace).paths("purchases", ["2026-02"])
    pq.write_table(pq.read_table(february, partitioning=None).slice(1), february)
    assert codes(workspace) == [("damaged_file", "purchases")]


def test_rollup_that_lost_money(workspace: Workspace, purchases: list[Purchase]) -> None:
    (january,) = open_snapshot(workspace).paths("customer_month", ["2026-01"])
    table = pq.read_table(january, partitioning=None)
    place = table.schema.get_field_index("money")
    pq.write_table(table.set_column(place, "money", [[1]]), january)
    assert doctor(workspace) == [Finding("rollup_differs", "customer_month", {"parts": "2026-01", "count": 1})]


def test_foreign_party(workspace: Workspace, purchases: list[Purchase]) -> None:
    manifest = Manifest.read(workspace.warehouse)
    manifest.tables["parties"].parts = {}
    manifest.swap_in(workspace.warehouse)
    found = doctor(workspace)
    assert [(finding.code, finding.table) for finding in found] == [
        ("differs", "parties"),
        ("foreign", "purchases"),
        ("foreign", "purchase_lines"),
    ]
    assert found[1].params == {"column": "party_id", "other": "parties", "rows": 3}


def test_change_of_an_unknown_table(workspace: Workspace, purchases: list[Purchase]) -> None:
    note_change(table="purchase", operation=Change.Operation.UPDATE, row_from=1)
    (finding,) = doctor(workspace)
    assert finding == Finding("unknown_table", "purchase")
    assert finding.message == "Hay cambios anotados para la tabla purchase, que el almacén no conoce."


def test_warehouse_of_a_newer_copy(workspace: Workspace, purchases: list[Purchase]) -> None:
    Change.objects.all().delete()
    assert codes(workspace) == [("other_truth", "")]
    assert run_sync(workspace).rebuilt == "other_truth"
    assert doctor(workspace) == []


def test_column_that_is_new_today(workspace: Workspace, purchases: list[Purchase]) -> None:
    manifest = Manifest.read(workspace.warehouse)
    del manifest.tables["parties"].columns["retired"]
    del manifest.rollups["customer_month"].columns["margin"]
    manifest.swap_in(workspace.warehouse)
    assert codes(workspace)[0] == ("not_mirrored", "parties")
    assert ("not_mirrored", "customer_month") in codes(workspace)
    assert run_sync(workspace).tables["parties"].read == Party.objects.count()
    assert doctor(workspace) == []


def test_a_table_mirrored_whole_is_behind_until_it_is_read_again(workspace: Workspace) -> None:
    ana, eva = make_parties(2)
    run_sync(workspace)
    kind = RelationshipType.objects.create(key="amiga", family="SOCIAL", name="es amiga de", inverse_name="es amiga de")
    first = PartyRelationship.objects.create(origin=ana, target=eva, type=kind)
    assert run_sync(workspace).tables["relations"].read == 1
    assert run_sync(workspace).tables["relations"].read == 0
    PartyRelationship.objects.filter(pk=first.pk).update(valid_to="2026-01-31")
    assert codes(workspace) == [("behind", "relations")]

    assert run_sync(workspace).tables["relations"].read == 1

    assert doctor(workspace) == []
    first.delete()
    before = open_snapshot(workspace).manifest_id
    assert run_sync(workspace).tables["relations"].rows == 0
    assert open_snapshot(workspace).manifest_id == before + 1
