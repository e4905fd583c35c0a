"""Dots: how many customers one stands for, and that thin bins are not rounded away."""

import pytest
from unit.web.charts.cycles import full_area

from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import WITHOUT_MONEY, AreaSlice, Bin
from lazo.web.charts.map_people import Grain, grain_of, people_layer


def one_bin(customers: int, strategic: int = 0) -> AreaSlice:
    return AreaSlice("KEEP", bins=(Bin(customers, strategic), *(Bin(),) * 13))


@pytest.mark.parametrize(
    ("fullest", "columns", "unit"),
    [
        (0, 2, 1),
        (18, 2, 1),
        (19, 2, 2),
        (37, 2, 5),
        (343, 2, 20),
        (450, 2, 25),
        (699, 2, 50),
        (700, 4, 20),
        (10**6, 4, 20_000),
    ],
)
def test_the_unit_is_the_smallest_round_number_that_fits(fullest: int, columns: int, unit: int) -> None:
    grain = grain_of([one_bin(fullest)], WITHOUT_MONEY)
    assert (grain.columns, grain.unit) == (columns, unit)


def test_an_even_base_is_drawn_coarse_and_one_full_bin_makes_the_grain_finer() -> None:
    even = [full_area(area, Bin(200)) for area in AREAS]
    assert grain_of(even, WITHOUT_MONEY).columns == 2
    assert grain_of([*even, one_bin(2_500)], WITHOUT_MONEY).columns == 4


def test_thin_bins_add_up_to_their_dots() -> None:
    drawn = people_layer(1, full_area("KEEP", Bin(2)), Grain(2, 6.3, 10), WITHOUT_MONEY)
    assert drawn.count("h0") == 3  # 28 customers at ten a dot, though no bin alone has half a dot


def test_somebody_is_never_nobody() -> None:
    assert people_layer(1, one_bin(1), Grain(2, 6.3, 1000), WITHOUT_MONEY).count("h0") == 1


def test_strategic_customers_come_first_in_ink() -> None:
    drawn = people_layer(1, one_bin(6, 2), Grain(2, 6.3, 1), WITHOUT_MONEY)
    plain, ink = drawn.split('class="m-dot g2 m-ssc"')
    assert (plain.count("h0"), ink.count("h0")) == (4, 2)
