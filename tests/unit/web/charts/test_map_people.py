"""Dots: how many customers one stands for, and that thin bins are not rounded away."""

import pytest
from unit.web.charts.cycles import full_area

from lazo.web.charts.cycle_data import WITHOUT_MONEY, AreaSlice, Bin
from lazo.web.charts.map_people import dot_unit, people_layer


@pytest.mark.parametrize(
    ("fullest", "unit"),
    [
        (0, 1),
        (1, 1),
        (18, 1),
        (19, 2),
        (36, 2),
        (37, 5),
        (343, 20),
        (450, 25),
        (451, 50),
        (1_801, 200),
        (10**6, 100_000),
    ],
)
def test_the_unit_is_the_smallest_round_number_that_fits(fullest: int, unit: int) -> None:
    assert dot_unit([AreaSlice("KEEP", bins=(Bin(fullest), *(Bin(),) * 13))], WITHOUT_MONEY) == unit


def test_thin_bins_add_up_to_their_dots() -> None:
    drawn = people_layer(1, full_area("KEEP", Bin(2)), 10, WITHOUT_MONEY)
    assert drawn.count("h0") == 3  # 28 customers at ten a dot, though no bin alone has half a dot


def test_somebody_is_never_nobody() -> None:
    area = AreaSlice("KEEP", bins=(Bin(1), *(Bin(),) * 13))
    assert people_layer(1, area, 1000, WITHOUT_MONEY).count("h0") == 1


def test_strategic_customers_come_first_in_ink() -> None:
    drawn = people_layer(1, AreaSlice("KEEP", bins=(Bin(6, 2), *(Bin(),) * 13)), 1, WITHOUT_MONEY)
    plain, ink = drawn.split('class="m-dot m-ssc"')
    assert (plain.count("h0"), ink.count("h0")) == (4, 2)
