"""Columns of tax and identity numbers, kept as text, compared by what doesn't change from source to source."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.values.numbers import NOTHING
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, one_array, parse_each_unique
from lazo.identify.imports.values.tax_id import TaxId
from lazo.identify.imports.values.tax_schemes import BY_STRICTNESS, DASHED, SCHEMES

TAX_ID = pa.struct([("scheme", pa.string()), ("number", pa.string()), ("key", pa.string()), ("holder", pa.string())])
_MARKS = str.maketrans("", "", " \t\u00a0.-/_'–,")
_LABEL = re.compile(
    r"^(?:R\.?U\.?[TNC]\.?|N\.?I\.?T\.?|C\.?U\.?I\.?[TL]\.?|R\.?F\.?C\.?|C\.?P\.?F\.?|C\.?N\.?P\.?J\.?|D\.?N\.?I\.?|C\.?[CI]\.?|R\.?I\.?F\.?"
    r"|R\.?N\.?C\.?|DUI|CURP)\s*(?:N[º°.o]*)?\s*[:#]?\s*(?=[\dA-Z]*\d)",
    re.IGNORECASE,
)
_DASHED = re.compile(r".*\d\s*[-–]\s*\d\s*$")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")
GUESS_SHARE = 0.6
GUESS_SAMPLE = 500


def parse_tax_ids(texts: Texts, *, country: str | None) -> Parsed:
    """Recognise a column of numbers of one country to struct<scheme, number, key, holder>.

    `number` is the text without marks. `key` compares: country and core ("CO:900123456" whether or not the check digit was written); it is
    null when the number does not check, and then `number` still holds it as written. `holder` is PERSON, ORGANIZATION or null. A null country
    is guessed from the column. Code (a warning): tax_id_unlikely.
    """
    country = (country or guess_tax_country(texts) or "").upper()

    def read(text: str) -> Outcome:
        if text.strip().lower() in NOTHING:
            return None, None
        found = read_tax_id(text, country=country)
        if found is None:
            return {"scheme": None, "number": text.strip(), "key": None, "holder": None}, "tax_id_unlikely"
        key = f"{country}:{found.core}"
        return {"scheme": found.scheme, "number": found.number, "key": key, "holder": found.holder}, None

    return parse_each_unique(texts, read, TAX_ID)


def read_tax_id(text: str, *, country: str) -> TaxId | None:
    """Recognise one number; null when it doesn't check, is a run of one digit, or the country isn't known."""
    number = _number(text)
    return None if number is None else _recognised(*number, country)


def _number(text: str) -> tuple[str, str] | None:
    """Its letters and digits, and how it was written; null of what is a number nowhere."""
    text = _LABEL.sub("", text.strip())
    whole = _WHOLE_NUMBER.fullmatch(text)
    plain = (whole[1] if whole else text).translate(_MARKS).upper()
    # 11.111.111-1 is what people type to get past a form, though its digit checks.
    if len(set(plain.strip("K"))) < 2 or not any(map(str.isdigit, plain)):
        return None
    return plain, text


def _recognised(plain: str, written: str, country: str) -> TaxId | None:
    if country in DASHED:
        return DASHED[country](plain, dashed=_DASHED.match(written) is not None)
    recogniser = SCHEMES.get(country)
    return recogniser(plain) if recogniser else None


def guess_tax_country(sample: Texts) -> str | None:
    """The country whose check digits most of the numbers satisfy; null when none reaches six in ten."""
    distinct = pc.unique(one_array(sample).drop_null()).slice(0, GUESS_SAMPLE).to_pylist()
    written = [text for text in distinct if text.strip()]
    numbers = [number for number in map(_number, written) if number is not None]
    if len(numbers) <= GUESS_SHARE * len(written):
        return None
    best, best_score = None, GUESS_SHARE
    for country in BY_STRICTNESS:
        score = sum(_weight(_recognised(*number, country)) for number in numbers) / len(written)
        if score > best_score:
            best, best_score = country, score
    return best


def _weight(found: TaxId | None) -> float:
    # Forms without a check digit fit nearly any number: they speak softly.
    if found is None:
        return 0.0
    return 0.4 if found.scheme in {"AR_DNI", "PE_DNI", "CO_CC", "PY_CI", "VE_CI", "CR_CPF", "CR_CPJ"} else 1.0
