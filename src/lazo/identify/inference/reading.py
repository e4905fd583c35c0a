"""What the rules look at, read from the operational database into the engine: standing customers, and all records found to be them."""

# ruff: noqa: S608 - names of tables and columns are our own constants

from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa

from lazo.identify.contact_health import NOT_THEIRS
from lazo.identify.imports.pipeline.copying import fetch
from lazo.identify.inference.keys import address_key, folded, quoted, words_of

INT, TEXT, FLAG = pa.int64(), pa.string(), pa.int8()
CUSTOMER = "coalesce(p.canonical_id, p.id)"
OF_PARTY = "JOIN identify_party p ON p.id = t.{} AND p.retired_at IS NULL"

TOLD: Mapping[str, tuple[str, bool]] = {
    "pagador": ("pays-for", True),
    "quien-paga": ("pays-for", True),
    "responsable-de-pago": ("pays-for", True),
    "payer": ("pays-for", True),
    "referido-por": ("referred-by", False),
    "recomendado-por": ("referred-by", False),
    "quien-lo-recomendo": ("referred-by", False),
    "indicado-por": ("referred-by", False),
    "referred-by": ("referred-by", False),
    "codeudor": ("guarantees", True),
    "aval": ("guarantees", True),
    "fiador": ("guarantees", True),
    "avalista": ("guarantees", True),
    "guarantor": ("guarantees", True),
    "empleador": ("employed-by", False),
    "empresa-donde-trabaja": ("employed-by", False),
    "employer": ("employed-by", False),
    "casa-matriz": ("parent-subsidiary", True),
    "matriz": ("parent-subsidiary", True),
    "parent-company": ("parent-subsidiary", True),
    "representante-legal": ("director-of", True),
    "gerente-general": ("director-of", True),
}
"""By the key of a field that names another customer: the type of relation, and whether the one named is its origin."""

RECORDS = pa.schema(
    {"record": INT, "party": INT}
    | dict.fromkeys(("kind", "given", "surnames", "name", "country", "city", "address", "born"), TEXT)
)
POINTS = pa.schema([("party", INT), ("kind", TEXT), ("key", TEXT)])
DOCUMENTS = pa.schema([("party", INT), ("scheme", TEXT), ("value", TEXT)])
NAMED = pa.schema([("party", INT), ("field", TEXT), ("other", INT), ("how", TEXT)])
RELATED = pa.schema([("origin", INT), ("target", INT), ("type", TEXT), ("family", TEXT), ("is_open", FLAG)])
DOUBTFUL = pa.schema([("one", INT), ("other", INT)])


def read_all(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Fill the tables person, company, point, document, named, related and doubtful (pairs that may be one customer); yields the name of each when it is there."""
    for name, statement, schema in _statements():
        con.register("read", fetch(statement, schema))
        con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM read")
        con.unregister("read")
        yield name
    _derive(con)
    yield "person"


def _statements() -> list[tuple[str, str, pa.Schema]]:
    fields = quoted(TOLD)
    pairs = "coalesce(o.canonical_id, o.id), coalesce(g.canonical_id, g.id)"
    records = (
        f"SELECT p.id, {CUSTOMER}, p.kind, p.given_name, p.surnames, coalesce(nullif(p.legal_name, ''), p.name), p.country, p.city,"
        " p.address, CAST(p.birth_date AS text) FROM identify_party p WHERE p.retired_at IS NULL AND p.kind <> 'HOUSEHOLD'"
    )
    points = (
        f"SELECT DISTINCT {CUSTOMER}, t.kind, t.key FROM identify_contactpoint t {OF_PARTY.format('party_id')}"
        f" WHERE t.is_likely AND t.kind IN ('EMAIL', 'PHONE') AND t.health_why NOT IN ({quoted(sorted(NOT_THEIRS))})"
    )
    documents = f"SELECT DISTINCT {CUSTOMER}, t.scheme, t.value FROM identify_partyidentifier t {OF_PARTY.format('party_id')} WHERE t.is_valid"
    related = (
        f"SELECT {pairs}, t.type_id, y.family, CASE WHEN t.valid_to IS NULL THEN 1 ELSE 0 END FROM identify_partyrelationship t"
        " JOIN identify_relationshiptype y ON y.key = t.type_id JOIN identify_party o ON o.id = t.origin_id"
        " JOIN identify_party g ON g.id = t.target_id"
    )
    doubtful = (
        "SELECT coalesce(o.canonical_id, o.id), coalesce(g.canonical_id, g.id) FROM identify_matchpair t"
        " JOIN identify_party o ON o.id = t.left_id JOIN identify_party g ON g.id = t.right_id"
        " WHERE t.state = 'OPEN' AND t.kind = 'SAME'"
    )
    return [
        ("record", records, RECORDS),
        ("point", points, POINTS),
        ("document", documents, DOCUMENTS),
        ("named", _named(fields), NAMED),
        ("related", related, RELATED),
        ("doubtful", doubtful, DOUBTFUL),
    ]


def _named(fields: str) -> str:
    """Other customers that a field names: by themselves, by their number in the same source, by their e-mail."""
    said = f"FROM identify_traitvalue t JOIN identify_traitdefinition d ON d.id = t.definition_id {OF_PARTY.format('party_id')}"
    of_field = f"WHERE d.key IN ({fields})"
    return (
        f"SELECT {CUSTOMER}, d.key, coalesce(o.canonical_id, o.id), 'PARTY' {said} JOIN identify_party o ON o.id = t.other_id {of_field}"
        f" UNION SELECT {CUSTOMER}, d.key, coalesce(o.canonical_id, o.id), 'NUMBER' {said}"
        " JOIN identify_sourcerecord r ON r.source_id = t.source_id AND r.external_id = t.text"
        f" JOIN identify_party o ON o.id = r.party_id {of_field}"
        f" UNION SELECT {CUSTOMER}, d.key, min(coalesce(o.canonical_id, o.id)), 'EMAIL' {said}"
        " JOIN identify_contactpoint c ON c.key = lower(t.text) AND c.kind = 'EMAIL'"
        f" JOIN identify_party o ON o.id = c.party_id {of_field} GROUP BY 1, 2"
        " HAVING count(DISTINCT coalesce(o.canonical_id, o.id)) = 1"
    )


def _derive(con: duckdb.DuckDBPyConnection) -> None:
    """person: one row per person and address, with the words that compare; company: one per company."""
    con.execute(f"""
        CREATE OR REPLACE TABLE person AS
        SELECT party, split_part({folded("given")}, ' ', 1) AS given, {words_of("surnames")} AS surnames,
            list_sort({words_of("given || ' ' || surnames")}) AS words, {address_key("address", "city")} AS address, born
        FROM record WHERE kind = 'PERSON'""")
    con.execute("""
        CREATE OR REPLACE TABLE company AS
        SELECT party, arg_min(name, record) AS name, arg_min(country, record) AS country FROM record WHERE kind = 'ORGANIZATION'
        GROUP BY party""")
