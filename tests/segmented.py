"""A small scored company with segments: what tests of segments share."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mirrored import run_sync
from scored import ON, Scored, make_company, make_purchases, score
from world import World

from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import create_segment
from lazo.differentiate.operations.segment_rebuild import RebuildReport, rebuild_segments
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

LOYAL: dict[str, Any] = {
    "all": [{"field": "country", "in": ["MX"]}, {"purchases": {"at_least": 3, "period": {"last_days": 365}}}]
}
MEXICO: dict[str, Any] = {"field": "country", "in": ["MX"]}


@dataclass(frozen=True)
class Segmented:
    company: Scored
    loyal: Segment
    mexico: Segment


def make_segments(world: World, workspace: Workspace, *, customers: int = 60) -> Segmented:
    """A company of that size, scored on ON, with two segments nobody has counted yet."""
    company = make_company(world, customers=customers)
    score(workspace)
    loyal = create_segment(by=world.diego, name="Fieles de México", definition=LOYAL)
    mexico = create_segment(by=world.diego, name="México", definition=MEXICO)
    return Segmented(company, loyal, mexico)


def rebuild(workspace: Workspace) -> RebuildReport:
    """Bring the warehouse up to date and find the members of all segments."""
    run_sync(workspace)
    return rebuild_segments(workspace=workspace, context=NullContext())


def buy(company: Scored, places: list[int], *, days_ago: int = 1, times: int = 1) -> None:
    """Purchases of the customers at those places."""
    parties = [company.customers[place] for place in places for _ in range(times)]
    day = ON - timedelta(days=days_ago)
    make_purchases(company.source, parties, [day] * len(parties), [5_000] * len(parties))
