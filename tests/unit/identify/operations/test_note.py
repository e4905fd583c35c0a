"""Notes and calls: written, mended, taken away and brought back, by whoever wrote them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from world import World

from lazo.identify.models import Interaction, Party
from lazo.identify.operations.call import CallDetails, UnableToLogCall, delete_call, edit_call, log_call, mend_call
from lazo.identify.operations.note import UnableToNote, add_note, delete_note, edit_note, mend_note
from lazo.identify.queries.hand_interaction import calls_of, last_contacts, notes_of, rewritable
from lazo.kernel.models import Change, Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
CALL = CallDetails("OUT", "answered", 7, "Confirmó el pedido.")


@pytest.fixture
def abel(world: World) -> Party:
    return Party.objects.create(name="Abel Ruiz", folded_name="abel ruiz", owner=world.ana, team=world.north)


def interactions() -> list[tuple[str, int, int | None]]:
    rows = Change.objects.filter(table="interactions").order_by("pk")
    return list(rows.values_list("operation", "row_from", "party"))


def test_a_note_is_an_interaction_with_its_author(world: World, abel: Party) -> None:
    note = add_note(party=abel, text="  Prefiere\r\nWhatsApp 👍  ", by=world.ana, on=ON, at=AT)
    assert (note.kind, note.text, note.by, note.occurred_on, note.occurred_at) == (
        "note", "Prefiere\nWhatsApp 👍", world.ana, ON, AT,
    )  # fmt: skip
    assert interactions() == [("A", note.pk, abel.pk)]
    event = Event.objects.get(kind="note.added")
    assert (event.by, event.table, event.row, event.data) == (
        world.ana, "identify_interaction", note.pk, {"party": abel.pk, "kind": "note"},
    )  # fmt: skip
    assert event.detail.after["text"] == "Prefiere\nWhatsApp 👍"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n ", "nothing_written"),
        ("x" * 20_001, "text_too_long"),
        ("uno\x00dos", "bad_characters"),
        ("\ud800", "bad_characters"),
    ],
)
def test_a_note_that_cannot_be_kept_says_why(world: World, abel: Party, text: str, code: str) -> None:
    with pytest.raises(UnableToNote, match=f"^{code}$"):
        add_note(party=abel, text=text, by=world.ana, on=ON)
    assert not Interaction.objects.exists()


def test_another_team_writes_nothing(world: World, abel: Party) -> None:
    with pytest.raises(UnableToNote, match=r"^not_visible$"):
        add_note(party=abel, text="hola", by=world.carla, on=ON)
    Party.objects.filter(pk=abel.pk).update(canonical=Party.objects.create(name="Otro", owner=world.ana))
    with pytest.raises(UnableToNote, match=r"^not_current$"):
        add_note(party=abel, text="hola", by=world.ana, on=ON)


def test_a_note_is_mended_by_its_author_and_not_over_what_somebody_saved_meanwhile(world: World, abel: Party) -> None:
    note = add_note(party=abel, text="uno", by=world.ana, on=ON)
    with pytest.raises(UnableToNote, match=r"^not_yours$"):
        edit_note(note=note, version=1, text="dos", by=world.bruno)
    assert edit_note(note=note, version=1, text="uno", by=world.ana).version == 1
    assert edit_note(note=note, version=1, text="dos", by=world.ana).version == 2
    with pytest.raises(UnableToNote) as refused:
        edit_note(note=note, version=1, text="tres", by=world.ana)
    assert refused.value.code == "stale"
    assert refused.value.kept is not None
    assert refused.value.kept.text == "dos"
    assert edit_note(note=note, version=2, text="tres", by=world.diego).text == "tres"
    assert [operation for operation, *_ in interactions()] == ["A", "U", "U"]
    edits = Event.objects.filter(kind="note.edited").order_by("pk")
    assert [(edit.detail.before["text"], edit.detail.after["text"]) for edit in edits] == [
        ("uno", "dos"),
        ("dos", "tres"),
    ]


def test_a_deleted_note_comes_back_once_for_who_deleted_it(world: World, abel: Party) -> None:
    note = add_note(party=abel, text="uno", by=world.ana, on=ON, at=AT)
    with pytest.raises(UnableToNote, match=r"^not_yours$"):
        delete_note(note=note, by=world.bruno)
    token = delete_note(note=note, by=world.ana)
    assert not notes_of(abel)
    with pytest.raises(UnableToNote, match=r"^gone$"):
        delete_note(note=Interaction(pk=note.pk), by=world.ana)
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.bruno)
    assert undo(token=token, by=world.ana).restored == 1
    back = Interaction.objects.get()
    assert (back.text, back.by, back.occurred_on, back.occurred_at) == ("uno", world.ana, ON, AT)
    assert [operation for operation, *_ in interactions()] == ["A", "D", "A"]


def test_who_no_longer_sees_the_customer_brings_nothing_back(world: World, abel: Party) -> None:
    token = delete_note(note=add_note(party=abel, text="uno", by=world.ana, on=ON), by=world.ana)
    Party.objects.filter(pk=abel.pk).update(owner=world.carla, team=world.south)
    with pytest.raises(UnableToUndo, match=r"^not_allowed$"):
        undo(token=token, by=world.ana)


def test_a_call_keeps_what_came_of_it(world: World, abel: Party) -> None:
    call = log_call(party=abel, call=CALL, by=world.bruno, on=ON)
    assert (call.kind, call.channel, call.direction, call.outcome, call.minutes, call.text, call.by) == (
        "call", "phone", "OUT", "answered", 7, "Confirmó el pedido.", world.bruno,
    )  # fmt: skip
    assert call.outcome_words == "contestó"
    changed = edit_call(call=call, version=1, details=CallDetails("IN", "no_answer"), by=world.bruno)
    assert (changed.direction, changed.outcome, changed.minutes, changed.text) == ("IN", "no_answer", None, "")
    undo(token=delete_call(call=changed, by=world.bruno), by=world.bruno)
    assert [(row.direction, row.outcome) for row in calls_of(abel)] == [("IN", "no_answer")]


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (CallDetails("?", "answered"), "bad_direction"),
        (CallDetails("IN", "maybe"), "bad_outcome"),
        (CallDetails("IN", "answered", -1), "bad_minutes"),
        (CallDetails("IN", "answered", 1441), "bad_minutes"),
        (CallDetails("IN", "answered", 1, "x" * 20_001), "text_too_long"),
    ],
)
def test_a_call_that_cannot_be_says_why(world: World, abel: Party, details: CallDetails, code: str) -> None:
    with pytest.raises(UnableToLogCall, match=f"^{code}$"):
        log_call(party=abel, call=details, by=world.ana, on=ON)


def test_the_last_contact_is_the_last_time_we_spoke_whatever_the_record(world: World, abel: Party) -> None:
    twin = Party.objects.create(name="Abel", owner=world.ana)
    log_call(party=twin, call=CALL, by=world.ana, on=date(2026, 11, 18))
    log_call(party=abel, call=CALL, by=world.ana, on=date(2026, 11, 12))
    Party.objects.filter(pk=twin.pk).update(canonical=abel)
    add_note(party=abel, text="entre nosotros", by=world.ana, on=ON)
    assert last_contacts(parties=[abel.pk, 99]) == {abel.pk: date(2026, 11, 18)}


def test_who_may_mend_is_told_in_one_question(world: World, abel: Party, django_assert_num_queries: Any) -> None:
    for n in range(3):
        add_note(party=abel, text=str(n), by=world.ana, on=ON)
    rows = notes_of(abel)
    with django_assert_num_queries(1):
        assert [mine for _row, mine in rewritable(world.bruno, rows)] == [False] * 3
    assert [mine for _row, mine in rewritable(world.diego, rows)] == [True] * 3


def test_what_was_mended_gets_its_words_back_unless_somebody_wrote_since(world: World, abel: Party) -> None:
    note = add_note(party=abel, text="Prefiere WhatsApp", by=world.ana, on=ON)
    token = mend_note(note=note, version=1, text="Prefiere correo", by=world.ana)
    assert mend_note(note=note, version=1, text="Prefiere correo", by=world.ana) == ""
    undo(token=token, by=world.ana)
    assert Interaction.objects.get(pk=note.pk).text == "Prefiere WhatsApp"
    later = mend_note(note=note, version=3, text="Prefiere carta", by=world.ana)
    edit_note(note=note, version=4, text="Prefiere nada", by=world.diego)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=later, by=world.ana)


def test_a_mended_call_says_again_what_it_said(world: World, abel: Party) -> None:
    call = log_call(party=abel, call=CALL, by=world.ana, on=ON)
    token = mend_call(call=call, version=1, details=CallDetails("IN", "answered", 9, "Otra cosa"), by=world.ana)
    undo(token=token, by=world.ana)
    kept = Interaction.objects.get(pk=call.pk)
    assert (kept.direction, kept.minutes, kept.text) == ("OUT", 7, "Confirmó el pedido.")
    gone = mend_call(call=call, version=3, details=CallDetails("IN", "answered"), by=world.ana)
    delete_call(call=kept, by=world.ana)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=gone, by=world.ana)
