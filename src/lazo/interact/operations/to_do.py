"""To-dos: written, done, taken up again, handed over, changed and taken away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Party
from lazo.identify.operations.written_text import UnableToReadText, is_storable, read_text
from lazo.interact.models import ToDo, ToDoCompletion
from lazo.kernel.access import row_rule
from lazo.kernel.events import record_event
from lazo.kernel.models import Event, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "interact_todo"
UNDO_DONE, UNDO_CHANGE, UNDO_DELETE = "to_do.completed", "to_do.changed", "to_do.deleted"
LONGEST_TITLE = 240


@dataclass(frozen=True)
class ToDoDetails:
    """`due_on` null: some day; `text` may be blank."""

    title: str
    due_on: date | None = None
    text: str = ""


class UnableToWriteToDo(Exception):
    """`code` is not_allowed, not_visible, not_current, gone, untitled, too_long, text_too_long, bad_characters, unknown_assignee,
    assignee_cannot_see, already_done or not_done.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def add_to_do(*, details: ToDoDetails, by: User, assignee: User | None = None, party: Party | None = None) -> ToDo:
    """Write down what `assignee` (by default `by`) is to do, about a customer or about nobody in particular.

    Whoever is to do it must see the customer. Raises UnableToWriteToDo.
    """
    if row_rule(by).nothing:
        raise UnableToWriteToDo("not_allowed")
    if party is not None:
        _check_party(party, by)
    worker = _assignee(assignee or by, party)
    row = ToDo.objects.create(party=party, assignee=worker, made_by=by, **_read(details))
    record_event(kind="to_do.added", by=by, table=TABLE, row=row.pk, data=about(row), after=values(row))
    return row


@transaction.atomic
def complete_to_do(*, to_do: ToDo, by: User, at: datetime) -> str:
    """Say that it was done at the aware instant `at`; gives the token of the undo. Raises UnableToWriteToDo."""
    held = _held(to_do, by)
    _completion, made = ToDoCompletion.objects.get_or_create(to_do=held, defaults={"by": by, "at": at})
    if not made:
        raise UnableToWriteToDo("already_done")
    record_event(kind="to_do.completed", by=by, table=TABLE, row=held.pk, data=about(held))
    return offer_undo(by=by, label=_("Pendiente hecho"), kind=UNDO_DONE, data={"to_do": held.pk})


@transaction.atomic
def reopen_to_do(*, to_do: ToDo, by: User) -> ToDo:
    """Say that it is still to be done. Raises UnableToWriteToDo."""
    held = _held(to_do, by)
    deleted, _rows = ToDoCompletion.objects.filter(to_do=held).delete()
    if not deleted:
        raise UnableToWriteToDo("not_done")
    record_event(kind="to_do.reopened", by=by, table=TABLE, row=held.pk, data=about(held))
    return held


@transaction.atomic
def reassign_to_do(*, to_do: ToDo, assignee: User, by: User) -> str:
    """Hand it over to somebody who sees its customer; gives the token of the undo. Raises UnableToWriteToDo."""
    held = _held(to_do, by)
    return _change(held, {"assignee_id": _assignee(assignee, held.party).pk}, by=by, event="to_do.reassigned")


@transaction.atomic
def edit_to_do(*, to_do: ToDo, details: ToDoDetails, by: User) -> str:
    """Give it another title, day or text; gives the token of the undo. Raises UnableToWriteToDo."""
    return _change(_held(to_do, by), _read(details), by=by, event="to_do.edited")


@transaction.atomic
def delete_to_do(*, to_do: ToDo, by: User) -> str:
    """Take it away; gives the token under which `by` can have it back. Raises UnableToWriteToDo."""
    held = _held(to_do, by)
    done = ToDoCompletion.objects.filter(to_do=held).first()
    facts = {
        **about(held),
        "made_by": held.made_by_id,
        "done": {"by": done.by_id, "at": done.at.isoformat()} if done else None,
    }
    number, before = held.pk, values(held)
    held.delete()
    event = record_event(kind="to_do.deleted", by=by, table=TABLE, row=number, data=facts, before=before)
    return offer_undo(by=by, label=_("Pendiente borrado"), kind=UNDO_DELETE, data={"event": event.pk})


