"""Matching the people of a file to the parties we know and to one another, by exact keys, a set at a time.

Rows whose keys nobody else has, in the file or in the database, are new and need no thought. Only the others are read one by one by
`resolution.Resolver`.

Tables of the working database
------------------------------
people: row, folded_name and the fields of the party; one row per row of the file that describes somebody.
people_keys: row, strength, scheme, key, value, likely; never a blank key, and not the same key twice in a row.
held: strength, key, party, point, theirs; the keys of `people_keys` that parties of the database have. `point` is the number of a way of
contact, `theirs` 0 where it is known to be another's: it is there, and tells nobody.
assigned: row, entity; the id of the party, or the negative of the row that makes a new one.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from lazo.identify.contact_health import NOT_THEIRS
from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.resolution import Doubt, Key, Resolver, Strength

KEYS_AT_ONCE = 250_000
ROWS_AT_ONCE = 50_000
WORTH_READING_ALL = 4
COUNT = pa.schema([("n", pa.int64())])
RECORDS = pa.schema([("external_id", pa.string()), ("party", pa.int64())])
HELD = pa.schema(
    [
        ("strength", pa.int8()),
        ("key", pa.string()),
        ("party", pa.int64()),
        ("point", pa.int64()),
        ("theirs", pa.int8()),
    ]
)
CONTACTS = (Strength.EMAIL, Strength.PHONE, Strength.RAW_PHONE)
OF_CONTACT = f"f.id, CASE WHEN f.health_why IN ({', '.join(repr(why) for why in sorted(NOT_THEIRS))}) THEN 0 ELSE 1 END"

FIND = {
    Strength.EXTERNAL: "{ordered} identify_sourcerecord f ON f.source_id = {source} AND f.external_id = k.key",
    Strength.TAX: "{ordered} identify_partyidentifier f ON f.key = k.key",
    Strength.EMAIL: "{ordered} identify_contactpoint f ON f.key = k.key AND f.kind = 'EMAIL'",
    Strength.PHONE: "{ordered} identify_contactpoint f ON f.key = k.key AND f.kind = 'PHONE'",
    Strength.RAW_TAX: "{ordered} identify_partyidentifier f ON f.key = k.key",
    Strength.RAW_PHONE: "{ordered} identify_contactpoint f ON f.key = k.key AND f.kind = 'PHONE'",
}
KNOWN = pa.schema([("party", pa.int64()), ("name", pa.string())])
KNOWN_TAX = pa.schema([("party", pa.int64()), ("scheme", pa.string()), ("key", pa.string())])


def match_people(con: duckdb.DuckDBPyConnection, *, source: int) -> list[Doubt]:
    """Fill `held` and `assigned` from `people` and `people_keys`; returns the rows whose keys disagree.

    Raises nothing for a row: who matches nobody is new.
    """
    find_holders(con, source=source)
    con.execute(
        f"CREATE OR REPLACE VIEW match_keys AS SELECT * FROM people_keys WHERE strength <= {int(Strength.PHONE)}"
    )
    con.execute(
        f"CREATE OR REPLACE VIEW match_held AS SELECT * FROM held WHERE strength <= {int(Strength.PHONE)} AND theirs = 1"
    )
    con.execute("""
        CREATE OR REPLACE TABLE shared AS
        SELECT strength, key, max(rows) AS rows, row_number() OVER () AS code FROM (
            SELECT strength, key, count(*) AS rows FROM match_keys GROUP BY ALL HAVING count(*) > 1
            UNION ALL SELECT strength, key, 1 FROM match_held) GROUP BY strength, key""")
    _settle_plain_rows(con)
    resolver = _acquainted(con)
    for rows, entities in _resolved(con, resolver):
        found = pa.table({"row": pa.array(rows, pa.int64()), "entity": pa.array(entities, pa.int64())})
        con.register("found_rows", found)
        con.execute("INSERT INTO assigned_entangled SELECT * FROM found_rows")
        con.unregister("found_rows")
    con.execute("""
        CREATE OR REPLACE TABLE assigned AS
        SELECT p.row, coalesce(a.entity, -p.row) AS entity, a.row IS NULL AS fresh
        FROM people p LEFT JOIN assigned_entangled a USING (row)""")
    return resolver.doubts


def _settle_plain_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Rows of which one strong key is held, whose keys all lead to one party and are nobody else's in the file, are that party's.

    This is the usual second import of a file; what is left, table `entangled`, is read one by one.
    """
    con.execute("""
        CREATE OR REPLACE TABLE look AS
        SELECT k.row, count(DISTINCT h.party) AS parties, min(h.party) AS party, min(CASE WHEN h.party > 0 THEN k.strength END) AS best,
            bool_or(k.strength = 1 AND h.party IS NULL) AS new_tax, max(coalesce(s.rows, 1)) AS rows
        FROM match_keys k LEFT JOIN match_held h ON h.strength = k.strength AND h.key = k.key
        LEFT JOIN shared s ON s.strength = k.strength AND s.key = k.key
        GROUP BY k.row""")
    plain = "parties = 1 AND rows = 1 AND best <= 1 AND NOT new_tax"
    con.execute(f"CREATE OR REPLACE TABLE assigned_entangled AS SELECT row, party AS entity FROM look WHERE {plain}")
    con.execute(
        f"CREATE OR REPLACE TABLE entangled AS SELECT row FROM look WHERE (parties > 0 OR rows > 1) AND NOT ({plain})"
    )


