"""Telephone numbers: the form to dial, and the key under which equal numbers meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import phonenumbers
import pyarrow as pa
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from lazo.identify.imports.values.numbers import NOTHING
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, parse_each_unique

PHONE = pa.struct([("e164", pa.string()), ("key", pa.string()), ("kind", pa.string())])
MOBILE, FIXED = "MOBILE", "FIXED"
_MOBILE_TYPES = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "uan",
    "pager",
    "voicemail",
)
_EXTENSION = re.compile(
    r"\s*[,;]?\s*(?:ext(?:ensi[oó]n)?|anexo|anx|int(?:erno)?|ramal|x)\.?[:=]?\s*(\d{1,6})\s*$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:[/;|,]|\s[-–y]\s|\so\s)\s*")
_NOT_DIALLED = str.maketrans("", "", " \t\u00a0().-_/–'\"")
_OLD_BRAZIL = re.compile(r"55([1-9][1-9])([6-9]\d{7})")
_OLD_MEXICO = re.compile(r"521(\d{10})")
# Forms that were dialled inside a country until its plan changed, and what they are today.
_OLD_NATIONAL = {
    "BR": (re.compile(r"0?([1-9][1-9])([6-9]\d{7})"), r"+55\g<1>9\2"),
    "MX": (re.compile(r"(?:044|045|01|1)(\d{10})"), r"+52\1"),
    "CL": (re.compile(r"09(\d{8})"), r"+569\1"),
    "CO": (re.compile(r"03(3\d{9})"), r"+57\1"),
}
FEWEST_DIGITS, FEWEST_DISTINCT = 6, 3


@dataclass(frozen=True, slots=True)
class Phone:
    """A number: `e164` to dial, `key` to compare (Mexico without its old 1, Argentina without its 9, Brazil with its ninth digit).

    An extension is part of both: `+56223456789 ext. 12`, and `;ext=12` in the key as in RFC 3966.
    """

    e164: str
    key: str | None
    kind: str | None

    def as_row(self) -> dict[str, str | None]:
        """The cells of the struct column."""
        return {"e164": self.e164, "key": self.key, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbering plan of one country, as phonenumbers' metadata gives it."""

    code: str
    valid: re.Pattern[str]
    mobile: re.Pattern[str]
    fixed: re.Pattern[str]


def parse_phones(texts: Texts, *, country: str) -> Parsed:
    """Parse a column of numbers written in `country` (ISO alpha-2) or with their own + prefix, to struct<e164, key, kind>.

    Codes, all warnings: phone_unlikely (no such numbers are given out: e164 holds the text as it stands; the key is null unless the length
    is right or the number was written whole, with its country), phone_several (the first is taken).
    """
    plan = _plan(country)

    def read(text: str) -> Outcome:
        found, code = _read(text, country, plan)
        return (found.as_row() if found else None), code

    return parse_each_unique(texts, read, PHONE)


def read_phone(text: str, *, country: str) -> tuple[Phone | None, str | None]:
    """Read one number by the rules of `parse_phones`."""
    return _read(text, country, _plan(country))


def _read(text: str, country: str, plan: Plan) -> tuple[Phone | None, str | None]:
    text = text.strip()
    if text.lower() in NOTHING:
        return None, None
    found = _quickly(text.translate(_NOT_DIALLED), plan)
    if found:
        return found, None
    found = _thoroughly(text, country)
    if found and _is_sound(found):
        return found, None
    parts = [part for part in _BETWEEN.split(text) if sum(map(str.isdigit, part)) >= FEWEST_DIGITS]
    if len(parts) > 1:
        first = _thoroughly(parts[0], country)
        if first and first.key:
            return first, "phone_several"
    return found or Phone(text, None, None), "phone_unlikely"


def _quickly(digits: str, plan: Plan) -> Phone | None:
    """Recognise a number that is whole as it stands, without prefixes to interpret; null sends it the long way."""
    if digits.startswith("+"):
        if not digits.startswith(plan.code, 1):
            return None
        digits = digits[1 + len(plan.code) :]
    if not digits.isascii() or not digits.isdigit() or digits[0] == "0" or (plan.code == "54" and "15" in digits):
        return None
    if not plan.valid.fullmatch(digits) or _is_junk(digits):
        return None
    number = plan.code + digits
    if _OLD_BRAZIL.fullmatch(number):
        return None
    kind = MOBILE if plan.mobile.fullmatch(digits) else FIXED if plan.fixed.fullmatch(digits) else None
    return Phone(f"+{number}", _key(number), kind)


