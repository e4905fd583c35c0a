"""Telephones, addresses and documents as somebody types them, as the keys by which lists compare."""

from lazo.identify.contact_keys import contact_key
from lazo.identify.models import ContactPoint

LINES = "\n\r;,\t"


def read_keys(text: str, *, country: str) -> list[str]:
    """The keys of a text with one a line (or between commas); what can be read as nothing is left out."""
    for sign in LINES:
        text = text.replace(sign, "\n")
    found = [key for line in text.split("\n") if (key := read_key(line, country=country))]
    return list(dict.fromkeys(found))


def read_key(text: str, *, country: str) -> str:
    """The key of one telephone, address or document; blank when it is none of them."""
    text = text.strip()
    if "@" in text:
        email = contact_key(ContactPoint.Kind.EMAIL, text)
        return email.key if email else ""
    from lazo.identify.imports.values.phones import (
        read_phone,  # they load the plans and the check digits of all countries
    )
    from lazo.identify.imports.values.tax_ids import read_tax_id

    phone, code = read_phone(text, country=country) if text else (None, None)
    if phone is not None and phone.key and code is None:
        return phone.key
    document = read_tax_id(text, country=country) if text and country else None
    return f"{country}:{document.core}" if document else ""
