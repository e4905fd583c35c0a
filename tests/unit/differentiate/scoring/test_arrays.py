"""A whole run over arrays and in the engine: the same file, cubes, counts and movements."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.db.models import F
from mirrored import note, run_sync
from odd_company import make_odd_company
from scored import ON, Scored, make_purchases
from world import World, make_world

from lazo.analytics.cost_to_serve import Activity, DatedCosts, UnitCost
from lazo.differentiate.models import ScoreRun
from lazo.differentiate.operations.score import run_score
from lazo.differentiate.scoring.computation import Computation
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.prices import Prices, snapshot_months
from lazo.differentiate.scoring.score_file import costs_path, places_path, score_path
from lazo.identify.models import Contract, Purchase
from lazo.kernel.jobs import NullContext
from lazo.kernel.operations.price_index import DatedLevel, set_price_levels
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_alone("both ways read the warehouse; operations/test_score.py runs on PostgreSQL"),
]
SINCE = date(2025, 11, 30)
COSTS = (
    DatedCosts(None, date(2025, 7, 1), (UnitCost(Activity.ORDER, 300), UnitCost(Activity.CONTACT, 2_000))),
    DatedCosts(date(2025, 7, 1), None, (UnitCost(Activity.ORDER, 900), UnitCost(Activity.RETURN, 5_000))),
)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def company(world: World) -> Scored:
    return make_odd_company(world)


WAYS = {"arrays": 10**9, "engine": 0}
"""How many rows a run may hold in memory."""


def both(
    workspace: Workspace, folder: Path, *, on: date, earlier: Earlier, costs: tuple[DatedCosts, ...] = ()
) -> tuple[list[Any], list[Any]]:
    """What a run gives over arrays, and in the engine."""
    arrays, engine = (computed(way, workspace, folder, on=on, earlier=earlier, costs=costs) for way in WAYS)
    return arrays, engine


def computed(
    way: str, workspace: Workspace, folder: Path, *, on: date, earlier: Earlier, costs: tuple[DatedCosts, ...] = ()
) -> list[Any]:
    place = Workspace(folder / f"{way}-{on}")
    computation = Computation.of(
        open_snapshot(workspace),
        place,
        run_id=7,
        on=on,
        earlier=earlier,
        context=NullContext(),
        costs=costs,
        rows_in_memory=WAYS[way],
    )
    file = pq.read_table(score_path(place, 7))
    people = pq.read_table(places_path(place, SINCE)).to_pylist() if places_path(place, SINCE).exists() else []
    shown = [computation.counts, computation.cells, computation.ways, computation.segments, computation.columns()]
    told = [file.select(sorted(file.schema.names)).to_pylist(), people, *shown, computation.changed]
    told.append(computation.previous_rows)
    told.append(pq.read_table(costs_path(place, 7)).to_pylist() if costs_path(place, 7).exists() else None)
    return told


def test_a_first_run_is_the_same(workspace: Workspace, company: Scored, tmp_path: Path) -> None:
    run_sync(workspace)
    arrays, engine = both(workspace, tmp_path, on=ON, earlier=Earlier(None, None, None, SINCE))
    assert len(arrays[0]) > 350
    assert {row["area"] for row in arrays[0]} > {"ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"}
    assert any(row["rule"] == "RETAIN.shrinking" for row in arrays[0])
    assert arrays == engine
    assert arrays[-1] is None
    assert "serving" not in arrays[2]


@pytest.mark.unmeasured
def test_a_run_in_constant_money_is_the_same(workspace: Workspace, company: Scored, tmp_path: Path) -> None:
    """Prices rise by 3 % a month: what was bought in December stays, what was bought a year before counts for more."""
    months = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(24)]
    levels = [DatedLevel("IPC", month, Decimal(100) * Decimal("1.03") ** n) for n, month in enumerate(months)]
    set_price_levels(levels=levels, by=None)
    run_sync(workspace)
    prices = Prices.on(ON, snapshot_months(open_snapshot(workspace)))
    plain = computed("arrays", workspace, tmp_path / "plain", on=ON, earlier=Earlier(None, None, None, SINCE))
    arrays, engine = both(workspace, tmp_path, on=ON, earlier=Earlier(None, None, None, SINCE, prices))
    assert arrays == engine
    assert arrays[2] != plain[2]
    grown = {row["customer_id"]: row["value_12m"] for row in arrays[0] if row["value_12m"]}
    paid = {row["customer_id"]: row["value_12m"] for row in plain[0] if row["value_12m"]}
    assert grown.keys() == paid.keys()
    assert all(grown[one] >= paid[one] for one in paid if paid[one] > 0)
    assert sum(grown.values()) > 1.1 * sum(paid.values())
    assert arrays[6]["counts"]["prices"] == {"index": "IPC", "month": "2025-12", "problem": ""}


def test_a_run_with_unit_costs_is_the_same(workspace: Workspace, company: Scored, tmp_path: Path) -> None:
    Purchase.objects.exclude(party__in=company.customers[::7]).update(base_margin=F("base_amount") * 4 / 10)
    run_sync(workspace)
    arrays, engine = both(workspace, tmp_path, on=ON, earlier=Earlier(None, None, None, SINCE), costs=COSTS)
    assert arrays == engine
    assert any(row["clv"] < 0 and row["tier"] == "MGC" for row in arrays[0] if row["clv"] is not None)
    assert arrays[2]["serving"]["contacts"] == sum(row["contacts"] for row in arrays[-1])
    assert arrays[2]["serving"]["net_12m"] == sum(row["net_12m"] or 0 for row in arrays[-1])
    bands = [band for band in arrays[5]["bands"] if band["measure"] == "net_12m"]
    assert sum(band["value"] for band in bands) == arrays[2]["serving"]["net_12m"]
    assert sum(band["customers"] for band in bands) == arrays[2]["serving"]["customers"]


def test_a_run_with_contracts_is_the_same_and_places_by_them(
    workspace: Workspace, company: Scored, tmp_path: Path
) -> None:
    _contracts(company)
    run_sync(workspace)
    arrays, engine = both(workspace, tmp_path, on=ON, earlier=Earlier(None, None, None, SINCE))
    assert arrays == engine
    by_rule = {row["rule"] for row in arrays[0]}
    assert by_rule >= {"RETAIN.leaving", "RETAIN.contract", "KEEP.starting", "LOYALTY.renewed", "KEEP.base"}
    placed = {row["customer_id"]: row for row in arrays[0]}
    leaver, fresh = placed[company.prospects[3].pk], placed[company.prospects[4].pk]
    assert (leaver["rule"], leaver["area"], leaver["sub_state"]) == ("RETAIN.leaving", "RETAIN", "explicit")
    assert leaver["evidence"] == '{"contract_end_in_days": 45, "contract_renewals": 10}'
    assert leaver["place"] == pytest.approx(1 - 45 / 90)
    assert (fresh["rule"], fresh["sub_state"]) == ("KEEP.starting", "welcome")
    assert fresh["place"] == pytest.approx(30 / 90)
    assert (leaver["n_purchases"], leaver["clv"]) == (0, 900)
    assert fresh["clv"] is None
    told = arrays[2]["contract_worth"]
    assert told["customers"] > told["covered"]
    assert told["amount"] > 0


def _contracts(company: Scored) -> None:
    """Monthly ones of which many ended sooner or later, one that is given notice of, one of last month, and two of one customer."""
    long_ago = [ON - timedelta(days=30 * (4 + number % 24)) for number in range(150)]
    rows = [
        Contract(
            party=party,
            source=company.source,
            started_on=start,
            cancelled_on=start + timedelta(days=61 + number) if number % 3 == 0 else None,
            renews_on=ON + timedelta(days=12) if number % 5 == 0 else None,
            currency="COP",
            amount=1_000 + number,
            base_amount=1_000 + number,
        )
        for number, (party, start) in enumerate(zip(company.customers[100:250], long_ago, strict=True))
    ]
    told = {"source": company.source, "currency": "COP", "amount": 900, "base_amount": 900}
    noticed, fresh = company.prospects[3], company.prospects[4]
    rows += [
        Contract(party=noticed, started_on=ON - timedelta(days=320), ends_on=ON + timedelta(days=45), **told),
        Contract(party=fresh, started_on=ON - timedelta(days=30), period_months=12, **told),
        Contract(party=company.customers[99], started_on=ON - timedelta(days=92), **told),
        Contract(party=company.customers[101], started_on=ON - timedelta(days=700), period_months=12, **told),
    ]
    with transaction.atomic():
        note(Contract.objects.bulk_create(rows), "A", table="contracts")


@pytest.mark.unmeasured
@pytest.mark.parametrize("is_refit", [False, pytest.param(True, marks=pytest.mark.nightly)])
def test_a_run_in_the_middle_of_a_month_after_another_is_the_same(
    workspace: Workspace, company: Scored, tmp_path: Path, is_refit: bool
) -> None:
    run_sync(workspace)
    first = run_score(workspace=workspace, on=ON, by=None, context=NullContext())
    some = company.customers[::5]
    later = ON + timedelta(days=14)
    make_purchases(company.source, some, [later] * len(some), [900] * len(some))
    run_sync(workspace)
    file, places = score_path(workspace, first.pk), places_path(workspace, SINCE)
    fit = None if is_refit else ScoreRun.objects.get(pk=first.pk)
    arrays, engine = both(
        workspace, tmp_path, on=later, earlier=Earlier(fit, file, None if is_refit else places, SINCE)
    )
    assert arrays[7]
    assert arrays == engine


@pytest.mark.nightly
def test_a_day_before_the_first_purchase_is_the_same(workspace: Workspace, company: Scored, tmp_path: Path) -> None:
    run_sync(workspace)
    day = date(2023, 12, 1)
    arrays, engine = both(workspace, tmp_path, on=day, earlier=Earlier(None, None, None, date(2023, 11, 1)))
    assert arrays == engine
