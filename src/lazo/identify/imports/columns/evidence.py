"""What the cells of a column look like."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.values.calendar_text import take_apart
from lazo.identify.imports.values.countries import country_code
from lazo.identify.imports.values.names import guess_kind
from lazo.identify.imports.values.numbers import read_number
from lazo.identify.imports.values.parsed import one_array
from lazo.identify.imports.values.phones import read_phone
from lazo.identify.imports.values.tax_ids import guess_tax_country

SAMPLE = 300
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LETTERS = re.compile(r"[^\W\d_]")
_CURRENCY = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"(?=.*\d)[^\s@]+")
MOST = 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares (0..1) of a column's distinct cells that look like each thing; `distinct` is distinct cells over cells."""

    filled: int
    distinct: float
    email: float = 0.0
    date: float = 0.0
    number: float = 0.0
    decimals: float = 0.0
    phone: float = 0.0
    dialled: float = 0.0
    tax_id: float = 0.0
    country: float = 0.0
    currency: float = 0.0
    person: float = 0.0
    organization: float = 0.0
    words: float = 0.0
    codes: float = 0.0

    def suits(self, kind: str) -> float:
        """How well the cells suit a type of field: 1 well, 0 not at all, 0.5 nothing known."""
        if not self.filled:
            return 0.5
        shares = {
            "email": self.email,
            "date": self.date,
            "instant": self.date,
            "money": self.number,
            "number": self.number,
            "phone": max(self.phone, self.dialled),
            "tax_id": max(self.tax_id, (1 - self.email) * (1 - self.words) * 0.7),
            "country": self.country,
            "currency": self.currency,
            "name": max(0.0, 1 - self.email - self.date - max(self.number, self.codes)),
        }
        return shares.get(kind, 1 - self.email)


def look_at(cells: pa.Array | pa.ChunkedArray, *, country: str) -> Evidence:
    """Look at the cells of one column."""
    whole = one_array(cells).drop_null()
    distinct = pc.unique(whole)
    texts = [text.strip() for text in distinct.slice(0, SAMPLE).to_pylist() if text.strip()]
    if not texts:
        return Evidence(0, 0.0)

    def share(matches: list[bool]) -> float:
        return sum(matches) / len(texts)

    kinds = [guess_kind(text) if _LETTERS.search(text) else None for text in texts]
    numeric = [read_number(text, ".")[0] is not None for text in texts]
    return Evidence(
        filled=len(whole),
        distinct=len(distinct) / len(whole),
        email=share([_EMAIL.fullmatch(text) is not None for text in texts]),
        date=share([_is_date(text) for text in texts]),
        number=share(numeric),
        decimals=share(
            [is_number and ("." in text or "," in text) for is_number, text in zip(numeric, texts, strict=True)]
        ),
        phone=share([_is_phone(text, country) for text in texts]),
        dialled=share([_is_dialled(text) for text in texts]),
        tax_id=1.0 if guess_tax_country(pa.array(texts)) is not None else 0.0,
        country=share([len(text) > 1 and not text.isdigit() and country_code(text) is not None for text in texts]),
        currency=share([_CURRENCY.fullmatch(text) is not None for text in texts]) if len(distinct) <= 20 else 0.0,
        person=share([kind == "PERSON" for kind in kinds]),
        organization=share([kind == "ORGANIZATION" for kind in kinds]),
        codes=share([_CODE.fullmatch(text) is not None for text in texts]),
        words=share([sum(map(str.isalpha, text)) > len(text) / 2 for text in texts]),
    )


def _is_date(text: str) -> bool:
    written = take_apart(text)
    return written is not None and (written.shape != "serial" or "." not in text)


def _is_dialled(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 7 and not _LETTERS.search(text)


def _is_phone(text: str, country: str) -> bool:
    if not _is_dialled(text):
        return False
    found, code = read_phone(text, country=country)
    return found is not None and code is None