def undo_done(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo. Raises UnableToUndo."""
    try:
        reopen_to_do(to_do=ToDo(pk=data["to_do"]), by=by)
    except UnableToWriteToDo as error:
        raise UnableToUndo("changed_since" if error.code == "not_done" else "not_allowed") from error
    return Undone(restored=1)


def undo_change(by: User, data: dict[str, Any]) -> Undone:
    """Put back what a change replaced, unless somebody changed it since. Raises UnableToUndo."""
    change = Event.objects.select_related("detail").filter(pk=data["event"], table=TABLE).first()
    detail = getattr(change, "detail", None)  # an erasure takes it
    if change is None or detail is None or detail.before is None or detail.after is None:
        raise UnableToUndo("unknown")
    try:
        held = _held(ToDo(pk=change.row), by)
    except UnableToWriteToDo as error:
        raise UnableToUndo("not_allowed") from error
    if {name: values(held)[name] for name in detail.after} != detail.after:
        raise UnableToUndo("changed_since")
    _change(held, columns(detail.before), by=by, event="to_do.change_undone")
    return Undone(restored=1)


def undo_delete(by: User, data: dict[str, Any]) -> Undone:
    """Write a deleted to-do again, under a new number. Raises UnableToUndo."""
    gone = Event.objects.select_related("detail").filter(pk=data["event"], table=TABLE).first()
    detail = getattr(gone, "detail", None)
    if gone is None or detail is None or detail.before is None:
        raise UnableToUndo("unknown")
    party = gone.data["party"]
    if party is not None and not Party.objects.visible_to(by).filter(pk=party).exists():
        raise UnableToUndo("not_allowed")
    row = ToDo.objects.create(party_id=party, made_by_id=gone.data["made_by"], **columns(detail.before))
    done = gone.data["done"]
    if done:
        ToDoCompletion.objects.create(to_do=row, by_id=done["by"], at=datetime.fromisoformat(done["at"]))
    told = {**about(row), "was": gone.row}
    record_event(kind="to_do.restored", by=by, table=TABLE, row=row.pk, data=told, after=detail.before)
    return Undone(restored=1)


def _held(to_do: ToDo, by: User) -> ToDo:
    """The row, locked, if `by` may see it: whoever sees the customer may do what is to be done."""
    held = ToDo.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=to_do.pk).first()
    if held is None:
        raise UnableToWriteToDo("gone" if not ToDo.objects.filter(pk=to_do.pk).exists() else "not_visible")
    return held


def _check_party(party: Party, by: User) -> None:
    seen = Party.objects.visible_to(by).filter(pk=party.pk)
    if not seen.exists():
        raise UnableToWriteToDo("not_visible")
    if not seen.current().exists():
        raise UnableToWriteToDo("not_current")


def _assignee(user: User, party: Party | None) -> User:
    if not user.is_active:
        raise UnableToWriteToDo("unknown_assignee")
    if party is not None and not Party.objects.visible_to(user).filter(pk=party.pk).exists():
        raise UnableToWriteToDo("assignee_cannot_see")
    return user


def _read(details: ToDoDetails) -> dict[str, Any]:
    title = " ".join(details.title.split())
    if not title:
        raise UnableToWriteToDo("untitled")
    if len(title) > LONGEST_TITLE:
        raise UnableToWriteToDo("too_long")
    if not is_storable(title):
        raise UnableToWriteToDo("bad_characters")
    try:
        text = read_text(details.text) if details.text.strip() else ""
    except UnableToReadText as error:
        raise UnableToWriteToDo(error.code) from error
    return {"title": title, "due_on": details.due_on, "text": text}


def _change(held: ToDo, wanted: Mapping[str, Any], *, by: User, event: str) -> str:
    was = values(held)
    for name, value in wanted.items():
        setattr(held, name, value)
    held.save(update_fields=list(wanted))
    now = values(held)
    names = [name.removesuffix("_id") for name in wanted]
    before, after = ({name: told[name] for name in names} for told in (was, now))
    change = record_event(kind=event, by=by, table=TABLE, row=held.pk, data=about(held), before=before, after=after)
    return offer_undo(by=by, label=_("Pendiente cambiado"), kind=UNDO_CHANGE, data={"event": change.pk})


def about(row: ToDo) -> dict[str, Any]:
    """What an event says of the row without a personal word."""
    return {"party": row.party_id, "assignee": row.assignee_id}


def values(row: ToDo) -> dict[str, Any]:
    """What a person wrote, as an event keeps it."""
    due = row.due_on.isoformat() if row.due_on else None
    return {"title": row.title, "text": row.text, "due_on": due, "assignee": row.assignee_id}


def columns(told: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what an event kept."""
    found = {"assignee_id" if name == "assignee" else name: value for name, value in told.items()}
    if found.get("due_on"):
        found["due_on"] = date.fromisoformat(found["due_on"])
    return found
