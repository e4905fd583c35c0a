"""What a party has several of, written in one go: ways of contact, documents, roles, values of own fields."""

from collections.abc import Iterable, Mapping
from hashlib import md5
from typing import Any

from django.db.models.functions import Now

from lazo.identify.models import HandWrittenField, Party, PartyRole
from lazo.identify.operations.contact_point import Place, UnableToReadContact, set_contacts
from lazo.identify.operations.custom_value import write_values
from lazo.identify.operations.document import UnableToReadDocument, set_documents
from lazo.identify.operations.party_details import CONTACTS, DOCUMENTS, LISTS, ROLES
from lazo.identify.queries.custom_fields import CUSTOM, CustomField
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import Company, User


class UnableToWriteList(Exception):
    """What UnableToReadContact and UnableToReadDocument say of one line of `field`."""

    def __init__(self, code: str, field: str, params: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = dict(params)


def write_lists(
    party: Party, values: Mapping[str, Any], *, fields: Mapping[str, CustomField], by: User, is_new: bool = False
) -> None:
    """Write those of `values` that are no column of the row; `fields` are the company's own. Raises UnableToWriteList.

    Of a party that `is_new` nothing is there yet, and nothing is asked.
    """
    wanted = {name: value for name, value in values.items() if name in LISTS or name.startswith(CUSTOM)}
    if not wanted:
        return
    family, country = [] if is_new else family_of(party), country_of(party)
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


def remember_by_hand(*, party: Party, fields: Iterable[str], by: User) -> None:
    """Keep that a person wrote these fields, so that no later import writes over them; of a list, only what was taken off it counts."""
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
