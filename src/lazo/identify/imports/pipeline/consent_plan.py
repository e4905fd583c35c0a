"""The plan for a file of permissions: lines of the ledger for every record of each customer, and nothing that is there twice.

The ledger is only ever added to: whoever sends the same file again adds nothing, and an undo calls its lines back.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lazo.identify.imports.pipeline import problems
from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.legal_bases import bases_of
from lazo.identify.models import ConsentText

PARTIES_AT_ONCE = 250_000
LANGUAGE = "es"
"""That of the house: a text shown that a file names by its number alone."""
ENTRIES, PROOFS = "identify_consententry", "identify_consentproof"
CUSTOMERS = pa.schema([("party", pa.int64()), ("customer", pa.int64()), ("country", pa.string())])
RECORDS = pa.schema([("customer", pa.int64()), ("record", pa.int64())])
SAID = pa.schema([("customer", pa.int64()), *((name, pa.string()) for name in ("purpose", "channel", "state", "day"))])


@dataclass(frozen=True)
class Said:
    """Who brings the file, what it is called, and where the company is: of texts shown without a language, its own."""

    by: int | None
    file_name: str
    country: str
    language: str


@dataclass(frozen=True)
class Lines:
    """Which columns of a table say the party and the line that is repeated; and the first and last number."""

    party: str
    repeats: str
    first: int
    last: int


def plan_consents(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, said: Said) -> None:
    """Add the steps for the permissions of `bought_by` to the plan; makes consent_status(row, status)."""
    con.execute("""
        CREATE OR REPLACE VIEW answers AS SELECT row, party, purpose, channels, state, basis, evidence, day, expires_on, text_version
        FROM bought_by WHERE NOT bad AND row NOT IN (SELECT row FROM refused)""")
    _load_customers(con, said.country)
    _load_texts(con, said.language)
    _refuse(con)
    _load_said(con)
    con.execute("""
        CREATE OR REPLACE TABLE consent_lines AS
        SELECT l.*, l.turn = 1 AND s.customer IS NULL AS is_new FROM (
            SELECT a.*, c.customer, t.id AS text, row_number() OVER (
                PARTITION BY c.customer, a.purpose, a.channel, a.state, a.day ORDER BY a.row) AS turn
            FROM (SELECT *, unnest(string_split(channels, ',')) AS channel FROM answers) a JOIN customers_of c USING (party)
            LEFT JOIN texts_shown t ON t.purpose = a.purpose AND t.told = a.text_version) l
        LEFT JOIN said_before s ON s.customer = l.customer AND s.purpose = l.purpose AND s.channel = l.channel
            AND s.state = l.state AND s.day = l.day::VARCHAR""")
    con.execute("""
        CREATE OR REPLACE TABLE consent_status AS
        SELECT row, CASE WHEN bool_or(is_new) THEN 'new' ELSE 'duplicate' END AS status FROM consent_lines GROUP BY row""")
    _write(con, plan, ids, said)


def _refuse(con: duckdb.DuckDBPyConnection) -> None:
    """Rows that the ledger does not take: another country's basis, a text nobody wrote, a consent that nothing proves."""
    problems.refuse_rows(
        con,
        "SELECT a.row, a.basis FROM answers a JOIN customers_of c USING (party) LEFT JOIN bases_here b"
        " ON b.country = c.country AND b.basis = a.basis WHERE a.state = 'GRANTED' AND b.basis IS NULL",
        "basis_not_here",
    )
    problems.refuse_rows(
        con,
        "SELECT a.row, a.text_version FROM answers a LEFT JOIN texts_shown t ON t.purpose = a.purpose AND t.told = a.text_version"
        " WHERE a.text_version IS NOT NULL AND t.id IS NULL",
        "text_unknown",
    )
    problems.refuse_rows(
        con,
        "SELECT row, '' FROM answers WHERE state = 'GRANTED' AND basis = 'consent' AND evidence IS NULL AND text_version IS NULL",
        "no_evidence",
    )


def _load_customers(con: duckdb.DuckDBPyConnection, country: str) -> None:
    """Whom the parties of the file stand for and all their records; and the legal bases of their countries."""
    con.register("no_customers", CUSTOMERS.empty_table())
    con.register("no_records", RECORDS.empty_table())
    con.execute("CREATE OR REPLACE TABLE customers_of AS SELECT * FROM no_customers")
    con.execute("CREATE OR REPLACE TABLE records_of AS SELECT * FROM no_records")
    for batch in con.cursor().execute("SELECT DISTINCT party FROM answers").to_arrow_reader(PARTIES_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT k.party, c.id, c.country FROM {keys} k {ordered_join()} identify_party p ON p.id = k.party"
                f" {ordered_join()} identify_party c ON c.id = coalesce(p.canonical_id, p.id)",
                CUSTOMERS,
            )
        con.register("found_customers", found)
        con.execute(
            "INSERT INTO customers_of SELECT party, customer, coalesce(nullif(country, ''), ?) FROM found_customers",
            [country],
        )
        con.unregister("found_customers")
        with lookup_table(found.select(["customer"])) as keys:
            records = fetch(
                f"SELECT DISTINCT k.customer, d.id FROM {keys} k {ordered_join()} identify_party d ON d.canonical_id = k.customer",
                RECORDS,
            )
        con.register("found_records", records)
        con.execute("INSERT INTO records_of SELECT * FROM found_records")
        con.unregister("found_records")
    countries = [name for (name,) in con.execute("SELECT DISTINCT country FROM customers_of").fetchall()]
    rows = [(name, str(basis)) for name in countries for basis in bases_of(name).bases]
    con.execute("CREATE OR REPLACE TABLE bases_here (country VARCHAR, basis VARCHAR)")
    if rows:
        con.executemany("INSERT INTO bases_here VALUES (?, ?)", rows)


