"""The canonical key of a way of contact: what imports, forms, search, duplicates and suppression lists compare.

One function for all: whoever keeps or hashes the key of a way of contact takes it from here, so that variants of one number or address meet.
"""

from dataclasses import dataclass

from lazo.identify.models import ContactPoint

Kind = ContactPoint.Kind


@dataclass(frozen=True, slots=True)
class ContactKey:
    """`key` is what equal ways of contact have in common; `variants` are the ways others write it, the key first.

    Two texts mean the same when their keys are equal. Variants are for lists made elsewhere, which hold one writing (a hashed registry of
    numbers not to call): a Brazilian with and without the ninth digit, an address at Gmail as it was given.
    """

    kind: str
    key: str
    variants: tuple[str, ...]


def contact_key(kind: str, text: str, country: str = "", *, city: str = "") -> ContactKey | None:
    """The key of `text`, a way of contact of `kind` (ContactPoint.Kind) as somebody writes it; null when it is none of that kind.

    `country` (ISO alpha-2) is by whose rules a number without its country, or an address, is read; `city` belongs to an address.
    """
    if kind == Kind.EMAIL:
        return _email(text)
    if kind == Kind.PHONE:
        return _phone(text, country)
    # Each loads what no page needs before somebody writes one of them.
    if kind == Kind.ADDRESS:
        from lazo.identify.imports.values.addresses import address_key

        found = address_key(text, country=country, city=city)
    else:
        from lazo.identify.imports.values.handles import read_handle

        handle = read_handle(kind, text)
        found = handle.key if handle else ""
    return ContactKey(kind, found, (found,)) if found else None


def _email(text: str) -> ContactKey | None:
    from lazo.identify.email_domains import GOOGLE, domain_of, email_key
    from lazo.identify.imports.values.emails import read_email

    address, _code = read_email(text)
    if address is None:
        return None
    key = email_key(address)
    local = key.partition("@")[0]
    second = (f"{local}@googlemail.com",) if domain_of(key) in GOOGLE else ()
    return ContactKey(Kind.EMAIL, key, tuple(dict.fromkeys((key, address, *second))))


def _phone(text: str, country: str) -> ContactKey | None:
    from lazo.identify.imports.values.phones import phone_variants, read_phone

    phone, _code = read_phone(text, country=country)
    if phone is None or phone.key is None:
        return None
    number = phone.e164.partition(" ext.")[0] if ";ext=" not in phone.key else phone.key
    dialled = (number,) if number.startswith("+") else ()
    return ContactKey(Kind.PHONE, phone.key, tuple(dict.fromkeys((*phone_variants(phone.key), *dialled))))
