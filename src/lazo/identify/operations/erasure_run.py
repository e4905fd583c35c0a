"""Carrying an erasure out: what the law obliges to keep stays without the person, all else goes, and then one looks for what is left."""

from datetime import date
from time import sleep
from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError, QuerySet
from django.db.models.functions import Now

from lazo.identify.models import BatchChange, Erasure
from lazo.identify.operations.erasure import finish_erasure
from lazo.kernel.changes import note_changes
from lazo.kernel.forgetting import empty_log, forget_details_of, overwrite_deleted
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change
from lazo.kernel.personal_data import Forgotten, Holding, findings, forgettings, holdings
from lazo.kernel.text_search import found_in_database
from lazo.kernel.warehouse.lock import UnableToWriteWarehouse
from lazo.kernel.warehouse.sync import erase
from lazo.kernel.workspace import Workspace

AT_ONCE = 500
NOT_SEARCHED = frozenset(
    {"identify.Erasure", "kernel.User", "kernel.Company", "sessions.Session", "usersessions.UserSession"}
)
"""Who works here may be a customer too; and a session is written so that no text can be found in it."""


def carry_out(context: JobContext, *, workspace: Workspace, erasure: int, on: date) -> dict[str, Any]:
    """Erase step by step; each is done once, however often the process is killed. Result: what went, what is left."""
    found = Erasure.objects.get(pk=erasure)
    if found.finished_at is not None:
        return dict(found.report)
    overwrite_deleted()
    person = Forgotten(workspace, found.family, found.values, found.batches, context)
    steps = [*holdings()]
    for number, holding in enumerate(steps):
        context.progress(number, len(steps) + 3, "borrar")
        context.raise_if_cancelled()
        _once(found, holding)
    for name, forget in forgettings():
        if name not in found.done:
            _note(found, name, forget(person))
    context.progress(len(steps) + 1, len(steps) + 3, "almacén")
    if "warehouse" not in found.done:
        _note(found, "warehouse", sum(_erase_warehouse(person).values()))
    context.progress(len(steps) + 2, len(steps) + 3, "comprobar")
    report = {"erased": found.done, "searched": len(found.values), "remaining": _remaining(person)}
    with transaction.atomic():
        if report["remaining"]:
            Erasure.objects.filter(pk=found.pk).update(report=report)
        else:
            finish_erasure(found, report, by=found.by, on=on, note="")
    empty_log()
    return report


def _once(erasure: Erasure, holding: Holding) -> None:
    """Forget the rows of one table and remember that in one transaction."""
    if holding.model not in erasure.done:
        with transaction.atomic():
            _note(erasure, holding.model, _forget(holding, erasure.family))


def _note(erasure: Erasure, name: str, count: int) -> None:
    erasure.done = {**erasure.done, name: count}
    Erasure.objects.filter(pk=erasure.pk).update(done=erasure.done)


def _forget(holding: Holding, family: list[int]) -> int:
    """The rows of one table: the values of their events, what an undo of an import kept, the rows themselves."""
    rows = holding.about(family)
    numbers = [row for row in rows.order_by().values_list("pk", flat=True) if isinstance(row, int)]
    forget_details_of(holding.table, numbers)
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        BatchChange.objects.filter(table=holding.table, row__in=some).delete()
    if holding.model == "identify.Party":
        count = rows.update(**(holding.blank or {}), retired_at=Now())
    elif holding.blank is None:
        count = rows.count()
        _delete(rows)
    else:
        count = rows.update(**holding.blank) if holding.blank else 0
    _tell(holding, numbers)
    return count


def _delete(rows: "QuerySet[Any]") -> None:
    """Delete, also lines of a ledger that refer to each other and refuse any other way: all of them go in one transaction."""
    try:
        rows.delete()
    except ProtectedError:
        rows._raw_delete(connection.alias)  # noqa: SLF001 - as above: Django knows no other way past a protection


def _tell(holding: Holding, numbers: list[int]) -> None:
    """Note what changed, so that cards, search and the warehouse follow."""
    if not holding.mirrored or not numbers:
        return
    operation = Change.Operation.DELETE if holding.blank is None else Change.Operation.UPDATE
    note_changes(
        [
            Change(table=holding.mirrored, operation=operation, row_from=first, row_to=last)
            for first, last in _runs(sorted(numbers))
        ]
    )


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers as ranges of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _erase_warehouse(person: Forgotten) -> dict[str, int]:
    """The mirror, as soon as nobody else writes it: while somebody does, this waits for its turn."""
    while True:
        try:
            return erase(workspace=person.workspace, parties=person.family, context=person.context).removed
        except UnableToWriteWarehouse:
            person.context.raise_if_cancelled()
            sleep(1)


def _remaining(person: Forgotten) -> dict[str, int]:
    """Where something of the person is left, and how many rows or files."""
    left = found_in_database(person.values, without=NOT_SEARCHED)
    for holding in holdings():
        if holding.blank is None:
            count = holding.about(person.family).count()
            if count:
                left[holding.table] = count
    for _name, find in findings():
        left |= find(person)
    return left
