"""The base by recency and frequency, summed over the owners a user may see."""

from datetime import date

import pytest
from world import World

from lazo.differentiate.models import RfmCell, ScoreRun
from lazo.differentiate.queries.rfm_map import Figures, rfm_map
from lazo.kernel.access import NOTHING, row_rule
from lazo.kernel.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> ScoreRun:
    counts = {"totals": {"customers": 90}}
    return ScoreRun.objects.create(on_date=date(2025, 10, 31), state="DONE", version="1", counts=counts)


def add(run: ScoreRun, owner: User, r: int, f: int, area: str, days: tuple[int, int], customers: int) -> None:
    RfmCell.objects.create(
        run=run, owner=owner, r=r, f=f, area=area, recency_from=days[0], recency_to=days[1], purchases_from=f,
        purchases_to=f + 1, customers=customers, value_12m=10 * customers, value_365d=20 * customers, strategic=1,
        high_ltv=1, cost_magnet=0, strategic_value_12m=7,
    )  # fmt: skip


def test_areas_and_owners_are_added_up_and_ranges_span_them(world: World, run: ScoreRun) -> None:
    add(run, world.ana, 3, 2, "KEEP", (0, 5), 4)
    add(run, world.ana, 3, 2, "", (3, 9), 1)
    add(run, world.carla, 3, 2, "KEEP", (20, 30), 50)
    add(run, world.ana, 1, 1, "RETAIN", (80, 90), 2)
    found = rfm_map(rule=row_rule(world.ana), run=run)
    assert found.grid == 3
    assert found.squares[3, 2] == Figures(5, 50, 100, 2, 2, 0, 14)
    assert found.recency == {3: (0, 9), 1: (80, 90)}
    assert found.purchases == {2: (2, 3), 1: (1, 2)}
    assert {area: figures.customers for area, figures in found.areas.items()} == {"KEEP": 4, "": 1, "RETAIN": 2}
    assert found.total.customers == 7
    assert found.part([(1, 1), (2, 2)]).customers == 2
    assert rfm_map(rule=row_rule(world.diego), run=run).squares[3, 2].customers == 55


def test_a_large_base_has_the_fine_grid_even_where_one_sees_little(world: World, run: ScoreRun) -> None:
    run.counts = {"totals": {"customers": 3_125}}
    add(run, world.ana, 2, 2, "KEEP", (0, 5), 4)
    assert rfm_map(rule=row_rule(world.ana), run=run).grid == 5
    assert rfm_map(rule=NOTHING, run=run).squares == {}
