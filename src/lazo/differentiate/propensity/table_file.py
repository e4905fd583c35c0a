"""Where the rows of a label table lie: one CSV of text in the workspace's files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from lazo.differentiate.models import LabelTable
from lazo.kernel.personal_data import Forgotten

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "label_tables"


def folder_of(table: LabelTable) -> Path:
    return Path(settings.WORKSPACE.files) / FOLDER / str(table.pk)


def path_of(table: LabelTable) -> Path:
    return folder_of(table) / "table.csv"


def write_rows(path: Path, rows: pa.Table) -> None:
    """Write aside and swap in, so that a reader never sees half a table."""
    from pyarrow import csv

    draft = path.with_suffix(".draft")
    path.parent.mkdir(parents=True, exist_ok=True)
    csv.write_csv(rows, draft)
    draft.replace(path)


def read_rows(table: LabelTable, *, first: int | None = None) -> pa.Table:
    """All rows, or the first ones, every column as text; a blank cell is null."""
    rows = _read(path_of(table))
    return rows if first is None else rows.slice(0, first)


def _read(path: Path) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv

    with path.open("rb") as stream:
        names = csv.open_csv(stream).schema.names
    return csv.read_csv(
        path,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


def drop_rows(table: LabelTable) -> None:
    shutil.rmtree(folder_of(table), ignore_errors=True)


def forget_rows(person: Forgotten) -> int:
    """Take out of every table the rows in which a cell has one of the texts by which the person is known."""
    return sum(_without(path, person) for path in sorted((person.workspace.files / FOLDER).glob("*/table.csv")))


def _without(path: Path, person: Forgotten) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = _read(path)
    hit = pa.array([False] * rows.num_rows)
    for column in rows.columns:
        for text in person.values:
            has = pc.match_substring(column.combine_chunks(), text, ignore_case=True)
            hit = pc.or_(hit, pc.fill_null(has, fill_value=False))
    gone = int(pc.sum(hit).as_py() or 0)
    if gone:
        write_rows(path, rows.filter(pc.invert(hit)))
        LabelTable.objects.filter(pk=int(path.parent.name)).update(rows=rows.num_rows - gone)
    return gone
