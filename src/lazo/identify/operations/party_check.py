"""Everything that is wrong with what somebody wrote of a customer, told at once; `add_person` and `edit_party` stop at the first."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lazo.identify.operations.contact_point import Place, UnableToReadContact, read_line
from lazo.identify.operations.custom_value import UnableToReadValue, fields_for, read_value
from lazo.identify.operations.document import UnableToReadDocument, read_document
from lazo.identify.operations.party_details import (
    CONTACTS,
    DOCUMENTS,
    UnableToReadDetail,
    full_name,
    read_details,
)
from lazo.kernel.models import Company, User

NAME_PARTS = ("given_name", "surnames", "name", "legal_name", "trade_name")


@dataclass(frozen=True)
class Trouble:
    """What cannot be kept of `field`, by the codes of UnableToEditParty; `params` has the `line` of a list, from 1."""

    code: str
    field: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def party_troubles(
    kind: str, said: Mapping[str, Any], *, by: User, before: Mapping[str, Any] | None = None
) -> list[Trouble]:
    """What cannot be kept of `said`, field by field in their order, each wrong line of a list among them; empty when all can.

    `before` are the values of a party that exists: what a list had already stays as it is, and the name may be there.
    """
    own, held = fields_for(kind), before or {}
    country = said.get("country") or held.get("country") or _country_of_company()
    found: list[Trouble] = []
    for name, value in said.items():
        try:
            read = read_value(own[name], value, by=by) if name in own else read_details(kind, {name: value})[name]
        except (UnableToReadDetail, UnableToReadValue) as error:
            found.append(Trouble(error.code, error.field))
        else:
            found += _lines(name, read, held.get(name) or (), country)
    return found + _nameless(kind, said, held)


def _lines(name: str, texts: Any, had: Any, country: str) -> Iterator[Trouble]:
    """The wrong lines of a list of contacts or documents; nothing of another field."""
    reads: dict[str, Callable[[str], Any]] = {
        DOCUMENTS: lambda text: read_document(text, country=country),
        **dict.fromkeys(CONTACTS, lambda text: read_line(name, text, Place(country))),
    }
    if name not in reads:
        return
    for line, text in enumerate(texts, start=1):
        try:
            if text not in had:
                reads[name](text)
        except (UnableToReadContact, UnableToReadDocument) as error:
            yield Trouble(error.code, name, {"line": line, **error.params})


def _nameless(kind: str, said: Mapping[str, Any], held: Mapping[str, Any]) -> list[Trouble]:
    if held and not set(NAME_PARTS) & said.keys():
        return []
    try:
        full_name(kind, {**held, **said})
    except UnableToReadDetail as error:
        return [Trouble(error.code, error.field)]
    return []


def _country_of_company() -> str:
    return Company.objects.values_list("country", flat=True).first() or ""
