"""What may be said of a party by hand: which fields each kind has, how they are read, and when they cannot be."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any, TypedDict

from lazo.identify.models import ContactPoint, Party, PartyIdentifier, PartyRole
from lazo.identify.models.golden_record import golden_row
from lazo.identify.operations.contact_point import KINDS, contact_line
from lazo.identify.operations.custom_value import custom_values, fields_for
from lazo.identify.operations.written_text import is_storable
from lazo.identify.queries.custom_fields import CUSTOM
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import Team, User

PLACE = ("country", "city", "address")
CONTACTS = tuple(KINDS)
DOCUMENTS, ROLES = "documents", "roles"
LISTS = (*CONTACTS, DOCUMENTS, ROLES)
"""The fields that have several values."""
CARE = ("owner", "team")
"""Who looks after the customer, each by its id."""
FIELDS: dict[str, tuple[str, ...]] = {
    Party.Kind.PERSON: ("given_name", "surnames", "birth_date", *PLACE, *CONTACTS, DOCUMENTS, ROLES, *CARE),
    Party.Kind.ORGANIZATION: ("name", "legal_name", "trade_name", *PLACE, *CONTACTS, DOCUMENTS, ROLES, *CARE),
    Party.Kind.HOUSEHOLD: ("name", *PLACE, *CONTACTS, *CARE),
}
MOST_OF_A_LIST = 20
LONGEST = {"given_name": 120, "surnames": 120, "city": 120}
LONGEST_TEXT = 240
NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


class PartyDetails(TypedDict, total=False):
    """What may be said of anybody: `country` is ISO alpha-2; `emails`, `phones`, `handles` (names in networks: «Instagram: @ana»), `addresses`
    (further ones) and `documents` as people write them.

    `roles` are of PartyRole.Kind. `owner` and `team` are ids; what is not said of them follows from who adds the party. `custom` are values of the
    company's own fields by their key, in the type of the field. `allow_erased` lets somebody in who was erased before.
    """

    country: str
    city: str
    address: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    handles: tuple[str, ...]
    addresses: tuple[str, ...]
    documents: tuple[str, ...]
    roles: tuple[str, ...]
    owner: int | None
    team: int | None
    custom: Mapping[str, Any]
    allow_erased: bool


class UnableToReadDetail(Exception):
    """A value that a field cannot hold; `code` is unknown_field, nameless, too_long, bad_characters, bad_date, unknown_country, too_many,
    unknown_role, unknown_owner or unknown_team.
    """

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def party_values(party: Party, *, only: Collection[str] | None = None, is_new: bool = False) -> dict[str, Any]:
    """The fields of the party as a form shows them: text, a date or null, tuples of text, ids of owner and team, values of own fields.

    Of several records found to be this party it is what holds; lists are those of all of them. A person whose name nobody has split has it as given name. `only` these
    fields are asked of the database; the columns of the row are told in any case. Nobody was found to be a party that `is_new`.
    """
    columns = [name for name in FIELDS[party.kind] if name not in LISTS and name not in CARE]
    row = party if is_new else golden_row(party) or party
    values: dict[str, Any] = {name: getattr(row, name) for name in columns}
    if party.kind == Party.Kind.PERSON and not row.given_name and not row.surnames:
        values["given_name"] = row.name
    values |= {name: getattr(party, f"{name}_id") for name in CARE}
    wanted = {*LISTS} if only is None else {*LISTS} & set(only)
    family = [party.pk] if is_new or not wanted else family_of(party)
    values |= _lists(family, wanted)
    has_own = only is None or any(name.startswith(CUSTOM) for name in only)
    own = custom_values(party, fields_for(party.kind)) if has_own else {}
    return {name: values[name] for name in FIELDS[party.kind]} | own


def _lists(family: list[int], wanted: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The lists of a family; those that are not `wanted` are not asked for, and empty."""
    values: dict[str, tuple[str, ...]] = dict.fromkeys(LISTS, ())
    if {*CONTACTS} & {*wanted}:
        told = list(ContactPoint.objects.filter(party_id__in=family).order_by("pk").values_list("kind", "value"))
        for field, kinds in KINDS.items():
            values[field] = tuple(dict.fromkeys(contact_line(kind, value) for kind, value in told if kind in kinds))
    if DOCUMENTS in wanted:
        documents = PartyIdentifier.objects.filter(party_id__in=family).order_by("pk").values_list("value", flat=True)
        values[DOCUMENTS] = tuple(dict.fromkeys(documents))
    if ROLES in wanted:
        roles = PartyRole.objects.filter(party_id__in=family, valid_to__isnull=True).values_list("kind", flat=True)
        values[ROLES] = tuple(sorted(set(roles)))
    return values


