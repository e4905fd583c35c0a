"""Names and codes of countries, in the languages of the region, to ISO 3166-1 alpha-2."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
from babel import Locale

from lazo.identify.imports.values.folding import fold
from lazo.identify.imports.values.numbers import NOTHING
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, parse_each_unique

_ALSO = {
    "eeuu": "US", "ee.uu.": "US", "ee. uu.": "US", "eua": "US", "usa": "US", "u.s.a.": "US", "u.s.": "US", "estados unidos de america": "US",
    "united states of america": "US", "uk": "GB", "u.k.": "GB", "inglaterra": "GB", "england": "GB", "scotland": "GB", "great britain": "GB",
    "mejico": "MX", "estados unidos mexicanos": "MX", "brasil": "BR", "republica dominicana": "DO", "rep. dominicana": "DO",
    "rep dominicana": "DO", "republica argentina": "AR", "republica de chile": "CL", "eire": "IE", "holanda": "NL", "holland": "NL",
    "corea": "KR", "rsa": "ZA", "bolivia": "BO", "venezuela": "VE", "channel islands": "JE", "rusia": "RU", "vietnam": "VN",
}  # fmt: skip
_ALPHA3 = {
    "ARG": "AR", "BOL": "BO", "BRA": "BR", "CHL": "CL", "COL": "CO", "CRI": "CR", "CUB": "CU", "DOM": "DO", "ECU": "EC", "ESP": "ES",
    "GTM": "GT", "HND": "HN", "MEX": "MX", "NIC": "NI", "PAN": "PA", "PER": "PE", "PRI": "PR", "PRT": "PT", "PRY": "PY", "SLV": "SV",
    "URY": "UY", "VEN": "VE", "CAN": "CA", "GBR": "GB", "FRA": "FR", "DEU": "DE", "ITA": "IT", "AUS": "AU", "CHN": "CN", "JPN": "JP",
}  # fmt: skip


def parse_countries(texts: Texts) -> Parsed:
    """Recognise a column of countries; code (a warning, the value is left out): country_unknown."""
    return parse_each_unique(texts, _read, pa.string())


def country_code(text: str) -> str | None:
    """The code of one country written by name (es, pt, en) or by code; null when unknown."""
    plain = fold(text)
    names = _names()
    if len(plain) == 2 and plain.upper() in names.values():
        return plain.upper()
    return _ALPHA3.get(plain.upper()) or names.get(plain)


def _read(text: str) -> Outcome:
    if text.strip().lower() in NOTHING - {"na"}:
        return None, None
    code = country_code(text)
    return code, None if code else "country_unknown"


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("en", "pt", "es"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}:
                names[fold(name)] = code
    return names | _ALSO
