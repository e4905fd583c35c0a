"""What is shared one by one counts in the small cubes as if a cube had it."""

import random
from collections import Counter
from typing import Any

import pytest
from django.db.models import F
from mirrored import run_sync
from scored import ON, make_company
from world import World

from lazo.analytics.cost_to_serve import Activity, UnitCost
from lazo.differentiate.models import Score, ScoreRun
from lazo.differentiate.operations.cost_sheet import save_costs
from lazo.differentiate.operations.score import run_score
from lazo.differentiate.positions.bins import BINS
from lazo.differentiate.queries.cycle_map import FIGURES, CycleMap, cycle_map_of, totals_of
from lazo.differentiate.queries.rfm_map import SUMS, rfm_map
from lazo.differentiate.queries.shared_part import shared_bands, shared_customers
from lazo.differentiate.queries.value_spread import value_spreads
from lazo.identify.models import Purchase
from lazo.kernel.access import EVERYTHING, RowRule
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = frozenset({-1})


@pytest.fixture
def run(world: World, workspace: Workspace) -> ScoreRun:
    make_company(world, customers=150)
    run_sync(workspace)
    return run_score(workspace=workspace, on=ON, by=world.diego, context=NullContext())


def shared(customers: Any, owners: frozenset[int] = NOBODY) -> RowRule:
    return RowRule(owners=owners, shared=frozenset(customers))


def figures(found: CycleMap) -> dict[str, Any]:
    return {area.area: (area.bins, *(getattr(area, name) for name in FIGURES)) for area in found.areas}


def ways(found: CycleMap) -> Counter[tuple[str, str]]:
    return Counter({(way.origin, way.destination): way.customers for way in found.ways})


def test_who_is_shown_everybody_one_by_one_sees_what_sees_who_sees_all(run: ScoreRun) -> None:
    everybody = shared(Score.objects.values_list("customer_id", flat=True))
    seen, whole = cycle_map_of(run, everybody), cycle_map_of(run, EVERYTHING)
    assert figures(seen) == figures(whole)
    assert (seen.ways, seen.since, seen.customers > 100) == (whole.ways, whole.since, True)
    assert totals_of(run, everybody).value_12m == totals_of(run, EVERYTHING).value_12m
    squares, all_squares = rfm_map(rule=everybody, run=run), rfm_map(rule=EVERYTHING, run=run)
    assert squares == all_squares
    assert value_spreads(rule=everybody, run=run) == value_spreads(rule=EVERYTHING, run=run)


@pytest.mark.parametrize("seed", [1, 2])
def test_two_readers_between_whom_all_is_shared_add_up_to_all(run: ScoreRun, seed: int) -> None:
    chance, known = random.Random(seed), sorted(Score.objects.values_list("customer_id", flat=True))
    some = {one for one in known if chance.random() < 0.3}
    first, second, whole = shared(some), shared(set(known) - some), EVERYTHING
    maps = [cycle_map_of(run, rule) for rule in (first, second, whole)]
    for place, area in enumerate(maps[2].areas):
        for name in FIGURES:
            assert getattr(maps[0].areas[place], name) + getattr(maps[1].areas[place], name) == getattr(area, name)
    assert ways(maps[0]) + ways(maps[1]) == ways(maps[2])
    rfms = [rfm_map(rule=rule, run=run).total for rule in (first, second, whole)]
    assert rfms[0] + rfms[1] == rfms[2]
    spreads = [value_spreads(rule=rule, run=run) for rule in (first, second, whole)]
    for measure, found in spreads[2].items():
        assert sum(one[measure].total for one in spreads[:2]) == found.total


def test_what_a_reader_sees_anyhow_is_not_counted_twice(run: ScoreRun, world: World) -> None:
    known = frozenset(Score.objects.values_list("customer_id", flat=True))
    own = RowRule(owners=frozenset({world.ana.pk}))
    again = shared(Score.objects.filter(owner=world.ana).values_list("customer_id", flat=True), own.owners)
    assert figures(cycle_map_of(run, again)) == figures(cycle_map_of(run, own))
    assert rfm_map(rule=again, run=run) == rfm_map(rule=own, run=run)
    more = shared(known, own.owners)
    assert figures(cycle_map_of(run, more)) == figures(cycle_map_of(run, EVERYTHING))


def test_one_customer_is_told_as_its_score_has_it(run: ScoreRun) -> None:
    score = Score.objects.exclude(area="").exclude(rfm="").order_by("-value_365d", "pk")[0]
    rule = shared([score.customer_id])
    area = next(area for area in cycle_map_of(run, rule).areas if area.customers)
    place = min(int(score.place * BINS), BINS - 1)
    assert (area.area, area.value_12m, area.value_365d) == (score.area, score.value_12m, score.value_365d)
    assert area.bins["customers"][place] == 1
    squares = rfm_map(rule=rule, run=run).squares
    assert list(squares) == [(int(score.rfm[0]), int(score.rfm[1]))]
    assert [getattr(next(iter(squares.values())), name) for name in SUMS[:3]] == [1, score.value_12m, score.value_365d]


def test_nobody_is_found_where_there_is_no_file_or_nothing_shared(run: ScoreRun) -> None:
    known = frozenset(Score.objects.values_list("customer_id", flat=True))
    assert shared_customers(run, EVERYTHING) == shared_customers(run, RowRule(owners=NOBODY)) == ()
    assert shared_customers(run, shared([10**12])) == ()
    assert shared_bands(run, shared([10**12]), "clv") == ()
    missing = ScoreRun.objects.create(on_date=ON, state=ScoreRun.State.DONE, version="1")
    assert shared_customers(missing, shared(known)) == ()


def test_the_margin_after_cost_to_serve_is_shared_too(world: World, workspace: Workspace) -> None:
    make_company(world, customers=120)
    Purchase.objects.update(base_margin=F("base_amount") * 4 / 10)
    save_costs(valid_from=None, costs=[UnitCost(Activity.ORDER, 400)], version=None, by=world.diego)
    run_sync(workspace)
    run = run_score(workspace=workspace, on=ON, by=world.diego, context=NullContext())
    everybody = shared(Score.objects.values_list("customer_id", flat=True))
    whole = value_spreads(rule=EVERYTHING, run=run)
    assert set(whole) == {"value_12m", "clv", "net_12m"}
    assert value_spreads(rule=everybody, run=run) == whole
