"""A whole company synchronised, scored, segmented and linked with LAZO_ENGINE at Spark is the one that DuckDB makes."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from mirrored import mirrored, run_sync
from odd_company import make_odd_company
from scored import ON, Scored, make_purchases
from world import World, make_world

from lazo.analytics.cost_to_serve import Activity, DatedCosts, UnitCost
from lazo.analytics.segments.parsing import parse
from lazo.differentiate.models import Segment
from lazo.differentiate.operations.score import run_score
from lazo.differentiate.operations.segment import create_segment
from lazo.differentiate.operations.segment_rebuild import rebuild_segments
from lazo.differentiate.queries.segment_base import forget_bases
from lazo.differentiate.queries.segment_history import read_members
from lazo.differentiate.queries.segment_numbers import segment_count
from lazo.differentiate.scoring.computation import Computation
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.score_file import costs_path, places_path, score_path
from lazo.differentiate.segments.rules import vocabulary
from lazo.differentiate.segments.segment_base import FOLDER, warm
from lazo.kernel.jobs import NullContext
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = [
    pytest.mark.spark,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore"),  # pyspark warns of the pandas it finds
]
SINCE = date(2025, 11, 30)
COSTS = (DatedCosts(None, None, (UnitCost(Activity.ORDER, 300), UnitCost(Activity.CONTACT, 2_000))),)
RULES: tuple[dict[str, Any], ...] = (
    {"all": [{"field": "country", "in": ["MX"]}, {"purchases": {"at_least": 3, "period": {"last_days": 365}}}]},
    {"any": [{"purchases": {"measure": "amount", "at_least": 90_000}}, {"interactions": {"at_least": 1}}]},
    {"not": {"field": "area", "in": ["KEEP", "OUT"]}},
    {"any": [{"field": "risk", "at_least": 90}, {"purchases": {"categories": ["Café"], "at_least": 1}}]},
    {"not": {"movement": {"way": "entered", "areas": ["RETAIN", "LOYALTY"]}}},
    {"field": "recency", "at_least": 2},
)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def company(world: World) -> Scored:
    return make_odd_company(world, customers=100)


def rows_of(path: Path) -> list[dict[str, Any]]:
    table = pq.read_table(path)
    assert not [field for field in table.schema if str(field.type).startswith("decimal")]
    return table.select(sorted(table.schema.names)).to_pylist()


def computed(workspace: Workspace, folder: Path, *, on: date, earlier: Earlier, costs: tuple[DatedCosts, ...]) -> Any:
    """The files of a run and all that it tells."""
    place = Workspace(folder)
    made = Computation.of(
        open_snapshot(workspace),
        place,
        run_id=7,
        on=on,
        earlier=earlier,
        context=NullContext(),
        costs=costs,
        rows_in_memory=0,
    )
    assert not [*(place.warehouse / ".spill").glob("spark-*")]
    files = [score_path(place, 7), costs_path(place, 7), places_path(place, SINCE)]
    types = sorted(f"{field.name} {field.type}" for field in pq.read_schema(score_path(place, 7)))
    told = [types, made.counts, made.cells, made.ways, made.segments, made.columns(), made.changed]
    return [*(rows_of(path) if path.exists() else None for path in files), *told]


def assert_alike(settings: Any, spark_address: str, workspace: Workspace, folder: Path, **asked: Any) -> None:
    told = []
    for engine in ("duckdb", spark_address):
        settings.LAZO_ENGINE = engine
        told.append(computed(workspace, folder / engine, **asked))
    assert len(told[0][0]) > 80
    for ours, theirs in zip(*told, strict=True):
        assert theirs == ours


def test_a_company_is_synchronised_and_scored_alike(
    settings: Any, spark_address: str, workspace: Workspace, company: Scored, tmp_path: Path
) -> None:
    """From nothing: the rollup, the fit, the back-test, costs, everyone's place now and a month ago."""
    run_sync(workspace)
    months = mirrored(workspace, "customer_month")
    settings.LAZO_ENGINE = spark_address
    run_sync(workspace, full=True)
    assert len(months) > 300
    assert mirrored(workspace, "customer_month") == months

    earlier = Earlier(None, None, None, SINCE)
    assert_alike(settings, spark_address, workspace, tmp_path, on=ON, earlier=earlier, costs=COSTS)


@pytest.mark.nightly
def test_a_later_run_is_alike(
    settings: Any, spark_address: str, workspace: Workspace, company: Scored, tmp_path: Path
) -> None:
    """By the door on Spark, and two weeks later, after some bought again, with what that run left."""
    run_sync(workspace)
    settings.LAZO_ENGINE = spark_address
    first = run_score(workspace=workspace, on=ON, by=None, context=NullContext())
    some, later = company.customers[::5], ON + timedelta(days=14)
    make_purchases(company.source, some, [later] * len(some), [900] * len(some))
    run_sync(workspace)
    earlier = Earlier(first, score_path(workspace, first.pk), places_path(workspace, SINCE), SINCE)
    assert_alike(settings, spark_address, workspace, tmp_path, on=later, earlier=earlier, costs=())


def test_segments_are_found_alike(
    settings: Any, spark_address: str, workspace: Workspace, world: World, company: Scored
) -> None:
    """By the counts that somebody sees who types, and by the members that a rebuild writes."""
    run_sync(workspace)
    run_score(workspace=workspace, on=ON, by=None, context=NullContext())
    run_sync(workspace)
    made = [create_segment(by=world.diego, name=f"Regla {n}", definition=rule) for n, rule in enumerate(RULES)]
    counts, members = [], []
    for engine in ("duckdb", spark_address):
        settings.LAZO_ENGINE = engine
        warm.clear()
        forget_bases()
        shutil.rmtree(workspace.warehouse / FOLDER, ignore_errors=True)
        counts.append([segment_count(user=world.diego, tree=parse(rule, vocabulary())) for rule in RULES])
        rebuild_segments(workspace=workspace, context=NullContext())
        members.append([read_members(one.pk, Segment.objects.get(pk=one.pk).sequence)[0].tolist() for one in made])

    assert all(counts[0])
    assert counts[0] == counts[1] == [len(one) for one in members[0]]
    assert members[0] == members[1]