def find_holders(con: duckdb.DuckDBPyConnection, *, source: int) -> None:
    """Ask the database who has the keys of the file."""
    con.execute(
        "CREATE OR REPLACE TABLE held (strength TINYINT, key VARCHAR, party BIGINT, point BIGINT, theirs TINYINT)"
    )
    for strength, join in FIND.items():
        if strength is Strength.EXTERNAL and _hold_all(con, source):
            continue
        asked = con.cursor().execute("SELECT DISTINCT key FROM people_keys WHERE strength = ?", [int(strength)])
        for batch in asked.to_arrow_reader(KEYS_AT_ONCE):
            if not batch.num_rows:
                continue
            with lookup_table(pa.Table.from_batches([batch])) as keys:
                statement = (
                    f"SELECT {int(strength)}, k.key, f.party_id, {OF_CONTACT if strength in CONTACTS else 'NULL, 1'} FROM {keys} k {join.format(source=source, ordered=ordered_join())}"
                    f" {ordered_join()} identify_party p ON p.id = f.party_id WHERE p.retired_at IS NULL"
                )
                _append(con, "held", fetch(statement, HELD))


def _hold_all(con: duckdb.DuckDBPyConnection, source: int) -> bool:
    """Read every identifier of the source at once, where the file names a good part of them."""
    (asked,) = con.execute("SELECT count(*) FROM people_keys WHERE strength = 0").fetchone() or (0,)
    counted = fetch(f"SELECT count(*) FROM identify_sourcerecord WHERE source_id = {int(source)}", COUNT)
    if counted["n"][0].as_py() > asked * WORTH_READING_ALL:
        return False
    statement = f"""
        SELECT f.external_id, f.party_id FROM identify_sourcerecord f
        {ordered_join()} identify_party p ON p.id = f.party_id WHERE p.retired_at IS NULL AND f.source_id = {int(source)}"""
    con.register("records", fetch(statement, RECORDS))
    con.execute(
        "INSERT INTO held SELECT 0, external_id, party, NULL, 1 FROM records JOIN (SELECT DISTINCT key FROM people_keys WHERE strength = 0)"
        " ON key = external_id"
    )
    con.unregister("records")
    return True


