"""Ways to reach a party as a person writes them: read, compared with those we have, kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lazo.identify.models import ContactPoint, Party

LONGEST = 254
Kind = ContactPoint.Kind


class UnableToReadContact(Exception):
    """`code` is bad_email, bad_phone, phone_short or phone_long; `params` has the `line` of the text, from 1, and what the code names."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True)
class ReadContact:
    """`value` as people see it, `key` by which equal ones match; `is_likely` false when a slip of the finger shows."""

    value: str
    key: str
    is_likely: bool


def set_contacts(
    *, party: Party, family: Sequence[int], kind: Kind, texts: Sequence[str], country: str
) -> tuple[set[str], set[str]]:
    """Make `texts` the party's e-mails or phones: what is not among them goes, from every record found to be the party.

    A text that we have already stays as it is, however it came; the others are read by the rules of `country`.
    Part of a larger operation, whose event it is. Returns the keys there were and those there are. Raises UnableToReadContact.
    """
    held = list(ContactPoint.objects.filter(party_id__in=family, kind=kind).order_by("pk"))
    by_value = {point.value: point for point in held}
    read = [_read(kind, text, country, line) for line, text in enumerate(texts, start=1) if text not in by_value]
    kept = {by_value[text].key for text in texts if text in by_value} | {contact.key for contact in read}
    ContactPoint.objects.filter(pk__in=[point.pk for point in held if point.key not in kept]).delete()
    known = {point.key: point for point in held}
    for contact in {contact.key: contact for contact in read}.values():
        if contact.key in known:
            rewritten = ContactPoint.objects.filter(pk=known[contact.key].pk)
            rewritten.update(value=contact.value, is_likely=contact.is_likely)
        else:
            ContactPoint.objects.create(
                party=party, kind=kind, value=contact.value, key=contact.key, is_likely=contact.is_likely
            )
    return set(known), kept


def read_contact(kind: str, text: str, *, country: str) -> ReadContact:
    """One e-mail or telephone as it is kept. Raises UnableToReadContact."""
    return _email(text) if kind == Kind.EMAIL else _phone(text, country)


def _read(kind: str, text: str, country: str, line: int) -> ReadContact:
    try:
        return read_contact(kind, text, country=country)
    except UnableToReadContact as error:
        raise UnableToReadContact(error.code, {"line": line, **error.params}) from error


def _email(text: str) -> ReadContact:
    from lazo.identify.email_domains import email_key
    from lazo.identify.imports.values.emails import read_email  # it loads Arrow: not before somebody writes an address

    address, code = read_email(text)
    if address is None or code == "email_several" or len(address) > LONGEST:
        raise UnableToReadContact("bad_email")
    return ReadContact(address, email_key(address), code is None)


def _phone(text: str, country: str) -> ReadContact:
    # They load the plans of all countries.
    from lazo.identify.imports.values.phones import read_phone
    from lazo.identify.operations.phone_trouble import phone_trouble

    phone, code = read_phone(text, country=country)
    if phone is not None and phone.kind is not None and phone.key is not None and code is None:
        return ReadContact(phone.e164[:LONGEST], phone.key, is_likely=True)
    trouble = phone_trouble(text, country=country)
    if trouble is not None:
        raise UnableToReadContact(*trouble)
    if phone is None or phone.key is None or code == "phone_several":
        raise UnableToReadContact("bad_phone")
    return ReadContact(phone.e164[:LONGEST], phone.key, is_likely=False)
