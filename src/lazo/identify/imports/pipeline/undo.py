"""The undo of a batch: everything it brought goes, everything it changed becomes what it was, unless a person touched it since.

Chunks and watermark are those of the import, so that a killed undo goes on where it was. What is kept is counted and named.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement
# ruff: noqa: SLF001 - Django documents a model's _meta and _default_manager

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Now

from lazo.identify.going_records import let_go
from lazo.identify.imports.pipeline.applying import advance, runs
from lazo.identify.imports.pipeline.copying import copy_in, lookup_table
from lazo.identify.imports.pipeline.folder import BatchFolder
from lazo.identify.imports.pipeline.handover import hand_over, hand_over_parties
from lazo.identify.imports.pipeline.seen_plan import forget_seen
from lazo.identify.models import (
    BatchChange,
    CompanyProfile,
    ConsentEntry,
    ContactPoint,
    GoldenRecord,
    ImportBatch,
    Party,
    PartyIdentifier,
    PurchaseLine,
    RelationCandidate,
    SourceRecord,
    TraitValue,
)
from lazo.identify.search.tokens import refresh_tokens
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

CHUNK = 20_000
CHANGES = 2_000
NAMED = 1_000
MIRRORED = {
    "identify_party": "parties",
    "identify_product": "products",
    "identify_purchase": "purchases",
    "identify_purchaseline": "purchase_lines",
    "identify_interaction": "interactions",
    "identify_contract": "contracts",
    "identify_traitvalue": "traits",
}
LINES = "identify_purchaseline"
WORDS = "identify_searchtoken"
CONSENTS = "identify_consententry"
REPEATED = (GoldenRecord, CompanyProfile)
"""What only repeats other rows is no reason to keep anybody."""
KEYS = (SourceRecord, PartyIdentifier, ContactPoint, TraitValue)
Progress = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Piece:
    """Rows `first` to `last` of `table`, or changes of the batch with those ids where `table` is empty."""

    table: str
    first: int
    last: int


def undo(batch: ImportBatch, *, by: User | None, progress: Progress) -> None:
    """Take the batch back from wherever an earlier attempt left it. The batch becomes UNDONE."""
    pieces = list(_pieces(batch))
    for number, piece in enumerate(pieces, start=1):
        if number <= batch.watermark:
            continue
        with transaction.atomic():
            advance(batch, number)
            _take_back(piece, batch)
        batch.watermark = number
        progress(number, len(pieces), "undo")
    with transaction.atomic():
        finished = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.UNDOING, watermark=len(pieces))
        if finished.update(state=ImportBatch.State.UNDONE, undone_at=Now()):
            forget_seen(batch)
            kept = ImportBatch.objects.values_list("kept", flat=True).get(pk=batch.pk)
            record_event(
                kind="import.undone",
                by=by,
                table="identify_importbatch",
                row=batch.pk,
                batch=batch.pk,
                data={"kept": kept},
            )
    BatchFolder.of(batch).drop_work()


def _pieces(batch: ImportBatch) -> Iterator[Piece]:
    """What is to be done, in an order that never breaks a reference; the same however far the undo came."""
    ids: dict[str, list[list[int]]] = batch.report.get("ids", {})
    for table in (CONSENTS, "identify_contract", "identify_interaction", LINES, "identify_purchase"):
        yield from _cut(table, ids.get(table, []))
    ends = BatchChange.objects.filter(batch=batch).aggregate(first=models.Min("id"), last=models.Max("id"))
    if ends["first"] is not None:
        yield from _cut("", [[ends["first"], ends["last"]]], CHANGES)
    for table in ("identify_product", "identify_party"):
        yield from _cut(table, ids.get(table, []))
    for model in KEYS:
        yield from _cut(model._meta.db_table, ids.get(model._meta.db_table, []))


def _cut(table: str, ranges: list[list[int]], size: int = CHUNK) -> Iterator[Piece]:
    for first, last in ranges:
        for start in range(first, last + 1, size):
            yield Piece(table, start, min(start + size - 1, last))


def _take_back(piece: Piece, batch: ImportBatch) -> None:
    if not piece.table:
        _restore(piece, batch)
    elif piece.table == CONSENTS:
        ConsentEntry.objects.filter(pk__range=(piece.first, piece.last)).call_back(by=batch.created_by)
    elif piece.table == "identify_party":
        _take_back_parties(piece, batch)
    elif piece.table in {model._meta.db_table for model in KEYS}:
        _take_back_keys(piece, batch)
    else:
        handed = hand_over(piece.table, piece.first, piece.last, batch)
        _delete(piece, batch, keep=_touched_since(piece, batch), handed=handed)


def _touched_since(piece: Piece, batch: ImportBatch) -> list[int]:
    """Rows that a later import changed or, of products, that a remaining purchase names."""
    later = BatchChange.objects.filter(table=piece.table, row__range=(piece.first, piece.last)).exclude(batch=batch)
    found = set(later.values_list("row", flat=True))
    if piece.table == LINES:
        changed = BatchChange.objects.filter(table="identify_purchase").exclude(batch=batch).values("row")
        found |= set(
            PurchaseLine.objects.filter(pk__range=(piece.first, piece.last), purchase__in=changed).values_list(
                "pk", flat=True
            )
        )
    if piece.table == "identify_product":
        used = PurchaseLine.objects.filter(product_id__gte=piece.first, product_id__lte=piece.last)
        found |= set(used.values_list("product_id", flat=True).distinct())
    return sorted(found)


def _delete(piece: Piece, batch: ImportBatch, *, keep: list[int], handed: list[int]) -> None:
    """Delete the rows of the piece but those of `keep`, which are named, and those of `handed`, which are another batch's now."""
    staying = sorted({*keep, *handed})
    with lookup_table(pa.table({"id": pa.array(staying, pa.int64())})) as kept, connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {piece.table} WHERE id BETWEEN %s AND %s AND id NOT IN (SELECT id FROM {kept})",
            [piece.first, piece.last],
        )
        deleted = cursor.rowcount
    if deleted:
        note_change(
            table=MIRRORED[piece.table],
            operation=Change.Operation.DELETE,
            row_from=piece.first,
            row_to=piece.last,
            batch=batch.pk,
        )
    if piece.table != LINES:
        _keep(batch, piece.table, keep)


