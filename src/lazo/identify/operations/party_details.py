"""What may be said of a party by hand: which fields each kind has, how they are read, and when they cannot be."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, TypedDict

from lazo.identify.models import ContactPoint, Party
from lazo.identify.queries.parties import family_of

PLACE = ("country", "city", "address")
CONTACTS = {"emails": ContactPoint.Kind.EMAIL, "phones": ContactPoint.Kind.PHONE}
FIELDS: dict[str, tuple[str, ...]] = {
    Party.Kind.PERSON: ("given_name", "surnames", "birth_date", *PLACE, *CONTACTS),
    Party.Kind.ORGANIZATION: ("name", "legal_name", "trade_name", *PLACE, *CONTACTS),
    Party.Kind.HOUSEHOLD: ("name", *PLACE, *CONTACTS),
}
MOST_CONTACTS = 20
LONGEST = {"given_name": 120, "surnames": 120, "city": 120}
LONGEST_TEXT = 240
NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


class PartyDetails(TypedDict, total=False):
    """Where somebody is and how to reach them; `country` is ISO alpha-2, `emails` and `phones` as people write them."""

    country: str
    city: str
    address: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]


class UnableToReadDetail(Exception):
    """A value that a field cannot hold; `code` is unknown_field, nameless, too_long, bad_date, unknown_country or too_many."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def party_values(party: Party) -> dict[str, Any]:
    """The fields of the party as a form shows them: text, a date or null, tuples of text for ways of contact.

    Ways of contact are those of all records found to be this party. A person whose name nobody has split has it as given name.
    """
    values: dict[str, Any] = {name: getattr(party, name) for name in FIELDS[party.kind] if name not in CONTACTS}
    if party.kind == Party.Kind.PERSON and not party.given_name and not party.surnames:
        values["given_name"] = party.name
    points = ContactPoint.objects.filter(party_id__in=family_of(party)).order_by("pk").values_list("kind", "value")
    told = list(points)
    for field, kind in CONTACTS.items():
        values[field] = tuple(dict.fromkeys(value for is_of, value in told if is_of == kind))
    return {name: values[name] for name in FIELDS[party.kind]}


def read_details(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept: one space between words, country in capitals, each way of contact once.

    Raises UnableToReadDetail.
    """
    return {field: _read(kind, field, value) for field, value in said.items()}


def full_name(kind: str, values: Mapping[str, Any]) -> str:
    """The name by which the party goes. Raises UnableToReadDetail when none is left."""
    if kind == Party.Kind.PERSON:
        name = " ".join(part for part in (values.get("given_name"), values.get("surnames")) if part)
    else:
        name = values.get("name") or values.get("trade_name") or values.get("legal_name") or ""
    if not name:
        raise UnableToReadDetail("nameless", "given_name" if kind == Party.Kind.PERSON else "name")
    return name[:LONGEST_TEXT]


def folded(name: str) -> str:
    """A name as lists search and sort it."""
    from lazo.identify.imports.values.folding import fold  # it loads Arrow: not before somebody writes a name

    return fold(name)[:LONGEST_TEXT]


def _read(kind: str, field: str, value: Any) -> Any:
    if field not in FIELDS[kind]:
        raise UnableToReadDetail("unknown_field", field)
    if field in CONTACTS:
        return _contacts(field, value)
    if field == "birth_date":
        if value is not None and not isinstance(value, date):
            raise UnableToReadDetail("bad_date", field)
        return value
    text = " ".join(str(value or "").split())
    if field == "country":
        return _country(text)
    if len(text) > LONGEST.get(field, LONGEST_TEXT):
        raise UnableToReadDetail("too_long", field)
    return text


def _contacts(field: str, value: Any) -> tuple[str, ...]:
    texts = tuple(dict.fromkeys(" ".join(str(text).split()) for text in value if str(text).strip()))
    if len(texts) > MOST_CONTACTS:
        raise UnableToReadDetail("too_many", field)
    return texts


def _country(text: str) -> str:
    code = text.upper()
    if code and code not in countries():
        raise UnableToReadDetail("unknown_country", "country")
    return code


@cache
def countries() -> frozenset[str]:
    """The countries there are, ISO alpha-2."""
    from babel import Locale

    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - NOT_COUNTRIES