def _append(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("rows_to_append", rows)
    con.execute(f"INSERT INTO {table} SELECT * FROM rows_to_append")
    con.unregister("rows_to_append")


def _acquainted(con: duckdb.DuckDBPyConnection) -> Resolver:
    """A resolver that knows the parties who hold a key of the file: their names, tax identities and those keys."""
    resolver = Resolver()
    parties = con.execute("""
        SELECT DISTINCT h.party FROM match_held h JOIN match_keys k ON k.strength = h.strength AND k.key = h.key
        JOIN entangled e ON e.row = k.row ORDER BY h.party""").to_arrow_table()
    for start in range(0, parties.num_rows, KEYS_AT_ONCE):
        with lookup_table(parties.slice(start, KEYS_AT_ONCE)) as keys:
            _introduce(con, resolver, keys)
    rows = con.execute("""
        SELECT DISTINCT h.party, h.strength, s.code FROM match_held h JOIN shared s ON s.strength = h.strength AND s.key = h.key
        WHERE h.strength <> 1 AND h.party IN (
            SELECT i.party FROM match_held i JOIN match_keys k ON k.strength = i.strength AND k.key = i.key
            JOIN entangled e ON e.row = k.row)
        ORDER BY h.party, h.strength, s.code""").fetchall()
    for party, strength, code in rows:
        resolver.know_key(party, Key(Strength(strength), code))
    return resolver


def _introduce(con: duckdb.DuckDBPyConnection, resolver: Resolver, keys: str) -> None:
    names = fetch(
        f"SELECT p.id, p.folded_name FROM {keys} k {ordered_join()} identify_party p ON p.id = k.party",
        KNOWN,
    )
    for party, name in zip(names["party"].to_pylist(), names["name"].to_pylist(), strict=True):
        resolver.know(party, name)
    con.register(
        "known_taxes",
        fetch(
            "SELECT f.party_id, f.scheme, f.key FROM"
            f" {keys} k {ordered_join()} identify_partyidentifier f ON f.party_id = k.party WHERE f.is_valid",
            KNOWN_TAX,
        ),
    )
    # A tax identity that the file does not mention still keeps a stranger away: it gets a code nobody else has.
    taxes = con.execute("""
        SELECT party, t.scheme, coalesce(s.code, -row_number() OVER ()) FROM known_taxes t
        LEFT JOIN shared s ON s.strength = 1 AND s.key = t.key ORDER BY party, t.scheme, t.key""").fetchall()
    con.unregister("known_taxes")
    for party, scheme, code in taxes:
        resolver.know_key(party, Key(Strength.TAX, code, scheme))


def _resolved(con: duckdb.DuckDBPyConnection, resolver: Resolver) -> Iterator[tuple[list[int], list[int]]]:
    reader = (
        con.cursor()
        .execute("""
        SELECT p.row, coalesce(any_value(p.folded_name), '') AS name,
            list(k.strength ORDER BY k.strength, s.code NULLS LAST, k.key) AS strengths,
            list(coalesce(s.code, -k.number) ORDER BY k.strength, s.code NULLS LAST, k.key) AS codes,
            list(k.scheme ORDER BY k.strength, s.code NULLS LAST, k.key) AS schemes
        FROM (SELECT *, 1000000000000 + row_number() OVER () AS number FROM match_keys) k
        JOIN entangled e USING (row) JOIN people p USING (row)
        LEFT JOIN shared s ON s.strength = k.strength AND s.key = k.key
        GROUP BY p.row ORDER BY p.row""")
        .to_arrow_reader(ROWS_AT_ONCE)
    )
    kinds = list(Strength)
    for batch in reader:
        rows, names, strengths, codes, schemes = (column.to_pylist() for column in batch.columns)
        entities = [
            resolver.resolve(row, name, [Key(kinds[s], c, d) for s, c, d in zip(ss, cs, ds, strict=True)])
            for row, name, ss, cs, ds in zip(rows, names, strengths, codes, schemes, strict=True)
        ]
        yield rows, entities
