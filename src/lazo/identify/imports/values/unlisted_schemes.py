"""Documents of countries that python-stdnum has no module for, by the form and check that are published for them.

Bolivia: the SEGIP's cédula, 5 to 8 figures, a complement of a figure and a letter for repeated ones, the department behind. Honduras: the
RNP's DNI, department (01 to 18), municipality, year, 5 figures; a person's RTN is the DNI and one figure more. Nicaragua: the CSE's cédula,
municipality, day of birth, 4 figures and a letter, the rest by 23 of the figures. Haiti: the DGI's NIF, 10 figures.
"""

from __future__ import annotations

import re
from datetime import date

from lazo.identify.imports.values.tax_id import ORGANIZATION, PERSON, TaxId

_DEPARTMENTS = "CH|LP|CB|OR|PT|TJ|SC|BE|BN|PD|PA"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY"


def bolivia(text: str) -> TaxId | None:
    """Cédula, compared without the department that issued it, or NIT."""
    card = re.fullmatch(rf"([1-9]\d{{4,7}})(\d[A-Z])?({_DEPARTMENTS})?", text)
    if card:
        return TaxId("BO_CI", text, PERSON, f"{card[1]}{card[2] or ''}")
    return TaxId("BO_NIT", text, None, text) if re.fullmatch(r"[1-9]\d{8,11}", text) else None


def honduras(text: str) -> TaxId | None:
    """DNI of persons, or RTN; that of a person holds the DNI."""
    is_person = re.match(r"(?:0[1-9]|1[0-8])(?:0[1-9]|[12]\d)(?:19|20)\d{2}\d{5}", text) is not None
    if re.fullmatch(r"\d{13}", text):
        return TaxId("HN_DNI", text, PERSON, text) if is_person else None
    if re.fullmatch(r"[01]\d{13}", text):
        return TaxId("HN_RTN", text, PERSON if is_person else ORGANIZATION, text[:13] if is_person else text)
    return None


def nicaragua(text: str) -> TaxId | None:
    """Cédula, which is a person's RUC too, or the RUC of a company (J) or of another holder (R)."""
    if re.fullmatch(r"[JR]\d{13}", text):
        return TaxId("NI_RUC", text, ORGANIZATION if text[0] == "J" else None, text)
    if not re.fullmatch(r"\d{13}[A-Y]", text) or _LETTERS[int(text[:13]) % 23] != text[13]:
        return None
    return TaxId("NI_CEDULA", text, PERSON, text) if _is_day(text[3:9]) else None


def haiti(text: str) -> TaxId | None:
    """NIF of persons and companies."""
    return TaxId("HT_NIF", text, None, text) if re.fullmatch(r"\d{10}", text) else None


def _is_day(text: str) -> bool:
    """Whether ddmmyy is a day of some century."""
    day, month, year = int(text[:2]), int(text[2:4]), int(text[4:])
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False