def read_details(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept: one space between words, country in capitals, each way of contact once.

    Raises UnableToReadDetail.
    """
    return {field: _read(kind, field, value) for field, value in said.items()}


def full_name(kind: str, values: Mapping[str, Any]) -> str:
    """The name by which the party goes. Raises UnableToReadDetail when none is left."""
    if kind == Party.Kind.PERSON:
        name = " ".join(part for part in (values.get("given_name"), values.get("surnames")) if part)
    else:
        name = values.get("name") or values.get("trade_name") or values.get("legal_name") or ""
    if not name:
        raise UnableToReadDetail("nameless", "given_name" if kind == Party.Kind.PERSON else "name")
    return name[:LONGEST_TEXT]


def folded(name: str) -> str:
    """A name as lists search and sort it."""
    from lazo.identify.imports.values.folding import fold  # it loads Arrow: not before somebody writes a name

    return fold(name)[:LONGEST_TEXT]


def _read(kind: str, field: str, value: Any) -> Any:
    if field not in FIELDS[kind]:
        raise UnableToReadDetail("unknown_field", field)
    if field in LISTS:
        return _roles(value) if field == ROLES else _texts(field, value)
    if field in CARE:
        return _carer(field, value)
    if field == "birth_date":
        if value is not None and not isinstance(value, date):
            raise UnableToReadDetail("bad_date", field)
        return value
    text = " ".join(str(value or "").split())
    if not is_storable(text):
        raise UnableToReadDetail("bad_characters", field)
    if field == "country":
        return _country(text)
    if len(text) > LONGEST.get(field, LONGEST_TEXT):
        raise UnableToReadDetail("too_long", field)
    return text


def _texts(field: str, value: Any) -> tuple[str, ...]:
    texts = tuple(dict.fromkeys(" ".join(str(text).split()) for text in value if str(text).strip()))
    if len(texts) > MOST_OF_A_LIST:
        raise UnableToReadDetail("too_many", field)
    if not all(is_storable(text) for text in texts):
        raise UnableToReadDetail("bad_characters", field)
    return texts


def _roles(value: Any) -> tuple[str, ...]:
    if not set(value) <= set(PartyRole.Kind.values):
        raise UnableToReadDetail("unknown_role", ROLES)
    return tuple(sorted(set(value)))


def _carer(field: str, value: Any) -> int | None:
    """The id of somebody who works here, or of a team; null for nobody."""
    if value is None:
        return None
    if not isinstance(value, int) or not _works(field, value):
        raise UnableToReadDetail(f"unknown_{field}", field)
    return value


def _works(field: str, number: int) -> bool:
    if field == "owner":
        return User.objects.filter(pk=number, is_active=True).exists()
    return Team.objects.filter(pk=number).exists()


def _country(text: str) -> str:
    code = text.upper()
    if code and code not in countries():
        raise UnableToReadDetail("unknown_country", "country")
    return code


@cache
def countries() -> frozenset[str]:
    """The countries there are, ISO alpha-2; of the newest codes those that have a name in the language of the interface."""
    from babel import Locale

    codes = {str(code) for code in Locale("en").territories} & {str(code) for code in Locale("es").territories}
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - NOT_COUNTRIES
