"""One row of a bulk upsert: read before anything is written, with what cannot be read of it, and on its way."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lazo.identify.models import Party
from lazo.identify.operations.contact_point import Place, ReadContact, UnableToReadContact, read_line
from lazo.identify.operations.custom_value import UnableToReadValue, read_value
from lazo.identify.operations.document import ReadDocument, UnableToReadDocument, read_document
from lazo.identify.operations.party_details import (
    CARE,
    CONTACTS,
    DOCUMENTS,
    LISTS,
    UnableToReadDetail,
    full_name,
    read_details,
)
from lazo.identify.queries.custom_fields import CUSTOM, CustomField
from lazo.kernel.models import User


@dataclass(frozen=True)
class UpsertRow:
    """What a source says of the customer it calls `external_id`: only the fields that are in `said`.

    `said` has the fields of `party_details.FIELDS` but roles, and own fields by `custom:` and their key.
    """

    external_id: str
    kind: str
    said: Mapping[str, Any]


@dataclass(frozen=True)
class RowTrouble:
    """`code` at `field`, of `line` (from 1) where the field has several."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass
class ReadRow:
    """The row as it will be kept. With `troubles` nothing of it is."""

    columns: dict[str, Any] = dataclasses.field(default_factory=dict)
    contacts: list[ReadContact] = dataclasses.field(default_factory=list)
    documents: list[ReadDocument] = dataclasses.field(default_factory=list)
    own: dict[str, Any] = dataclasses.field(default_factory=dict)
    troubles: list[RowTrouble] = dataclasses.field(default_factory=list)


@dataclass
class Work:
    """One row on its way: what was read, the party it is about, which of its columns change."""

    row: UpsertRow
    read: ReadRow
    party: Party | None = None
    is_new: bool = False
    before: dict[str, Any] = dataclasses.field(default_factory=dict)
    after: dict[str, Any] = dataclasses.field(default_factory=dict)
    kept: list[str] = dataclasses.field(default_factory=list)
    touched: set[str] = dataclasses.field(default_factory=set)


def read_row(row: UpsertRow, *, fields: Mapping[str, CustomField], country: str, by: User) -> ReadRow:
    """Every value of the row by the rules of its own country, else of `country`; all that is wrong with it at once."""
    found = ReadRow()
    where = _columns(row, found) or country
    city = str(found.columns.get("city") or "")
    for name, value in row.said.items():
        if name in CONTACTS:
            _lines(
                found,
                name,
                value,
                lambda text, field=name: found.contacts.append(read_line(field, text, Place(where, city))),
            )
        elif name == DOCUMENTS:
            _lines(found, name, value, lambda text: found.documents.append(read_document(text, country=where)))
        elif name.startswith(CUSTOM):
            _own(found, name, value, fields, by)
    return found


def name_of(kind: str, columns: Mapping[str, Any]) -> str:
    """The name that follows from its parts. Raises UnableToReadDetail when none is left."""
    return full_name(kind, columns)


def _columns(row: UpsertRow, found: ReadRow) -> str:
    """Reads the plain fields; gives the country."""
    for name, value in row.said.items():
        if name in LISTS or name.startswith(CUSTOM):
            continue
        try:
            read = read_details(row.kind, {name: value})
        except UnableToReadDetail as error:
            found.troubles.append(RowTrouble(name, error.code))
            continue
        found.columns |= {f"{key}_id" if key in CARE else key: told for key, told in read.items()}
    return str(found.columns.get("country") or "")


def _lines(found: ReadRow, name: str, texts: Any, read: Any) -> None:
    for line, text in enumerate(texts, start=1):
        try:
            read(" ".join(str(text).split()))
        except (UnableToReadContact, UnableToReadDocument) as error:
            found.troubles.append(RowTrouble(name, error.code, {**error.params, "line": line}))


def _own(found: ReadRow, name: str, value: Any, fields: Mapping[str, CustomField], by: User) -> None:
    if name not in fields:
        found.troubles.append(RowTrouble(name, "unknown_field"))
        return
    try:
        found.own[name] = read_value(fields[name], value, by=by)
    except UnableToReadValue as error:
        found.troubles.append(RowTrouble(name, error.code))
