"""Which encoding the bytes of a text file are in, and the same bytes as UTF-8."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lazo.identify.imports.readers.problem import UnableToRead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Accounting programs born under DOS still write code page 850, where the Spanish letters lie between 0x80 and 0xA5.
DOS_LETTER = re.compile(rb"[A-Za-z][\x80-\xa5]|[\x80-\xa5][A-Za-z]")
WINDOWS_LETTER = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
UNUSED_IN_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
UTF8_LETTER = re.compile(rb"[\xc3][\x80-\xbf]|[\xc2][\xa0-\xbf]|[\xe2][\x80-\xbf]{2}")
NON_ASCII = re.compile(rb"[\x80-\xff]+")
TEXT_NULS = 0.2


def guess_encoding(probes: list[bytes]) -> str | None:
    """Decide from pieces of the file; null while only ASCII was seen. Raises UnableToRead when it isn't text."""
    head = probes[0]
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        return _utf16_without_mark(head)
    joined = b"\n".join(probes)
    return None if joined.isascii() else judge(joined)


def judge(data: bytes) -> str:
    """Decide between UTF-8 and the one-byte encodings for bytes that are not all ASCII."""
    good, bad = len(UTF8_LETTER.findall(data)), 0
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        bad = len(NON_ASCII.findall(UTF8_LETTER.sub(b"", data)))
    if good >= bad:
        return "utf-8"
    if len(DOS_LETTER.findall(data)) > len(WINDOWS_LETTER.findall(data)):
        return "cp850"
    return "latin-1" if UNUSED_IN_WINDOWS.search(data) else "cp1252"


def _utf16_without_mark(head: bytes) -> str:
    even, odd = head[::2].count(0), head[1::2].count(0)
    low, high = sorted((even, odd))
    if low == 0 and high > TEXT_NULS * len(head) / 2:
        return "utf-16-be" if even else "utf-16-le"
    raise UnableToRead("binary")


def as_utf8(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Give the same text in UTF-8 without mark. Bytes that claim to be UTF-8 pass unchecked: the parser finds the rows that are not."""
    if encoding in {"utf-8", "utf-8-sig"}:
        yield from _without_mark(pieces)
        return
    decoder = codecs.getincrementaldecoder("latin-1" if encoding == "latin-1" else encoding)(errors="replace")
    for number, piece in enumerate(pieces):
        text = decoder.decode(piece)
        yield (text.removeprefix("\ufeff") if number == 0 else text).encode()
    if rest := decoder.decode(b"", final=True):
        yield rest.encode()


def _without_mark(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for number, piece in enumerate(pieces):
        yield piece.removeprefix(codecs.BOM_UTF8) if number == 0 else piece


def as_undecided(pieces: Iterable[bytes], decided: list[str]) -> Iterator[bytes]:
    """Give UTF-8 while only ASCII is seen; the first other piece decides, and the decision is appended to `decided`."""
    rest = iter(pieces)
    for piece in rest:
        if piece.isascii():
            yield piece
            continue
        decided.append(judge(piece))
        yield from as_utf8(_chain(piece, rest), decided[-1])
        return


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
