"""What people wrote by hand stays: a file that says otherwise is heard, counted and named, and changes nothing.

Table hand(party, field) of the working database: the fields of `HandWrittenField` of the parties that the file means.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import duckdb
import pyarrow as pa

from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.matching import KEYS_AT_ONCE
from lazo.identify.imports.pipeline.resolution import Strength
from lazo.identify.models import HandWrittenField

CODE = "kept_by_hand"
HAND = pa.schema([("party", pa.int64()), ("field", pa.string())])
NAME = ("given_name", "surnames", "name")
PROTECTS = {
    "name": NAME,
    "folded_name": NAME,
    "given_name": NAME,
    "surnames": NAME,
    "legal_name": ("legal_name",),
    "trade_name": ("trade_name",),
    "birth_date": ("birth_date",),
    "country": ("country",),
    "city": ("city",),
    "address": ("address",),
}
"""A column, and the fields whose hand keeps it: who wrote a part of a name wrote the whole."""
LISTS = {
    Strength.TAX: "documents",
    Strength.RAW_TAX: "documents",
    Strength.EMAIL: "emails",
    Strength.PHONE: "phones",
    Strength.RAW_PHONE: "phones",
}


def load_hand(con: duckdb.DuckDBPyConnection) -> None:
    """Make `hand` for the known parties of `assigned`."""
    con.register("no_hand", HAND.empty_table())
    con.execute("CREATE OR REPLACE TABLE hand AS SELECT * FROM no_hand")
    con.unregister("no_hand")
    if not HandWrittenField.objects.exists():
        return
    asked = con.cursor().execute("SELECT DISTINCT entity AS party FROM assigned WHERE entity > 0 ORDER BY party")
    for batch in asked.to_arrow_reader(KEYS_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT h.party_id, h.field FROM {keys} k {ordered_join()} identify_handwrittenfield h"
                " ON h.party_id = k.party",
                HAND,
            )
        con.register("found_hand", found)
        con.execute("INSERT INTO hand SELECT * FROM found_hand")
        con.unregister("found_hand")


def leave_removed_keys(con: duckdb.DuckDBPyConnection) -> None:
    """Take from `new_keys` the ways of contact and documents that a person took off the party."""
    if not _any(con):
        return
    field = " ".join(f"WHEN {int(strength)} THEN '{name}'" for strength, name in LISTS.items())
    # By the text too: a mark of before addresses of one mailbox had one key is that of the address.
    marks = "(md5(k.key), md5(k.value))"
    taken = (
        f"JOIN hand h ON h.party = k.party AND split_part(h.field, '-', 1) = (CASE k.strength {field} END)"
        f" AND split_part(h.field, '-', 2) IN {marks}"
    )
    _note(con, f"SELECT k.row, split_part(h.field, '-', 1), k.value, h.party FROM new_keys k {taken}")
    con.execute(f"""
        DELETE FROM new_keys WHERE (party, strength, key) IN (SELECT k.party, k.strength, k.key FROM new_keys k {taken})""")


def open_told(con: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> None:
    """Make the view told_text: `people_text` without what a hand keeps; needs `existing`, to say where the file says otherwise."""
    if not _any(con):
        con.execute("CREATE OR REPLACE VIEW told_text AS SELECT * FROM people_text")
        return
    kept = {name: PROTECTS[name] for name in columns if name in PROTECTS}
    flags = ", ".join(
        f"bool_or(field IN ({', '.join(repr(field) for field in fields)})) AS {name}" for name, fields in kept.items()
    )
    con.execute(f"""
        CREATE OR REPLACE TABLE hand_rows AS
        SELECT p.row, any_value(p.party) AS party, {flags} FROM party_of p JOIN hand h ON h.party = p.party GROUP BY p.row""")
    said = ", ".join(
        f"CASE WHEN h.{name} THEN NULL ELSE f.{name} END AS {name}" if name in kept else f"f.{name}" for name in columns
    )
    con.execute(
        f"CREATE OR REPLACE VIEW told_text AS SELECT f.row, {said} FROM people_text f LEFT JOIN hand_rows h USING (row)"
    )
    for name in kept:
        if name != "folded_name":
            _note(
                con,
                f"SELECT f.row, '{name}', f.{name}, h.party FROM people_text f JOIN hand_rows h USING (row)"
                f" JOIN existing x ON x.party = h.party WHERE h.{name} AND f.{name} IS NOT NULL"
                f" AND f.{name} IS DISTINCT FROM x.{name}",
            )


def leave_own_fields(con: duckdb.DuckDBPyConnection, keys: dict[int, str]) -> None:
    """Take from `told_traits` the own fields that a person wrote; `keys` are those of the definitions by id."""
    for definition, key in keys.items() if _any(con) else ():
        kept = f"party IN (SELECT party FROM hand WHERE field = 'custom:' || '{key}')"
        which = f"definition = {int(definition)} AND {kept}"
        _note(con, f"SELECT row, '{key}', text, party FROM told_traits WHERE {which}")
        con.execute(f"DELETE FROM told_traits WHERE {which}")


def _any(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute("SELECT 1 FROM hand LIMIT 1").fetchone() is not None


def _note(con: duckdb.DuckDBPyConnection, query: str) -> None:
    """Say of the cells that `query` gives (row, column, value, party) that a hand kept the field; the row goes in."""
    con.execute(
        f"INSERT INTO problems SELECT DISTINCT row, field, '{CODE}', left(value, 240), json_object('party', party)::VARCHAR, FALSE"
        f" FROM ({query}) q(row, field, value, party)"
    )
