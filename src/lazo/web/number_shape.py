"""How a locale writes a number, learnt once from Babel and then repeated: a page of a list writes some hundreds of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency, format_decimal

EXAMPLE = Decimal("1234567.12")
PROBES = tuple(
    Decimal(text) for text in ("0", "7", "12", "999.5", "1234", "98765.4", "1000000", "-3", "-1234.5", "-7654321")
)
"""Numbers that must come out as Babel writes them, or the shape is not used."""
SHAPE = re.compile(r"(\D*)1(\D)234(?:\2)567(?:(\D)(\d+))?(\D*)")

Write = Callable[[Decimal], str]


@dataclass(frozen=True)
class NumberShape:
    """What stands before and behind a number, of a negative one too, and what parts its digits."""

    before: str
    behind: str
    before_negative: str
    behind_negative: str
    parts: dict[int, str]
    digits: int

    def __call__(self, value: Decimal) -> str:
        number = f"{abs(value):,.{self.digits}f}".translate(self.parts)
        if value < 0:
            return f"{self.before_negative}{number}{self.behind_negative}"
        return f"{self.before}{number}{self.behind}"


@lru_cache(maxsize=256)
def decimal_writer(locale: Locale, digits: int) -> Write:
    """Writes numbers rounded to so many decimals, each with its thousands parted."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return _learnt(lambda value: format_decimal(value, pattern, locale=locale), digits)


@lru_cache(maxsize=256)
def money_writer(locale: Locale, currency: str, pattern: str, digits: int) -> Write:
    """Writes amounts rounded to so many decimals, in the pattern of CLDR that it is given."""
    return _learnt(
        lambda value: format_currency(value, currency, format=pattern, locale=locale, currency_digits=False), digits
    )


def _learnt(write: Write, digits: int) -> Write:
    """The shape of what `write` writes, where a shape can say it; else `write` itself."""
    quantum = Decimal(1).scaleb(-digits)
    example = EXAMPLE.quantize(quantum)
    found, negative = SHAPE.fullmatch(write(example)), SHAPE.fullmatch(write(-example))
    if found is None or negative is None or len(found[4] or "") != digits:
        return write
    parts = {ord(","): found[2], ord("."): found[3] or ""}
    shape = NumberShape(found[1], found[5], negative[1], negative[5], parts, digits)
    probes = [probe.quantize(quantum) for probe in PROBES]
    return shape if all(shape(probe) == write(probe) for probe in probes) else write
