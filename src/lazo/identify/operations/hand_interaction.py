"""What notes and calls have in common: interactions that one of us writes about a customer, and may mend or take away."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_noop

from lazo.identify.models import Interaction, Party, Source
from lazo.kernel.access import may
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, Event, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "identify_interaction"
SOURCE_KEY, SOURCE_NAME = "lazo", gettext_noop("Escrito en Lazo")
TOLD = ("channel", "direction", "kind", "subject", "text", "minutes", "outcome")


class UnableToWrite(Exception):
    """`code` is not_visible, not_current, not_yours, gone, stale or not_deleted; `kept` is the row as it is now, when stale."""

    def __init__(self, code: str, *, kept: Interaction | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.kept = kept


def write(*, party: Party, by: User, on: date, at: datetime | None, event: str, told: dict[str, Any]) -> Interaction:
    """A new row about the customer, by `by`, and its event. Raises UnableToWrite."""
    seen = Party.objects.visible_to(by).filter(pk=party.pk)
    if not seen.exists():
        raise UnableToWrite("not_visible")
    if not seen.current().exists():
        raise UnableToWrite("not_current")
    row = Interaction.objects.create(party=party, source=_source(), occurred_on=on, occurred_at=at, by=by, **told)
    note_change(table="interactions", operation=Change.Operation.APPEND, row_from=row.pk, party=party.pk)
    record_event(kind=event, by=by, table=TABLE, row=row.pk, data=about(row), after=values(row))
    return row


def rewrite(*, row: Interaction, version: int, by: User, event: str, told: dict[str, Any]) -> Interaction:
    """Other values for a row of one's own; without a difference nothing is written. Raises UnableToWrite."""
    held = held_by(row, by)
    before, wanted = values(held), {**values(held), **told}
    if wanted == before:
        return held
    if held.version != version:
        raise UnableToWrite("stale", kept=held)
    changed = Interaction.objects.filter(pk=held.pk, version=version).update(**told, version=F("version") + 1)
    held.refresh_from_db()
    if not changed:
        raise UnableToWrite("stale", kept=held)
    note_change(table="interactions", operation=Change.Operation.UPDATE, row_from=held.pk, party=held.party_id)
    record_event(kind=event, by=by, table=TABLE, row=held.pk, data=about(held), before=before, after=values(held))
    return held


def put_back(*, rewritten: int, by: User, event: str) -> Interaction:
    """Give a row what it had before the event `rewritten`, unless somebody wrote it since. Raises UnableToWrite (stale: changed since)."""
    told = Event.objects.select_related("detail").filter(pk=rewritten, table=TABLE).first()
    detail = getattr(told, "detail", None)
    row = Interaction.objects.filter(pk=told.row or 0).first() if told is not None else None
    if row is None or detail is None or detail.before is None:
        raise UnableToWrite("gone")
    held = held_by(row, by)
    if values(held) != detail.after:
        raise UnableToWrite("stale", kept=held)
    return rewrite(row=held, version=held.version, by=by, event=event, told=detail.before)


def last_event_of(row: Interaction, *, by: User) -> int:
    """The number of the last event that `by` made of a row, 0 without one: a later one tells that something was written."""
    told = Event.objects.filter(table=TABLE, row=row.pk, by=by).order_by("-pk").values_list("pk", flat=True)
    return told.first() or 0


def offer_way_back(*, row: Interaction, since: int, by: User, label: str, kind: str) -> str:
    """The token under which `by` takes back what they wrote of a row after the event `since`; blank when they wrote nothing."""
    told = last_event_of(row, by=by)
    return offer_undo(by=by, label=label, kind=kind, data={"event": told}) if told > since else ""


def undo_of_rewriting(*, event: str) -> Callable[[User, dict[str, Any]], Undone]:
    """What kernel.undo calls to give a row the values it had; `event` is recorded of it. It raises UnableToUndo."""

    def undo(by: User, data: dict[str, Any]) -> Undone:
        try:
            put_back(rewritten=data["event"], by=by, event=event)
        except UnableToWrite as error:
            raise UnableToUndo("changed_since" if error.code in {"stale", "gone"} else "not_allowed") from error
        return Undone(restored=1)

    return undo


def undo_of_removal(*, event: str) -> Callable[[User, dict[str, Any]], Undone]:
    """What kernel.undo calls to bring a row back; `event` is recorded of it. It raises UnableToUndo."""

    def undo(by: User, data: dict[str, Any]) -> Undone:
        try:
            bring_back(deleted=data["event"], by=by, event=event)
        except UnableToWrite as error:
            raise UnableToUndo("not_allowed") from error
        return Undone(restored=1)

    return undo


def take_away(*, row: Interaction, by: User, event: str) -> Event:
    """Delete a row of one's own; the event keeps what it said, so that it can come back. Raises UnableToWrite."""
    held = held_by(row, by)
    facts = {
        **about(held),
        "author": held.by_id,
        "on": held.occurred_on.isoformat(),
        "at": held.occurred_at.isoformat() if held.occurred_at else None,
    }
    number, party, before = held.pk, held.party_id, values(held)
    held.delete()
    note_change(table="interactions", operation=Change.Operation.DELETE, row_from=number, party=party)
    return record_event(kind=event, by=by, table=TABLE, row=number, data=facts, before=before)


def bring_back(*, deleted: int, by: User, event: str) -> Interaction:
    """Write again what the event `deleted` took away, under a new number. Raises UnableToWrite."""
    gone = Event.objects.select_related("detail").filter(pk=deleted, table=TABLE).first()
    detail = getattr(gone, "detail", None)  # an erasure takes it
    if gone is None or detail is None or detail.before is None:
        raise UnableToWrite("not_deleted")
    facts = gone.data
    party = Party.objects.visible_to(by).filter(pk=facts["party"]).first()
    if party is None:
        raise UnableToWrite("not_visible")
    row = Interaction.objects.create(
        party=party,
        source=_source(),
        occurred_on=date.fromisoformat(facts["on"]),
        occurred_at=datetime.fromisoformat(facts["at"]) if facts["at"] else None,
        by_id=facts["author"],
        **detail.before,
    )
    note_change(table="interactions", operation=Change.Operation.APPEND, row_from=row.pk, party=party.pk)
    record_event(kind=event, by=by, table=TABLE, row=row.pk, data={**about(row), "was": gone.row}, after=detail.before)
    return row


def held_by(row: Interaction, by: User) -> Interaction:
    """The row, locked, if `by` wrote it and still sees its customer, or administers. Raises UnableToWrite."""
    held = Interaction.objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        raise UnableToWrite("gone")
    if not Party.objects.visible_to(by).filter(pk=held.party_id).exists():
        raise UnableToWrite("not_visible")
    if held.by_id is None or (held.by_id != by.pk and not may(by, "may_administer")):
        raise UnableToWrite("not_yours")
    return held


def about(row: Interaction) -> dict[str, Any]:
    """What an event says of the row without a personal word."""
    return {"party": row.party_id, "kind": row.kind}


def values(row: Interaction) -> dict[str, Any]:
    """What a person wrote, as an event keeps it."""
    return {name: getattr(row, name) for name in TOLD}


def _source() -> Source:
    return Source.objects.get_or_create(key=SOURCE_KEY, defaults={"name": SOURCE_NAME})[0]
