"""The plan for a file of purchases: rows that share an invoice are lines of one purchase; an invoice seen before is a duplicate or an update.

Tables of the working database: staged (the rows of the file), bought_by (the same with the party who bought), rates (currency, day, scaled, shift).
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.people_plan import Stamp
from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.imports.pipeline.problems import refuse_rows

INVOICES_AT_ONCE = 250_000
SEEN = pa.schema(
    [
        ("invoice", pa.string()),
        ("id", pa.int64()),
        ("party", pa.int64()),
        ("day", pa.string()),
        ("currency", pa.string()),
        ("amount", pa.int64()),
        ("tax", pa.int64()),
        ("margin", pa.int64()),
        ("base_amount", pa.int64()),
        ("base_margin", pa.int64()),
        ("channel", pa.string()),
    ]
)
COMPARED = ("party", "day", "currency", "amount", "tax", "margin", "channel")


@dataclass(frozen=True)
class Shape:
    """What the file has: lines of products, quantities; and the currency of the books."""

    lines: bool
    quantity: bool
    invoices: bool
    base_currency: str


def group_purchases(con: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    """Make table bought: one row per purchase of the file, keyed by its first row, with the rows it took.

    Columns: row, rows, invoice, party, day, currency, amount, tax, margin, channel, base_amount, base_margin.
    """
    con.execute("CREATE OR REPLACE TABLE shared_invoices (invoice VARCHAR)")
    con.execute("CREATE OR REPLACE TABLE repeated (row BIGINT)")
    if shape.invoices:
        _find_shared_invoices(con, shape)
    con.execute("""
        CREATE OR REPLACE VIEW sold AS
        SELECT * FROM bought_by WHERE NOT bad AND row NOT IN (SELECT row FROM refused)""")
    one = "row, 1::BIGINT AS rows, invoice, party, day, currency, amount, tax, margin, coalesce(channel, '') AS channel"
    many = """min(row), count(*), invoice, arg_min(party, row), min(day), any_value(currency), sum(amount)::BIGINT, sum(tax)::BIGINT,
        CASE WHEN count(margin) = count(*) THEN sum(margin)::BIGINT END, coalesce(arg_min(channel, row), '')"""
    con.execute(f"""
        CREATE OR REPLACE VIEW gathered AS
        SELECT {one} FROM sold WHERE invoice IS NULL OR invoice NOT IN (SELECT invoice FROM shared_invoices)
        UNION ALL
        SELECT {many} FROM sold WHERE invoice IN (SELECT invoice FROM shared_invoices) AND row NOT IN (SELECT row FROM repeated)
        GROUP BY invoice""")
    _value_in_base(con, shape)


def _find_shared_invoices(con: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    con.execute("""
        INSERT INTO shared_invoices SELECT any_value(invoice) FROM staged
        WHERE invoice IS NOT NULL GROUP BY hash(invoice), invoice HAVING count(*) > 1""")
    con.execute("""
        CREATE OR REPLACE TABLE crowd AS
        SELECT invoice, bool_or(bad OR row IN (SELECT row FROM refused)) AS bad, count(DISTINCT currency) AS currencies,
            count(DISTINCT party) AS parties
        FROM bought_by WHERE invoice IN (SELECT invoice FROM shared_invoices) GROUP BY invoice""")
    of_crowd = "SELECT s.row, s.invoice FROM staged s JOIN crowd c USING (invoice) WHERE NOT s.bad AND "
    refuse_rows(con, f"{of_crowd} c.currencies > 1", "invoice_of_two_currencies")
    refuse_rows(con, f"{of_crowd} c.parties > 1", "invoice_of_two_customers")
    refuse_rows(con, f"{of_crowd} c.bad", "other_line_rejected")
    if not shape.lines:
        # Without products a row that says the same again is not a second line.
        con.execute("""
            INSERT INTO repeated SELECT row FROM (
                SELECT row, row_number() OVER (PARTITION BY invoice, day, currency, amount, tax, margin, channel ORDER BY row) AS n
                FROM staged WHERE NOT bad AND invoice IN (SELECT invoice FROM shared_invoices)) WHERE n > 1""")


def _value_in_base(con: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    """Amounts in the currency of the books at the rate of the day, rounded half away from zero."""
    found = con.execute(
        "SELECT DISTINCT currency FROM staged WHERE NOT bad AND currency <> ?", [shape.base_currency]
    ).fetchall()
    if not found:
        con.execute(
            "CREATE OR REPLACE VIEW bought AS SELECT *, amount AS base_amount, margin AS base_margin FROM gathered"
        )
        return
    con.execute("""
        CREATE OR REPLACE TABLE rated AS
        SELECT g.*, r.scaled, r.shift FROM (SELECT *, day AS on_day FROM gathered) g
        ASOF LEFT JOIN rates r ON r.currency = g.currency AND g.on_day >= r.day""")
    base = [shape.base_currency]
    refuse_rows(
        con,
        "SELECT s.row, s.currency FROM sold s JOIN rated r"
        f" ON r.row = s.row OR (r.rows > 1 AND r.invoice = s.invoice) WHERE r.scaled IS NULL AND r.currency <> '{base[0]}'",
        "no_exchange_rate",
        column="currency",
    )
    value = "CASE WHEN currency = '{base}' THEN {x} ELSE (sign({x}) * ((abs({x})::HUGEINT * scaled + shift // 2) // shift))::BIGINT END"
    con.execute(f"""
        CREATE OR REPLACE TABLE bought AS
        SELECT * EXCLUDE (scaled, shift, on_day), {value.format(base=base[0], x="amount")} AS base_amount,
            {value.format(base=base[0], x="margin")} AS base_margin
        FROM rated WHERE scaled IS NOT NULL OR currency = '{base[0]}'""")


def find_seen(con: duckdb.DuckDBPyConnection, source: int) -> None:
    """Make table seen: the purchases of the source that have an invoice of the file."""
    con.register("nothing_seen", SEEN.empty_table())
    con.execute("CREATE OR REPLACE TABLE seen AS SELECT * FROM nothing_seen")
    con.unregister("nothing_seen")
    if not fetch(
        f"SELECT id FROM identify_purchase WHERE source_id = {int(source)} LIMIT 1", pa.schema([("id", pa.int64())])
    ):
        return
    columns = "p.external_id, p.id, p.party_id, CAST(p.occurred_on AS text), p.currency, p.amount, p.tax, p.margin"
    asked = con.cursor().execute("SELECT invoice FROM bought WHERE invoice IS NOT NULL")
    for batch in asked.to_arrow_reader(INVOICES_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT {columns}, p.base_amount, p.base_margin, p.channel FROM {keys} k {ordered_join()} identify_purchase p"
                f" ON p.source_id = {int(source)} AND p.external_id = k.invoice",
                SEEN,
            )
        con.register("found_seen", found)
        con.execute("INSERT INTO seen SELECT * FROM found_seen")
        con.unregister("found_seen")


def plan_purchases(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp, shape: Shape) -> None:
    """Add the steps for `bought` purchases to the plan; makes purchase_status(row, rows, status)."""
    differs = " OR ".join(
        f"s.{name} IS DISTINCT FROM b.{name}{'::VARCHAR' if name == 'day' else ''}" for name in COMPARED
    )
    con.execute(f"""
        CREATE OR REPLACE VIEW judged AS
        SELECT b.*, s.id AS seen_id, CASE WHEN s.id IS NULL THEN 'new' WHEN {differs} THEN 'updated' ELSE 'duplicate' END AS status
        FROM bought b LEFT JOIN seen s USING (invoice)""")
    _write_new(con, plan, ids, stamp, shape)
    _write_updates(con, plan, shape)


def _write_new(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp, shape: Shape) -> None:
    """New purchases; the id follows from the row of the file, so that order and resumption need no counting."""
    (low, high) = con.execute("SELECT min(row), max(row) FROM staged").fetchone() or (None, None)
    if low is None:
        return
    first = ids.take("identify_purchase", high - low + 1)
    con.execute(f"CREATE OR REPLACE MACRO purchase_id(r) AS {first - low}::BIGINT + r")
    # Joins that look the smaller side up for each row of the larger keep the order of the file, which spares sorting millions of rows; a
    # chunk is then a few row groups. Were they out of order, the chunks would still be right, only slow.
    con.execute("SET disabled_optimizers = 'build_side_probe_side'")
    files = {
        "identify_purchase": plan.write(
            con,
            "identify_purchase",
            f"""SELECT purchase_id(row) AS _anchor, purchase_id(row) AS id, party AS party_id, {stamp.source}::BIGINT AS source_id,
            invoice AS external_id, day AS occurred_on, currency, amount, tax, margin, base_amount, base_margin, channel,
            {stamp.batch}::BIGINT AS batch FROM judged WHERE status = 'new'""",
        )
    }
    mirrored = {"identify_purchase": "purchases"}
    if shape.lines or shape.quantity:
        start = ids.take("identify_purchaseline", high - low + 1)
        con.execute(f"CREATE OR REPLACE MACRO line_id(r) AS {start - low}::BIGINT + r")
        files["identify_purchaseline"] = plan.write(
            con,
            "identify_purchaseline",
            _lines_query(shape, "purchase_id(j.row)", "purchase_id(j.row)", "j.status = 'new'"),
        )
        mirrored["identify_purchaseline"] = "purchase_lines"
    con.execute("RESET disabled_optimizers")
    plan.add(Step("purchases", "insert", first, first + high - low, files, mirrored))


def _lines_query(shape: Shape, purchase: str, anchor: str, which: str) -> str:
    """The lines of the purchases for which `which` holds, in the order of their anchors."""
    product = "p.id" if shape.lines else "NULL::BIGINT"
    quantity = "coalesce(s.quantity_milli, 1000)" if shape.quantity else "1000::BIGINT"
    products = "LEFT JOIN product_ids p ON p.sku = s.sku" if shape.lines else ""
    return f"""
        SELECT {anchor} AS _anchor, line_id(s.row) AS id, {purchase} AS purchase_id, {product} AS product_id,
            {quantity} AS quantity_milli, s.amount, s.margin
        FROM sold s JOIN judged j ON j.row = s.row {products} WHERE j.rows = 1 AND {which}
        UNION ALL
        SELECT {anchor}, line_id(s.row), {purchase}, {product}, {quantity}, s.amount, s.margin
        FROM sold s JOIN judged j ON j.invoice = s.invoice {products} WHERE j.rows > 1 AND {which} ORDER BY 1, 2"""


def _write_updates(con: duckdb.DuckDBPyConnection, plan: Plan, shape: Shape) -> None:
    (known,) = con.execute("SELECT count(*) FROM seen").fetchone() or (0,)
    (count,) = con.execute("SELECT count(*) FROM judged WHERE status = 'updated'").fetchone() or (0,) if known else (0,)
    if not count:
        return
    names = ("party_id", "occurred_on", "currency", "amount", "tax", "margin", "base_amount", "base_margin", "channel")
    sources = ("party", "day", "currency", "amount", "tax", "margin", "base_amount", "base_margin", "channel")
    pairs = list(zip(names, sources, strict=True))
    before = ", ".join(f"'{name}', s.{source}" for name, source in pairs)
    after = ", ".join(f"'{name}', j.{source}{'::VARCHAR' if source == 'day' else ''}" for name, source in pairs)
    values = ", ".join(f"j.{source} AS {name}" for name, source in pairs)
    file = plan.write(
        con,
        "identify_purchase",
        f"""SELECT row_number() OVER (ORDER BY s.id) AS _anchor, s.id, {values},
        json_object({before})::VARCHAR AS _before, json_object({after})::VARCHAR AS _after
        FROM judged j JOIN seen s ON s.id = j.seen_id WHERE j.status = 'updated' ORDER BY 1""",
        name="identify_purchase_updates",
    )
    plan.add(
        Step("purchase updates", "update", 1, count, {"identify_purchase": file}, {"identify_purchase": "purchases"})
    )
    if shape.lines or shape.quantity:
        con.execute("""
            CREATE OR REPLACE TABLE renewed AS
            SELECT seen_id AS id, row_number() OVER (ORDER BY seen_id) AS number FROM judged WHERE status = 'updated'""")
        lines = plan.write(
            con,
            "identify_purchaseline",
            _lines_query(shape, "j.seen_id", "u.number", "TRUE").replace(
                "judged j", "judged j JOIN renewed u ON u.id = j.seen_id"
            ),
            name="identify_purchaseline_updates",
        )
        plan.add(
            Step(
                "lines of updated purchases",
                "replace",
                1,
                count,
                {"identify_purchaseline": lines},
                {"identify_purchaseline": "purchase_lines"},
            )
        )