def _take_back_parties(piece: Piece, batch: ImportBatch) -> None:
    """Delete the parties the batch made; one that a person edited stays, one that something refers to is retired.

    One whose purchases a later import repeated is that import's now.
    """
    own = Party.objects.filter(pk__range=(piece.first, piece.last), batch=batch)
    edited = set(own.filter(version__gt=1).values_list("pk", flat=True))
    for end in ("origin", "target"):  # a guess of ours is no reason to keep anybody
        guessed = RelationCandidate.objects.filter(decisions__isnull=True)
        guessed.filter(**{f"{end}__gte": piece.first, f"{end}__lte": piece.last}).delete()
    handed = set(hand_over_parties(set(own.values_list("pk", flat=True)) - edited, batch))
    going = set(own.values_list("pk", flat=True)) - edited - handed
    let_go(going)
    referred = _referred_to(piece, batch) - edited - handed
    Party.objects.filter(pk__in=referred).update(retired_at=Now(), version=models.F("version") + 1)
    with (
        lookup_table(pa.table({"id": pa.array(sorted(edited | referred | handed), pa.int64())})) as kept,
        connection.cursor() as cursor,
    ):
        span = [piece.first, piece.last]
        _note_traits_of(piece, batch)
        for model in KEYS:
            cursor.execute(
                f"DELETE FROM {model._meta.db_table} WHERE party_id BETWEEN %s AND %s AND batch = %s"
                f" AND party_id NOT IN (SELECT id FROM {kept})",
                [*span, batch.pk],
            )
        cursor.execute(
            f"DELETE FROM {WORDS} WHERE party BETWEEN %s AND %s AND party NOT IN (SELECT id FROM {kept})", span
        )
        cursor.execute(
            f"DELETE FROM identify_party WHERE id BETWEEN %s AND %s AND id NOT IN (SELECT id FROM {kept})", span
        )
    SourceRecord.objects.filter(party__in=referred).delete()
    refresh_tokens(edited | referred | handed)
    note_change(
        table="parties", operation=Change.Operation.DELETE, row_from=piece.first, row_to=piece.last, batch=batch.pk
    )
    for first, last in runs(sorted(referred)):
        note_change(table="parties", operation=Change.Operation.UPDATE, row_from=first, row_to=last, batch=batch.pk)
    _keep(batch, "identify_party", sorted(edited))


def _note_traits_of(piece: Piece, batch: ImportBatch) -> None:
    """Values go with their parties; where they lay is told to the warehouse, and it looks there again."""
    told = TraitValue.objects.filter(party_id__gte=piece.first, party_id__lte=piece.last, batch=batch.pk)
    ends = told.aggregate(first=models.Min("pk"), last=models.Max("pk"))
    if ends["first"] is not None:
        note_change(
            table="traits",
            operation=Change.Operation.DELETE,
            row_from=ends["first"],
            row_to=ends["last"],
            batch=batch.pk,
        )


def _referred_to(piece: Piece, batch: ImportBatch) -> set[int]:
    """Parties of the piece to which a row of any package refers, beyond what the batch itself said of them."""
    found: set[int] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Party and model not in REPEATED:
                rows = model._default_manager.filter(
                    **{f"{field.attname}__gte": piece.first, f"{field.attname}__lte": piece.last}
                )
                if model in KEYS:
                    rows = rows.exclude(batch=batch.pk)
                found.update(rows.order_by().values_list(field.attname, flat=True).distinct())
    return found


