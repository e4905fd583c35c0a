"""What a template's words ask for, whatever its channel; told before it is kept."""

from collections.abc import Mapping
from typing import Any

from lazo.interact.channels.contract import UnableToCompile
from lazo.interact.channels.email.body import compile_body
from lazo.interact.writing.fields import Pattern, UnableToReadFields, read_fields


def patterns_of(channel: str, subject: str, body: str, details: Mapping[str, Any]) -> tuple[Pattern, ...]:
    """The patterns of a text, by its channel. Raises UnableToCompile."""
    if channel == "email":
        if not subject.strip():
            raise UnableToCompile("no_subject")
        made = compile_body(body, plain=str(details.get("plain") or ""))
        return (read(subject), made.html, made.plain)
    if not body.strip():
        raise UnableToCompile("empty")
    parameters = details.get("parameters") or ()
    return (read(subject), read(body), *(read(str(one)) for one in parameters))


def names_in(channel: str, subject: str, body: str, details: Mapping[str, Any]) -> frozenset[str]:
    """The merge fields that a text names. Raises UnableToCompile."""
    return frozenset().union(*(pattern.names for pattern in patterns_of(channel, subject, body, details)))


def demanded_in(channel: str, subject: str, body: str, details: Mapping[str, Any]) -> frozenset[str]:
    """Those without words instead. Raises UnableToCompile."""
    found = frozenset().union(*(pattern.demanded for pattern in patterns_of(channel, subject, body, details)))
    return found - {"baja"}


def read(text: str) -> Pattern:
    """Raises UnableToCompile."""
    try:
        return read_fields(text)
    except UnableToReadFields as error:
        raise UnableToCompile("bad_field", said=error.said) from error
