"""What a party is to us, with its time: given, ended, and both taken back."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lazo.identify.models import Party, PartyRole
from lazo.identify.queries.parties import family_of
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "identify_partyrole"
UNDO_GIVEN, UNDO_ENDED = "party_role.given", "party_role.ended"


class UnableToGiveRole(Exception):
    """`code` is not_visible, not_current, unknown_role, bad_period (it begins after today, or ends before it begins) or already_held."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class UnableToEndRole(Exception):
    """`code` is not_visible, already_ended or bad_period."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@transaction.atomic
def give_role(
    *, party: Party, kind: str, by: User, on: date, since: date | None = None, until: date | None = None
) -> tuple[PartyRole, str]:
    """Say that a party is `kind` (of PartyRole.Kind) to us, since a day (None: nobody knows) and until before another (None: it holds).

    `on` is today, which `since` may not pass. A role that is held already is not given again. The role, and the token to take it back.
    Raises UnableToGiveRole.
    """
    if kind not in PartyRole.Kind.values:
        raise UnableToGiveRole("unknown_role", "kind")
    if since is not None and since > on:
        raise UnableToGiveRole("bad_period", "since")
    if until is not None and until <= (since or date.min):
        raise UnableToGiveRole("bad_period", "until")
    rows = Party.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=party.pk)
    if not rows.exists():
        raise UnableToGiveRole("not_visible")
    if not rows.current().exists():
        raise UnableToGiveRole("not_current")
    if until is None and PartyRole.objects.filter(valid_to=None, party_id__in=family_of(party), kind=kind).exists():
        raise UnableToGiveRole("already_held", "kind")
    try:
        with transaction.atomic():
            role = PartyRole.objects.create(party=party, kind=kind, valid_from=since, valid_to=until)
    except IntegrityError as error:
        raise UnableToGiveRole("already_held", "since") from error
    _record(kind="party_role.given", role=role, by=by, after=period_of(role))
    return role, offer_undo(by=by, label=_("Rol agregado"), kind=UNDO_GIVEN, data=_told(role))


@transaction.atomic
def end_role(*, role: PartyRole, by: User, on: date) -> str:
    """Let an open role end: `on` is the first day on which it no longer holds. The token to take it back. Raises UnableToEndRole."""
    held = _seen(role, by)
    if held is None:
        raise UnableToEndRole("not_visible")
    # Of a customer with several records each may have the role: it ends for all of them.
    rows = list(_same(held)) if held.valid_to is None else []
    if not rows:
        raise UnableToEndRole("already_ended")
    if any(row.valid_from is not None and row.valid_from >= on for row in rows):
        raise UnableToEndRole("bad_period", "on")
    before = period_of(held)
    PartyRole.objects.filter(pk__in=[row.pk for row in rows]).update(valid_to=on)
    held.refresh_from_db()
    _record(kind="party_role.ended", role=held, by=by, before=before, after=period_of(held))
    data = _told(held) | {"also": [row.pk for row in rows if row.pk != held.pk]}
    return offer_undo(by=by, label=_("Rol terminado"), kind=UNDO_ENDED, data=data)


def undo_given(by: User, data: dict[str, Any]) -> Undone:
    """A role given by mistake goes; registered with kernel.undo. Raises UnableToUndo."""
    role = _unchanged(by, data)
    number, before = role.pk, period_of(role)
    role.delete()
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=role.party_id)
    told = {"party": data["party"], "role": data["kind"]}
    record_event(kind="party_role.removed", by=by, table=TABLE, row=number, data=told, before=before)
    return Undone(restored=1)


def undo_ended(by: User, data: dict[str, Any]) -> Undone:
    """A role that ended by mistake holds again. Raises UnableToUndo."""
    also = data.get("also", [])
    role = _unchanged(by, {name: value for name, value in data.items() if name != "also"})
    if _same(role).exists():
        raise UnableToUndo("changed_since")
    before = period_of(role)
    PartyRole.objects.filter(pk__in=[role.pk, *also], valid_to=role.valid_to).update(valid_to=None)
    role.refresh_from_db()
    _record(kind="party_role.reopened", role=role, by=by, before=before, after=period_of(role))
    return Undone(restored=1)


def period_of(role: PartyRole) -> dict[str, str | None]:
    """The period as an event keeps it: ISO dates."""
    ends = {"valid_from": role.valid_from, "valid_to": role.valid_to}
    return {name: day.isoformat() if day else None for name, day in ends.items()}


def _seen(role: PartyRole, by: User) -> PartyRole | None:
    """The role, when its author sees the customer whose record has it."""
    held = PartyRole.objects.select_related("party").filter(pk=role.pk).first()
    if held is None:
        return None
    customer = held.party.canonical_id or held.party_id
    return held if Party.objects.visible_to(by).filter(pk=customer).exists() else None


def _same(role: PartyRole) -> QuerySet[PartyRole]:
    """The same role, where it is open, of all records of the customer."""
    party = Party.objects.get(pk=role.party_id)
    customer = Party.objects.get(pk=party.canonical_id) if party.canonical_id else party
    return PartyRole.objects.filter(valid_to=None, party_id__in=family_of(customer), kind=role.kind)


def _unchanged(by: User, data: dict[str, Any]) -> PartyRole:
    held = PartyRole.objects.filter(pk=data["role"]).first()
    if held is None:
        raise UnableToUndo("changed_since")
    if _seen(held, by) is None:
        raise UnableToUndo("not_allowed")
    if _told(held) != data:
        raise UnableToUndo("changed_since")
    return held


def _told(role: PartyRole) -> dict[str, Any]:
    return {"role": role.pk, "party": role.party_id, "kind": role.kind, **period_of(role)}


def _record(
    *,
    kind: str,
    role: PartyRole,
    by: User,
    after: dict[str, str | None],
    before: dict[str, str | None] | None = None,
) -> None:
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=role.party_id)
    data = {"party": role.party_id, "role": role.kind}
    record_event(kind=kind, by=by, table=TABLE, row=role.pk, data=data, before=before, after=after)
