"""Bringing in a table with what happened, and saying what its columns are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from lazo.differentiate.models import LabelTable, PropensityModel
from lazo.differentiate.propensity.table_file import drop_rows, folder_of, path_of, write_rows
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User

PIECE = 1 << 20
MOST_COLUMNS = 500
TIMINGS = frozenset({"before", "after"})
PARTS = ("label", "rule", "id", "day", "known")


class UnableToReceiveTable(ValueError):
    """`code` is not_allowed, too_few_columns, too_many_columns, or what UnableToRead says, with its `params`."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, dict(params or {})


class UnableToDescribeTable(ValueError):
    """`code` is not_allowed, stale, unknown_column, unknown_timing, no_label or same_column; `field` which of the choices."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


class UnableToRemoveTable(ValueError):
    """`code` is not_allowed, or in_use when a model learns from it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def receive_table(*, name: str, file_name: str, stream: BinaryIO, by: User) -> LabelTable:
    """Take a file in (CSV, XLSX, ODS, Parquet, JSON lines, also .gz) as a table of text to learn from; of no customer is anything changed.

    Writes one event, `label_table.received`. Raises UnableToReceiveTable.
    """
    if not may(by, "may_import"):
        raise UnableToReceiveTable("not_allowed")
    plain = Path(file_name.replace("\\", "/")).name[-240:] or "tabla"
    table = LabelTable.objects.create(
        name=" ".join(name.split())[:120] or Path(plain).stem[:120], file_name=plain, rows=0, created_by=by
    )
    try:
        _take_in(table, plain, stream)
    except BaseException:
        drop_rows(table)
        raise
    record_event(
        kind="label_table.received",
        by=by,
        table="differentiate_labeltable",
        row=table.pk,
        data={"rows": table.rows, "columns": len(table.columns)},
    )
    table.refresh_from_db()
    return table


def _take_in(table: LabelTable, file_name: str, stream: BinaryIO) -> None:
    original = folder_of(table) / f"original{''.join(Path(file_name).suffixes[-2:])[:12]}"
    original.parent.mkdir(parents=True, exist_ok=True)
    with original.open("wb") as copy:
        while piece := stream.read(PIECE):
            copy.write(piece)
    try:
        _convert(table, original)
    except UnableToRead as error:
        raise UnableToReceiveTable(error.code, {**error.params, "name": file_name}) from error
    finally:
        original.unlink(missing_ok=True)


def _convert(table: LabelTable, original: Path) -> None:
    import pyarrow as pa

    from lazo.analytics.propensity.columns import read_column
    from lazo.identify.imports.readers.opening import open_table

    reader = open_table(original)
    if not 2 <= len(reader.header) <= MOST_COLUMNS:
        raise UnableToReceiveTable("too_few_columns" if len(reader.header) < 2 else "too_many_columns")
    rows = pa.Table.from_batches([chunk.rows for chunk in reader.chunks()], reader.schema).select(reader.header)
    if not rows.num_rows:
        raise UnableToReceiveTable("no_rows")
    write_rows(path_of(table), rows)
    described = []
    for name in rows.column_names:
        read = read_column(name, rows.column(name))
        described.append({"name": name, "kind": str(read.kind), "filled": round(float(read.is_filled.mean()), 4)})
    table.rows, table.columns = rows.num_rows, described
    table.save(update_fields=["rows", "columns"])


@transaction.atomic
def describe_table(*, table: LabelTable, choices: Mapping[str, Any], version: int, by: User) -> LabelTable:
    """Say which column is what happened, who, when, when it was known, and of which columns it is known when they are.

    `choices` as in LabelTable; blank parts mean none. `version` is the one it is made on. Writes one event, `label_table.described`.
    Raises UnableToDescribeTable.
    """
    if not may(by, "may_import"):
        raise UnableToDescribeTable("not_allowed")
    held = LabelTable.objects.select_for_update().get(pk=table.pk)
    if held.version != version:
        raise UnableToDescribeTable("stale")
    wanted = checked_choices(held, choices)
    if wanted != held.choices:
        held.choices, held.version = wanted, held.version + 1
        held.save(update_fields=["choices", "version"])
        data = {"parts": {part: wanted[part] for part in PARTS if part != "rule"}}
        record_event(kind="label_table.described", by=by, table="differentiate_labeltable", row=held.pk, data=data)
    return held


def checked_choices(table: LabelTable, choices: Mapping[str, Any]) -> dict[str, Any]:
    """The choices, each column one of the table's. Raises UnableToDescribeTable."""
    names = set(table.column_names)
    wanted = {part: str(choices.get(part) or "").strip() for part in PARTS}
    for part in PARTS:
        if part != "rule" and wanted[part] and wanted[part] not in names:
            raise UnableToDescribeTable("unknown_column", part)
    if not wanted["label"]:
        raise UnableToDescribeTable("no_label", "label")
    columns = [wanted[part] for part in ("label", "id", "day") if wanted[part]]
    if len(set(columns)) != len(columns):
        raise UnableToDescribeTable("same_column", "label")
    declared = {str(name): str(said) for name, said in dict(choices.get("declared") or {}).items() if said}
    if not set(declared) <= names:
        raise UnableToDescribeTable("unknown_column", "declared")
    if not set(declared.values()) <= TIMINGS:
        raise UnableToDescribeTable("unknown_timing", "declared")
    return {**wanted, "declared": declared}


@transaction.atomic
def remove_table(*, table: LabelTable, by: User) -> None:
    """Let go of a table from which no model learns; its rows are deleted. Writes one event. Raises UnableToRemoveTable."""
    if not may(by, "may_import"):
        raise UnableToRemoveTable("not_allowed")
    if PropensityModel.objects.filter(table=table).exists():
        raise UnableToRemoveTable("in_use")
    number = table.pk
    record_event(kind="label_table.removed", by=by, table="differentiate_labeltable", row=number, data={})
    transaction.on_commit(lambda: drop_rows(LabelTable(pk=number)))
    table.delete()
