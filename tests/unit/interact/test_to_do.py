"""To-dos: written, done, handed over, taken away, each to be undone; seen by who sees the customer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party
from lazo.interact.models import ToDo
from lazo.interact.operations.to_do import (
    ToDoDetails,
    UnableToWriteToDo,
    add_to_do,
    complete_to_do,
    delete_to_do,
    edit_to_do,
    reassign_to_do,
    reopen_to_do,
)
from lazo.interact.queries.to_do import done_for_party, overdue_count, to_do_for, to_dos_of_party, to_dos_of_user
from lazo.kernel.models import Event, User
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


@pytest.fixture
def abel(world: World) -> Party:
    return Party.objects.create(name="Abel", owner=world.ana, team=world.north)


def written(by: User, title: str = "Llamar", due_on: date | None = ON, **said: Any) -> ToDo:
    return add_to_do(details=ToDoDetails(title, due_on), by=by, **said)


def test_a_to_do_is_written_for_oneself_or_for_who_sees_the_customer(world: World, abel: Party) -> None:
    own = written(world.ana, "  Pensar   en\tprecios ", None)
    assert (own.title, own.assignee, own.made_by, own.party, own.due_on) == (
        "Pensar en precios", world.ana, world.ana, None, None,
    )  # fmt: skip
    shared = written(world.ana, party=abel, assignee=world.bruno)
    event = Event.objects.get(row=shared.pk, kind="to_do.added")
    assert (event.table, event.data) == ("interact_todo", {"party": abel.pk, "assignee": world.bruno.pk})
    assert event.detail.after == {"title": "Llamar", "text": "", "due_on": "2026-11-20", "assignee": world.bruno.pk}


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (ToDoDetails(" "), "untitled"),
        (ToDoDetails("x" * 241), "too_long"),
        (ToDoDetails("x\x00"), "bad_characters"),
        (ToDoDetails("x", None, "y" * 20_001), "text_too_long"),
    ],
)
def test_what_cannot_be_written_says_why(world: World, details: ToDoDetails, code: str) -> None:
    with pytest.raises(UnableToWriteToDo, match=f"^{code}$"):
        add_to_do(details=details, by=world.ana)


def test_nobody_writes_about_or_for_whom_they_may_not(world: World, abel: Party) -> None:
    with pytest.raises(UnableToWriteToDo, match=r"^not_visible$"):
        written(world.carla, party=abel)
    with pytest.raises(UnableToWriteToDo, match=r"^assignee_cannot_see$"):
        written(world.ana, party=abel, assignee=world.carla)
    User.objects.filter(pk=world.bruno.pk).update(is_active=False)
    world.bruno.refresh_from_db()
    with pytest.raises(UnableToWriteToDo, match=r"^unknown_assignee$"):
        written(world.ana, assignee=world.bruno)
    world.ana.role_assignments.all().delete()
    with pytest.raises(UnableToWriteToDo, match=r"^not_allowed$"):
        written(world.ana)


def test_done_is_a_row_with_who_and_when_and_can_be_undone(world: World, abel: Party) -> None:
    row = written(world.ana, party=abel)
    token = complete_to_do(to_do=row, by=world.bruno, at=AT)
    (done,) = done_for_party(party=abel, user=world.ana)
    assert (done.done_at, done.done_by) == (AT, "Bruno")
    with pytest.raises(UnableToWriteToDo, match=r"^already_done$"):
        complete_to_do(to_do=row, by=world.ana, at=AT)
    undo(token=token, by=world.bruno)
    assert [one.id for one in to_dos_of_party(party=abel, user=world.ana)] == [row.pk]
    with pytest.raises(UnableToWriteToDo, match=r"^not_done$"):
        reopen_to_do(to_do=row, by=world.ana)


def test_a_change_is_undone_unless_somebody_changed_it_since(world: World, abel: Party) -> None:
    row = written(world.ana, party=abel)
    first = edit_to_do(to_do=row, details=ToDoDetails("Escribir", None, "al correo"), by=world.ana)
    second = reassign_to_do(to_do=row, assignee=world.bruno, by=world.ana)
    undo(token=second, by=world.ana)
    undo(token=first, by=world.ana)
    row.refresh_from_db()
    assert (row.title, row.due_on, row.text, row.assignee) == ("Llamar", ON, "", world.ana)
    third = edit_to_do(to_do=row, details=ToDoDetails("Tres"), by=world.ana)
    edit_to_do(to_do=row, details=ToDoDetails("Cuatro"), by=world.bruno)
    with pytest.raises(UnableToUndo, match=r"^changed_since$"):
        undo(token=third, by=world.ana)


def test_a_deleted_to_do_comes_back_as_it_was(world: World, abel: Party) -> None:
    row = written(world.ana, party=abel)
    complete_to_do(to_do=row, by=world.bruno, at=AT)
    token = delete_to_do(to_do=row, by=world.ana)
    assert not ToDo.objects.exists()
    with pytest.raises(UnableToWriteToDo, match=r"^gone$"):
        delete_to_do(to_do=ToDo(pk=row.pk), by=world.ana)
    undo(token=token, by=world.ana)
    (back,) = done_for_party(party=abel, user=world.ana)
    assert (back.title, back.due_on, back.assignee, back.done_by, back.done_at) == (
        "Llamar", ON, world.ana.pk, "Bruno", AT,
    )  # fmt: skip


def test_another_team_sees_and_touches_none(world: World, abel: Party) -> None:
    row, own = written(world.ana, party=abel), written(world.ana, "Lo mío")
    for other in (world.carla, world.bruno):
        assert to_do_for(user=other, to_do=own.pk) is None
    assert to_do_for(user=world.carla, to_do=row.pk) is None
    assert to_do_for(user=world.bruno, to_do=row.pk) == row
    assert to_dos_of_party(party=abel, user=world.carla) == []
    with pytest.raises(UnableToWriteToDo, match=r"^not_visible$"):
        complete_to_do(to_do=row, by=world.carla, at=AT)


def test_a_person_reads_theirs_by_when_they_are_due(world: World, abel: Party) -> None:
    days = {"tarde": date(2026, 11, 18), "hoy": ON, "luego": date(2026, 12, 1), "un día": None}
    for title, day in days.items():
        written(world.ana, title, day, party=abel)
    written(world.bruno, "de otro", party=abel)
    complete_to_do(to_do=written(world.ana, "hecho"), by=world.ana, at=AT)
    mine = to_dos_of_user(user=world.ana, on=ON)
    read = [[one.title for one in group] for group in (mine.overdue, mine.today, mine.later, mine.some_day, mine.done)]
    assert read == [["tarde"], ["hoy"], ["luego"], ["un día"], ["hecho"]]
    assert (mine.total, overdue_count(user=world.ana, on=ON)) == (4, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_as_many_questions_as_one(
    world: World, abel: Party, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        written(world.diego, str(n), party=abel)
    with django_assert_num_queries(4):
        assert to_dos_of_user(user=world.diego, on=ON).total == count
