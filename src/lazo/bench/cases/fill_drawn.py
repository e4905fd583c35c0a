"""Fills a fresh workspace with drawn records (Parquet) as an import would leave them, and with the model that was learned of them.

fill_drawn RECORDS MODEL
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from lazo.bench.cases.filler import open_filler

PARTY = ("id", "kind", "name", "folded_name", "given_name", "surnames", "birth_date", "city", "country", "version", "legal_name", "trade_name", "address")  # fmt: skip
POINT = ("party_id", "kind", "value", "key", "is_likely")
PAPER = ("party_id", "scheme", "value", "key", "is_valid")
WORD = ("token", "party", "field")
AT_ONCE = 50_000
Row = dict[str, Any]


def main(records: Path, model: Path) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    with open_filler() as filler:
        filler.rows("identify_party", PARTY, (_party(row) for row in _rows(records)))
        filler.rows("identify_contactpoint", POINT, (point for row in _rows(records) for point in _points(row)))
        filler.rows("identify_partyidentifier", PAPER, (paper for row in _rows(records) for paper in _papers(row)))
        filler.rows("identify_searchtoken", WORD, sorted(word for row in _rows(records) for word in _words(row)))
    _learned(json.loads(model.read_text()))


def _rows(records: Path) -> Iterator[Row]:
    for batch in pq.ParquetFile(records).iter_batches(AT_ONCE):
        yield from batch.to_pylist()


def _party(row: Row) -> tuple[Any, ...]:
    from lazo.identify.imports.values.folding import fold

    name = f"{row['given_name']} {row['surnames']}"
    own = (name, fold(name), row["given_name"], row["surnames"], row["birth_date"], row["city"])
    return row["party_id"] + 1, "PERSON", *own, "CO", 1, "", "", ""


def _points(row: Row) -> Iterator[tuple[Any, ...]]:
    for kind, name in (("EMAIL", "emails"), ("PHONE", "phones")):
        for key in row[name] or ():
            yield row["party_id"] + 1, kind, key, key, True


def _papers(row: Row) -> Iterator[tuple[Any, ...]]:
    for key in row["documents"] or ():
        yield row["party_id"] + 1, "CO_CC", key.partition(":")[2], key, True


def _words(row: Row) -> set[tuple[Any, ...]]:
    """The words by which the name is found; those of ways of contact are looked up by their keys here."""
    from lazo.identify.search.words import name_tokens

    return {(word, row["party_id"] + 1, field) for word, field in name_tokens(f"{row['given_name']} {row['surnames']}")}


def _learned(model: dict[str, Any]) -> None:
    from django.db import connection
    from django.utils import timezone

    from lazo.identify.models import ResolutionRun
    from lazo.identify.search.vocabulary import keep_new_words

    keep_new_words()

    done = {"state": ResolutionRun.State.DONE, "finished_at": timezone.now(), "is_trained": True}
    ResolutionRun.objects.create(scope=ResolutionRun.Scope.FULL, model=model, **done)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