def phone_variants(key: str) -> tuple[str, ...]:
    """All ways in which channels and old address books write the number of a key, that of the key first.

    WhatsApp reports Brazilians of before 2016 without their ninth digit, Mexicans with a 1 and Argentines with a 9 after the country's
    code (chatwoot#13986, waha#1261).
    """
    brazil = re.fullmatch(r"\+55([1-9][1-9])9([6-9]\d{7})", key)
    if brazil:
        return key, f"+55{brazil[1]}{brazil[2]}"
    if re.fullmatch(r"\+52\d{10}", key):
        return key, f"+521{key[3:]}"
    if re.fullmatch(r"\+54\d{10}", key):
        return key, f"+549{key[3:]}"
    return (key,)


def _thoroughly(text: str, country: str) -> Phone | None:
    extension = _EXTENSION.search(text)
    if extension is None:
        return _whole(text, country)
    found = _whole(text[: extension.start()], country)
    if found is None or found.key is None:
        return None if found is None else Phone(text, None, None)
    return Phone(f"{found.e164} ext. {extension[1]}", f"{found.key};ext={extension[1]}", found.kind)


def _whole(text: str, country: str) -> Phone | None:
    number = _parsed(_modern(text, country), country)
    if number is None:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    digits = e164[1:]
    if _is_junk(digits[len(str(number.country_code)) :]):
        return Phone(text, None, None)
    if not phonenumbers.is_possible_number(number) and not text.startswith("+"):
        return Phone(text, None, None)
    if not phonenumbers.is_valid_number(number):
        return Phone(text, _key(digits), None)
    return Phone(e164, _key(digits), MOBILE if phonenumbers.number_type(number) in _MOBILE_TYPES else FIXED)


def _is_sound(found: Phone) -> bool:
    return found.kind is not None


def _parsed(text: str, country: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_valid_number(number) or text.lstrip().startswith("+"):
        return number
    # 569..., written with the country's code and without the plus.
    digits = "".join(filter(str.isdigit, text)).removeprefix("00")
    if digits.startswith(str(number.country_code)):
        try:
            whole = phonenumbers.parse(f"+{_modern_digits(digits)}")
        except phonenumbers.NumberParseException:
            return number
        return whole if phonenumbers.is_valid_number(whole) else number
    return number


def _modern(text: str, country: str) -> str:
    """Rewrite what WhatsApp and old address books still write: Brazil without the ninth digit, Mexico with 1 after 52 or with 044."""
    digits = text.translate(_NOT_DIALLED)
    if digits.startswith("+"):
        return f"+{_modern_digits(digits[1:])}"
    old, new = _OLD_NATIONAL.get(country.upper(), (None, ""))
    found = old.fullmatch(digits) if old else None
    return found.expand(new) if found else text


def _modern_digits(digits: str) -> str:
    brazil = _OLD_BRAZIL.fullmatch(digits)
    if brazil:
        return f"55{brazil[1]}9{brazil[2]}"
    mexico = _OLD_MEXICO.fullmatch(digits)
    return f"52{mexico[1]}" if mexico else digits


def _key(digits: str) -> str:
    if digits.startswith("549"):
        return f"+54{digits[3:]}"
    return f"+{_modern_digits(digits)}"


def _is_junk(national: str) -> bool:
    return len(national) < FEWEST_DIGITS or len(set(national)) < FEWEST_DISTINCT


@cache
def _plan(country: str) -> Plan:
    data = PhoneMetadata.metadata_for_region(country.upper())
    if data is None:
        return Plan("", re.compile(r"(?!)"), re.compile(r"(?!)"), re.compile(r"(?!)"))
    patterns = {kind: _pattern(data, kind) for kind in _KINDS}
    general = _pattern(data, "general_desc")
    valid = f"(?={general}$)(?:{'|'.join(pattern for pattern in patterns.values() if pattern)})"
    return Plan(
        str(data.country_code),
        re.compile(valid),
        re.compile(patterns["mobile"] or r"(?!)"),
        re.compile(patterns["fixed_line"] or r"(?!)"),
    )


def _pattern(data: PhoneMetadata, kind: str) -> str:
    description = getattr(data, kind)
    pattern = description.national_number_pattern if description is not None else None
    return f"(?:{pattern})" if pattern else ""
