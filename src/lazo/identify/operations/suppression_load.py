"""A registry's file becomes digests: read once, deleted, and brought into the table piece by piece before it counts."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from lazo.identify.email_domains import email_key
from lazo.identify.imports.readers.opening import open_table
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.identify.imports.values.emails import parse_emails
from lazo.identify.imports.values.phones import parse_phones
from lazo.identify.imports.values.tax_ids import parse_tax_ids
from lazo.identify.models import SuppressionConsultation, SuppressionEntry, SuppressionList
from lazo.identify.operations.suppression import TABLE, upload_path, write_digests
from lazo.identify.suppression_keys import DIGEST_BYTES, hasher
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Company

if TYPE_CHECKING:
    from lazo.identify.imports.readers.table import TableReader

PIECE = 50_000
SAMPLE = 200
FEWEST_SOUND = 0.5
DIGEST = f"S{DIGEST_BYTES}"
Holds = SuppressionList.Holds
KINDS: dict[str, tuple[str, ...]] = {
    Holds.PHONE: (Holds.PHONE,),
    Holds.EMAIL: (Holds.EMAIL,),
    Holds.DOCUMENT: (Holds.DOCUMENT,),
    Holds.ANY: (Holds.EMAIL, Holds.PHONE, Holds.DOCUMENT),
}


class UnableToLoadList(Exception):
    """`code` is what the reader says of the file, or nothing_found when no column holds telephones, addresses or documents."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def load_consultation(context: JobContext, *, consultation: int) -> dict[str, Any]:
    """Read the file of a consultation, bring its digests in and let it count. Killed, it goes on behind the last piece.

    Writes one event, `suppression.loaded`. The entries of the former consultation are deleted afterwards. Raises UnableToLoadList.
    """
    found = SuppressionConsultation.objects.select_related("list").get(pk=consultation)
    if found.state == SuppressionConsultation.State.DONE:
        return {"entries": found.entries}
    place = upload_path(found.pk).with_suffix(".digests")
    try:
        if not place.exists():
            _digest_file(found, place, context)
    except (UnableToRead, UnableToLoadList) as error:
        upload_path(found.pk).unlink(missing_ok=True)
        SuppressionConsultation.objects.filter(pk=found.pk).update(
            state=SuppressionConsultation.State.FAILED, problem=error.code
        )
        raise UnableToLoadList(error.code) from error
    upload_path(found.pk).unlink(missing_ok=True)
    digests = np.fromfile(place, dtype=DIGEST)
    _bring_in(digests, found, context)
    former = _let_count(found, len(digests), context)
    for number in former:
        _drop_entries(number, context)
    place.unlink(missing_ok=True)
    return {"entries": len(digests)}


def _digest_file(found: SuppressionConsultation, place: Path, context: JobContext) -> None:
    """Write the different digests of the file in their order to `place`, in one move."""
    company = Company.objects.filter(pk=1).first()
    country = found.list.country or (company.country if company else "")
    reader = _opened(upload_path(found.pk))
    columns = _columns(reader, found.list.holds, country)
    if not columns:
        raise UnableToLoadList("nothing_found")
    rows, sound = 0, 0
    pieces: list[Any] = []
    for number, texts in enumerate(_texts(reader, columns)):
        keys = [_keys(kind, column, country) for kind, column in texts]
        held = {key for some in keys for key in some.drop_null().to_pylist()}
        read = len(keys[0]) - _blank_rows(keys)
        sound += read
        rows += len(keys[0]) if number else read  # names of columns are no row, unless they are a number
        pieces.append(_digests(held))
        context.progress(rows, None, "leer la lista")
        context.raise_if_cancelled()
    every = np.unique(np.concatenate(pieces)) if pieces else np.empty(0, DIGEST)
    draft = place.with_suffix(".part")
    with draft.open("wb") as stream:
        every.tofile(stream)
        stream.flush()
        os.fsync(stream.fileno())
    SuppressionConsultation.objects.filter(pk=found.pk).update(rows=rows, unreadable=rows - sound, entries=len(every))
    draft.replace(place)


def _opened(path: Path) -> "TableReader":
    """With its header, or as a list of numbers that has none."""
    try:
        return open_table(path)
    except UnableToRead as error:
        if error.code != "no_header":
            raise
        return open_table(path, header_row=0)


