"""Facts that a later file says again belong to it when the earlier one is undone: they stay, under the later batch."""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

from collections.abc import Iterable
from typing import Any

import duckdb
from django.db import models

from lazo.identify.imports.pipeline.applying import runs
from lazo.identify.imports.pipeline.copying import copy_in
from lazo.identify.models import (
    ContactPoint,
    Contract,
    ImportBatch,
    Interaction,
    Party,
    PartyIdentifier,
    Purchase,
    PurchaseLine,
    RepeatedRows,
    SourceRecord,
    TraitValue,
)

PURCHASES, LINES, INTERACTIONS = "identify_purchase", "identify_purchaseline", "identify_interaction"
CONTRACTS = "identify_contract"
FACTS: dict[str, Any] = {PURCHASES: Purchase.objects, INTERACTIONS: Interaction.objects, CONTRACTS: Contract.objects}
KEYS: tuple[Any, ...] = (SourceRecord.objects, PartyIdentifier.objects, ContactPoint.objects, TraitValue.objects)
Ranges = list[tuple[int, int]]


def remember_repeated(con: duckdb.DuckDBPyConnection, table: str, query: str, *, batch: int) -> None:
    """Keep which rows of `table`, the column `id` of `query`, the batch found there and left as they were."""
    RepeatedRows.objects.filter(batch=batch, table=table).delete()
    found = con.execute(f"""
        SELECT {batch}::BIGINT AS batch_id, '{table}' AS "table", min(id) AS row_from, max(id) AS row_to FROM (
            SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM (SELECT DISTINCT id FROM ({query})))
        GROUP BY run ORDER BY row_from""").to_arrow_table()
    copy_in("identify_repeatedrows", found)


def hand_over(table: str, first: int, last: int, batch: ImportBatch) -> list[int]:
    """Rows of the piece that later imports repeated: they become theirs. Returns the ids, which stay."""
    if table == LINES:
        return _lines_of_repeated(first, last, batch)
    if table not in FACTS:
        return []
    given: list[int] = []
    for later, ranges in _repeated(table, first, last, batch).items():
        rows: models.QuerySet[Any] = FACTS[table].filter(_within(ranges), batch=batch.pk)
        ids = sorted(rows.values_list("pk", flat=True))
        rows.update(batch=later)
        _extend(later, table, ids)
        given += ids
    return sorted(given)


def hand_over_parties(parties: Iterable[int], batch: ImportBatch) -> list[int]:
    """Of `parties` that the batch made, those whose purchases a later import took over: they become its too, with their keys."""
    wanted = Party.objects.filter(pk__in=list(parties), batch=batch)
    spans = [tuple(span) for span in batch.report.get("ids", {}).get(PURCHASES, [])]
    if not spans:
        return []
    taken = Purchase.objects.filter(_within(spans), party__in=wanted, batch__isnull=False).exclude(batch=batch.pk)
    takers: dict[int, Any] = dict(taken.order_by("-batch").values_list("party_id", "batch"))
    for later in set(takers.values()):
        ids = sorted(party for party, taker in takers.items() if taker == later)
        for keys in KEYS:
            keys.filter(party__in=ids, batch=batch.pk).update(batch=later)
        Party.objects.filter(pk__in=ids).update(batch=later)
        _extend(later, "identify_party", ids)
    return sorted(takers)


def _lines_of_repeated(first: int, last: int, batch: ImportBatch) -> list[int]:
    """Lines stay with their purchase; they go before it, so that it still says whose it is."""
    rows = PurchaseLine.objects.filter(pk__range=(first, last))
    ends = rows.aggregate(low=models.Min("purchase"), high=models.Max("purchase"))
    if ends["low"] is None:
        return []
    given: list[int] = []
    for later, ranges in _repeated(PURCHASES, ends["low"], ends["high"], batch).items():
        ids = sorted(rows.filter(_within(ranges, "purchase_id"), purchase__batch=batch.pk).values_list("pk", flat=True))
        _extend(later, LINES, ids)
        given += ids
    return sorted(given)


def _repeated(table: str, first: int, last: int, batch: ImportBatch) -> dict[int, Ranges]:
    """The ranges that other finished imports repeated, by batch; a row that two repeated is the first one's."""
    rows = RepeatedRows.objects.filter(
        table=table, row_to__gte=first, row_from__lte=last, batch__state=ImportBatch.State.DONE
    ).exclude(batch=batch)
    found: dict[int, Ranges] = {}
    for later, low, high in rows.order_by("batch", "row_from").values_list("batch", "row_from", "row_to"):
        found.setdefault(later, []).append((max(low, first), min(high, last)))
    return found


def _within(ranges: Iterable[tuple[int, int]], field: str = "pk") -> models.Q:
    """Rows whose `field` is in one of the ranges; many short ones are asked for by number."""
    known = list(ranges)
    if len(known) > 100:
        ids = [number for low, high in known for number in range(low, high + 1)]
        return models.Q(**{f"{field}__in": ids})
    condition = models.Q(pk__in=[])
    for span in known:
        condition |= models.Q(**{f"{field}__gte": span[0], f"{field}__lte": span[1]})
    return condition


def _extend(later: int, table: str, ids: list[int]) -> None:
    """What the later batch would now have to take back in its turn."""
    if not ids:
        return
    report = ImportBatch.objects.values_list("report", flat=True).get(pk=later)
    spans = report.setdefault("ids", {}).setdefault(table, [])
    spans += [list(span) for span in runs(ids)]
    ImportBatch.objects.filter(pk=later).update(report=report)
