"""Writes the drawn purchases as the CSV that a company would export."""

import sys

import duckdb


def main(purchases: str, target: str) -> None:
    duckdb.execute("SET preserve_insertion_order=true")
    duckdb.execute(
        """COPY (SELECT 'F' || id AS "Factura", 'C' || party_id AS "Código cliente", day AS "Fecha",
            amount // 100 || '.' || lpad((amount % 100)::text, 2, '0') AS "Importe total",
            margin // 100 || '.' || lpad((margin % 100)::text, 2, '0') AS "Margen"
            FROM read_parquet($1) ORDER BY id) TO '"""  # noqa: S608 (reason: our own path)
        + target.replace("'", "''")
        + "' (HEADER)",
        [purchases],
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