def _load_texts(con: duckdb.DuckDBPyConnection, language: str) -> None:
    """The texts shown, as a file names them: by language and number, and those of the company's language by number alone."""
    con.execute("CREATE OR REPLACE TABLE texts_shown (purpose VARCHAR, told VARCHAR, id BIGINT)")
    rows = []
    for text in ConsentText.objects.order_by("pk"):
        rows.append((text.purpose, f"{text.language}|{text.version}", text.pk))
        if text.language == language:
            rows.append((text.purpose, f"|{text.version}", text.pk))
    if rows:
        con.executemany("INSERT INTO texts_shown VALUES (?, ?, ?)", rows)


def _load_said(con: duckdb.DuckDBPyConnection) -> None:
    """The standing lines of the customers of the file."""
    con.register("nothing_said", SAID.empty_table())
    con.execute("CREATE OR REPLACE TABLE said_before AS SELECT * FROM nothing_said")
    asked = con.cursor().execute("SELECT DISTINCT customer FROM customers_of")
    for batch in asked.to_arrow_reader(PARTIES_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f'SELECT DISTINCT e.party_id, e.purpose, e.channel, e.state, CAST(e."on" AS text) FROM {keys} k'
                f" {ordered_join()} {ENTRIES} e ON e.party_id = k.customer WHERE e.takes_back_id IS NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {ENTRIES} t WHERE t.takes_back_id = e.id)",
                SAID,
            )
        con.register("found_said", found)
        con.execute("INSERT INTO said_before SELECT * FROM found_said")
        con.unregister("found_said")


def _write(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, said: Said) -> None:
    """First the lines of the customers themselves, numbered by day, then the same for each of their other records."""
    evidence = f"coalesce(evidence, CASE WHEN text IS NULL THEN '' ELSE {_quoted(said.file_name)} || ' #' || row END)"
    (count,) = con.execute("SELECT count(*) FROM consent_lines WHERE is_new").fetchone() or (0,)
    first = ids.take(ENTRIES, count)
    con.execute(f"""
        CREATE OR REPLACE TABLE new_lines AS
        SELECT {first} - 1 + row_number() OVER (ORDER BY day, row, channel) AS id, customer, purpose, channel, state, basis,
            {evidence} AS evidence, day, expires_on, text FROM consent_lines WHERE is_new""")
    _add(con, plan, said.by, "new_lines", Lines("customer", "NULL::BIGINT", first, first + count - 1))
    (more,) = con.execute("SELECT count(*) FROM new_lines JOIN records_of USING (customer)").fetchone() or (0,)
    second = ids.take(ENTRIES, more)
    con.execute(f"""
        CREATE OR REPLACE TABLE repeated_lines AS
        SELECT l.* REPLACE ({second} - 1 + row_number() OVER (ORDER BY l.id, r.record) AS id), r.record, l.id AS repeats
        FROM new_lines l JOIN records_of r USING (customer)""")
    _add(con, plan, said.by, "repeated_lines", Lines("record", "repeats", second, second + more - 1))


def _add(con: duckdb.DuckDBPyConnection, plan: Plan, by_id: int | None, table: str, lines: Lines) -> None:
    party, repeats = lines.party, lines.repeats
    by = f"{by_id}::BIGINT" if by_id else "NULL::BIGINT"
    files = {
        ENTRIES: plan.write(
            con,
            ENTRIES,
            f'SELECT id AS _anchor, id, {party} AS party_id, purpose, channel, state, basis, evidence, day AS "on", expires_on,'
            f" {by} AS by_id, {repeats} AS repeats_id FROM {table} ORDER BY 1",
            name=f"{ENTRIES}_{table}",
        ),
        PROOFS: plan.write(
            con,
            PROOFS,
            f"SELECT id AS _anchor, id AS entry_id, 'file' AS way, text AS text_id, '' AS browser FROM {table} ORDER BY 1",
            name=f"{PROOFS}_{table}",
        ),
    }
    plan.add(Step(f"permissions, {table}", "insert", lines.first, lines.last, files))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
