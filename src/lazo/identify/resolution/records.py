"""The records of people and companies as linkage takes them: one row each, with lists of their keys."""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from lazo.identify.contact_health import NOT_THEIRS
from lazo.kernel.warehouse.truth import Truth

PARTIES_AT_ONCE = 2_000
TEXTS = ("kind", "name", "given_name", "surnames", "legal_name", "trade_name", "country", "city", "address")
PARTY = pa.schema([("party_id", pa.int64()), *((name, pa.string()) for name in (*TEXTS, "birth_date"))])
POINT = pa.schema([("party_id", pa.int64()), ("kind", pa.string()), ("key", pa.string())])
PAPER = pa.schema([("party_id", pa.int64()), ("scheme", pa.string()), ("key", pa.string()), ("is_valid", pa.int64())])
GATHERED = """
    SELECT p.*, c.emails, c.phones, d.documents, d.document_schemes FROM parties p
    LEFT JOIN (SELECT party_id, list(key ORDER BY key) FILTER (kind = 'EMAIL') AS emails,
            list(key ORDER BY key) FILTER (kind = 'PHONE') AS phones FROM points GROUP BY party_id) c USING (party_id)
    LEFT JOIN (SELECT party_id, list(key ORDER BY key, scheme) AS documents, list(scheme ORDER BY key, scheme) AS document_schemes
            FROM papers GROUP BY party_id) d USING (party_id)
    ORDER BY party_id"""


def read_records(truth: Truth, *, only: Sequence[int] | None = None) -> pa.Table:
    """The records in use of persons and organizations, of `only` these parties when said; each as it was born, whomever it stands for.

    Ways of contact that are known to be another's are left out. Columns are those of `lazo.analytics.linkage`.
    """
    import duckdb

    points, papers = _spans("c.party_id", only), _spans("i.party_id", only)
    con = duckdb.connect()
    try:
        con.register("parties", _read(truth, _parties_sql(), _spans("p.id", only), PARTY))
        con.register("points", _read(truth, _points_sql(), points, POINT))
        con.register("papers", _read(truth, _papers_sql(), papers, PAPER))
        return con.execute(GATHERED).to_arrow_table()
    finally:
        con.close()


def _parties_sql() -> str:
    texts = ", ".join(f"coalesce(p.{name}, '') AS {name}" for name in TEXTS)
    return (
        f"SELECT p.id AS party_id, {texts}, coalesce(CAST(p.birth_date AS text), '') AS birth_date FROM identify_party p"  # noqa: S608 - names of columns of ours
        " WHERE p.retired_at IS NULL AND p.kind IN ('PERSON', 'ORGANIZATION') AND {}"
    )


def _points_sql() -> str:
    others = ", ".join(f"'{code}'" for code in sorted(str(code) for code in NOT_THEIRS))
    return (
        "SELECT c.party_id, c.kind, c.key FROM identify_contactpoint c WHERE c.kind IN ('EMAIL', 'PHONE')"  # noqa: S608 - codes of ours
        f" AND c.key <> '' AND c.health_why NOT IN ({others}) AND {{}}"
    )


def _papers_sql() -> str:
    return (
        "SELECT i.party_id, i.scheme, i.key, CASE WHEN i.is_valid THEN 1 ELSE 0 END AS is_valid"
        " FROM identify_partyidentifier i WHERE i.key <> '' AND {}"
    )


def read_documents(truth: Truth) -> pa.Table:
    """`party_id`, `scheme`, `key` of the valid documents whose kind is known."""
    rows = _read(truth, _papers_sql(), ["i.scheme <> '' AND i.is_valid"], PAPER)
    return rows.select(["party_id", "scheme", "key"])


def _spans(column: str, only: Sequence[int] | None) -> list[str]:
    """Conditions that together are the parties wanted."""
    if only is None:
        return ["TRUE"]
    numbers = [str(int(number)) for number in only]
    pieces = (numbers[start : start + PARTIES_AT_ONCE] for start in range(0, len(numbers), PARTIES_AT_ONCE))
    return [f"{column} IN ({', '.join(piece)})" for piece in pieces]


def _read(truth: Truth, sql: str, spans: Iterable[str], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(list(_batches(truth, sql, spans, schema)), schema)


def _batches(truth: Truth, sql: str, spans: Iterable[str], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for span in spans:
        for batch in truth.batches(sql.format(span)):
            if batch.num_rows:
                columns = [batch.column(place).cast(field.type) for place, field in enumerate(schema)]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)
