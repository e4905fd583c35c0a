"""The plan for free columns: what a file of customers says that no field of ours holds becomes declared traits.

Table told_traits of the working database: row, party, entity, fresh, definition, place (the column of a value), text; one row per filled cell.
"""

# ruff: noqa: S608 - names of tables and columns are our own constants; values of files are never put into a statement

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
from django.utils.text import slugify

from lazo.identify.company_traits import COLUMN_OF, company_definitions
from lazo.identify.imports.columns.fields import TRAIT
from lazo.identify.imports.pipeline.copying import fetch, lookup_table, ordered_join
from lazo.identify.imports.pipeline.hand_kept import leave_own_fields
from lazo.identify.imports.pipeline.ids import Ids
from lazo.identify.imports.pipeline.matching import KEYS_AT_ONCE
from lazo.identify.imports.pipeline.own_field import OwnColumn
from lazo.identify.imports.pipeline.people_plan import Stamp
from lazo.identify.imports.pipeline.plan import Plan, Step
from lazo.identify.imports.pipeline.reading import date_formats, number_formats
from lazo.identify.imports.values.money import digits_of
from lazo.identify.models import TraitDefinition

TABLE = "identify_traitvalue"
KNOWN = pa.schema(
    [
        ("id", pa.int64()),
        ("party", pa.int64()),
        ("definition", pa.int64()),
        ("text", pa.string()),
        ("number", pa.float64()),
        ("money", pa.int64()),
        ("date", pa.string()),
    ]
)
OWN = "custom"
Type = TraitDefinition.Type
COLUMNS = {Type.NUMBER: "number", Type.FLAG: "number", Type.MONEY: "money", Type.DATE: "date"}
CASTS = {"text": "VARCHAR", "number": "DOUBLE", "money": "BIGINT", "date": "VARCHAR"}


@dataclass(frozen=True)
class Told:
    """A free column's field: its number (negative: pretended), its key, and the column of a value that holds it."""

    definition: int
    key: str
    column: str


def definitions_of(names: Sequence[str], *, real: bool) -> list[Told]:
    """The field of each free column, by name; made on first use as text, but pretended where nothing may be written. Traits of ours by key."""
    found, of_companies = [], company_definitions() if set(names) & COLUMN_OF.keys() else {}
    for place, name in enumerate(names, start=1):
        if name in of_companies:
            found.append(Told(of_companies[name].pk, name, "text"))
            continue
        key = slugify(name)[:60].strip("-") or f"columna-{place}"
        known = _field(name, key)
        if known is None and real:
            known = TraitDefinition.objects.create(
                key=key,
                name=name[:120],
                type=Type.TEXT,
                kind=TraitDefinition.Kind.DECLARED,
                method="import",
                package=OWN,
            )
        column = COLUMNS.get(Type(known.type), "text") if known else "text"
        found.append(Told(known.pk if known else -place, known.key if known else key, column))
    return found


def own_columns(
    sample: pa.Table, columns: Mapping[str, Sequence[str]], options: Mapping[str, Any], *, currency: str
) -> dict[str, OwnColumn]:
    """How each free column is read whose field the company has defined."""
    found = {}
    for field in (key for key in columns if key.startswith(TRAIT)):
        name = own_name(field, columns[field][0])
        known = _field(name, slugify(name)[:60].strip("-"))
        if known is None:
            continue
        header = columns[field][0]
        numbers, days = {"amount": [header]}, {"date": [header]}
        found[field] = OwnColumn(
            type=known.type,
            choices=tuple(known.choices),
            number=number_formats(sample, numbers, options.get("number_format"))[header],
            day=date_formats(sample, days, options.get("date_order"))[header],
            digits=digits_of(currency),
        )
    return found


def own_name(field: str, header: str) -> str:
    """The name that a free column goes by: that of the company's field it was mapped to, else its header."""
    chosen = field.removeprefix(TRAIT)
    is_own = TraitDefinition.objects.filter(package=OWN, name__iexact=chosen).exists()
    return chosen if is_own else header


def _field(name: str, key: str) -> TraitDefinition | None:
    """The company's field of that name, else the trait of that key."""
    own = TraitDefinition.objects.filter(package=OWN, name__iexact=name).order_by("pk").first()
    return own or TraitDefinition.objects.filter(key=key).first()


