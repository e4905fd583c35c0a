"""Parties added and corrected by hand."""

from datetime import date
from typing import Any

from django.db import transaction

from lazo.identify.models import ContactPoint, Party
from lazo.kernel.access import row_rule
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

EDITABLE = frozenset(
    {
        "kind",
        "name",
        "given_name",
        "surnames",
        "legal_name",
        "trade_name",
        "birth_date",
        "country",
        "city",
        "address",
        "first_contact_on",
        "owner_id",
        "team_id",
    }
)


class UnableToEditParty(Exception):
    """The party can't be saved; `code` is not_visible, nameless, unknown_field or stale.

    Of a stale save `params` holds, field by field, what it is now and what was sent, for the page to show both.
    """

    def __init__(self, code: str, message: str, **params: Any) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


@transaction.atomic
def create_party(*, kind: str, name: str, by: User, **fields: Any) -> Party:
    """Add a party. It belongs to `by` unless owner_id says otherwise.

    Raises UnableToEditParty without a name, or for a field that is not editable.
    """
    _check(name, fields)
    values = {"owner_id": by.pk, **fields}
    party = Party.objects.create(kind=kind, name=" ".join(name.split()), folded_name=_folded(name), **values)
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=party.pk, party=party.pk)
    record_event(
        kind="party.added", by=by, table="identify_party", row=party.pk, after=_told({"name": party.name, **fields})
    )
    return party


@transaction.atomic
def edit_party(*, party: Party, version: int, by: User, **fields: Any) -> Party:
    """Save the `fields` of a form that was opened when the party had `version`.

    Somebody else's save in between is not overwritten: raises UnableToEditParty with code stale and both values of every field that differs.
    """
    current = Party.objects.select_for_update().get(pk=party.pk)
    if not Party.objects.filter(row_rule(by).as_q(), pk=party.pk).exists():
        raise UnableToEditParty("not_visible", "This user does not see that party.")
    _check(fields.get("name", current.name), fields)
    changed = {key: value for key, value in fields.items() if getattr(current, key) != value}
    if current.version != version and changed:
        both = {key: {"now": _plain(getattr(current, key)), "sent": _plain(value)} for key, value in changed.items()}
        raise UnableToEditParty("stale", "Somebody saved this party meanwhile.", fields=both, version=current.version)
    if not changed:
        return current
    before = {key: getattr(current, key) for key in changed}
    for key, value in changed.items():
        setattr(current, key, value)
    current.folded_name = _folded(current.name)
    current.version += 1
    current.save()
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=current.pk, party=current.pk)
    record_event(
        kind="party.edited", by=by, table="identify_party", row=current.pk, before=_told(before), after=_told(changed)
    )
    return current


@transaction.atomic
def add_contact_point(*, party: Party, kind: str, value: str, key: str, by: User, likely: bool = True) -> ContactPoint:
    """Give a party a way of contact; the same one twice is one. The party counts as edited."""
    point, made = ContactPoint.objects.get_or_create(
        party=party, kind=kind, key=key, defaults={"value": value, "is_likely": likely}
    )
    if made:
        _touch(party)
        record_event(
            kind="contact.added", by=by, table="identify_party", row=party.pk, after={"kind": kind, "value": value}
        )
    return point


@transaction.atomic
def remove_contact_point(*, point: ContactPoint, by: User) -> None:
    """Take a way of contact away from its party, which counts as edited."""
    record_event(
        kind="contact.removed",
        by=by,
        table="identify_party",
        row=point.party_id,
        before={"kind": point.kind, "value": point.value},
    )
    _touch(point.party)
    point.delete()


def _touch(party: Party) -> None:
    party.version += 1
    party.save(update_fields=["version"])


def _check(name: str, fields: dict[str, Any]) -> None:
    if not name.strip():
        raise UnableToEditParty("nameless", "A party needs a name.")
    unknown = set(fields) - EDITABLE
    if unknown:
        raise UnableToEditParty("unknown_field", f"Not a field of a party: {', '.join(sorted(unknown))}.")


def _folded(name: str) -> str:
    from lazo.identify.imports.values.folding import fold

    return fold(name)[:240]


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
