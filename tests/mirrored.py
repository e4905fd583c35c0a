"""What the warehouse tests share: a small company's rows, and the mirror and the truth as comparable lists."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from lazo.analytics.engine import open_duckdb
from lazo.identify.models import Party, Purchase, PurchaseLine, Source
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.warehouse.sync import sync
from lazo.kernel.warehouse.sync_run import SyncReport
from lazo.kernel.workspace import Workspace

FIRST_DAY = date(2026, 1, 1)
Row = tuple[Any, ...]


def run_sync(workspace: Workspace, *, full: bool = False) -> SyncReport:
    return sync(workspace=workspace, full=full, context=NullContext())


def make_parties(count: int) -> list[Party]:
    return Party.objects.bulk_create(Party(name=f"Persona {number}", country="CO") for number in range(count))


def make_purchases(parties: Iterable[Party | None], days: Iterable[int], *, amount: int = 1000) -> list[Purchase]:
    """One purchase of `amount` plus its place for each party and day (counted from January 1), in one transaction."""
    source, _ = Source.objects.get_or_create(key="pos", defaults={"name": "Caja"})
    with transaction.atomic():
        purchases = Purchase.objects.bulk_create(
            Purchase(
                party=party,
                source=source,
                occurred_on=FIRST_DAY + timedelta(days=day),
                currency="COP",
                amount=amount + place,
                base_amount=amount + place,
            )
            for place, (party, day) in enumerate(zip(parties, days, strict=True))
        )
        note(purchases, Change.Operation.APPEND)
    return purchases


def make_lines(purchases: Iterable[Purchase], *, quantity_milli: int = 1000) -> list[PurchaseLine]:
    with transaction.atomic():
        lines = PurchaseLine.objects.bulk_create(
            PurchaseLine(purchase=purchase, amount=purchase.amount, quantity_milli=quantity_milli)
            for purchase in purchases
        )
        note(lines, Change.Operation.APPEND, table="purchase_lines")
    return lines


def note(rows: Iterable[Any], operation: str, *, table: str = "purchases") -> None:
    ids = [row.pk for row in rows]
    note_change(table=table, operation=operation, row_from=min(ids), row_to=max(ids))


def mirrored(workspace: Workspace, table: str) -> list[Row]:
    """All rows of a table of the warehouse, in order."""
    con = open_duckdb()
    rows = open_snapshot(workspace).table(con, table).to_pyarrow().to_pylist()
    con.disconnect()
    return sorted((tuple(row.values()) for row in rows), key=repr)


def purchases_in_truth() -> list[Row]:
    fields = ("id", "party_id", "occurred_on", "base_amount", "base_margin")
    return sorted(Purchase.objects.values_list(*fields), key=repr)


def all_mirrored(workspace: Workspace) -> dict[str, list[Row]]:
    return {table: mirrored(workspace, table) for table in open_snapshot(workspace).tables}
