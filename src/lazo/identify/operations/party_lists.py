"""What a party has several of, written in one go: ways of contact, documents, roles, values of own fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from django.db.models.functions import Now

from lazo.identify.models import HandWrittenField, Party, PartyRole
from lazo.identify.operations.contact_point import (
    Place,
    ReadContact,
    UnableToReadContact,
    add_contacts,
    contact_line,
    read_contacts,
    set_contacts,
)
from lazo.identify.operations.custom_value import write_values
from lazo.identify.operations.document import ReadDocument, UnableToReadDocument, add_documents, set_documents
from lazo.identify.operations.party_details import CONTACTS, DOCUMENTS, LISTS, ROLES
from lazo.identify.queries.custom_fields import CUSTOM, CustomField
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import Company, User
from lazo.kernel.written import insert


class UnableToWriteList(Exception):
    """What UnableToReadContact and UnableToReadDocument say of one line of `field`."""

    def __init__(self, code: str, field: str, params: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = dict(params)


@dataclass(frozen=True)
class NewLists:
    """What a party was added with: the lines of each list as forms show them, and the keys of ways of contact and documents."""

    lines: dict[str, tuple[str, ...]]
    keys: frozenset[str]


def write_new_lists(
    party: Party, values: Mapping[str, Any], *, fields: Mapping[str, CustomField], by: User
) -> NewLists:
    """The same as `write_lists` for a party that was just added: nothing is there yet, so nothing is asked. Raises UnableToWriteList."""
    country = country_of(party) if any(values.get(name) for name in (*CONTACTS, DOCUMENTS)) else ""
    lines: dict[str, tuple[str, ...]] = dict.fromkeys(LISTS, ())
    contacts = _read_new(values, Place(country, party.city), lines)
    add_contacts(party=party, contacts=contacts)
    documents = _add_documents(party, values.get(DOCUMENTS, ()), country)
    lines[DOCUMENTS] = tuple(dict.fromkeys(one.value for one in documents))
    lines[ROLES] = tuple(sorted(set(values.get(ROLES, ()))))
    PartyRole.objects.bulk_create(PartyRole(party=party, kind=kind) for kind in lines[ROLES])
    own = {name: value for name, value in values.items() if name in fields and value is not None}
    write_values(party=party, family=[], fields=fields, values=own, by=by)
    return NewLists(lines, frozenset({one.key for one in contacts} | {one.key for one in documents}))


def _read_new(values: Mapping[str, Any], place: Place, lines: dict[str, tuple[str, ...]]) -> list[ReadContact]:
    """All ways of contact that are said, read; their lines go into `lines`."""
    read: list[ReadContact] = []
    for name in CONTACTS:
        try:
            found = read_contacts(name, values.get(name, ()), place)
        except UnableToReadContact as error:
            raise UnableToWriteList(error.code, name, error.params) from error
        lines[name] = tuple(dict.fromkeys(contact_line(one.kind, one.value) for one in found))
        read += found
    return read


def _add_documents(party: Party, texts: Sequence[str], country: str) -> list[ReadDocument]:
    try:
        return add_documents(party=party, texts=texts, country=country)
    except UnableToReadDocument as error:
        raise UnableToWriteList(error.code, DOCUMENTS, error.params) from error


def write_lists(party: Party, values: Mapping[str, Any], *, fields: Mapping[str, CustomField], by: User) -> None:
    """Write those of `values` that are no column of the row; `fields` are the company's own. Raises UnableToWriteList."""
    wanted = {name: value for name, value in values.items() if name in LISTS or name.startswith(CUSTOM)}
    if not wanted:
        return
    family, country = family_of(party), country_of(party)
    place = Place(country, party.city)
    for name, value in wanted.items():
        try:
            if name in CONTACTS:
                told = set_contacts(party=party, family=family, field=name, texts=value, place=place)
                _remember_removed(name, party, family, *told, by=by)
            elif name == DOCUMENTS:
                told = set_documents(party=party, family=family, texts=value, country=country)
                _remember_removed(name, party, family, *told, by=by)
            elif name == ROLES:
                _set_roles(party, family, value)
        except (UnableToReadContact, UnableToReadDocument) as error:
            raise UnableToWriteList(error.code, name, error.params) from error
    own = {name: value for name, value in wanted.items() if name in fields}
    write_values(party=party, family=family, fields=fields, values=own, by=by)


def remember_by_hand(*, party: Party, fields: Iterable[str], by: User, is_new: bool = False) -> None:
    """Keep that a person wrote these fields, so that no later import writes over them; of a list, only what was taken off it counts."""
    if is_new:
        insert([HandWrittenField(party=party, field=field, by=by) for field in fields if field not in LISTS])
        return
    rows = [HandWrittenField(party=party, field=field, by=by, at=Now()) for field in fields if field not in LISTS]
    HandWrittenField.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["party", "field"], update_fields=["by", "at"]
    )


def country_of(party: Party) -> str:
    """By whose rules the party's telephones and documents are read: its own country's, else the company's."""
    return party.country or Company.objects.values_list("country", flat=True).first() or ""


def _remember_removed(name: str, party: Party, family: list[int], before: set[str], now: set[str], *, by: User) -> None:
    """Keep what a person took off a list, without its text, so that no later import brings it again."""
    removed = {removal_mark(name, key) for key in before - now}
    HandWrittenField.objects.filter(party_id__in=family, field__in=[removal_mark(name, key) for key in now]).delete()
    remember_by_hand(party=party, fields=sorted(removed), by=by)


def removal_mark(name: str, key: str) -> str:
    """How a HandWrittenField says that `key` was taken off the list `name`."""
    return f"{name}-{md5(key.encode(), usedforsecurity=False).hexdigest()}"


def _set_roles(party: Party, family: list[int], roles: Iterable[str]) -> None:
    held = PartyRole.objects.filter(party_id__in=family, valid_to__isnull=True)
    wanted = set(roles)
    held.exclude(kind__in=wanted).delete()
    missing = wanted - set(held.values_list("kind", flat=True))
    PartyRole.objects.bulk_create(PartyRole(party=party, kind=kind) for kind in sorted(missing))
