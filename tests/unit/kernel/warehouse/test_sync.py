"""Syncs against both databases: what is mirrored is what is true, whatever happened in between."""

import random
from datetime import UTC, date, timedelta

import pytest
from mirrored import (
    FIRST_DAY,
    all_mirrored,
    make_lines,
    make_parties,
    make_purchases,
    mirrored,
    note,
    purchases_in_truth,
    run_sync,
)

from lazo.identify.models import Party, Product, Purchase, PurchaseLine
from lazo.kernel.jobs import enqueue, run_job
from lazo.kernel.models import Change
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse, is_current, open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

UPDATE, DELETE, APPEND = Change.Operation.UPDATE, Change.Operation.DELETE, Change.Operation.APPEND


def assert_equal_to_a_rebuild(workspace: Workspace) -> None:
    before = all_mirrored(workspace)
    run_sync(workspace, full=True)
    assert all_mirrored(workspace) == before
    assert before["purchases"] == purchases_in_truth()


def test_open_snapshot_without_warehouse(workspace: Workspace) -> None:
    with pytest.raises(UnableToOpenWarehouse):
        open_snapshot(workspace)


def test_sync_of_an_empty_company(workspace: Workspace) -> None:
    report = run_sync(workspace)
    assert (report.rebuilt, report.rows_read) == ("missing", 0)
    assert set(all_mirrored(workspace)) >= {"parties", "purchases", "contracts", "customer_month"}
    assert not any(all_mirrored(workspace).values())


def test_first_sync_mirrors_every_row_by_month(workspace: Workspace) -> None:
    ana, eva = make_parties(2)
    make_purchases([ana, eva, None, ana], [0, 31, 31, 33])
    run_sync(workspace)
    snapshot = open_snapshot(workspace)
    assert (snapshot.manifest_id, snapshot.as_of.tzinfo) == (1, UTC)
    assert mirrored(workspace, "purchases") == purchases_in_truth()
    assert snapshot.months("purchases") == ["2026-01", "2026-02"]
    assert (snapshot.rows("purchases"), snapshot.rows("purchases", ["2026-02"])) == (4, 3)
    assert [path.parent.name for path in snapshot.paths("purchases", ["2026-02"])] == ["month=2026-02"]


