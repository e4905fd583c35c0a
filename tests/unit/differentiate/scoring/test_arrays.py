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
from scored import ON, Scored, make_company, make_purchases
from world import World, make_world

from lazo.analytics.cost_to_serve import Activity, DatedCosts, UnitCost
from lazo.differentiate.models import ScoreRun
from lazo.differentiate.operations.score import run_score
from lazo.differentiate.scoring.computation import Computation
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.prices import Prices, snapshot_months
from lazo.differentiate.scoring.score_file import costs_path, places_path, score_path
from lazo.identify.models import Interaction, Party, Product, Purchase, PurchaseLine
from lazo.kernel.changes import note_change
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
    """Customers with everything that makes them odd: merged, retired, returned, talked to, of many categories."""
    company = make_company(world)
    _odd_parties(company)
    _lines_and_returns(company)
    with transaction.atomic():
        said = Interaction.objects.bulk_create(
            Interaction(
                party=party,
                source=company.source,
                occurred_on=ON - timedelta(days=9 * number),
                direction=("IN", "OUT", "")[number % 3],
            )
            for number, party in enumerate([*company.customers[:60], *company.prospects])
        )
        note(said, "A", table="interactions")
    return company


def _odd_parties(company: Scored) -> None:
    changed = company.customers[10:40]
    for number, party in enumerate(changed):
        if number < 20:
            party.canonical = company.customers[40 + number // 2]
        elif number < 25:
            party.retired_at = "2025-12-01T00:00:00Z"
        else:
            party.kind = "HOUSEHOLD"
        party.save()
    company.prospects[0].kind = "HOUSEHOLD"
    company.prospects[0].country = ""
    company.prospects[0].save()
    stranger = Party.objects.create(name="", country="", first_contact_on=ON + timedelta(days=30))
    with transaction.atomic():
        for party in (*changed, company.prospects[0], stranger):
            note_change(table="parties", operation="U", row_from=party.pk)


def _lines_and_returns(company: Scored) -> None:
    products = Product.objects.bulk_create(
        Product(sku=f"S{number}", category=("", "Café", "Té", "Pan")[number % 4]) for number in range(12)
    )
    with transaction.atomic():
        for product in products:
            note_change(table="products", operation="U", row_from=product.pk)
    owners = company.customers[::2]
    days = [ON - timedelta(days=3 * (number % 40)) for number in range(len(owners))]
    bought = make_purchases(company.source, owners, days, [500 - 7 * number for number in range(len(owners))])
    with transaction.atomic():
        lines = PurchaseLine.objects.bulk_create(
            PurchaseLine(purchase=purchase, product=products[number * step % 12], amount=purchase.amount)
            for step in (1, 5)
            for number, purchase in enumerate(bought)
        )
        note(lines, "A", table="purchase_lines")


def both(
    workspace: Workspace, folder: Path, *, on: date, earlier: Earlier, costs: tuple[DatedCosts, ...] = ()
) -> tuple[list[Any], list[Any]]:
    """What a run gives over arrays, and in the engine."""
    told = []
    for name, rows in (("arrays", 10**9), ("engine", 0)):
        place = Workspace(folder / f"{name}-{on}")
        computation = Computation.of(
            open_snapshot(workspace),
            place,
            run_id=7,
            on=on,
            earlier=earlier,
            context=NullContext(),
            costs=costs,
            rows_in_memory=rows,
        )
        file = pq.read_table(score_path(place, 7))
        people = pq.read_table(places_path(place, SINCE)).to_pylist() if places_path(place, SINCE).exists() else []
        shown = [computation.counts, computation.cells, computation.ways, computation.segments, computation.columns()]
        told.append([file.select(sorted(file.schema.names)).to_pylist(), people, *shown, computation.changed])
        told[-1].append(computation.previous_rows)
        told[-1].append(pq.read_table(costs_path(place, 7)).to_pylist() if costs_path(place, 7).exists() else None)
    return told[0], told[1]


def test_a_first_run_is_the_same(workspace: Workspace, company: Scored, tmp_path: Path) -> None:
    run_sync(workspace)
    arrays, engine = both(workspace, tmp_path, on=ON, earlier=Earlier(None, None, None, SINCE))
    assert len(arrays[0]) > 350
    assert {row["area"] for row in arrays[0]} > {"ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"}
    assert any(row["rule"] == "RETAIN.shrinking" for row in arrays[0])
    assert arrays == engine
    assert arrays[-1] is None
    assert "serving" not in arrays[2]


def test_a_run_in_constant_money_is_the_same(workspace: Workspace, company: Scored, tmp_path: Path) -> None:
    """Prices rise by 3 % a month: what was bought in December stays, what was bought a year before counts for more."""
    months = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(24)]
    levels = [DatedLevel("IPC", month, Decimal(100) * Decimal("1.03") ** n) for n, month in enumerate(months)]
    set_price_levels(levels=levels, by=None)
    run_sync(workspace)
    prices = Prices.on(ON, snapshot_months(open_snapshot(workspace)))
    plain, _ = both(workspace, tmp_path / "plain", on=ON, earlier=Earlier(None, None, None, SINCE))
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
