"""The picture of a customer's relations."""

import re

from lazo.web.charts.relations import Node, relations


def test_companies_are_squares_and_inferred_lines_are_broken() -> None:
    nodes = [Node("AB", "pareja"), Node("CO", "trabaja en", "co", is_inferred=True)]
    svg = relations("YO", nodes, title='Relaciones de "Yo"')
    assert 'aria-label="Relaciones de &quot;Yo&quot;"' in svg
    assert (svg.count("<circle"), svg.count("<rect"), svg.count("stroke-dasharray")) == (2, 1, 1)
    assert re.findall(r"<text[^>]*>([^<]*)</text>", svg) == ["YO", "AB", "pareja", "CO", "trabaja en"]


def test_more_than_fit_and_those_nobody_may_see_are_counted() -> None:
    svg = relations("YO", [Node(str(n), "") for n in range(9)], title="", more=2)
    assert ">+5<" in svg
    assert svg.count("<circle") == 8


def test_long_and_hostile_words_are_cut_and_escaped() -> None:
    svg = relations("<b>", [Node("&", "tiene como codeudor o aval a <script>")], title="<x>")
    assert "<b>" not in svg
    assert "<script" not in svg
    assert ">tiene como codeu…<" in svg
