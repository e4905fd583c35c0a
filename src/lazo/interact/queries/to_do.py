"""What is asked about to-dos: those of a customer, those of a person, in the order in which they are due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from lazo.identify.models import Party
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.queries.parties import family_of
from lazo.interact.models import ToDo
from lazo.kernel.models import User

AT_MOST = 200
OF_CUSTOMER = ("party__golden", "party__canonical__golden")
DONE_AT_MOST = 30


@dataclass(frozen=True)
class ToDoLine:
    """One to-do. `party` is who the record it is about stands for today, null: nobody in particular; `done_at` null: open, `done_by` blank where the system did it."""

    id: int
    title: str
    text: str
    due_on: date | None
    party: int | None
    party_name: str
    assignee: int
    assignee_name: str
    done_at: datetime | None
    done_by: str

    def is_overdue(self, on: date) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < on


@dataclass(frozen=True)
class MyToDos:
    """A person's open to-dos by when they are due, and the last ones done; `total` counts the open ones."""

    overdue: tuple[ToDoLine, ...]
    today: tuple[ToDoLine, ...]
    later: tuple[ToDoLine, ...]
    some_day: tuple[ToDoLine, ...]
    done: tuple[ToDoLine, ...]
    total: int


def to_dos_of_party(*, party: Party, user: User) -> list[ToDoLine]:
    """The open to-dos about all records found to be `party`, the most urgent first; at most two hundred."""
    rows = ToDo.objects.visible_to(user).open().filter(party_id__in=family_of(party))
    return _lines(by_urgency(rows))


def done_for_party(*, party: Party, user: User) -> list[ToDoLine]:
    """The last thirty that were done, the newest first."""
    rows = ToDo.objects.visible_to(user).done().filter(party_id__in=family_of(party))
    return _lines(rows.order_by("-completion__at", "-pk"), DONE_AT_MOST)


def to_dos_of_user(*, user: User, on: date) -> MyToDos:
    """What `user` is to do, `on` being today; at most two hundred open ones are told."""
    mine = ToDo.objects.visible_to(user).of(user)
    lines = _lines(by_urgency(mine.open()))
    done = _lines(mine.done().order_by("-completion__at", "-pk"), DONE_AT_MOST)
    return MyToDos(
        overdue=tuple(line for line in lines if line.is_overdue(on)),
        today=tuple(line for line in lines if line.due_on == on),
        later=tuple(line for line in lines if line.due_on and line.due_on > on),
        some_day=tuple(line for line in lines if line.due_on is None),
        done=tuple(done),
        total=mine.open().count(),
    )


def overdue_count(*, user: User, on: date) -> int:
    """How many of the user's to-dos have passed their day."""
    return ToDo.objects.visible_to(user).of(user).overdue(on=on).count()


def to_do_for(*, user: User, to_do: int) -> ToDo | None:
    """The to-do of that number; None when the user may not see it or it is not there."""
    return ToDo.objects.visible_to(user).filter(pk=to_do).select_related(*OF_CUSTOMER, "assignee", "completion").first()


def by_urgency(rows: "QuerySet[ToDo]") -> "QuerySet[ToDo]":
    """The earliest day first, those for some day last."""
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def _lines(rows: "QuerySet[ToDo]", at_most: int = AT_MOST) -> list[ToDoLine]:
    found = rows.select_related(*OF_CUSTOMER, "assignee", "completion__by")[:at_most]
    return [line_of(row) for row in found]


def line_of(row: ToDo) -> ToDoLine:
    """A row as pages show it."""
    done = getattr(row, "completion", None)
    about = as_it_holds(row.party.canonical or row.party) if row.party else None
    return ToDoLine(
        id=row.pk,
        title=row.title,
        text=row.text,
        due_on=row.due_on,
        party=about.pk if about else None,
        party_name=about.name if about else "",
        assignee=row.assignee_id,
        assignee_name=row.assignee.name,
        done_at=done.at if done else None,
        done_by=done.by.name if done and done.by else "",
    )
