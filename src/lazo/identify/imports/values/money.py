"""Amounts of money, exact, in the minor units of their currency."""

from __future__ import annotations

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from babel.numbers import get_currency_precision

from lazo.identify.imports.values.numbers import NumberFormat, as_points, plain_numbers, read_number
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, one_array, parse_the_rest

SIGNS = {
    "US$": "USD",
    "USD": "USD",
    "U$S": "USD",
    "R$": "BRL",
    "S/": "PEN",
    "RD$": "DOP",
    "C$": "NIO",
    "B/": "PAB",
    "BS": "BOB",
    "GS": "PYG",
    "₲": "PYG",
    "₡": "CRC",
    "€": "EUR",
    "£": "GBP",
}
CODES = frozenset(
    [
        "ARS",
        "BOB",
        "BRL",
        "CLF",
        "CLP",
        "COP",
        "CRC",
        "CUP",
        "DOP",
        "EUR",
        "GTQ",
        "HNL",
        "MXN",
        "NIO",
        "PAB",
        "PEN",
        "PYG",
        "USD",
        "UYU",
        "VES",
    ]
)
_LETTERS = re.compile(r"[^\d\s.,'’()%+−–-]+(?:/)?")


@cache
def digits_of(currency: str) -> int:
    """How many decimals the currency has by CLDR: 2, but 0 for CLP and PYG, 4 for CLF."""
    return int(get_currency_precision(currency))


def guess_currency(sample: Texts) -> str | None:
    """The currency whose sign or code most cells carry; null when none does. A lone `$` says nothing: half a continent writes it."""
    counts: Counter[str] = Counter()
    for text in pc.unique(one_array(sample)).to_pylist():
        for letters in _LETTERS.findall(text or ""):
            sign = letters.upper().strip(".")
            code = SIGNS.get(sign) or (sign.strip("$") if sign.strip("$") in CODES else None)
            if code:
                counts[code] += 1
    return min(counts, key=lambda code: (-counts[code], code)) if counts else None


def parse_money(texts: Texts, fmt: NumberFormat, *, digits: int) -> Parsed:
    """Parse a column of amounts to int64 minor units of a currency with so many `digits`, exactly; further decimals are rounded half up.

    Codes: not_a_number, number_too_large.
    """
    whole = pc.utf8_trim_whitespace(one_array(texts))
    plain = plain_numbers(whole, fmt.decimal)
    fast = as_points(pc.if_else(plain, whole, None), fmt.decimal)
    longer = pc.any(pc.match_substring_regex(fast, rf"\.\d{{{digits + 1}}}")).as_py()
    exact = pa.decimal128(18, digits)
    amounts = (
        pc.round(fast.cast(pa.decimal128(38, 10)), digits, "half_towards_infinity").cast(exact)
        if longer
        else fast.cast(exact)
    )
    return parse_the_rest(whole, plain, _minor_units(amounts), lambda text: _read_money(text, fmt, digits))


def _read_money(text: str, fmt: NumberFormat, digits: int) -> Outcome:
    number, code = read_number(text, fmt.decimal)
    if number is None:
        return None, code
    return int((number * Decimal(10) ** digits).quantize(Decimal(1), ROUND_HALF_UP)), None


def _minor_units(amounts: pa.Array) -> pa.Array:
    """The unscaled integers of a decimal column: the low half of each 128-bit value, since 18 digits fit in it."""
    mask = pc.is_null(amounts).to_numpy(zero_copy_only=False)
    halves = (
        np.frombuffer(amounts.buffers()[1], dtype="<i8").reshape(-1, 2) if len(amounts) else np.empty((0, 2), "<i8")
    )
    return pa.array(halves[amounts.offset : amounts.offset + len(amounts), 0], pa.int64(), mask=mask)
