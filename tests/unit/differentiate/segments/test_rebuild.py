"""The members of segments found again: who came, who went, and why; one event for each change, none for the others."""

from datetime import date, timedelta

import pytest
from scored import ON, score
from segmented import MEXICO, Segmented, buy, make_segments, rebuild
from world import World

from lazo.differentiate.models import Segment, SegmentRebuild
from lazo.differentiate.operations.segment import create_segment, edit_segment, remove_segment
from lazo.differentiate.operations.segment_rebuild import RebuildReport
from lazo.differentiate.queries.segment_freshness import segments_are_behind
from lazo.differentiate.queries.segment_history import members_on, passages, read_members
from lazo.differentiate.queries.segments import members_of
from lazo.identify.models import Party
from lazo.kernel.changes import note_change
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(world: World, workspace: Workspace) -> Segmented:
    return make_segments(world, workspace)


def again(segment: Segment) -> Segment:
    return Segment.objects.get(pk=segment.pk)


def test_members_are_written_once_and_again_when_they_change(
    made: Segmented, world: World, workspace: Workspace
) -> None:
    assert segments_are_behind()
    first = rebuild(workspace)
    loyal = {row.customer_id for row in members_of(user=world.diego, segment=made.loyal).rows}
    mexico = {row.customer_id for row in members_of(user=world.diego, segment=made.mexico).rows}

    assert first == RebuildReport(2, 2, len(loyal) + len(mexico), 0)
    assert set(read_members(made.loyal.pk, 1)[0].tolist()) == loyal
    assert not segments_are_behind()
    assert rebuild(workspace) == RebuildReport(2, 0, 0, 0)
    moved = Event.objects.filter(kind="segment.moved").order_by("pk")
    assert [event.data for event in moved] == [
        {"key": one.key, "sequence": 1, "on": ON.isoformat(), "members": len(ids), "entered": len(ids), "left": 0}
        for one, ids in ((made.loyal, loyal), (made.mexico, mexico))
    ]

    outside = [n for n in range(1, 60, 2) if made.company.customers[n].pk not in loyal]
    buy(made.company, outside[:2], times=3)
    assert rebuild(workspace) == RebuildReport(2, 1, 2, 0)

    new = {made.company.customers[n].pk for n in outside[:2]}
    held = again(made.loyal)
    assert (held.sequence, held.members, held.as_of) == (2, len(loyal) + 2, ON)
    assert set(read_members(held.pk, 2)[0].tolist()) == loyal | new
    told = passages(segment=held, user=world.diego, limit=2)
    assert {(one.customer_id, one.on, one.entered, one.because) for one in told} == {
        (pk, ON, True, "all[1]") for pk in new
    }
    assert [row.entered for row in SegmentRebuild.objects.filter(segment=held).order_by("sequence")] == [len(loyal), 2]
    assert passages(segment=held, user=world.carla, limit=500) == [
        one for one in passages(segment=held, user=world.diego, limit=500) if _is_carlas(made, one.customer_id)
    ]


def _is_carlas(made: Segmented, customer: int) -> bool:
    return next(place for place, one in enumerate(made.company.customers) if one.pk == customer) % 3 == 0


def test_who_was_in_it_on_a_day_follows_from_who_came_and_went(
    made: Segmented, world: World, workspace: Workspace
) -> None:
    rebuild(workspace)
    before = set(read_members(made.loyal.pk, 1)[0].tolist())
    later = ON + timedelta(days=40)
    score(workspace, on=later)
    assert rebuild(workspace).segments == 2
    held = again(made.loyal)

    assert held.as_of == later
    assert set(members_on(segment=held, on=ON).tolist()) == before  # type: ignore[union-attr]  # it was counted
    assert set(members_on(segment=held, on=later).tolist()) == set(read_members(held.pk, held.sequence)[0].tolist())  # type: ignore[union-attr]  # as above
    assert members_on(segment=held, on=date(2020, 1, 1)) is None


def test_why_somebody_left_is_said(made: Segmented, world: World, workspace: Workspace) -> None:
    rebuild(workspace)
    there = [one for one in made.company.customers if one.country == "MX"]
    Party.objects.filter(pk=there[0].pk).update(country="CL")
    Party.objects.filter(pk=there[1].pk).update(retired_at="2025-12-31T00:00:00Z")
    new = Party.objects.create(name="Nueva", country="MX", first_contact_on=ON)
    for one in (there[0], there[1]):
        note_change(table="parties", operation="U", row_from=one.pk)
    note_change(table="parties", operation="A", row_from=new.pk)

    rebuild(workspace)

    told = {
        one.customer_id: (one.entered, one.because)
        for one in passages(segment=again(made.mexico), user=world.diego, limit=3)
    }
    assert told == {there[1].pk: (False, "gone"), there[0].pk: (False, "."), new.pk: (True, "new")}


def test_an_edit_is_the_reason_for_whom_it_moves(made: Segmented, world: World, workspace: Workspace) -> None:
    rebuild(workspace)
    changed = edit_segment(segment=made.mexico, by=world.diego, version=1, definition={"not": MEXICO})
    assert segments_are_behind()

    rebuild(workspace)

    told = passages(segment=again(changed), user=world.diego, limit=1_000)
    assert {one.because for one in told if one.entered} == {"definition", ""}
    assert {one.because for one in told if not one.entered} == {"definition"}


def test_a_removed_segment_is_not_counted_and_nesting_follows(
    made: Segmented, world: World, workspace: Workspace
) -> None:
    create_segment(by=world.diego, name="Los otros", definition={"not": {"segment": made.mexico.key}})
    remove_segment(segment=made.loyal, by=world.diego)

    report = rebuild(workspace)

    assert (report.segments, report.entered) == (2, 80)
