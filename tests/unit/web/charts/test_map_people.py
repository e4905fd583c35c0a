"""Dots: how many customers one stands for, that thin bins are not rounded away, that a full one heaps up."""

import re

import pytest
from unit.web.charts.cycles import full_area

from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import WITHOUT_MONEY, AreaSlice, Bin
from lazo.web.charts.map_people import dot_unit, people_layer


def one_bin(customers: int, strategic: int = 0, place: int = 0) -> AreaSlice:
    bins = [Bin()] * 14
    bins[place] = Bin(customers, strategic)
    return AreaSlice("KEEP", bins=tuple(bins))


def drawn(svg: str, css: str) -> list[tuple[float, float]]:
    found = re.search(rf'class="{css}" d="([^"]+)"', svg)
    return [(float(x), float(y)) for x, y in re.findall(r"M(\S+) (\S+)h0", found[1])] if found else []


@pytest.mark.parametrize(
    ("fullest", "unit"), [(0, 1), (90, 1), (91, 2), (180, 2), (181, 5), (1_600, 20), (10**6, 20_000)]
)
def test_the_unit_lets_one_bin_heap_over_five(fullest: int, unit: int) -> None:
    assert dot_unit([one_bin(fullest)], WITHOUT_MONEY) == unit


def test_the_unit_lets_the_fullest_area_fit() -> None:
    even = [full_area(area, Bin(200)) for area in AREAS]
    assert dot_unit(even, WITHOUT_MONEY) == 20  # 2,800 customers in 14 bins of 18 dots, four fifths full


def test_thin_bins_add_up_to_their_dots() -> None:
    svg = people_layer(1, full_area("KEEP", Bin(2)), 10, WITHOUT_MONEY)
    assert svg.count("h0") == 3  # 28 customers at ten a dot, though no bin alone has half a dot


def test_somebody_is_never_nobody() -> None:
    assert people_layer(1, one_bin(1), 1000, WITHOUT_MONEY).count("h0") == 1


def test_strategic_customers_come_first_in_ink() -> None:
    svg = people_layer(1, one_bin(6, 2), 1, WITHOUT_MONEY)
    assert (len(drawn(svg, "m-dot")), len(drawn(svg, "m-dot m-ssc"))) == (4, 2)


@pytest.mark.parametrize("place", [0, 6, 13])
def test_a_full_bin_heaps_over_its_neighbours_and_nothing_is_lost(place: int) -> None:
    dots = drawn(people_layer(1, one_bin(90, 0, place), 1, WITHOUT_MONEY), "m-dot")
    assert len(dots) == len(set(dots)) == 90


def test_what_fits_nowhere_still_counts() -> None:
    assert people_layer(1, one_bin(300), 1, WITHOUT_MONEY).count("h0") == 300
