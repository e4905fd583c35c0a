"""The cycle map on empty, tiny, one-sided and huge data."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from unit.web.charts.cycles import WORDS, full_area

from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import BINS, AreaSlice, Bin, Flow
from lazo.web.charts.cycle_map import draw_cycle_map

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ET.Element:
    """The drawing as a tree: it must be well formed."""
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def of_class(tree: ET.Element, name: str) -> list[ET.Element]:
    return [node for node in tree.iter() if name in node.get("class", "").split()]


def dots(tree: ET.Element) -> int:
    return sum(node.get("d", "").count("h0") for node in of_class(tree, "m-dot"))


def test_an_empty_cycle_keeps_its_ring_its_names_and_its_heart() -> None:
    drawing = draw_cycle_map([], [], WORDS)
    tree = drawn(drawing.svg)
    assert drawing.unit == 1
    assert len(of_class(tree, "m-area")) == 5
    assert [node.text for node in tree.iter(f"{SVG}textPath")] == [area.title() for area in AREAS]
    assert of_class(tree, "m-heart")[0].text == "0"
    assert not of_class(tree, "m-bar")
    assert not of_class(tree, "m-proj")
    assert dots(tree) == 0


def test_one_customer_is_one_dot_and_one_bar() -> None:
    bins = (*(Bin(),) * 3, Bin(1, 1, 100, 50), *(Bin(),) * 10)
    tree = drawn(draw_cycle_map([AreaSlice("KEEP", 1, 1, 100, 50, bins=bins)], [Flow(None, "KEEP", 1)], WORDS).svg)
    assert dots(tree) == 1
    assert len(of_class(tree, "m-ssc")) == 1
    assert len(of_class(tree, "m-bar")) == len(of_class(tree, "m-risk")) == 1
    assert not of_class(tree, "m-grow")


def test_without_costs_and_returns_the_inner_arcs_are_left_out() -> None:
    cell = Bin(5, 1, 100, 120)
    without = drawn(draw_cycle_map([full_area("KEEP", cell)], [], WORDS).svg)
    known = drawn(draw_cycle_map([full_area("KEEP", cell, cost=10, incremental_return=30)], [], WORDS).svg)
    assert not of_class(without, "m-track")
    assert len(of_class(known, "m-track")) == 10
    assert len(of_class(known, "m-cost")) == len([n for n in of_class(known, "m-ret") if n.tag == f"{SVG}path"]) == 1


def test_costs_of_zero_draw_nothing_and_divide_nothing() -> None:
    tree = drawn(draw_cycle_map([full_area("KEEP", Bin(5), cost=0, incremental_return=0)], [], WORDS).svg)
    assert not of_class(tree, "m-track")


def test_money_below_zero_is_no_bar() -> None:
    tree = drawn(draw_cycle_map([full_area("RETAIN", Bin(5, 0, -900, -10))], [], WORDS).svg)
    assert not of_class(tree, "m-bar")
    assert not of_class(tree, "m-proj")


def test_a_million_customers_weigh_no_more_than_a_thousand() -> None:
    small = draw_cycle_map([full_area(area, Bin(14, 3, 900, 1000)) for area in AREAS], [], WORDS)
    huge = draw_cycle_map([full_area(area, Bin(14_286, 3_000, 9 * 10**14, 10**15)) for area in AREAS], [], WORDS)
    assert (small.unit, huge.unit) == (1, 1000)
    assert len(huge.svg) < 1.1 * len(small.svg)
    assert "nan" not in huge.svg
    assert "inf" not in huge.svg


def test_the_tallest_bar_reaches_the_top_and_area_is_proportional_to_money() -> None:
    from math import radians, sqrt

    from lazo.web.charts.cycle_data import WITHOUT_MONEY
    from lazo.web.charts.geometry import SPAN
    from lazo.web.charts.map_money import MoneyScale

    areas = [full_area("KEEP", Bin(1, 0, 400, 0)), full_area("LOYALTY", Bin(1, 0, 100, 0))]
    scale = MoneyScale.for_slices(areas, WITHOUT_MONEY)
    width = SPAN / BINS * 0.8
    tall, short = (sqrt(226**2 + 2 * money * scale.per_unit / radians(width)) for money in (400, 100))
    assert tall == pytest.approx(336)
    assert (tall**2 - 226**2) / (short**2 - 226**2) == pytest.approx(4)


def test_links_and_titles_are_escaped() -> None:
    drawing = draw_cycle_map([], [], WORDS, link=lambda area: f'/c?a={area}&b="1"')
    tree = drawn(drawing.svg)
    assert [node.get("href") for node in of_class(tree, "m-area")] == [f'/c?a={area}&b="1"' for area in AREAS]
    assert tree.get("role") == "group"


def test_there_is_no_inline_style_for_the_policy_to_refuse() -> None:
    flows = [Flow(None, "ACQUIRE", 612), Flow("KEEP", "RETAIN", 131), Flow("RETAIN", None, 102), Flow(None, "KEEP", 4)]
    svg = draw_cycle_map([full_area(area, Bin(20, 4, 90, 70)) for area in AREAS], flows, WORDS).svg
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", svg)


def test_the_heart_may_stay_silent() -> None:
    assert not of_class(drawn(draw_cycle_map([], [], replace(WORDS, heart=())).svg), "m-heart")
