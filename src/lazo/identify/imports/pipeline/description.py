"""Who the rows of a file describe: the tables people and people_keys, from the staged columns.

A file of customers describes one party per row. Other files describe their customer again in every row, so equal descriptions are taken
once.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

import duckdb

from lazo.identify.email_domains import WRONG_END, slips
from lazo.identify.imports.pipeline.people_plan import DATES, FIELDS
from lazo.identify.imports.pipeline.resolution import Strength

ALSO = ("kind", "guessed_kind", "owner_email", "team")
SAID = ("name", "folded_name", "guessed_kind")
LIKELY = f"split_part({{0}}, '@', 2) NOT IN (SELECT domain FROM slips) AND NOT regexp_matches({{0}}, '{WRONG_END}')"
"""Of an e-mail: no slip of the finger shows. What `email_domains.likely_address` says of one, for a whole column."""


def open_staged(con: duckdb.DuckDBPyConnection, files: list[str]) -> list[str]:
    """Make the view staged and return its columns."""
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    con.execute(f"CREATE OR REPLACE VIEW staged AS SELECT * FROM read_parquet([{listed}])")
    return [str(name) for name, *_ in con.execute("DESCRIBE staged").fetchall()]


def describe_rows(con: duckdb.DuckDBPyConnection, columns: list[str]) -> None:
    """Every good row describes a party."""
    con.execute("CREATE OR REPLACE VIEW described AS SELECT * FROM staged WHERE NOT bad")
    _open_people(con, columns)


def describe_distinct(con: duckdb.DuckDBPyConnection, columns: list[str]) -> None:
    """Equal descriptions of good rows are one, known by its first row; those without any key are nobody's."""
    own = describing(columns)
    keys = [name for name in own if name == "external_id" or name.endswith(("_key", "_number"))]
    said = " OR ".join(f"{name} IS NOT NULL" for name in keys) or "FALSE"
    con.execute(f"""
        CREATE OR REPLACE TABLE described AS
        SELECT min(row) AS row, {", ".join(own)} FROM staged WHERE NOT bad AND ({said}) GROUP BY ALL""")
    _open_people(con, own)


def describing(columns: list[str]) -> list[str]:
    """The staged columns that describe a customer."""
    return [name for name in columns if name in {"external_id", *SAID} or name.startswith(("tax_", "email_", "phone_"))]


def join_description(columns: list[str], *, left: str, right: str) -> str:
    """The condition under which a row has a description; a blank cell equals a blank cell."""
    own = describing(columns)
    if own == ["external_id", *SAID] or not [name for name in own if name.endswith(("_key", "_number"))]:
        return f"{left}.external_id = {right}.external_id" + "".join(
            f" AND {left}.{name} IS NOT DISTINCT FROM {right}.{name}" for name in own if name in SAID
        )
    return " AND ".join(f"{left}.{name} IS NOT DISTINCT FROM {right}.{name}" for name in own)


def _open_people(con: duckdb.DuckDBPyConnection, columns: list[str]) -> None:
    def column(name: str) -> str:
        return name if name in columns else f"NULL::{'DATE' if name in DATES else 'VARCHAR'} AS {name}"

    told = ", ".join(column(name) for name in (*FIELDS, *ALSO))
    con.execute(f"CREATE OR REPLACE VIEW people AS SELECT row, {told} FROM described")
    text = ", ".join(f"{name}::VARCHAR AS {name}" for name in (*FIELDS, *ALSO))
    con.execute(f"CREATE OR REPLACE VIEW people_text AS SELECT row, {text} FROM people")
    con.execute("CREATE OR REPLACE TEMP TABLE slips AS SELECT unnest(?) AS domain", [sorted(slips())])
    parts = list(_key_queries(columns)) or ["SELECT NULL::BIGINT, 0, NULL, NULL, NULL, NULL WHERE FALSE"]
    con.execute(
        "CREATE OR REPLACE TABLE people_keys AS SELECT row, strength::TINYINT AS strength, any_value(scheme)::VARCHAR AS scheme,"
        " key::VARCHAR AS key, any_value(value)::VARCHAR AS value, bool_and(likely)::BOOLEAN AS likely"
        f" FROM ({' UNION ALL '.join(parts)}) k(row, strength, scheme, key, value, likely) GROUP BY row, strength, key"
        if _several(columns)
        else "CREATE OR REPLACE TABLE people_keys AS SELECT row, strength::TINYINT AS strength, scheme::VARCHAR AS scheme,"
        " key::VARCHAR AS key, value::VARCHAR AS value, likely::BOOLEAN AS likely"
        f" FROM ({' UNION ALL '.join(parts)}) k(row, strength, scheme, key, value, likely)"
    )


def _several(columns: list[str]) -> bool:
    """Whether a row may give the same kind of key twice."""
    return "email_2" in columns or "phone_2" in columns


def _key_queries(columns: list[str]) -> list[str]:
    found = []
    if "external_id" in columns:
        found.append(_keys(Strength.EXTERNAL, "''", "external_id", "external_id", "TRUE", "external_id IS NOT NULL"))
    if "tax_key" in columns:
        found.append(_keys(Strength.TAX, "tax_scheme", "tax_key", "tax_number", "TRUE", "tax_key IS NOT NULL"))
        raw = "tax_key IS NULL AND tax_number IS NOT NULL"
        found.append(_keys(Strength.RAW_TAX, "''", "'raw:' || upper(tax_number)", "tax_number", "FALSE", raw))
    for name in columns:
        if name.startswith("email_") and not name.endswith("_key"):
            known = f"{name}_key IS NOT NULL"
            found.append(_keys(Strength.EMAIL, "''", f"{name}_key", name, LIKELY.format(name), known))
        elif name.startswith("phone_") and not name.endswith("_key"):
            known = f"{name}_key IS NOT NULL"
            found.append(_keys(Strength.PHONE, "''", f"{name}_key", name, "TRUE", known))
            raw = f"{name}_key IS NULL AND {name} IS NOT NULL"
            found.append(
                _keys(Strength.RAW_PHONE, "''", f"'raw:' || left({name}, 240)", f"left({name}, 254)", "FALSE", raw)
            )
    return found


def _keys(  # noqa: PLR0917 - the columns of people_keys, in their order
    strength: Strength, scheme: str, key: str, value: str, likely: str, which: str
) -> str:
    return f"SELECT row, {int(strength)}, {scheme}, {key}, {value}, {likely} FROM described WHERE {which}"
