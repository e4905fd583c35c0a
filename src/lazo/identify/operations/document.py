"""Identity documents and tax numbers as a person writes them: the check digit is checked by the rules of the country."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lazo.identify.models import Party, PartyIdentifier

LONGEST = 40
PASSPORT = "PASSPORT"
_WITH_COUNTRY = re.compile(r"([A-Za-z]{2})\s+(.*\d.*)", re.DOTALL)
_PASSPORT = re.compile(r"(?:pasaporte|passport|passaporte)\s+([A-Za-z0-9-]{4,20})", re.IGNORECASE)
DIGITS = "0123456789K"


class UnableToReadDocument(Exception):
    """`code` is bad_document or bad_check_digit; `params` has the `line`, from 1, and for the second the `expected` digit."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True)
class ReadDocument:
    """`value` as people see it, `key` by which equal ones match."""

    scheme: str
    value: str
    key: str


def set_documents(
    *, party: Party, family: Sequence[int], texts: Sequence[str], country: str
) -> tuple[set[str], set[str]]:
    """Make `texts` the party's documents: what is not among them goes, from every record found to be the party.

    A text that we have already stays as it is, however it came. Part of a larger operation. Returns the keys there were and those
    there are. Raises UnableToReadDocument.
    """
    held = list(PartyIdentifier.objects.filter(party_id__in=family).order_by("pk"))
    by_value = {row.value: row for row in held}
    read = [_read(text, country, line) for line, text in enumerate(texts, start=1) if text not in by_value]
    kept = {by_value[text].key for text in texts if text in by_value} | {document.key for document in read}
    PartyIdentifier.objects.filter(pk__in=[row.pk for row in held if row.key not in kept]).delete()
    known = {row.key for row in held}
    for document in {document.key: document for document in read}.values():
        if document.key not in known:
            PartyIdentifier.objects.create(
                party=party, scheme=document.scheme, value=document.value, key=document.key, is_valid=True
            )
    return known, kept


def add_documents(*, party: Party, texts: Sequence[str], country: str) -> list[ReadDocument]:
    """Give a party that was just added its documents; those it has then. Part of a larger operation. Raises UnableToReadDocument."""
    read = (_read(text, country, line) for line, text in enumerate(texts, start=1))
    documents = list({document.key: document for document in read}.values())
    PartyIdentifier.objects.bulk_create(
        PartyIdentifier(party=party, scheme=one.scheme, value=one.value, key=one.key, is_valid=True)
        for one in documents
    )
    return documents


def read_document(text: str, *, country: str) -> ReadDocument:
    """One document by the rules of `country`, or of another that goes before it: «CL 12.345.678-5», «pasaporte AB123456».

    Raises UnableToReadDocument.
    """
    from lazo.identify.imports.values.tax_ids import read_tax_id
    from lazo.identify.imports.values.tax_schemes import DASHED, SCHEMES

    passport = _PASSPORT.fullmatch(text.strip())
    if passport:
        number = passport[1].upper()
        return ReadDocument(PASSPORT, f"Pasaporte {number}", f"{PASSPORT}:{number}")
    named = _WITH_COUNTRY.fullmatch(text.strip())
    if named and named[1].upper() in {*SCHEMES, *DASHED}:
        country, text = named[1].upper(), named[2]
    if len(text) > LONGEST or not any(sign.isdigit() for sign in text):
        raise UnableToReadDocument("bad_document")
    if country not in {*SCHEMES, *DASHED}:
        plain = re.sub(r"[\s.\-/]", "", text).upper()
        return ReadDocument(country, text.strip(), f"{country}:{plain}")
    found = read_tax_id(text, country=country)
    if found is None:
        expected = _expected_digit(text, country)
        raise (
            UnableToReadDocument("bad_check_digit", {"expected": expected})
            if expected
            else UnableToReadDocument("bad_document")
        )
    return ReadDocument(found.scheme, found.number[:LONGEST], f"{country}:{found.core}")


def _read(text: str, country: str, line: int) -> ReadDocument:
    try:
        return read_document(text, country=country)
    except UnableToReadDocument as error:
        raise UnableToReadDocument(error.code, {"line": line, **error.params}) from error


def _expected_digit(text: str, country: str) -> str:
    """The one last digit with which the number would check; blank where there is none, or several."""
    from lazo.identify.imports.values.tax_ids import read_tax_id

    body = text.strip()
    fitting = [sign for sign in DIGITS if read_tax_id(body[:-1] + sign, country=country) is not None]
    return fitting[0] if len(fitting) == 1 else ""
