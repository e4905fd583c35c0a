"""The plan for the people of a file: new parties with their keys, and what changes in those we knew.

A later row of the file speaks after an earlier one, and a blank cell says nothing: it never erases.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lazo.identify.imports.pipeline import search_plan
from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.hand_kept import leave_removed_keys, load_hand, open_told
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.matching import KEYS_AT_ONCE
from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.imports.pipeline.seen_plan import plan_seen

FIELDS = (
    "name",
    "folded_name",
    "given_name",
    "surnames",
    "legal_name",
    "trade_name",
    "birth_date",
    "country",
    "city",
    "address",
    "first_contact_on",
)
DATES = frozenset({"birth_date", "first_contact_on"})
EXISTING = pa.schema(
    [("party", pa.int64()), ("version", pa.int64()), *((name, pa.string()) for name in FIELDS), ("kind", pa.string())]
)
CHILDREN = {
    "identify_sourcerecord": (
        "strength = 0",
        "{source}::BIGINT AS source_id, key AS external_id, party AS party_id, {batch}::BIGINT AS batch",
    ),
    "identify_partyidentifier": (
        "strength IN (1, 4)",
        "party AS party_id, scheme, value, key, likely AS is_valid, {batch}::BIGINT AS batch",
    ),
    "identify_contactpoint": (
        "strength IN (2, 3, 5)",
        """party AS party_id, CASE strength WHEN 2 THEN 'EMAIL' ELSE 'PHONE' END AS kind, value, key, likely AS is_likely,
        {batch}::BIGINT AS batch""",
    ),
}


@dataclass(frozen=True)
class Stamp:
    """What every new row carries; `people` is the source whose identifiers the file uses for customers."""

    batch: int
    source: int
    people: int
    owner: int | None = None
    team: int | None = None


def plan_people(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp, *, update: bool) -> None:
    """Add the steps for `assigned` people to the plan; makes changed(row, party) and new_keys.

    With `update` false nothing that is known of a party changes; it only gains keys.
    """
    load_hand(con)
    _find_new_keys(con)
    plan_seen(con, plan)
    leave_removed_keys(con)
    if update:
        _find_changes(con)
    else:
        con.execute("CREATE OR REPLACE TABLE changed (row BIGINT, party BIGINT)")
    _write_parties(con, plan, ids, stamp)
    _write_keys_of_known(con, plan, ids, stamp)
    if update:
        _write_updates(con, plan)


def judge_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Make row_status(row, status): the first row of a new party is new, one that brings anything is an update."""
    con.execute("""
        CREATE OR REPLACE TABLE row_status AS
        SELECT p.row, CASE WHEN p.entity = -p.row THEN 'new'
            WHEN c.row IS NOT NULL OR k.row IS NOT NULL THEN 'updated' ELSE 'duplicate' END AS status
        FROM party_of p LEFT JOIN (SELECT DISTINCT row FROM changed) c USING (row)
        LEFT JOIN (SELECT DISTINCT row FROM new_keys) k USING (row)""")


def keep_people(con: duckdb.DuckDBPyConnection, wanted: str) -> None:
    """Forget the new parties that no row needs: all their rows were refused."""
    (refused,) = con.execute("SELECT count(*) FROM refused").fetchone() or (0,)
    if refused:
        con.execute(f"CREATE OR REPLACE TABLE wanted AS SELECT DISTINCT party FROM ({wanted}) WHERE party IS NOT NULL")
        con.execute("DELETE FROM new_parties WHERE id NOT IN (SELECT party FROM wanted)")
        con.execute("DELETE FROM party_of WHERE party NOT IN (SELECT party FROM wanted)")


def number_people(con: duckdb.DuckDBPyConnection, ids: Ids) -> None:
    """Give the new parties their ids; makes new_parties(row, entity, fresh, id) and party_of(row, entity, fresh, party)."""
    (count,) = con.execute("SELECT count(*) FROM assigned WHERE entity = -row").fetchone() or (0,)
    first = ids.take("identify_party", count)
    con.execute(f"""
        CREATE OR REPLACE TABLE new_parties AS
        SELECT row, entity, fresh, {first} - 1 + row_number() OVER (ORDER BY row) AS id FROM assigned WHERE entity = -row""")
    con.execute("""
        CREATE OR REPLACE TABLE party_of AS
        SELECT a.row, a.entity, a.fresh, CASE WHEN a.entity > 0 THEN a.entity ELSE n.id END AS party
        FROM assigned a LEFT JOIN (SELECT entity, id FROM new_parties) n ON n.entity = a.entity""")


