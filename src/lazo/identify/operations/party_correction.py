"""A customer corrected by somebody at a form: edited, and taken back field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import HandWrittenField, Party, TraitDefinition
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.operations.party import UnableToEditParty, edit_party, plain
from lazo.identify.operations.party_details import party_values
from lazo.kernel.models import Event, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "party.edited"


@dataclass(frozen=True)
class Correction:
    """The party as it is now, and the token that takes the correction back; blank when nothing changed."""

    party: Party
    undo: str


@transaction.atomic
def correct_party(*, party: Party, version: int, changes: Mapping[str, Any], by: User) -> Correction:
    """`edit_party`, with the way back. What was there before stays in the event alone: erased there, it cannot come back.

    Raises UnableToEditParty.
    """
    marked = sorted(HandWrittenField.objects.filter(party=party).values_list("field", flat=True))
    last = _last_edit(party, by)
    held = edit_party(party=party, version=version, changes=changes, by=by)
    told = _last_edit(held, by)
    if told == last:
        return Correction(held, "")
    data = {"event": told, "marked": marked}
    return Correction(held, offer_undo(by=by, label=_("Datos de un cliente cambiados"), kind=UNDO, data=data))


def undo_correction(by: User, data: dict[str, Any]) -> Undone:
    """Give each field what it had, except those that somebody changed since; registered with kernel.undo. Raises UnableToUndo."""
    event = Event.objects.select_related("detail").filter(pk=data["event"]).first()
    detail = getattr(event, "detail", None)
    if event is None or detail is None or detail.before is None or detail.after is None:
        raise UnableToUndo("unknown")
    party = Party.objects.visible_to(by).select_for_update().filter(pk=event.row or 0).first()
    if party is None:
        raise UnableToUndo("not_allowed")
    now = {name: plain(value) for name, value in party_values(party).items()}
    back = {name: value for name, value in detail.before.items() if name in now and now[name] == detail.after[name]}
    if not back:
        raise UnableToUndo("changed_since")
    try:
        edit_party(party=party, version=party.version, changes=_typed(party, back), by=by)
    except UnableToEditParty as error:
        raise UnableToUndo("changed_since" if error.code == "not_current" else "unknown") from error
    _unmark(party, back, data["marked"])
    kept = len(detail.before) - len(back)
    return Undone(restored=len(back), kept=kept)


def _last_edit(party: Party, by: User) -> int:
    told = Event.objects.filter(table="identify_party", row=party.pk, kind="party.edited", by=by).order_by("-pk")
    return told.values_list("pk", flat=True).first() or 0


def _typed(party: Party, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an event as `edit_party` takes them."""
    days = {name for name, field in fields_for(party.kind).items() if field.type == TraitDefinition.Type.DATE}
    return {name: _value(value, is_day=name in days or name == "birth_date") for name, value in values.items()}


def _value(value: Any, *, is_day: bool) -> Any:
    if is_day and value:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _unmark(party: Party, fields: Mapping[str, Any], marked: list[str]) -> None:
    """Imports may write again what nobody had written by hand before."""
    for field in fields:
        new = HandWrittenField.objects.filter(party=party).exclude(field__in=marked)
        new.filter(field=field).delete()
        new.filter(field__startswith=f"{field}-").delete()
