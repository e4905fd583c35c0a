"""Notes about a customer: written, mended and taken away by whoever wrote them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Interaction, Party
from lazo.identify.models.interaction import NOTE
from lazo.identify.operations.hand_interaction import (
    UnableToWrite,
    last_event_of,
    offer_way_back,
    rewrite,
    take_away,
    undo_of_removal,
    undo_of_rewriting,
    write,
)
from lazo.identify.operations.written_text import UnableToReadText, read_text
from lazo.kernel.models import User
from lazo.kernel.undo import offer_undo

UNDO, UNDO_EDIT = "note.deleted", "note.edited"
undo_delete, undo_edit = undo_of_removal(event="note.restored"), undo_of_rewriting(event="note.edited")


class UnableToNote(Exception):
    """`code` is what UnableToReadText or UnableToWrite says; when stale, `kept` is the note as it is now."""

    def __init__(self, code: str, *, kept: Interaction | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.kept = kept


@transaction.atomic
def add_note(*, party: Party, text: str, by: User, on: date, at: datetime | None = None) -> Interaction:
    """Write a note about a customer, dated `on` (and `at`, an aware instant); an interaction of kind `note` with its author.

    At most 20,000 letters, any script. Raises UnableToNote.
    """
    try:
        told = {"kind": NOTE, "text": read_text(text)}
        return write(party=party, by=by, on=on, at=at, event="note.added", told=told)
    except (UnableToReadText, UnableToWrite) as error:
        raise UnableToNote(error.code) from error


@transaction.atomic
def edit_note(*, note: Interaction, version: int, text: str, by: User) -> Interaction:
    """Give a note another text; only its author may, or who administers. Raises UnableToNote.

    `version` is that of the note when `by` began to write. The same text again changes nothing.
    """
    try:
        return rewrite(row=note, version=version, by=by, event="note.edited", told={"text": read_text(text)})
    except UnableToReadText as error:
        raise UnableToNote(error.code) from error
    except UnableToWrite as error:
        raise UnableToNote(error.code, kept=error.kept) from error


@transaction.atomic
def mend_note(*, note: Interaction, version: int, text: str, by: User) -> str:
    """`edit_note`, with the way back: the token under which `by` can have the old text again, blank when it is the same. Raises UnableToNote."""
    last = last_event_of(note, by=by)
    row = edit_note(note=note, version=version, text=text, by=by)
    return offer_way_back(row=row, since=last, by=by, label=_("Nota cambiada"), kind=UNDO_EDIT)


@transaction.atomic
def delete_note(*, note: Interaction, by: User) -> str:
    """Take a note away; gives the token under which `by` can have it back. Raises UnableToNote."""
    try:
        event = take_away(row=note, by=by, event="note.deleted")
    except UnableToWrite as error:
        raise UnableToNote(error.code) from error
    return offer_undo(by=by, label=_("Nota borrada"), kind=UNDO, data={"event": event.pk})
