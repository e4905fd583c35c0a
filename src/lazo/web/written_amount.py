"""Amounts of money as people write them in the filters of the list."""

import re

from babel.numbers import NumberFormatError, get_currency_symbol, parse_decimal

from lazo.web.formats import MILLION, MINUS, NBSP, Formats

MOST = 10**17
AMOUNT = re.compile(r"-?[0-9.,]{1,24}")
SIZES = {"mil": 1000, "k": 1000, "m": MILLION, "mi": MILLION}
"""What stands behind an amount in one of our languages."""


def read_amount(text: str, formats: Formats) -> int | None:
    """Minor units of `1.000.000`, `$ 1 M`, `200 mil` or `1,5 m`; null for anything else."""
    symbol = get_currency_symbol(formats.currency, locale=formats.locale)
    plain = text.replace(symbol, " ").replace("$", " ").replace(MINUS, "-").replace(NBSP, " ").lower()
    words = plain.split()
    size = SIZES.get(words[-1], 0) if words else 0
    number = "".join(words[:-1] if size else words)
    if not AMOUNT.fullmatch(number):
        return None
    try:
        amount = parse_decimal(number, locale=formats.locale) * (size or 1)
    except NumberFormatError:
        return None
    minor = amount.scaleb(formats.minor_digits).to_integral_value()
    return int(minor) if abs(minor) < MOST else None
