"""Charts with axes: round ticks, and nothing that divides by zero."""

import xml.etree.ElementTree as ET

import pytest

from lazo.web.charts.canvas import round_step, ticks, two_widths
from lazo.web.charts.columns import Column, columns
from lazo.web.charts.fan import Expected, FanWords, Past, fan
from lazo.web.charts.intervals import IntervalRow, intervals
from lazo.web.charts.pareto import ParetoWords, pareto
from lazo.web.charts.sparkline import sparkline

WORDS = FanWords("actual", "proyectado")
PARETO = ParetoWords("El 20 %", "del valor", "iguales", "clientes")


def whole(value: float) -> str:
    return f"{value:.0f}"


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter("text")]


@pytest.mark.parametrize(("span", "step"), [(0, 1), (-4, 1), (1, 0.2), (10, 2), (11, 2.5), (100, 20), (1_300, 500)])
def test_round_steps(span: float, step: float) -> None:
    assert round_step(span) == pytest.approx(step)


def test_ticks_are_round_and_hold_zero() -> None:
    assert ticks(0, 100) == [0, 20, 40, 60, 80, 100]
    assert ticks(-10, 30, 4) == [-10, 0, 10, 20, 30]
    assert ticks(0, 0) == [0]


def test_columns_grow_from_zero() -> None:
    svg = columns([Column("a", 50), Column("b", 100, "a-ret"), Column("c", -5)], title="t", number=whole)
    heights = [rect.get("height") for rect in ET.fromstring(svg).iter("rect")]
    assert heights == ["68", "136", "0"]
    assert texts(svg) == ["50", "a", "100", "b", "-5", "c"]


def test_many_columns_thin_their_labels_out() -> None:
    svg = columns([Column(str(n), n) for n in range(100)], title="t", number=whole)
    assert len(texts(svg)) < 40


def test_a_fan_has_bars_a_band_and_its_words() -> None:
    past = [Past(f"p{n}", 10.0 * n) for n in range(4)]
    svg = fan(past, [Expected("f1", 30, 20, 45), Expected("f2", 35, 20, 60)], title="t", words=WORDS, number=whole)
    tree = ET.fromstring(svg)
    assert len(list(tree.iter("rect"))) == 4
    assert [node.get("class") for node in tree.iter("path")].count("band") == 1
    assert {"actual", "proyectado", "p0", "f2"} <= set(texts(svg))


def test_one_expected_period_has_a_whisker_instead_of_a_band() -> None:
    svg = fan([Past("p", 10)], [Expected("f", 12, 8, 20)], title="t", words=WORDS, number=whole)
    classes = [node.get("class") for node in ET.fromstring(svg).iter("path")]
    assert "ci" in classes
    assert "band" not in classes


def test_intervals_mark_what_came() -> None:
    rows = [IntervalRow("una", 12, 8, 19, 14, "nota"), IntervalRow("dos", 40, 30, 56)]
    svg = intervals(rows, title="t", number=whole)
    circles = [node.get("class") for node in ET.fromstring(svg).iter("circle")]
    assert circles == ["pt", "came", "pt"]
    assert {"una", "nota", "dos", "0"} <= set(texts(svg))


def test_pareto_marks_the_best() -> None:
    curve = [(0.2, 0.78), (0.5, 0.95), (1.0, 1.0)]
    svg = pareto(curve, (0.2, 0.78), title="t", words=PARETO, percent=lambda share: f"{share * 100:.0f} %")
    assert {"El 20 %", "del valor", "iguales", "clientes", "100 %"} <= set(texts(svg))


def test_a_whale_curve_may_pass_the_total_and_come_back() -> None:
    svg = pareto([(0.4, 1.3), (1.0, 1.0)], None, title="t", words=PARETO, percent=whole)
    assert "M52 256L272.8 14L604 69.8" in svg


@pytest.mark.parametrize(
    "svg",
    [
        columns([], title="t", number=whole),
        columns([Column("a", 0)], title="t", number=whole),
        fan([], [], title="t", words=WORDS, number=whole),
        fan([Past("a", 0)], [Expected("b", 0, 0, 0)], title="t", words=WORDS, number=whole),
        pareto([], None, title="t", words=PARETO, percent=whole),
        intervals([], title="t", number=whole),
        intervals([IntervalRow("a", 0, 0, 0)], title="t", number=whole),
        intervals([IntervalRow("a", 5, 5, 5)], title="t", number=whole, from_zero=False, width=340),
    ],
)
def test_nothing_to_show_is_still_a_picture(svg: str) -> None:
    assert ET.fromstring(svg).get("aria-label") == "t"
    assert "nan" not in svg


def test_a_sparkline_needs_two_values() -> None:
    assert sparkline([]) == sparkline([4]) == ""
    assert "nan" not in sparkline([0, 0])
    assert sparkline([1, 2]).startswith('<svg class="spark"')


def test_both_widths_are_drawn() -> None:
    assert two_widths(whole, 620, 340) == '<div class="wide">620</div><div class="narrow">340</div>'