def tell_traits(con: duckdb.DuckDBPyConnection, told: Sequence[Told], source: int) -> None:
    """Make told_traits from the columns trait_1, trait_2... and add the rows that say something new to `changed`.

    `text` is what is compared: a number as the engine writes it, so that 5 and 5.0 are one.
    """
    parts = [
        f"SELECT s.row, p.party, p.entity, p.fresh, {one.definition}::BIGINT AS definition, '{one.column}' AS place,"
        f" s.trait_{place}::{CASTS[one.column]}::VARCHAR AS text"
        f" FROM described s JOIN party_of p USING (row) WHERE s.trait_{place} IS NOT NULL"
        for place, one in enumerate(told, start=1)
    ]
    con.execute(f"CREATE OR REPLACE TABLE told_traits AS {' UNION ALL '.join(parts)}")
    leave_own_fields(con, {one.definition: one.key for one in told})
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
        SELECT t.party, t.definition, any_value(t.place) AS place, arg_max(t.text, t.row) AS text, any_value(k.id) AS id,
            any_value(k.text) AS was
        FROM told_traits t LEFT JOIN known_traits k USING (party, definition) GROUP BY t.party, t.definition""")
    (count,) = con.execute("SELECT count(*) FROM last_traits WHERE id IS NULL").fetchone() or (0,)
    first = ids.take(TABLE, count)
    number = f"{first} - 1 + row_number() OVER (ORDER BY party, definition)"
    typed = ", ".join(f"CASE WHEN place = '{name}' THEN text END::{cast} AS {name}" for name, cast in CASTS.items())
    file = plan.write(
        con,
        TABLE,
        f"SELECT {number} AS _anchor, {number} AS id, party AS party_id, definition AS definition_id, {typed}, 1.0::DOUBLE AS confidence,"
        f" {stamp.source}::BIGINT AS source_id, {stamp.batch}::BIGINT AS batch FROM last_traits WHERE id IS NULL ORDER BY 1",
    )
    plan.add(Step("traits", "insert", first, first + count - 1, {TABLE: file}, {TABLE: "traits"}))
    for name, cast in CASTS.items():
        _write_updates(con, plan, name, cast)


def _write_updates(con: duckdb.DuckDBPyConnection, plan: Plan, name: str, cast: str) -> None:
    changed = f"place = '{name}' AND id IS NOT NULL AND text IS DISTINCT FROM was"
    (count,) = con.execute(f"SELECT count(*) FROM last_traits WHERE {changed}").fetchone() or (0,)
    if not count:
        return
    file = plan.write(
        con,
        TABLE,
        f"SELECT row_number() OVER (ORDER BY id) AS _anchor, id, text::{cast} AS {name},"
        f" json_object('{name}', was::{cast})::VARCHAR AS _before, json_object('{name}', text::{cast})::VARCHAR AS _after"
        f" FROM last_traits WHERE {changed} ORDER BY 1",
        name=f"{TABLE}_{name}_updates",
    )
    plan.add(Step(f"{name} updates", "update", 1, count, {TABLE: file}, {TABLE: "traits"}))


def _find_known(con: duckdb.DuckDBPyConnection, source: int) -> None:
    con.register("no_traits", KNOWN.empty_table())
    con.execute("CREATE OR REPLACE TABLE known_traits AS SELECT id, party, definition, text FROM no_traits")
    asked = con.cursor().execute(
        "SELECT DISTINCT party, definition FROM told_traits WHERE entity > 0 AND definition > 0"
    )
    for batch in asked.to_arrow_reader(KEYS_AT_ONCE):
        with lookup_table(pa.Table.from_batches([batch])) as keys:
            found = fetch(
                "SELECT t.id, t.party_id, t.definition_id, t.text, t.number, t.money, CAST(t.date AS text)"
                f" FROM {keys} k {ordered_join()} {TABLE} t"
                f" ON t.party_id = k.party AND t.definition_id = k.definition AND t.source_id = {int(source)}",
                KNOWN,
            )
        con.register("found_traits", found)
        con.execute(
            "INSERT INTO known_traits SELECT id, party, definition, coalesce(text, number::VARCHAR, money::VARCHAR, date)"
            " FROM found_traits"
        )
        con.unregister("found_traits")
