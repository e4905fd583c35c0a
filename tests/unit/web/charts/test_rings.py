"""The small rings: a customer's place, the mark, the empty cycle."""

import re

import pytest

from lazo.web.charts.areas import AREAS, CSS_KEYS
from lazo.web.charts.geometry import arc, gate, polar, radius_for_area, sector, short
from lazo.web.charts.ghost_ring import ghost_ring
from lazo.web.charts.mini_ring import logo, mini_ring
from lazo.web.charts.place_ring import place_ring


def test_the_ring_is_open_at_the_bottom_and_has_five_equal_sectors() -> None:
    assert (gate(0), gate(5)) == pytest.approx((-147, 147))
    assert [sector(i)[1] - sector(i)[0] for i in range(5)] == pytest.approx([57.3] * 5)


def test_coordinates_are_short() -> None:
    assert [short(v) for v in (1.0, 1.25, -0.04, 226.04)] == ["1", "1.2", "0", "226"]
    assert polar(10, 90) == pytest.approx((10, 0))
    assert arc(10, 0, 90) == "M0 -10A10 10 0 0 1 10 0"
    assert arc(10, 90, 0) == "M10 0A10 10 0 0 0 0 -10"


def test_no_money_keeps_the_base_line() -> None:
    assert radius_for_area(0, 4, 226) == 226
    assert radius_for_area(-5, 4, 226) == 226


@pytest.mark.parametrize("area", AREAS)
def test_a_mini_ring_lights_one_area(area: str) -> None:
    svg = mini_ring(area, 0.5)
    assert svg.count('class="r-on"') == 1
    assert svg.count('class="r-off"') == 1
    assert svg.count("M") == 5
    assert f'class="ring a-{CSS_KEYS[area]}"' in svg


@pytest.mark.parametrize(("place", "same"), [(-3.0, 0.0), (9.0, 1.0)])
def test_a_place_beyond_the_area_stays_at_its_edge(place: float, same: float) -> None:
    assert mini_ring("KEEP", place) == mini_ring("KEEP", same)


def test_the_place_ring_says_what_it_shows() -> None:
    svg = place_ring("RETAIN", 0.37, title='Está "aquí"', headline="37 %", caption=("del camino", "a <otro>"))
    assert 'aria-label="Está &quot;aquí&quot;"' in svg
    assert re.findall(r"<text[^>]*>([^<]*)</text>", svg) == ["37 %", "del camino", "a &lt;otro&gt;"]
    assert svg.count(" on") == 1


def test_the_mark_and_the_empty_cycle_wear_the_five_colours() -> None:
    for svg in (logo(), ghost_ring({area: area for area in AREAS}, "clientes todavía")):
        assert [key for key in CSS_KEYS.values() if f"a-{key}" in svg] == list(CSS_KEYS.values())