def _take_back_keys(piece: Piece, batch: ImportBatch) -> None:
    """Delete keys that the batch gave to parties it did not make; a contact a person verified stays, and so do the keys of kept parties."""
    model = next(model for model in KEYS if model._meta.db_table == piece.table)
    given = model._default_manager.filter(pk__range=(piece.first, piece.last), batch=batch.pk)
    rows = given.exclude(party__batch=batch)
    if model is ContactPoint:
        points = ContactPoint.objects.filter(pk__range=(piece.first, piece.last), verified_at__isnull=False)
        verified = list(points.exclude(party__batch=batch).values_list("pk", flat=True))
        _keep(batch, piece.table, verified)
        rows = rows.exclude(pk__in=verified)
    told_of = list(rows.order_by().values_list("party_id", flat=True).distinct())
    rows.order_by().delete()
    if model is not TraitValue:
        refresh_tokens(told_of)
        return
    note_change(
        table="traits", operation=Change.Operation.DELETE, row_from=piece.first, row_to=piece.last, batch=batch.pk
    )
    for first, last in runs(sorted(told_of)):  # the values are gone: their parties are told of, so that lists follow
        note_change(table="parties", operation=Change.Operation.UPDATE, row_from=first, row_to=last, batch=batch.pk)


def _restore(piece: Piece, batch: ImportBatch) -> None:
    changes = list(BatchChange.objects.filter(pk__range=(piece.first, piece.last), batch=batch).order_by("id"))
    for table in dict.fromkeys(change.table for change in changes):
        of_table = [change for change in changes if change.table == table]
        if table == LINES:
            _restore_lines(of_table, batch)
        else:
            _restore_rows(table, of_table, batch)


def _restore_rows(table: str, changes: list[BatchChange], batch: ImportBatch) -> None:
    """Put former values back, field by field: one that is no longer what the batch wrote belongs to whoever wrote it since."""
    model = next(model for model in apps.get_app_config("identify").get_models() if model._meta.db_table == table)
    names = sorted({name for change in changes for name in change.after})
    current = {
        row["pk"]: row for row in model._default_manager.filter(pk__in=[c.row for c in changes]).values("pk", *names)
    }
    values, kept = [], []
    for change in changes:
        now = current.get(change.row)
        if now is None:
            continue
        changed = [name for name in change.after if _plain(change.before.get(name)) != _plain(change.after[name])]
        mine = {name for name in changed if _plain(now[name]) == _plain(change.after[name])}
        if len(mine) < len(changed):
            kept.append(change.row)
        final = [_stored(model, name, change.before.get(name) if name in mine else now[name]) for name in names]
        values.append((*final, change.row))
    version = ", version = version + 1" if model is Party else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in names)}{version} WHERE id = %s",
            values,
        )
    for first, last in runs([row[-1] for row in values]) if table in MIRRORED else ():
        note_change(
            table=MIRRORED[table], operation=Change.Operation.UPDATE, row_from=first, row_to=last, batch=batch.pk
        )
    if model is Party:
        refresh_tokens([row[-1] for row in values])
    _keep(batch, table, kept)


def _restore_lines(changes: list[BatchChange], batch: ImportBatch) -> None:
    lines = [{**line, "purchase_id": change.row} for change in changes for line in change.before]
    if not lines:
        return
    names = ("id", "purchase_id", "product_id", "quantity_milli", "amount", "margin")
    copy_in(LINES, pa.table({name: pa.array([line[name] for line in lines], pa.int64()) for name in names}))
    for first, last in runs([line["id"] for line in lines]):
        note_change(
            table=MIRRORED[LINES], operation=Change.Operation.APPEND, row_from=first, row_to=last, batch=batch.pk
        )


def _plain(value: Any) -> Any:
    """A value as the import wrote it down: blank is null, a day is ISO text."""
    if value in (None, ""):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _stored(model: type[models.Model], name: str, value: Any) -> Any:
    """A written-down value as the column takes it."""
    plain = _plain(value)
    field = model._meta.get_field(name)
    return "" if plain is None and isinstance(field, models.CharField | models.TextField) and not field.null else plain


def _keep(batch: ImportBatch, table: str, rows: list[int]) -> None:
    """Count what stays, and name the first thousand."""
    if not rows:
        return
    fresh = ImportBatch.objects.get(pk=batch.pk)
    named: list[list[Any]] = fresh.report.get("kept", [])
    fresh.report["kept"] = (named + [[table, row] for row in rows])[:NAMED]
    ImportBatch.objects.filter(pk=batch.pk).update(
        report=json.loads(json.dumps(fresh.report)), kept=models.F("kept") + len(rows)
    )
