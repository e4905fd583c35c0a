"""The curve of a part of the base, from bands that the whole base was cut into."""

from datetime import date

import pytest
from world import World

from lazo.differentiate.models import ScoreRun, ValueBand
from lazo.differentiate.queries.value_spread import Point, ValueSpread, share_a_year_before, value_spreads
from lazo.kernel.access import row_rule

pytestmark = pytest.mark.django_db

WHALE = ValueSpread((Point(10, 800), Point(20, 1300), Point(40, 1400), Point(50, 1000)))


def add_run(on: date, *, top: int = 0) -> ScoreRun:
    counts = {"concentration": {"clv": {"top_20": top, "total": 100}}} if top else {}
    return ScoreRun.objects.create(on_date=on, state=ScoreRun.State.DONE, version="1", counts=counts)


def test_the_best_fifth_is_the_nearest_point_and_the_peak_the_highest() -> None:
    assert WHALE.best == Point(10, 800)
    assert WHALE.peak == Point(40, 1400)
    assert WHALE.share(WHALE.peak) == (0.8, 1.4)
    assert WHALE.near(0.3) == Point(10, 800)
    assert WHALE.curve[-1] == (1.0, 1.0)


def test_a_part_gets_exact_points_of_its_own_curve(world: World) -> None:
    run = add_run(date(2025, 10, 31))
    for owner, band, customers, value in (
        (world.ana, 0, 1, 900),
        (world.ana, 7, 3, 600),
        (world.carla, 0, 2, 5000),
        (None, 99, 40, -10),
    ):
        ValueBand.objects.create(run=run, owner=owner, measure="clv", band=band, customers=customers, value=value)
    ValueBand.objects.create(run=run, owner=world.ana, measure="value_12m", band=0, customers=4, value=-1)
    spreads = value_spreads(rule=row_rule(world.ana), run=run)
    assert {name: spread.points for name, spread in spreads.items()} == {"clv": (Point(1, 900), Point(4, 1500))}
    assert value_spreads(rule=row_rule(world.diego), run=run)["clv"].points == (
        Point(3, 5900),
        Point(6, 6500),
        Point(46, 6490),
    )
    assert value_spreads(rule=row_rule(world.bruno), run=run) == {}


def test_a_year_before_is_the_last_run_of_that_time() -> None:
    add_run(date(2024, 1, 31), top=90)
    add_run(date(2024, 10, 31), top=81)
    add_run(date(2025, 4, 30), top=70)
    now = add_run(date(2025, 10, 31))
    earlier = share_a_year_before(now)
    assert earlier is not None
    assert (earlier.on, earlier.share) == (date(2024, 10, 31), 0.81)
    assert share_a_year_before(ScoreRun(on_date=date(2024, 2, 1))) is None