def _find_new_keys(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("""
        CREATE OR REPLACE TABLE new_keys AS
        SELECT p.party, k.strength, k.scheme, k.key, k.value, k.likely, k.row, p.entity
        FROM people_keys k JOIN party_of p USING (row) WHERE p.fresh
        UNION ALL
        SELECT p.party, k.strength, arg_min(k.scheme, k.row), k.key, arg_min(k.value, k.row), arg_min(k.likely, k.row), min(k.row),
            any_value(p.entity)
        FROM people_keys k JOIN party_of p USING (row)
        LEFT JOIN held h ON h.party = p.party AND h.strength = k.strength AND h.key = k.key
        WHERE NOT p.fresh AND h.party IS NULL GROUP BY p.party, k.strength, k.key""")


def _find_changes(con: duckdb.DuckDBPyConnection) -> None:
    """Rows that say something new about their party, in the order of the file; table changed(row, party)."""
    _load_existing(con)
    open_told(con, (*FIELDS, "kind"))
    was = ", ".join(
        f"coalesce(lag(f.{name} IGNORE NULLS) OVER w, x.{name}) AS was_{name}" for name in (*FIELDS, "kind")
    )
    differs = " OR ".join(f"({name} IS NOT NULL AND {name} IS DISTINCT FROM was_{name})" for name in (*FIELDS, "kind"))
    now = ", ".join(f"f.{name}" for name in (*FIELDS, "kind"))
    con.execute(f"""
        CREATE OR REPLACE TABLE changed AS
        SELECT row, party FROM (
            SELECT f.row, p.party, p.entity, {now}, {was} FROM told_text f JOIN party_of p USING (row)
            LEFT JOIN existing x ON x.party = p.party WHERE NOT p.fresh WINDOW w AS (PARTITION BY p.entity ORDER BY f.row))
        WHERE entity <> -row AND ({differs})""")


def _load_existing(con: duckdb.DuckDBPyConnection) -> None:
    """Fetch what is known of the matched parties; blank is null, as in the file."""
    columns = ", ".join(f"nullif(CAST(p.{name} AS text), '')" for name in FIELDS)
    con.register("no_rows", EXISTING.empty_table())
    con.execute("CREATE OR REPLACE TABLE existing AS SELECT * FROM no_rows")
    asked = con.cursor().execute("SELECT DISTINCT entity AS party FROM assigned WHERE entity > 0 ORDER BY party")
    for batch in asked.to_arrow_reader(KEYS_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT p.id, p.version, {columns}, p.kind"
                f" FROM {keys} k {ordered_join()} identify_party p ON p.id = k.party",
                EXISTING,
            )
        con.register("found_parties", found)
        con.execute("INSERT INTO existing SELECT * FROM found_parties")
        con.unregister("found_parties")


def _write_parties(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp) -> None:
    """New parties and everything of theirs, anchored by their id so that they appear whole."""
    told = ", ".join(f"f.{name}" if name in DATES else f"coalesce(f.{name}, '') AS {name}" for name in FIELDS)
    last_told = ", ".join(f"arg_max(f.{name}, f.row) FILTER (WHERE f.{name} IS NOT NULL) AS {name}" for name in FIELDS)
    con.execute(f"""
        CREATE OR REPLACE VIEW told_parties AS
        SELECT n.id, f.kind, f.guessed_kind, f.owner_email, f.team, {", ".join(f"f.{name}" for name in FIELDS)}
        FROM new_parties n JOIN people f USING (row) WHERE n.fresh
        UNION ALL
        SELECT n.id, arg_max(f.kind, f.row) FILTER (WHERE f.kind IS NOT NULL), arg_min(f.guessed_kind, f.row), arg_max(f.owner_email, f.row),
            arg_max(f.team, f.row), {last_told}
        FROM new_parties n JOIN party_of p ON p.entity = n.entity JOIN people f ON f.row = p.row
        WHERE NOT n.fresh GROUP BY n.id""")
    owner, team = (f"{value}::BIGINT" if value else "NULL::BIGINT" for value in (stamp.owner, stamp.team))
    files = {
        "identify_party": plan.write(
            con,
            "identify_party",
            f"SELECT f.id AS _anchor, f.id, coalesce(f.kind, f.guessed_kind, 'PERSON') AS kind, {told},"
            f" coalesce(o.id, {owner}) AS owner_id, coalesce(c.id, {team}) AS team_id, {stamp.batch}::BIGINT AS batch_id,"
            " 1::BIGINT AS version FROM told_parties f LEFT JOIN owners o ON o.name = f.owner_email"
            " LEFT JOIN crews c ON c.name = lower(f.team) ORDER BY f.id",
        )
    }
    for table in CHILDREN:
        files[table] = _write_children(con, plan, ids, stamp, table, known=False)
    files[search_plan.TABLE] = search_plan.new_words(con, plan)
    first, last = _range(con, "SELECT min(id), max(id) FROM new_parties")
    plan.add(Step("parties", "insert", first, last, files, {"identify_party": "parties"}))


def _write_children(
    con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp, table: str, *, known: bool
) -> str:
    """Keys of new parties are anchored by the party, those of known ones by their own id."""
    condition, columns = CHILDREN[table]
    which = f"{condition} AND entity {'>' if known else '<'} 0"
    (count,) = con.execute(f"SELECT count(*) FROM new_keys WHERE {which}").fetchone() or (0,)
    first = ids.take(table, count)
    number = f"{first} - 1 + row_number() OVER (ORDER BY party, row, strength, key)"
    anchor = number if known else "party"
    query = f"SELECT {anchor} AS _anchor, {number} AS id, {columns.format(batch=stamp.batch, source=stamp.people)} FROM new_keys WHERE {which} ORDER BY 2"
    return plan.write(con, table, query, name=f"{table}_known" if known else table)


def _write_keys_of_known(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp) -> None:
    for table in CHILDREN:
        file = _write_children(con, plan, ids, stamp, table, known=True)
        first, last = _range(con, f"SELECT min(_anchor), max(_anchor) FROM '{plan.folder / file}'")
        plan.add(Step(f"{table} of known parties", "insert", first, last, {table: file}))


def _write_updates(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """The last word of the file about each known party, with what was there before."""
    names = (*FIELDS, "kind")
    last = ", ".join(f"arg_max(f.{name}, f.row) FILTER (WHERE f.{name} IS NOT NULL) AS {name}" for name in names)
    now = ", ".join(f"coalesce(t.{name}, x.{name}) AS now_{name}" for name in names)
    con.execute(f"""
        CREATE OR REPLACE TABLE party_updates AS
        SELECT row_number() OVER (ORDER BY x.party) AS _anchor, x.*, {now} FROM existing x JOIN (
            SELECT p.party, {last} FROM told_text f JOIN party_of p USING (row)
            WHERE p.party IN (SELECT party FROM changed) GROUP BY p.party) t USING (party)""")
    before = ", ".join(f"'{name}', u.{name}" for name in names)
    after = ", ".join(f"'{name}', u.now_{name}" for name in names)
    values = ", ".join(f"u.now_{n} AS {n}" if n in DATES else f"coalesce(u.now_{n}, '') AS {n}" for n in names)
    file = plan.write(
        con,
        "identify_party",
        f"SELECT u._anchor, u.party AS id, u.version AS _version, {values},"
        f" json_object({before})::VARCHAR AS _before, json_object({after})::VARCHAR AS _after FROM party_updates u ORDER BY 1",
        name="identify_party_updates",
    )
    first, last_anchor = _range(con, "SELECT min(_anchor), max(_anchor) FROM party_updates")
    plan.add(
        Step("party updates", "update", first, last_anchor, {"identify_party": file}, {"identify_party": "parties"})
    )


def _range(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    first, last = con.execute(query).fetchone() or (None, None)
    return (first, last) if first is not None else (1, 0)
