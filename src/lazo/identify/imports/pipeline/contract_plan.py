"""The plan for a file of contracts: each row is one, and its number in the source makes it known again.

Tables of the working database: staged (the rows of the file), bought_by (the same with the party), rates (currency, day, scaled, shift).
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import duckdb
import pyarrow as pa

from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.people_plan import Stamp
from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.imports.pipeline.problems import refuse_rows

NUMBERS_AT_ONCE = 250_000
TABLE, MIRROR = "identify_contract", "contracts"
DAYS = ("ends_on", "cancelled_on", "renews_on")
TOLD = ("product", "period_months", "currency", "amount", "base_amount")
SEEN = pa.schema(
    [
        ("invoice", pa.string()),
        ("id", pa.int64()),
        ("party", pa.int64()),
        ("day", pa.string()),
        *((name, pa.string()) for name in DAYS),
        ("product", pa.int64()),
        ("period_months", pa.int64()),
        ("currency", pa.string()),
        ("amount", pa.int64()),
        ("base_amount", pa.int64()),
    ]
)


def value_contracts(con: duckdb.DuckDBPyConnection, base: str, *, products: bool) -> None:
    """Make table agreed: the rows that may come in, with their product and amount in the currency of the books."""
    product = "p.id" if products else "NULL::BIGINT"
    join = "LEFT JOIN product_ids p ON p.sku = b.sku" if products else ""
    con.execute(f"""
        CREATE OR REPLACE TABLE rated AS
        SELECT b.*, r.scaled, r.shift FROM (
            SELECT b.row, b.invoice, b.party, b.day, {", ".join(f"b.{name}" for name in DAYS)}, {product} AS product,
                b.period_months, b.currency, b.amount
            FROM bought_by b {join} WHERE NOT b.bad AND b.party IS NOT NULL AND b.row NOT IN (SELECT row FROM refused)) b
        ASOF LEFT JOIN rates r ON r.currency = b.currency AND b.day >= r.day""")
    refuse_rows(
        con,
        f"SELECT row, currency FROM rated WHERE scaled IS NULL AND currency <> '{base}'",
        "no_exchange_rate",
        column="currency",
    )
    con.execute(f"""
        CREATE OR REPLACE VIEW agreed AS
        SELECT * EXCLUDE (scaled, shift), CASE WHEN currency = '{base}' THEN amount
                ELSE (sign(amount) * ((abs(amount)::HUGEINT * scaled + shift // 2) // shift))::BIGINT END AS base_amount,
            row_number() OVER (PARTITION BY coalesce(invoice, row::VARCHAR), invoice IS NULL ORDER BY row) AS turn
        FROM rated WHERE scaled IS NOT NULL OR currency = '{base}'""")


def plan_contracts(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp) -> None:
    """Add the steps for the `agreed` contracts to the plan; makes contract_status(row, status)."""
    _find_seen(con, stamp.source)
    days = " OR ".join(f"s.{name} IS DISTINCT FROM a.{name}::VARCHAR" for name in ("day", *DAYS))
    differs = " OR ".join(f"s.{name} IS DISTINCT FROM a.{name}" for name in ("party", *TOLD))
    con.execute(f"""
        CREATE OR REPLACE TABLE contract_status AS
        SELECT a.*, s.id AS seen_id, CASE WHEN a.turn > 1 THEN 'duplicate' WHEN s.id IS NULL THEN 'new'
            WHEN {days} OR {differs} THEN 'updated' ELSE 'duplicate' END AS status
        FROM agreed a LEFT JOIN seen_contracts s USING (invoice)""")
    _write_new(con, plan, ids, stamp)
    _write_updates(con, plan)


def _find_seen(con: duckdb.DuckDBPyConnection, source: int) -> None:
    con.register("none_agreed", SEEN.empty_table())
    con.execute("CREATE OR REPLACE TABLE seen_contracts AS SELECT * FROM none_agreed")
    con.unregister("none_agreed")
    days = ", ".join(f"CAST(c.{name} AS text)" for name in DAYS)
    asked = con.cursor().execute("SELECT DISTINCT invoice FROM agreed WHERE invoice IS NOT NULL")
    for batch in asked.to_arrow_reader(NUMBERS_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT c.external_id, c.id, c.party_id, CAST(c.started_on AS text), {days}, c.product_id, c.period_months,"
                f" c.currency, c.amount, c.base_amount FROM {keys} k {ordered_join()} {TABLE} c"
                f" ON c.source_id = {int(source)} AND c.external_id = k.invoice",
                SEEN,
            )
        con.register("found_agreed", found)
        con.execute("INSERT INTO seen_contracts SELECT * FROM found_agreed")
        con.unregister("found_agreed")


def _write_new(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp) -> None:
    (count,) = con.execute("SELECT count(*) FROM contract_status WHERE status = 'new'").fetchone() or (0,)
    first = ids.take(TABLE, count)
    number = f"{first} - 1 + row_number() OVER (ORDER BY row)"
    file = plan.write(
        con,
        TABLE,
        f"""SELECT {number} AS _anchor, {number} AS id, party AS party_id, product AS product_id, {stamp.source}::BIGINT AS source_id,
        invoice AS external_id, day AS started_on, {", ".join(DAYS)}, period_months, currency, amount, base_amount,
        {stamp.batch}::BIGINT AS batch FROM contract_status WHERE status = 'new' ORDER BY 1""",
    )
    plan.add(Step("contracts", "insert", first, first + count - 1, {TABLE: file}, {TABLE: MIRROR}))


def _write_updates(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """A contract said again with another end, amount or customer."""
    (count,) = con.execute("SELECT count(*) FROM contract_status WHERE status = 'updated'").fetchone() or (0,)
    names = {"party_id": "party", "product_id": "product", "started_on": "day"} | {name: name for name in DAYS}
    names |= {name: name for name in ("period_months", "currency", "amount", "base_amount")}
    days = {"started_on", *DAYS}
    before = ", ".join(f"'{name}', s.{told}" for name, told in names.items())
    after = ", ".join(f"'{name}', a.{told}{'::VARCHAR' if name in days else ''}" for name, told in names.items())
    file = plan.write(
        con,
        TABLE,
        f"""SELECT row_number() OVER (ORDER BY s.id) AS _anchor, s.id, {", ".join(f"a.{told} AS {name}" for name, told in names.items())},
            json_object({before})::VARCHAR AS _before, json_object({after})::VARCHAR AS _after
        FROM contract_status a JOIN seen_contracts s ON s.id = a.seen_id WHERE a.status = 'updated' ORDER BY 1""",
        name=f"{TABLE}_updates",
    )
    plan.add(Step("contract updates", "update", 1, count, {TABLE: file}, {TABLE: MIRROR}))
