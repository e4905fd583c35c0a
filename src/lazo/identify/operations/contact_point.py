"""Ways to reach a party as a person writes them: read, compared with those we have, kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lazo.identify.kept_health import refresh_new_health
from lazo.identify.models import ContactPoint, Party
from lazo.kernel.written import insert

LONGEST = 254
Kind = ContactPoint.Kind
HANDLES = (Kind.WHATSAPP, Kind.INSTAGRAM, Kind.FACEBOOK, Kind.X, Kind.TIKTOK, Kind.LINKEDIN, Kind.TELEGRAM)
KINDS: dict[str, tuple[Kind, ...]] = {
    "emails": (Kind.EMAIL,),
    "phones": (Kind.PHONE,),
    "handles": HANDLES,
    "addresses": (Kind.ADDRESS,),
}
"""The lists of a form, and the kinds of way of contact in each."""
FIELD_OF = {kind: field for field, kinds in KINDS.items() for kind in kinds}


class UnableToReadContact(Exception):
    """`code` is bad_email, bad_phone, phone_short, phone_long, bad_handle or bad_address; `params` has the `line` of the text, from 1, and what
    the code names.
    """

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True)
class ReadContact:
    """`value` as people see it, `key` by which equal ones match; `is_likely` false when a slip of the finger shows."""

    kind: str
    value: str
    key: str
    is_likely: bool = True


@dataclass(frozen=True)
class Place:
    """By whose rules texts are read: `country` (ISO alpha-2); `city` is that of addresses."""

    country: str
    city: str = ""


def set_contacts(
    *, party: Party, family: Sequence[int], field: str, texts: Sequence[str], place: Place
) -> tuple[set[str], set[str]]:
    """Make `texts` the party's ways of contact of `field` (one of KINDS): what is not among them goes, from every record found to be the party.

    A text that we have already stays as it is, however it came; the others are read by the rules of `place`.
    Part of a larger operation, whose event it is. Returns the keys there were and those there are. Raises UnableToReadContact.
    """
    held = list(ContactPoint.objects.filter(party_id__in=family, kind__in=KINDS[field]).order_by("pk"))
    by_line = {contact_line(point.kind, point.value): point for point in held}
    read = [_read(field, text, place, line) for line, text in enumerate(texts, start=1) if text not in by_line]
    kept = {_pair(by_line[text]) for text in texts if text in by_line} | {_pair(contact) for contact in read}
    ContactPoint.objects.filter(pk__in=[point.pk for point in held if _pair(point) not in kept]).delete()
    known = {_pair(point): point for point in held}
    for pair, contact in {_pair(contact): contact for contact in read}.items():
        if pair in known:
            rewritten = ContactPoint.objects.filter(pk=known[pair].pk)
            rewritten.update(value=contact.value, is_likely=contact.is_likely)
        else:
            kind, key = pair
            ContactPoint.objects.create(
                party=party, kind=kind, value=contact.value, key=key, is_likely=contact.is_likely
            )
    refresh_new_health(_pair(contact) for contact in read if _pair(contact) not in known)
    return {key for _kind, key in known}, {key for _kind, key in kept}


def read_contacts(field: str, texts: Sequence[str], place: Place) -> list[ReadContact]:
    """The lines of `field` (one of KINDS) by the rules of `place`, each way of contact once. Raises UnableToReadContact."""
    read = (_read(field, text, place, line) for line, text in enumerate(texts, start=1))
    return list({_pair(contact): contact for contact in read}.values())


def add_contacts(*, party: Party, contacts: Sequence[ReadContact]) -> None:
    """Give a party that was just added its ways of contact, all in one statement. Part of a larger operation, whose event it is."""
    insert(
        [
            ContactPoint(party=party, kind=one.kind, value=one.value, key=one.key, is_likely=one.is_likely)
            for one in contacts
        ]
    )
    refresh_new_health(_pair(contact) for contact in contacts)


def contact_line(kind: str, value: str) -> str:
    """A way of contact as one line of a form: a name in a network goes after that of the network."""
    if kind not in HANDLES:
        return value
    from lazo.identify.imports.values.handles import line_of

    return line_of(kind, value)


def read_contact(kind: str, text: str, *, country: str, city: str = "") -> ReadContact:
    """One way of contact of `kind` as it is kept. Raises UnableToReadContact."""
    if kind == Kind.EMAIL:
        return _email(text)
    if kind == Kind.PHONE:
        return _phone(text, country)
    if kind == Kind.ADDRESS:
        return _address(text, Place(country, city))
    from lazo.identify.imports.values.handles import read_handle

    handle = read_handle(kind, text)
    if handle is None:
        raise UnableToReadContact("bad_handle")
    return ReadContact(kind, handle.value, handle.key)


def read_line(field: str, text: str, place: Place) -> ReadContact:
    """One line of `field` (one of KINDS). Raises UnableToReadContact."""
    if field != "handles":
        return read_contact(KINDS[field][0], text, country=place.country, city=place.city)
    from lazo.identify.imports.values import handles

    found = handles.read_line(text)
    if found is None:
        raise UnableToReadContact("bad_handle")
    network, handle = found
    return ReadContact(network, handle.value, handle.key)


def _pair(point: ContactPoint | ReadContact) -> tuple[str, str]:
    return str(point.kind), point.key


def _read(field: str, text: str, place: Place, line: int) -> ReadContact:
    try:
        return read_line(field, text, place)
    except UnableToReadContact as error:
        raise UnableToReadContact(error.code, {"line": line, **error.params}) from error


def _address(text: str, place: Place) -> ReadContact:
    from lazo.identify.imports.values.addresses import address_key

    key = address_key(text, country=place.country, city=place.city)
    if not key:
        raise UnableToReadContact("bad_address")
    return ReadContact(Kind.ADDRESS, text, key)


def _email(text: str) -> ReadContact:
    from lazo.identify.email_domains import email_key
    from lazo.identify.imports.values.emails import read_email  # it loads Arrow: not before somebody writes an address

    address, code = read_email(text)
    if address is None or code == "email_several" or len(address) > LONGEST:
        raise UnableToReadContact("bad_email")
    return ReadContact(Kind.EMAIL, address, email_key(address), code is None)


def _phone(text: str, country: str) -> ReadContact:
    # They load the plans of all countries.
    from lazo.identify.imports.values.phones import read_phone
    from lazo.identify.operations.phone_trouble import phone_trouble

    phone, code = read_phone(text, country=country)
    if phone is not None and phone.kind is not None and phone.key is not None and code is None:
        return ReadContact(Kind.PHONE, phone.e164[:LONGEST], phone.key, is_likely=True)
    trouble = phone_trouble(text, country=country)
    if trouble is not None:
        raise UnableToReadContact(*trouble)
    if phone is None or phone.key is None or code == "phone_several":
        raise UnableToReadContact("bad_phone")
    return ReadContact(Kind.PHONE, phone.e164[:LONGEST], phone.key, is_likely=False)
