"""PostgreSQL gives out ids in one order and commits them in another: none is skipped, none is mirrored twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from mirrored import FIRST_DAY, make_parties, make_purchases, mirrored, note, purchases_in_truth, run_sync

from lazo.identify.models import Purchase, Source
from lazo.kernel.models import Change
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.warehouse.manifest import Manifest
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@contextmanager
def other_connection() -> Iterator[Any]:
    other = connection.copy()
    other.set_autocommit(False)
    try:
        yield other
    finally:
        other.rollback()
        other.close()


def insert(other: Any, source: Source, day: int) -> int:
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO identify_purchase (source_id, occurred_on, currency, amount, base_amount, channel)"
            " VALUES (%s, %s + %s, 'COP', 7, 7, '') RETURNING id",
            [source.pk, FIRST_DAY, day],
        )
        (key,) = cursor.fetchone()
    return int(key)


def marks(workspace: Workspace) -> tuple[int, int]:
    state = Manifest.read(workspace.warehouse).tables["purchases"]
    return state.settled, state.top


def test_row_committed_after_a_larger_id_is_mirrored(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    (first,) = make_purchases([ana], [0])
    with other_connection() as other:
        slow = insert(other, first.source, 3)
        (quick,) = make_purchases([ana], [1])
        assert slow < quick.pk
        run_sync(workspace)
        assert mirrored(workspace, "purchases") == purchases_in_truth()
        assert marks(workspace) == (0, quick.pk)
        (third,) = make_purchases([ana], [2])
        assert run_sync(workspace).tables["purchases"].read == 1
        other.commit()
    report = run_sync(workspace)
    assert report.tables["purchases"].read == 1
    assert mirrored(workspace, "purchases") == purchases_in_truth()
    assert slow in {row[0] for row in mirrored(workspace, "purchases")}
    assert marks(workspace) == (third.pk, third.pk)
    assert doctor(workspace) == []


def test_mark_moves_when_those_writers_are_over_although_others_write(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    (first,) = make_purchases([ana], [0])
    with other_connection() as one, other_connection() as two:
        insert(one, first.source, 1)
        run_sync(workspace)
        assert marks(workspace) == (0, first.pk)
        (finding,) = doctor(workspace)
        assert (finding.code, finding.params) == ("waiting", {"transactions": 1})
        early = insert(two, first.source, 2)
        one.commit()
        run_sync(workspace)
        assert marks(workspace) == (first.pk, early - 1)
        two.commit()
    run_sync(workspace)
    assert marks(workspace) == (early, early)
    assert mirrored(workspace, "purchases") == purchases_in_truth()


def test_change_committed_late_is_applied(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    old, other_old = make_purchases([ana, ana], [0, 1])
    run_sync(workspace)
    with other_connection() as other:
        with other.cursor() as cursor:
            cursor.execute("UPDATE identify_purchase SET base_amount = 99 WHERE id = %s", [old.pk])
            cursor.execute(
                "INSERT INTO kernel_change (\"table\", operation, row_from, row_to) VALUES ('purchases', 'U', %s, %s)",
                [old.pk, old.pk],
            )
        Purchase.objects.filter(pk=other_old.pk).update(base_amount=77)
        note([other_old], Change.Operation.UPDATE)
        run_sync(workspace)
        assert mirrored(workspace, "purchases") == purchases_in_truth()
        other.commit()
    run_sync(workspace)
    assert mirrored(workspace, "purchases") == purchases_in_truth()
    assert doctor(workspace) == []
    assert run_sync(workspace).rows_read == 0


def test_rolled_back_ids_do_not_hold_the_mark(workspace: Workspace) -> None:
    (ana,) = make_parties(1)
    (first,) = make_purchases([ana], [0])
    with other_connection() as other:
        insert(other, first.source, 1)
    (last,) = make_purchases([ana], [2])
    run_sync(workspace)
    assert last.pk == first.pk + 2
    assert marks(workspace) == (last.pk, last.pk)
