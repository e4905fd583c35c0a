"""Rows about people who were erased at their own request: they stay out, unless the batch lets them in.

A row is about one of them when it would make somebody new and one of its keys has a digest of an erasure that nobody in the base explains.
"""

import duckdb
import pyarrow as pa

from lazo.identify.erased_keys import erased_digests, source_key
from lazo.identify.imports.pipeline import problems
from lazo.identify.imports.pipeline.resolution import Strength
from lazo.identify.suppression_keys import hasher

KEYS_AT_ONCE = 100_000
REFUSED, LET_IN = "erased_before", "erased_let_in"
ASKED = """
    SELECT DISTINCT k.strength, k.key FROM people_keys k JOIN assigned a USING (row)
    LEFT JOIN held h ON h.strength = k.strength AND h.key = k.key WHERE a.entity < 0 AND h.party IS NULL"""


def find_erased(con: duckdb.DuckDBPyConnection, *, source: int) -> bool:
    """Make erased(row): the rows of `people` that would bring somebody erased back; whether there are any. `assigned` and `held` are there."""
    con.execute("CREATE OR REPLACE TABLE erased_keys (strength TINYINT, key VARCHAR)")
    erased = erased_digests()
    if erased:
        digest, external = hasher(), int(Strength.EXTERNAL)
        for batch in con.cursor().execute(ASKED).to_arrow_reader(KEYS_AT_ONCE):
            strengths, keys = (column.to_pylist() for column in batch.columns)
            texts = [source_key(source, key) if s == external else key for s, key in zip(strengths, keys, strict=True)]
            mask = pa.array([digest(text) in erased for text in texts], pa.bool_())
            con.register("keys_found", pa.table(batch.filter(mask)))
            con.execute("INSERT INTO erased_keys SELECT * FROM keys_found")
            con.unregister("keys_found")
    con.execute("""
        CREATE OR REPLACE TABLE erased AS SELECT row FROM assigned WHERE entity IN (
            SELECT a.entity FROM assigned a JOIN people_keys k USING (row) JOIN erased_keys e USING (strength, key) WHERE a.entity < 0)""")
    return con.execute("SELECT 1 FROM erased LIMIT 1").fetchone() is not None


def leave_erased(con: duckdb.DuckDBPyConnection, rows: str, *, let_in: bool) -> None:
    """Keep the rows of the file that `rows` gives (row, '') out with the reason, or let them in with a doubt."""
    if let_in:
        problems.note_rows(con, rows, LET_IN)
        return
    problems.refuse_rows(con, rows, REFUSED)
    con.execute("DELETE FROM assigned WHERE row IN (SELECT row FROM erased)")
