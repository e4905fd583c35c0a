"""A rebuild of segments whose process is killed anywhere: the next one finishes it, and nothing is written twice."""

import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection
from segmented import MEXICO, buy, make_segments
from world import World, make_world

from lazo.differentiate.models import Segment, SegmentRebuild
from lazo.differentiate.operations.segment import create_segment
from lazo.differentiate.queries.segment_history import members_on, read_members
from lazo.differentiate.queries.segments import members_of
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone("members go into files; segments/test_rebuild.py writes their rows on PostgreSQL"),
]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def killed_at(environment: dict[str, str], line: str) -> None:
    """A rebuild that dies the moment it says a line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "segment_process"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for told in process.stdout:
        if told.startswith(line):
            process.kill()
            break
    process.wait()


def test_a_rebuild_killed_anywhere_finishes_once(
    world: World, workspace: Workspace, subprocess_environment: dict[str, str]
) -> None:
    made = make_segments(world, workspace, customers=40)
    create_segment(by=world.diego, name="Los otros", definition={"not": MEXICO})
    segments = list(Segment.objects.order_by("pk"))
    connection.close()
    # Before the first is written, in the middle of its transaction, between two, and in that of the last.
    for line in ("segmentos 0/", f"writing {segments[0].pk}", "segmentos 2/", f"writing {segments[2].pk}"):
        killed_at(subprocess_environment, line)
    assert SegmentRebuild.objects.count() <= len(segments)
    killed_at(subprocess_environment, "never")
    first = list(SegmentRebuild.objects.order_by("segment_id").values_list("segment_id", "sequence"))
    assert first == [(one.pk, 1) for one in segments]
    connection.close()

    buy(made.company, [1, 3, 5], times=3)
    connection.close()
    killed_at(subprocess_environment, f"writing {segments[0].pk}")
    killed_at(subprocess_environment, "never")

    counts = Counter(SegmentRebuild.objects.values_list("segment_id", flat=True))
    assert set(counts.values()) <= {1, 2}
    moved = Event.objects.filter(kind="segment.moved")
    assert Counter(moved.values_list("row", flat=True)) == counts
    for one in Segment.objects.live():
        rows = {row.customer_id for row in members_of(user=world.diego, segment=one, limit=1_000).rows}
        assert set(read_members(one.pk, one.sequence)[0].tolist()) == rows
        assert (one.sequence, one.members) == (counts[one.pk], len(rows))
        assert one.as_of is not None
        assert set(members_on(segment=one, on=one.as_of).tolist()) == rows  # type: ignore[union-attr]  # it was counted
    assert list((workspace.history / "segments").rglob("*.draft")) == []