def _digests(keys: set[str]) -> Any:
    digest = hasher()
    return np.frombuffer(b"".join(map(digest, keys)), dtype=DIGEST)


def _blank_rows(keys: list[pa.Array]) -> int:
    """How many rows gave no key in any column."""
    blank = None
    for column in keys:
        missing = pc.is_null(column)
        blank = missing if blank is None else pc.and_(blank, missing)
    return int(pc.sum(blank).as_py() or 0)


def _columns(reader: "TableReader", holds: str, country: str) -> list[tuple[str, str]]:
    """Which columns hold what: (kind, name), those of which at least half of a sample reads as such."""
    sample = reader.sample(SAMPLE)
    found = []
    for name in reader.header:
        texts = sample.column(name).combine_chunks()
        texts = texts if len(texts) else pa.array([name])
        shares = {kind: _share(kind, texts, country) for kind in KINDS[holds]}
        best = max(shares, key=lambda kind: shares[kind])
        if shares[best] >= FEWEST_SOUND:
            found.append((best, name))
    return found


def _share(kind: str, texts: pa.Array, country: str) -> float:
    told = texts.drop_null()
    return (len(told) - _keys(kind, told, country).null_count) / len(told) if len(told) else 0.0


def _texts(reader: "TableReader", columns: list[tuple[str, str]]) -> Iterator[list[tuple[str, pa.Array]]]:
    """The columns piece by piece; the names of the columns first, because a list of numbers often has no header."""
    yield [(kind, pa.array([name])) for kind, name in columns]
    for chunk in reader.chunks():
        yield [(kind, chunk.rows.column(name)) for kind, name in columns]


def _keys(kind: str, texts: pa.Array, country: str) -> pa.Array:
    """The canonical keys, null where a text gives none."""
    if kind == Holds.EMAIL:
        return pa.array(
            [address and email_key(address) for address in parse_emails(texts).values.to_pylist()], pa.string()
        )
    parse: Callable[..., Any] = parse_phones if kind == Holds.PHONE else parse_tax_ids
    read = parse(texts, country=country)
    # A day or an amount has as many digits as some telephones: only numbers that are given out count.
    return pc.if_else(pc.is_null(_one(read.codes)), pc.struct_field(_one(read.values), "key"), None)


def _one(values: Any) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _bring_in(digests: Any, found: SuppressionConsultation, context: JobContext) -> None:
    start = int(context.saved.get("loaded", 0))
    whole = digests.tobytes()
    while start < len(digests):
        end = min(start + PIECE, len(digests))
        some = [whole[n * DIGEST_BYTES : (n + 1) * DIGEST_BYTES] for n in range(start, end)]
        with transaction.atomic():
            write_digests(some, found.pk)
            context.checkpoint(loaded=end)
        start = end
        context.progress(end, len(digests), "guardar la lista")
        context.raise_if_cancelled()


@transaction.atomic
def _let_count(found: SuppressionConsultation, entries: int, context: JobContext) -> list[int]:
    """Make the consultation the one that counts; the numbers of the former ones."""
    former = SuppressionConsultation.objects.filter(list=found.list, state=SuppressionConsultation.State.DONE)
    numbers = list(former.values_list("pk", flat=True))
    SuppressionConsultation.objects.filter(pk=found.pk).update(state=SuppressionConsultation.State.DONE)
    SuppressionList.objects.filter(pk=found.list_id).update(current=found.pk)
    context.checkpoint(counts=True)
    told = {"list": found.list.key, "consultation": found.pk, "entries": entries}
    record_event(kind="suppression.loaded", by=found.by, table=TABLE, row=found.list_id, data=told)
    return numbers


def _drop_entries(consultation: int, context: JobContext) -> None:
    """Delete the entries of a former consultation in ranges of the digest, so that nobody waits long for the database."""
    name = SuppressionEntry._meta.db_table  # noqa: SLF001 - documented API of Django despite its name
    for byte in range(256):
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {name} WHERE digest >= %s AND digest < %s AND consultation = %s",  # noqa: S608 - our own table
                [bytes([byte]), bytes([byte + 1]) if byte < 255 else b"\xff" * (DIGEST_BYTES + 1), consultation],
            )
    context.progress(256, 256, "retirar la consulta anterior")
