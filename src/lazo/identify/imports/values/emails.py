"""Addresses of e-mail: normalised, checked, and doubted where a slip of the finger shows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.email_domains import (
    MICROSOFT,
    TAGGED,
    WRONG_END,
    likely_address,
    slips,
)
from lazo.identify.imports.values.numbers import NOTHING
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, one_array, parse_the_rest

_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+)"
_SOUND = rf"^{_LOCAL}@{_DOMAIN}$"
# What cashiers type when the form insists: shared by thousands, the address of nobody.
_NOBODY = (
    r"^(?:no|sin|x{2,}|ninguno|nadie|noaplica|notiene|no[._-]?tiene|(?:sin|no)[._-]?(?:correo|e?mail)|notengo|nao[._-]?tem|naotem"
    r"|sem[._-]?e?mail|asd+|aaa+|123+)@"
    r"|@(?:no|sin|x{3,}|notiene|noe?mail|sine?mail|sincorreo|tiene|asd+|aaa+)\.\w+$"
)
_NO_ONE, _WELL = re.compile(_NOBODY), re.compile(_SOUND)
_WRAPPED = re.compile(r".*<([^<>]+@[^<>]+)>\s*")
_GOOGLES = r"@(?:gmail|googlemail)\.com$"
_TAG = rf"^([^+@]+)\+[^@]*@((?:{MICROSOFT}|{'|'.join(re.escape(domain) for domain in sorted(TAGGED))}))$"
_BETWEEN = re.compile(r"[;,/|\s]+(?:y|e|and)?\s*")
LONGEST = 254


def parse_emails(texts: Texts) -> Parsed:
    """Normalise a column of addresses to lower case without spaces.

    Codes: email_typo (the address stays as it is), email_several (the first is taken), email_invalid and email_placeholder (the value is
    left out). All are warnings: an address never keeps a customer out.
    """
    whole = pc.utf8_lower(pc.utf8_trim_whitespace(one_array(texts)))
    whole = pc.if_else(pc.equal(pc.binary_length(whole), 0), None, whole)
    doubt = pc.or_(_slipped(whole), pc.match_substring_regex(whole, _NOBODY))
    fine = pc.and_(pc.match_substring_regex(whole, _SOUND), pc.invert(doubt))
    fine = pc.and_(fine, pc.less_equal(pc.binary_length(whole), LONGEST))
    return parse_the_rest(whole, fine, pc.if_else(fine, whole, None), read_email)


def email_keys(addresses: pa.Array) -> pa.Array:
    """The column of `email_domains.email_key`, for addresses that `parse_emails` gave."""
    found = _where(addresses, pc.match_substring_regex(addresses, _TAG), lambda some: _replaced(some, _TAG, r"\1@\2"))
    return _where(found, pc.match_substring_regex(found, _GOOGLES), _at_google)


def read_email(text: str) -> Outcome:
    """Read one address; gives (address, code) by the rules of `parse_emails`."""
    text = text.strip().lower()
    if text in NOTHING:
        return None, None
    several = False
    if not _WELL.fullmatch(text):
        text, several = _unwrapped(text)
    if len(text) > LONGEST or not _WELL.fullmatch(text):
        return None, "email_invalid"
    if _NO_ONE.search(text):
        return None, "email_placeholder"
    return text, "email_several" if several else "email_typo" if likely_address(text) else None


def _slipped(addresses: pa.Array) -> pa.Array:
    """Which of them are at a domain a slip away from a great provider, or end in .con."""
    wrong = pa.array(sorted(slips()), pa.string())
    domains = pc.replace_substring_regex(addresses, "^.*@", "")
    return pc.or_(pc.is_in(domains, wrong), pc.match_substring_regex(addresses, WRONG_END))


def _where(column: pa.Array, which: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """The column with those cells changed."""
    which = pc.fill_null(which, fill_value=False)
    return pc.replace_with_mask(column, which, change(column.filter(which))) if pc.any(which).as_py() else column


def _replaced(addresses: pa.Array, pattern: str, by: str) -> pa.Array:
    return pc.replace_substring_regex(addresses, pattern, by)


def _at_google(addresses: pa.Array) -> pa.Array:
    names = pc.replace_substring(_replaced(addresses, "@.*$", ""), ".", "")
    return pc.binary_join_element_wise(names, "@gmail.com", "")


def _unwrapped(text: str) -> tuple[str, bool]:
    """Take the address out of `Name <address>`, `mailto:`, marks around it, or a list of them."""
    wrapped = _WRAPPED.fullmatch(text)
    text = (wrapped[1] if wrapped else text).removeprefix("mailto:").strip(" \t<>\"'.,;:")
    parts = [part for part in _BETWEEN.split(text) if "@" in part]
    if len(parts) > 1:
        return parts[0], True
    return (text.replace(" ", "") if text.count("@") == 1 else text), False
