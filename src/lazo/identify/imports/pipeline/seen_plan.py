"""The ways of contact that a file says again of whom we knew to have them: when they were last seen, and in which file.

Undoing the file makes them as if nobody had said them again.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import duckdb
import pyarrow as pa
from django.db import connection

from lazo.identify.imports.pipeline.copying import lookup_table
from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.models import ContactPoint, ImportBatch

TABLE = "identify_contactpoint"
SEEN = "seen"
"""The kind of a step whose rows name ways of contact that were seen again."""


def plan_seen(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Add the step for what `held` has of the keys of known parties."""
    file = plan.write(
        con,
        TABLE,
        "SELECT row_number() OVER (ORDER BY id) AS _anchor, id FROM (SELECT DISTINCT h.point AS id FROM people_keys k"
        " JOIN party_of p USING (row) JOIN held h ON h.party = p.party AND h.strength = k.strength AND h.key = k.key"
        " WHERE NOT p.fresh AND h.point IS NOT NULL) ORDER BY 1",
        name=f"{TABLE}_seen",
    )
    (count,) = con.execute(f"SELECT count(*) FROM '{plan.folder / file}'").fetchone() or (0,)
    plan.add(Step("ways of contact seen again", SEEN, 1, count, {TABLE: file}))


def write_seen(points: pa.ChunkedArray, batch: ImportBatch) -> None:
    """Note the day of the batch on these points, unless they were seen that day or later."""
    day = batch.created_at.date().isoformat()
    with lookup_table(pa.table({"id": points})) as keys, connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET last_seen_on = %s, last_seen_batch = %s WHERE id IN (SELECT id FROM {keys})"
            " AND (last_seen_on IS NULL OR last_seen_on < %s)",
            [day, batch.pk, day],
        )


def forget_seen(batch: ImportBatch) -> None:
    """They were not seen by a file that was taken back."""
    seen = ContactPoint.objects.filter(last_seen_batch=batch.pk)
    seen.update(last_seen_on=None, last_seen_batch=None)
