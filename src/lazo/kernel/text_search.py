"""Looking for some texts everywhere: in every column of the database that holds text, and in files of any kind."""

import gzip
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

WINDOW = 1 << 20
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
AT_ONCE = 20


def text_columns(model: type[models.Model]) -> list[str]:
    """The columns of a model that can hold what somebody wrote."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [column.attname for column in model._meta.concrete_fields if isinstance(column, kinds)]  # noqa: SLF001 - documented API of Django despite its name


def rows_with(model: type[models.Model], column: str, texts: Sequence[str]) -> "models.QuerySet[Any]":
    """The rows of `model` whose `column` has one of `texts` anywhere in it, capitals aside."""
    rows = model._base_manager.alias(searched=Cast(column, models.TextField()))  # noqa: SLF001 - as above
    wanted = Q(pk__in=[])
    for text in spellings(texts):
        wanted |= Q(searched__icontains=text)
    return rows.filter(wanted)


def spellings(texts: Iterable[str]) -> list[str]:
    """The texts as they are written plainly, and as JSON writes them."""
    return list(dict.fromkeys(one for text in texts for one in (text, json.dumps(text)[1:-1])))


def found_in_database(texts: Sequence[str], *, without: frozenset[str]) -> dict[str, int]:
    """By "table.column", how many rows have one of `texts`; tables of the models in `without` are left out."""
    found: dict[str, int] = {}
    if not texts:
        return found
    for model in apps.get_models():
        if model._meta.label in without:  # noqa: SLF001 - as above
            continue
        for column in text_columns(model):
            count = rows_with(model, column, texts).count()
            if count:
                found[f"{model._meta.db_table}.{column}"] = count  # noqa: SLF001 - as above
    return found


def files_with(folder: Path, texts: Sequence[str]) -> Iterator[Path]:
    """The files below `folder` that have one of `texts` in them, packed ones and workbooks included."""
    needles = _needles(texts)
    for path in sorted(folder.rglob("*")) if needles else ():
        if path.is_file() and _holds(path, needles):
            yield path


def _needles(texts: Sequence[str]) -> list[bytes]:
    written = {text.lower() for text in spellings(texts) if text}
    found = set()
    for text in written:
        found.add(text.encode())
        found.add(text.encode("utf-16-le"))
        found.add(text.encode("latin-1", errors="ignore") or text.encode())
    return sorted(found)


def _holds(path: Path, needles: Sequence[bytes]) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
            stream.seek(0)
            if head.startswith(PARQUET):
                return _parquet_holds(path, needles)
            if head.startswith(ZIP):
                return _archive_holds(path, needles)
            if head.startswith(GZIP):
                with gzip.open(stream) as unpacked:
                    return _stream_holds(unpacked, needles)
            return _stream_holds(stream, needles)
    except FileNotFoundError:
        return False  # somebody took it away meanwhile


def _archive_holds(path: Path, needles: Sequence[bytes]) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    if _stream_holds(member, needles):
                        return True
    except zipfile.BadZipFile:
        with path.open("rb") as stream:
            return _stream_holds(stream, needles)
    return False


def _parquet_holds(path: Path, needles: Sequence[bytes]) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    columns = [one.name for one in file.schema_arrow if pa.types.is_string(one.type) or pa.types.is_struct(one.type)]
    for batch in file.iter_batches(columns=columns):
        if _bytes_hold(json.dumps(batch.to_pylist(), ensure_ascii=False, default=str).lower().encode(), needles):
            return True
    return False


def _stream_holds(stream: IO[bytes] | Any, needles: Sequence[bytes]) -> bool:
    """Piece by piece, each with the end of the one before, so that nothing is missed between two."""
    overlap, before = max(len(needle) for needle in needles), b""
    while piece := stream.read(WINDOW):
        whole = before + piece.lower()
        if _bytes_hold(whole, needles):
            return True
        before = whole[-overlap:]
    return False


def _bytes_hold(whole: bytes, needles: Sequence[bytes]) -> bool:
    return any(needle in whole for needle in needles)
