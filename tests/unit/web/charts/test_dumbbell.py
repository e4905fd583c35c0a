"""Two shares on one line, and a difference in its band."""

import re

from lazo.web.charts.course import CoursePoint, course
from lazo.web.charts.dumbbell import DumbbellRow, dumbbell


def percent(share: float) -> str:
    return f"{share:.0%}"


def test_a_ring_for_what_is_spent_and_a_dot_for_what_comes_back() -> None:
    svg = dumbbell(
        [
            DumbbellRow("KEEP", "Mantener", 0.2, 0.4, "2 ×"),
            DumbbellRow("RETAIN", "Retener", 0.1, None, "sin evidencia"),
        ],
        title="Partes",
        percent=percent,
    )
    assert re.findall(r'class="(d[cr])" cx="([\d.]+)"', svg) == [("dc", "290"), ("dr", "468"), ("dc", "201")]
    assert svg.count('class="dl"') == 1
    assert ">sin evidencia<" in svg
    assert "40%" in svg


def test_an_area_that_spent_nothing_has_no_ring_and_phones_a_narrower_chart() -> None:
    svg = dumbbell([DumbbellRow("KEEP", "Mantener", None, None)], title="Partes", percent=percent, width=340)
    assert "<circle" not in svg
    assert 'viewBox="0 0 340 66"' in svg


def test_the_line_stays_inside_and_the_band_is_cut() -> None:
    points = [CoursePoint(0.1, 0.5, -9, 9), CoursePoint(0.5, 0.2, -0.1, 0.5), CoursePoint(1.0, 0.2, 0.1, 0.3)]
    svg = course(points, ends=("1 sep", "30 sep"), title="Diferencia", number=lambda value: f"{value:.1f}")
    assert svg.count('class="zero"') == 1
    assert 'class="band"' in svg
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", svg.split('class="l"')[1].split("/>")[0])]
    assert all(12 <= y <= 166 for y in heights)
    assert "1 sep" in svg


def test_no_days_is_an_empty_frame() -> None:
    assert "<circle" not in course([], ends=("", ""), title="Diferencia", number=str)
