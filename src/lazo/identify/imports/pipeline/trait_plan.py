"""The plan for free columns: what a file of customers says that no field of ours holds becomes declared traits.

Table told_traits of the working database: row, party, entity, fresh, definition, text; one row per filled cell.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

from collections.abc import Sequence

import duckdb
import pyarrow as pa
from django.utils.text import slugify

from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.matching import KEYS_AT_ONCE
from lazo.identify.imports.pipeline.people_plan import Stamp
from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.models import TraitDefinition

TABLE = "identify_traitvalue"
KNOWN = pa.schema([("id", pa.int64()), ("party", pa.int64()), ("definition", pa.int64()), ("text", pa.string())])
OWN = "custom"


def definitions_of(names: Sequence[str], *, real: bool) -> list[int]:
    """The trait of each free column, by name; made on first use, but pretended where nothing may be written."""
    found = []
    for place, name in enumerate(names, start=1):
        key = slugify(name)[:60].strip("-") or f"columna-{place}"
        known = TraitDefinition.objects.filter(key=key).first()
        if known is None and real:
            known = TraitDefinition.objects.create(
                key=key,
                name=name[:120],
                type=TraitDefinition.Type.TEXT,
                kind=TraitDefinition.Kind.DECLARED,
                method="import",
                package=OWN,
            )
        found.append(known.pk if known else -place)
    return found


def tell_traits(con: duckdb.DuckDBPyConnection, definitions: Sequence[int], source: int) -> None:
    """Make told_traits from the columns trait_1, trait_2... and add the rows that say something new to `changed`."""
    parts = [
        f"SELECT s.row, p.party, p.entity, p.fresh, {definition}::BIGINT AS definition, s.trait_{place} AS text"
        f" FROM described s JOIN party_of p USING (row) WHERE s.trait_{place} IS NOT NULL"
        for place, definition in enumerate(definitions, start=1)
    ]
    con.execute(f"CREATE OR REPLACE TABLE told_traits AS {' UNION ALL '.join(parts)}")
    _find_known(con, source)
    con.execute("""
        INSERT INTO changed SELECT row, party FROM (
            SELECT t.*, coalesce(lag(t.text) OVER (PARTITION BY t.entity, t.definition ORDER BY t.row), k.text) AS was
            FROM told_traits t LEFT JOIN known_traits k USING (party, definition) WHERE NOT t.fresh)
        WHERE entity <> -row AND text IS DISTINCT FROM was""")


def plan_traits(con: duckdb.DuckDBPyConnection, plan: Plan, ids: Ids, stamp: Stamp) -> None:
    """Add the steps for `told_traits`: the last cell about a party counts."""
    con.execute("""
        CREATE OR REPLACE TABLE last_traits AS
        SELECT t.party, t.definition, arg_max(t.text, t.row) AS text, any_value(k.id) AS id, any_value(k.text) AS was
        FROM told_traits t LEFT JOIN known_traits k USING (party, definition) GROUP BY t.party, t.definition""")
    (count,) = con.execute("SELECT count(*) FROM last_traits WHERE id IS NULL").fetchone() or (0,)
    first = ids.take(TABLE, count)
    number = f"{first} - 1 + row_number() OVER (ORDER BY party, definition)"
    file = plan.write(
        con,
        TABLE,
        f"SELECT {number} AS _anchor, {number} AS id, party AS party_id, definition AS definition_id, text, 1.0::DOUBLE AS confidence,"
        f" {stamp.source}::BIGINT AS source_id, {stamp.batch}::BIGINT AS batch FROM last_traits WHERE id IS NULL ORDER BY 1",
    )
    plan.add(Step("traits", "insert", first, first + count - 1, {TABLE: file}))
    changed = "id IS NOT NULL AND text IS DISTINCT FROM was"
    (count,) = con.execute(f"SELECT count(*) FROM last_traits WHERE {changed}").fetchone() or (0,)
    file = plan.write(
        con,
        TABLE,
        "SELECT row_number() OVER (ORDER BY id) AS _anchor, id, text, json_object('text', was)::VARCHAR AS _before,"
        f" json_object('text', text)::VARCHAR AS _after FROM last_traits WHERE {changed} ORDER BY 1",
        name=f"{TABLE}_updates",
    )
    plan.add(Step("trait updates", "update", 1, count, {TABLE: file}))


def _find_known(con: duckdb.DuckDBPyConnection, source: int) -> None:
    con.register("no_traits", KNOWN.empty_table())
    con.execute("CREATE OR REPLACE TABLE known_traits AS SELECT * FROM no_traits")
    asked = con.cursor().execute(
        "SELECT DISTINCT party, definition FROM told_traits WHERE entity > 0 AND definition > 0"
    )
    for batch in asked.to_arrow_reader(KEYS_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                f"SELECT t.id, t.party_id, t.definition_id, t.text FROM {keys} k {ordered_join()} {TABLE} t"
                f" ON t.party_id = k.party AND t.definition_id = k.definition AND t.source_id = {int(source)}",
                KNOWN,
            )
        con.register("found_traits", found)
        con.execute("INSERT INTO known_traits SELECT * FROM found_traits")
        con.unregister("found_traits")
