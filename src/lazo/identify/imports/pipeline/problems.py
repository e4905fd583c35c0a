"""What is wrong with the rows of a file, gathered in the working database: found while staging, and while planning."""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import json
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
from django.db import transaction

from lazo.identify.imports.pipeline.resolution import Doubt
from lazo.identify.models import ImportBatch, ImportProblem

KEPT = 1000


def open_problems(con: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    """Make the tables problems and refused (rows that planning keeps out); the staged problems go first."""
    con.execute("""
        CREATE OR REPLACE TABLE problems ("row" BIGINT, "column" VARCHAR, code VARCHAR, value VARCHAR, params VARCHAR, rejects BOOLEAN)""")
    con.execute("CREATE OR REPLACE TABLE refused (row BIGINT)")
    if files:
        con.execute("INSERT INTO problems SELECT * FROM read_parquet(?)", [[str(file) for file in files]])


def refuse_rows(con: duckdb.DuckDBPyConnection, query: str, code: str, *, column: str = "") -> None:
    """Keep out the rows that `query` gives (row, value) for the reason `code`; a row is refused once."""
    con.execute("CREATE OR REPLACE TEMP TABLE refused_now AS " + query)
    con.execute(
        "INSERT INTO problems SELECT row, ?, ?, value, '{}', TRUE FROM (SELECT DISTINCT ON (row) row, #2 AS value FROM refused_now)"
        " WHERE row NOT IN (SELECT row FROM refused)",
        [column, code],
    )
    con.execute("INSERT INTO refused SELECT DISTINCT row FROM refused_now WHERE row NOT IN (SELECT row FROM refused)")


def note_rows(con: duckdb.DuckDBPyConnection, query: str, code: str) -> None:
    """Say of the rows that `query` gives that they are doubtful; they go in."""
    con.execute(f"INSERT INTO problems SELECT DISTINCT row, '', ?, '', '{{}}', FALSE FROM ({query})", [code])


def note_doubts(con: duckdb.DuckDBPyConnection, doubts: Iterable[Doubt]) -> None:
    """Remember the rows whose keys point to different parties, for the review of identity.

    A party that the file itself makes is named by the row that makes it.
    """
    found = list(doubts)
    if not found:
        return
    rows = pa.table(
        {
            "row": pa.array([doubt.row for doubt in found], pa.int64()),
            "code": pa.array([doubt.code for doubt in found], pa.string()),
            "strength": pa.array([int(doubt.strength) for doubt in found], pa.int64()),
            "chosen": pa.array([doubt.chosen for doubt in found], pa.int64()),
            "other": pa.array([doubt.other for doubt in found], pa.int64()),
        }
    )
    con.register("doubts_found", rows)
    con.execute("""
        INSERT INTO problems SELECT row, '', code, '', json_object('key', strength,
            'other_party', CASE WHEN other > 0 THEN other END, 'other_row', CASE WHEN other < 0 THEN -other END)::VARCHAR, FALSE
        FROM doubts_found""")
    con.unregister("doubts_found")


def keep(con: duckdb.DuckDBPyConnection, batch: ImportBatch) -> None:
    """Keep the first thousand problems for the page of the batch, rejections before doubts."""
    rows = con.execute(
        f'SELECT "row", "column", code, value, params, rejects FROM problems ORDER BY NOT rejects, "row", code LIMIT {KEPT}'
    ).fetchall()
    with transaction.atomic():
        batch.problems.all().delete()
        ImportProblem.objects.bulk_create(
            ImportProblem(
                batch=batch,
                row=row,
                column=column,
                code=code,
                value=value or "",
                params=json.loads(params),
                rejects=rejects,
            )
            for row, column, code, value, params, rejects in rows
        )


def rejected_rows(con: duckdb.DuckDBPyConnection) -> int:
    """How many rows stay out."""
    (count,) = con.execute("SELECT count(DISTINCT row) FROM problems WHERE rejects AND row > 0").fetchone() or (0,)
    return int(count)
