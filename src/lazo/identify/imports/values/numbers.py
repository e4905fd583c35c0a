"""Numbers as people write them: `1.234,56`, `1,234.56`, `(1.234)`, `$ 15`, `12 %`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, one_array, parse_the_rest

SCALE = 6
DECIMAL = pa.decimal128(38, SCALE)
LARGEST_DIGITS = 15
Mark = Literal[",", "."]

_MONEY_SIGN = (
    r"(?:US\$|RD\$|R\$|C\$|S/\.?|B/\.?|Bs\.?(?:\s?[FS]\.?)?|Gs\.?|₲|₡|€|£|Q|L\.?|[A-Z]{3}\s?\$?|\$\s?[A-Z]{0,3})"
)
_BODY = r"(?P<body>[\d.,'’\s]*\d[\d.,'’\s]*)"
WRITTEN = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-−–+])?\s*{_MONEY_SIGN}?\s*(?P<minus2>[-−–])?\s*{_BODY}"
    rf"(?P<percent>%)?\s*{_MONEY_SIGN}?\s*(?P<minus3>[-−–])?\s*(?P<close>\))?",
    re.IGNORECASE,
)
SCIENTIFIC = re.compile(r"[-+]?\d(?:[.,]\d+)?[eE][-+]?\d{1,2}")
NOTHING = {"-", "--", "–", "—", "n/a", "na", "s/d", "null", "none", "nan"}
READING: dict[str, re.Pattern[str]] = {
    ",": re.compile(r"(?:[1-9]\d{0,2}(?:[.'’ ]\d{3})+|\d+)(?:,\d*)?|,\d+"),
    ".": re.compile(r"(?:[1-9]\d{0,2}(?:[,'’ ]\d{3})+|[1-9]\d{0,2}['’]\d{3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"),
}
_FAST = {
    ",": rf"^-?(?:[1-9]\d{{0,2}}(?:\.\d{{3}}){{1,4}}|\d{{1,{LARGEST_DIGITS}}})(?:,\d{{1,10}})?$",
    ".": rf"^-?(?:[1-9]\d{{0,2}}(?:,\d{{3}}){{1,4}}|\d{{1,{LARGEST_DIGITS}}})(?:\.\d{{1,10}})?$",
}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The convention of one column: which mark starts the decimals.

    `ambiguous` when the cells allow both readings (1.234 may be a thousand or one and a bit): a person decides. `why` is one of
    no_marks, decimals_seen, thousands_seen, only_groups_of_three, both_seen.
    """

    decimal: Mark
    ambiguous: bool
    why: str


def guess_number_format(sample: Texts) -> NumberFormat:
    """Decide the decimal mark of a column from its cells.

    A cell with one possible reading is evidence; cells like `1.234` count as thousands unless others speak against it, and the answer is
    marked ambiguous, since in Latin America both are common.
    """
    only: dict[str, int] = {",": 0, ".": 0}
    groups: dict[str, int] = {",": 0, ".": 0}
    for text in pc.unique(one_array(sample)).to_pylist():
        found = WRITTEN.fullmatch(text.strip()) if text else None
        body = _tidy(found["body"]) if found else ""
        if "." not in body and "," not in body:
            continue
        comma, point = (READING[mark].fullmatch(body) is not None for mark in (",", "."))
        if comma and point:
            groups["." if "." in body else ","] += 1
        elif comma or point:
            only["," if comma else "."] += 1
    return _decide(only, groups)


def _decide(only: dict[str, int], groups: dict[str, int]) -> NumberFormat:
    decimal: Mark = "," if only[","] > only["."] else "."
    doubtful = any(groups.values())
    if all(only.values()):
        return NumberFormat(decimal, ambiguous=doubtful, why="both_seen")
    if any(only.values()):
        return NumberFormat(decimal, ambiguous=False, why="decimals_seen")
    if doubtful:
        # The mark seen parts thousands, so the other one would start decimals.
        return NumberFormat("," if groups["."] >= groups[","] else ".", ambiguous=True, why="only_groups_of_three")
    return NumberFormat(".", ambiguous=False, why="no_marks")


def parse_decimals(texts: Texts, fmt: NumberFormat) -> Parsed:
    """Parse a column of numbers exactly, as decimal128 with six decimals (half away from zero beyond them).

    A cell with only one possible reading is read that way whatever the convention. `12 %` is 0.12; a lone `-` is blank. Code:
    not_a_number, number_too_large.
    """
    whole = pc.utf8_trim_whitespace(one_array(texts))
    plain = plain_numbers(whole, fmt.decimal)
    fast = pc.if_else(plain, whole, None)
    values = pc.round(as_points(fast, fmt.decimal).cast(pa.decimal128(38, 10)), SCALE, "half_towards_infinity")
    return parse_the_rest(whole, plain, values.cast(DECIMAL), lambda text: read_number(text, fmt.decimal))


def plain_numbers(trimmed: pa.Array, decimal: str) -> pa.Array:
    """Which cells are numbers without sign of currency, in the convention of the column; null where blank."""
    return pc.if_else(pc.equal(pc.binary_length(trimmed), 0), None, pc.match_substring_regex(trimmed, _FAST[decimal]))


def as_points(numbers: pa.Array, decimal: str) -> pa.Array:
    """Rewrite plain numbers without thousands and with a decimal point."""
    thousands = "." if decimal == "," else ","
    if pc.any(pc.match_substring(numbers, thousands)).as_py():
        numbers = pc.replace_substring(numbers, thousands, "")
    return pc.replace_substring(numbers, ",", ".") if decimal == "," else numbers


def read_number(text: str, decimal: str) -> Outcome:
    """Read one number; gives (Decimal with at most six decimals, null) or (null, code)."""
    text = text.strip()
    if text.lower() in NOTHING:
        return None, None
    if SCIENTIFIC.fullmatch(text):
        return _bounded(Decimal(text.replace(",", ".")))
    found = WRITTEN.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None, "not_a_number"
    body = _tidy(found["body"])
    mark = decimal if READING[decimal].fullmatch(body) else {",": ".", ".": ","}[decimal]
    if not READING[mark].fullmatch(body):
        return None, "not_a_number"
    thousands = {",": ".'’ ", ".": ",'’ "}[mark]
    number = Decimal(body.translate(str.maketrans("", "", thousands)).replace(",", ".").rstrip("."))
    minus = found["open"] or found["minus2"] or found["minus3"] or (found["minus"] or "+") != "+"
    number = number / 100 if found["percent"] else number
    return _bounded(-number if minus else number)


def _bounded(number: Decimal) -> Outcome:
    if number.adjusted() >= LARGEST_DIGITS:
        return None, "number_too_large"
    return number.quantize(Decimal((0, (1,), -SCALE)), "ROUND_HALF_UP"), None


def _tidy(body: str) -> str:
    return " ".join(body.split())
