"""The plan for a file of interactions: each row is one, and its number in the source makes it known again."""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import duckdb
import pyarrow as pa

from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.people_plan import Stamp
from lazo.identify.imports.pipeline.plan import Plan, Step

NUMBERS_AT_ONCE = 250_000
TOLD = ("channel", "direction", "kind", "subject", "text")
SEEN = pa.schema(
    [
        ("invoice", pa.string()),
        ("id", pa.int64()),
        ("party", pa.int64()),
        ("day", pa.string()),
        *((name, pa.string()) for name in TOLD),
    ]
)


def plan_interactions(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp) -> None:
    """Add the steps for the interactions of `bought_by` to the plan; makes interaction_status(row, status)."""
    blank = ", ".join(f"coalesce({name}, '') AS {name}" for name in TOLD)
    con.execute(f"""
        CREATE OR REPLACE VIEW said AS SELECT row, invoice, party, day, "at", {blank},
            row_number() OVER (PARTITION BY coalesce(invoice, row::VARCHAR), invoice IS NULL ORDER BY row) AS turn
        FROM bought_by WHERE NOT bad AND row NOT IN (SELECT row FROM refused)""")
    _find_seen(con, stamp.source)
    differs = " OR ".join(f"s.{name} IS DISTINCT FROM i.{name}" for name in ("party", *TOLD))
    con.execute(f"""
        CREATE OR REPLACE TABLE interaction_status AS
        SELECT i.*, s.id AS seen_id, CASE WHEN i.turn > 1 THEN 'duplicate' WHEN s.id IS NULL THEN 'new'
            WHEN s.day <> i.day::VARCHAR OR {differs} THEN 'updated' ELSE 'duplicate' END AS status
        FROM said i LEFT JOIN seen_said s USING (invoice)""")
    _write_new(con, plan, ids, stamp)
    _write_updates(con, plan)


def _find_seen(con: duckdb.DuckDBPyConnection, source: int) -> None:
    con.register("none_seen", SEEN.empty_table())
    con.execute("CREATE OR REPLACE TABLE seen_said AS SELECT * FROM none_seen")
    columns = ", ".join(f"i.{name}" for name in TOLD)
    asked = con.cursor().execute("SELECT DISTINCT invoice FROM said WHERE invoice IS NOT NULL")
    for batch in asked.to_arrow_reader(NUMBERS_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT i.external_id, i.id, i.party_id, CAST(i.occurred_on AS text), {columns} FROM {keys} k"
                f" {ordered_join()} identify_interaction i ON i.source_id = {int(source)} AND i.external_id = k.invoice",
                SEEN,
            )
        con.register("found_said", found)
        con.execute("INSERT INTO seen_said SELECT * FROM found_said")
        con.unregister("found_said")


def _write_new(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp) -> None:
    (count,) = con.execute("SELECT count(*) FROM interaction_status WHERE status = 'new'").fetchone() or (0,)
    first = ids.take("identify_interaction", count)
    number = f"{first} - 1 + row_number() OVER (ORDER BY row)"
    file = plan.write(
        con,
        "identify_interaction",
        f"""SELECT {number} AS _anchor, {number} AS id, party AS party_id, {stamp.source}::BIGINT AS source_id, invoice AS external_id,
        day AS occurred_on, "at" || '+00:00' AS occurred_at, {", ".join(TOLD)}, {stamp.batch}::BIGINT AS batch
        FROM interaction_status WHERE status = 'new' ORDER BY 1""",
    )
    table = "identify_interaction"
    plan.add(Step("interactions", "insert", first, first + count - 1, {table: file}, {table: "interactions"}))


def _write_updates(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    (count,) = con.execute("SELECT count(*) FROM interaction_status WHERE status = 'updated'").fetchone() or (0,)
    before = ", ".join(f"'{name}', s.{name}" for name in TOLD)
    after = ", ".join(f"'{name}', i.{name}" for name in TOLD)
    file = plan.write(
        con,
        "identify_interaction",
        f"""SELECT row_number() OVER (ORDER BY s.id) AS _anchor, s.id, i.party AS party_id, i.day AS occurred_on,
            {", ".join(f"i.{name}" for name in TOLD)},
            json_object('party_id', s.party, 'occurred_on', s.day, {before})::VARCHAR AS _before,
            json_object('party_id', i.party, 'occurred_on', i.day::VARCHAR, {after})::VARCHAR AS _after
        FROM interaction_status i JOIN seen_said s ON s.id = i.seen_id WHERE i.status = 'updated' ORDER BY 1""",
        name="identify_interaction_updates",
    )
    table = "identify_interaction"
    plan.add(Step("interaction updates", "update", 1, count, {table: file}, {table: "interactions"}))
