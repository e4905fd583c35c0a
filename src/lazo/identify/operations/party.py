"""People and organizations added and corrected by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.db.models import F

from lazo.identify.erased_keys import of_erased
from lazo.identify.models import Party
from lazo.identify.operations.custom_value import UnableToReadValue, custom_values, fields_for, read_value
from lazo.identify.operations.party_details import (
    CARE,
    LISTS,
    PartyDetails,
    UnableToReadDetail,
    folded,
    full_name,
    party_values,
    read_details,
)
from lazo.identify.operations.party_lists import (
    NewLists,
    UnableToWriteList,
    remember_by_hand,
    write_lists,
    write_new_lists,
)
from lazo.identify.queries.custom_fields import CUSTOM, CustomField
from lazo.kernel.access import may, row_rule
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, TeamMembership, User
from lazo.kernel.prepared import Prepared
from lazo.kernel.written import insert

_teams = Prepared(lambda user: TeamMembership.objects.filter(user_id=user).values_list("team_id")[:2], int)


@dataclass(frozen=True)
class Conflict:
    """One field that two people want differently: as it is kept now, and as this person wrote it."""

    field: str
    kept: Any
    wanted: Any


@dataclass(frozen=True)
class Added:
    """A party that was just added, and its fields as `party_values` tells them."""

    party: Party
    values: dict[str, Any]


class UnableToAddParty(Exception):
    """`code` is not_allowed, erased_before (who was erased comes again), may_not_let_in, or what UnableToReadDetail, UnableToReadValue and UnableToWriteList say of `field`, with its `params`."""

    def __init__(self, code: str, field: str = "", *, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = dict(params or {})


class UnableToEditParty(Exception):
    """`code` is not_visible, not_current, stale, or what UnableToReadDetail, UnableToReadValue and UnableToWriteList say of `field`.

    When stale, `version` is the one that is kept and `conflicts` names both values of each field that differs.
    """

    def __init__(
        self,
        code: str,
        field: str = "",
        *,
        version: int | None = None,
        conflicts: tuple[Conflict, ...] = (),
        params: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.params = dict(params or {})
        self.code = code
        self.field = field
        self.version = version
        self.conflicts = conflicts


@transaction.atomic
def add_person(
    *,
    given_name: str,
    surnames: str = "",
    birth_date: date | None = None,
    by: User,
    on: date,
    **details: Unpack[PartyDetails],
) -> Party:
    """Add a person whom `by` owns, in contact with us since `on`; one team of theirs, when it is the only one, sees them too.

    Nobody is looked for: who may be there already is asked before. One who was erased comes again only when `by` may erase and says
    `allow_erased` among the details. Raises UnableToAddParty.
    """
    said = {"given_name": given_name, "surnames": surnames, "birth_date": birth_date, **details}
    return add_party(kind=Party.Kind.PERSON, said=said, by=by, on=on).party


@transaction.atomic
def add_organization(
    *, name: str, legal_name: str = "", trade_name: str = "", by: User, on: date, **details: Unpack[PartyDetails]
) -> Party:
    """Add an organization by the rules of `add_person`. Raises UnableToAddParty."""
    said = {"name": name, "legal_name": legal_name, "trade_name": trade_name, **details}
    return add_party(kind=Party.Kind.ORGANIZATION, said=said, by=by, on=on).party


@transaction.atomic
def add_household(*, name: str, by: User, on: date, **details: Unpack[PartyDetails]) -> Party:
    """Add a household without members yet, by the rules of `add_person`. Raises UnableToAddParty."""
    return add_party(kind=Party.Kind.HOUSEHOLD, said={"name": name, **details}, by=by, on=on).party


@transaction.atomic
def add_party(*, kind: Party.Kind, said: Mapping[str, Any], by: User, on: date) -> Added:
    """Add a party of any kind by the rules of `add_person`; `said` are the fields of its kind and those of PartyDetails.

    A fixed number of statements, whatever the base holds and however many ways of contact are said. Raises UnableToAddParty.
    """
    if row_rule(by).nothing:
        raise UnableToAddParty("not_allowed")
    let_in = bool(said.get("allow_erased"))
    if let_in and not may(by, "may_erase"):
        raise UnableToAddParty("may_not_let_in")
    fields = fields_for(kind)
    party, values, lists = _write_new(kind, said, fields, by=by, on=on)
    if not let_in and of_erased(lists.keys, without=[party.pk]):
        raise UnableToAddParty("erased_before")
    kept = _kept(party, values, lists, fields)
    after = {name: plain(kept[name]) for name, value in values.items() if value not in (None, "", ())}
    remember_by_hand(party=party, fields=after, by=by, is_new=True)
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=party.pk)
    record_event(kind="party.added", by=by, table="identify_party", row=party.pk, data={"kind": str(kind)}, after=after)
    return Added(party, kept)


@transaction.atomic
def edit_party(*, party: Party, version: int, changes: Mapping[str, Any], by: User) -> Party:
    """Give fields of a party other values; `changes` holds the fields that `by` touched and no others.

    `version` is that of the party when `by` began to write: if somebody saved meanwhile nothing is written, and UnableToEditParty carries
    both values of every field of `changes` that differs from what is kept. The fields are those of `party_details.FIELDS` by kind of
    party; `emails` and `phones` are the whole list.

    Raises UnableToEditParty. Without a difference nothing is written and there is no event.
    """
    rows = Party.objects.visible_to(by).select_related("golden").select_for_update(of=("self",))
    held = rows.filter(pk=party.pk).first()
    if held is None:
        raise UnableToEditParty("not_visible")
    if held.canonical_id is not None or held.retired_at is not None:
        raise UnableToEditParty("not_current")
    fields = fields_for(held.kind)
    try:
        before, wanted = party_values(held), _read(held.kind, changes, fields, by)
    except (UnableToReadDetail, UnableToReadValue) as error:
        raise UnableToEditParty(error.code, error.field) from error
    different = {field: value for field, value in wanted.items() if value != before[field]}
    if different and held.version != version:
        raise _stale(held, before, different)
    if different:
        _change(held, before, different, fields, by)
    return held


def _stale(held: Party, before: Mapping[str, Any], different: Mapping[str, Any]) -> UnableToEditParty:
    conflicts = tuple(Conflict(field, before[field], wanted) for field, wanted in different.items())
    return UnableToEditParty("stale", version=held.version, conflicts=conflicts)


def _change(
    held: Party, before: dict[str, Any], different: dict[str, Any], fields: Mapping[str, CustomField], by: User
) -> None:
    try:
        columns = _columns(held.kind, before, different)
        if not Party.objects.filter(pk=held.pk, version=held.version).update(**columns, version=F("version") + 1):
            held.refresh_from_db()
            raise _stale(held, party_values(held), different)
        held.refresh_from_db()
        write_lists(held, different, fields=fields, by=by)
    except UnableToReadDetail as error:
        raise UnableToEditParty(error.code, error.field) from error
    except UnableToWriteList as error:
        raise UnableToEditParty(error.code, error.field, params=error.params) from error
    remember_by_hand(party=held, fields=different, by=by)
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=held.pk)
    after = party_values(held)  # when what holds has followed
    record_event(
        kind="party.edited",
        by=by,
        table="identify_party",
        row=held.pk,
        data={"version": held.version, "fields": sorted(different)},
        before={field: plain(before[field]) for field in different},
        after={field: plain(after[field]) for field in different},
    )


def _write_new(
    kind: Party.Kind, said: Mapping[str, Any], fields: Mapping[str, CustomField], *, by: User, on: date
) -> tuple[Party, dict[str, Any], NewLists]:
    """The row and its lists; what was said as it is kept."""
    own = {f"{CUSTOM}{key}": value for key, value in said.get("custom", {}).items()}
    told = {name: value for name, value in said.items() if name not in {"custom", "allow_erased"}}
    try:
        values = _read(kind, {**dict.fromkeys(_required(fields)), **told, **own}, fields, by)
        columns = {**_carers(by), **_columns(kind, {}, values)}
        party = Party(kind=kind, first_contact_on=on, **columns)
        insert([party])
        return party, values, write_new_lists(party, values, fields=fields, by=by)
    except (UnableToReadDetail, UnableToReadValue) as error:
        raise UnableToAddParty(error.code, error.field) from error
    except UnableToWriteList as error:
        raise UnableToAddParty(error.code, error.field, params=error.params) from error


def _kept(
    party: Party, values: Mapping[str, Any], lists: NewLists, fields: Mapping[str, CustomField]
) -> dict[str, Any]:
    """The fields of a new party: only values of own fields are asked for again, in the type they are kept in, where there are any."""
    has_own = any(values.get(name) is not None for name in fields)
    own = custom_values(party, fields) if has_own else dict.fromkeys(fields)
    house = party_values(party, only=(), is_new=True)
    return {name: lists.lines.get(name, value) for name, value in house.items()} | own


def _read(kind: str, said: Mapping[str, Any], fields: Mapping[str, CustomField], by: User) -> dict[str, Any]:
    """What was said, as it is kept. Raises UnableToReadDetail, UnableToReadValue."""
    house = {name: value for name, value in said.items() if name not in fields}
    own = {name: read_value(fields[name], value, by=by) for name, value in said.items() if name in fields}
    return read_details(kind, house) | own


def _required(fields: Mapping[str, CustomField]) -> list[str]:
    return [name for name, field in fields.items() if field.is_required]


def _carers(by: User) -> dict[str, int | None]:
    """Who looks after a party that `by` adds: they, and their team when it is the only one."""
    teams = _teams(by.pk)
    return {"owner_id": by.pk, "team_id": teams[0][0] if len(teams) == 1 else None}


def _columns(kind: str, before: Mapping[str, Any], different: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the row, with the name that follows from its parts."""
    simple = {field: value for field, value in different.items() if field not in LISTS and not field.startswith(CUSTOM)}
    columns = {f"{field}_id" if field in CARE else field: value for field, value in simple.items()}
    parts = {"given_name", "surnames", "name", "legal_name", "trade_name"}
    if parts & different.keys() or not before:
        whole = {**before, **different}
        columns |= {field: whole[field] for field in ("given_name", "surnames") if field in whole}
        columns["name"] = full_name(kind, whole)
        columns["folded_name"] = folded(columns["name"])
    return columns


def plain(value: Any) -> Any:
    """A value as an event keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