def test_rollup_leaves_anonymous_purchases_out(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    make_purchases([ana, ana, None], [0, 4, 4])
    run_sync(workspace)
    fifth = date(2026, 1, 5)
    row = (ana.pk, FIRST_DAY, 2, 0b10001, 2001, None, FIRST_DAY, fifth, 1000, fifth)
    assert mirrored(workspace, "customer_month") == [row]


def test_parties_are_mirrored_with_their_canonical(workspace: Workspace) -> None:
    ana, eva = make_parties(2)
    run_sync(workspace)
    created = ana.created_at.date() if ana.created_at else None
    Party.objects.filter(pk=eva.pk).update(canonical=ana, first_contact_on=date(1969, 12, 30), country="")
    note([eva], UPDATE, table="parties")
    run_sync(workspace)
    kept, merged = mirrored(workspace, "parties")
    # City, birth date, owner, team; ways to reach it, industry and size of a company.
    nothing, no_company = (None, None, None, None), (0, None, None)
    assert kept[:8] == (ana.pk, ana.pk, "PERSON", "CO", *nothing)
    assert created is None or kept[8] == created
    known_by_name = (True, False, False)
    before = (eva.pk, ana.pk, "PERSON", None, *nothing, date(1969, 12, 30), False)
    assert merged == (*before, *known_by_name, *no_company)


def test_new_rows_touch_only_their_months(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    make_purchases([ana, ana], [0, 31])
    run_sync(workspace)
    january = open_snapshot(workspace).paths("purchases", ["2026-01"])
    make_purchases([ana], [40])
    report = run_sync(workspace)
    assert report.tables["purchases"].parts == ["2026-02"]
    assert (report.tables["purchases"].read, report.tables["parties"].read) == (1, 0)
    assert open_snapshot(workspace).paths("purchases", ["2026-01"]) == january
    assert len(open_snapshot(workspace).paths("purchases", ["2026-02"])) == 2
    assert_equal_to_a_rebuild(workspace)


def test_sync_without_changes_keeps_the_manifest(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    make_purchases([ana], [0])
    first = run_sync(workspace)
    second = run_sync(workspace)
    assert (second.manifest_id, second.rows_read, second.rebuilt) == (first.manifest_id, 0, "")
    assert second.as_of > first.as_of


def test_late_row_goes_to_its_old_month(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    make_purchases([ana, ana], [0, 100])
    run_sync(workspace)
    make_purchases([ana], [5])
    assert run_sync(workspace).tables["purchases"].parts == ["2026-01"]
    assert_equal_to_a_rebuild(workspace)


def test_changed_row_moves_to_another_month(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    purchases = make_purchases([ana] * 3, [0, 1, 2])
    make_lines(purchases)
    run_sync(workspace)
    Purchase.objects.filter(pk=purchases[1].pk).update(occurred_on=date(2026, 3, 7), base_amount=-50)
    note([purchases[1]], UPDATE)
    report = run_sync(workspace)
    assert report.tables["purchases"].parts == ["2026-01", "2026-03"]
    assert report.tables["purchase_lines"].parts == ["2026-01", "2026-03"]
    assert_equal_to_a_rebuild(workspace)


def test_deleted_rows_leave_with_their_lines(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    purchases = make_purchases([ana] * 200, [0] * 100 + [40] * 100)
    make_lines(purchases)
    run_sync(workspace)
    gone = purchases[100:]
    PurchaseLine.objects.filter(purchase__in=gone).delete()
    Purchase.objects.filter(pk__in=[purchase.pk for purchase in gone]).delete()
    note(gone, DELETE)
    report = run_sync(workspace)
    assert (report.tables["purchases"].removed, report.tables["purchase_lines"].removed) == (100, 100)
    assert open_snapshot(workspace).months("customer_month") == ["2026-01"]
    assert_equal_to_a_rebuild(workspace)


def test_line_of_a_foreign_purchase_is_in_base_currency(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    (purchase,) = make_purchases([ana], [0])
    Purchase.objects.update(currency="USD", amount=300, base_amount=1_234_567)
    (line,) = make_lines([purchase], quantity_milli=250)
    PurchaseLine.objects.update(amount=100, margin=-7)
    run_sync(workspace)
    assert mirrored(workspace, "purchase_lines") == [
        (line.pk, purchase.pk, ana.pk, FIRST_DAY, None, 0.25, 411_522, -28_807)
    ]


def test_append_below_the_mark_is_found_by_its_change(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    first, second, third = make_purchases([ana] * 3, [0, 1, 2])
    Purchase.objects.filter(pk=second.pk).delete()
    run_sync(workspace)
    second.pk = first.pk + 1
    second.save(force_insert=True)
    note([second], APPEND)
    assert run_sync(workspace).tables["purchases"].read >= 1
    assert_equal_to_a_rebuild(workspace)
    assert open_snapshot(workspace).rows("purchases") == 3
    assert third.pk == first.pk + 2


def test_many_small_syncs_leave_few_files(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    for day in range(12):
        make_purchases([ana], [day])
        run_sync(workspace)
    assert len(open_snapshot(workspace).paths("purchases")) <= 8
    assert len(open_snapshot(workspace).paths("customer_month")) == 1
    assert_equal_to_a_rebuild(workspace)


def test_product_text_and_nulls(workspace: Workspace) -> None:
    run_sync(workspace)
    product = Product.objects.create(sku="A-1", name="Café ñandú")
    run_sync(workspace)
    assert mirrored(workspace, "products") == [(product.pk, "A-1", "Café ñandú", None)]


def test_is_current(workspace: Workspace) -> None:
    assert not is_current(workspace)
    (ana,) = make_parties(1)
    run_sync(workspace)
    assert is_current(workspace)
    make_purchases([ana], [0])
    assert not is_current(workspace)
    run_sync(workspace)
    assert is_current(workspace)


def test_sync_is_a_job(workspace: Workspace) -> None:
    make_parties(3)
    job = enqueue("warehouse.sync", by=None, arguments={"full": True})
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["rows"], job.result["rebuilt"]) == ("DONE", 3, "missing")


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_the_mirror_is_the_truth(workspace: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    parties = [*make_parties(4), None]
    for _ in range(8):
        made = make_purchases(chance.choices(parties, k=30), [chance.randrange(200) for _ in range(30)])
        make_lines(chance.sample(made, 10))
        every = list(Purchase.objects.order_by("id"))
        changed = chance.sample(every, 3)
        day = FIRST_DAY + timedelta(days=chance.randrange(200))
        Purchase.objects.filter(pk__in=[row.pk for row in changed]).update(
            occurred_on=day, party=chance.choice(parties)
        )
        gone = chance.sample(every, 2)
        PurchaseLine.objects.filter(purchase__in=gone).delete()
        Purchase.objects.filter(pk__in=[row.pk for row in gone]).delete()
        for row in changed:
            note([row], UPDATE)
        note(gone, DELETE)
        if chance.random() < 0.7:
            run_sync(workspace)
    run_sync(workspace)
    assert doctor(workspace) == []
    assert_equal_to_a_rebuild(workspace)
