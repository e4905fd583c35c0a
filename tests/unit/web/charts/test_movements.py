"""Ribbons of the heart: merged, ordered, bounded."""

import re

import pytest
from unit.web.charts.cycles import WORDS

from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import WITHOUT_MONEY, Flow
from lazo.web.charts.movements import WIDEST_END, WIDEST_GAP, Movements, movement_layer


def test_empty_flows_and_flows_that_go_nowhere_are_left_out() -> None:
    movements = Movements.of([Flow("KEEP", "KEEP", 9), Flow("KEEP", "RETAIN", 0), Flow(None, None, 4)], WITHOUT_MONEY)
    assert movements.flows == ()


def test_the_same_way_is_one_ribbon() -> None:
    movements = Movements.of([Flow("KEEP", "RETAIN", 2), Flow("KEEP", "RETAIN", 3)], WITHOUT_MONEY)
    assert movements.flows == (Flow("KEEP", "RETAIN", 5),)


def test_three_people_are_no_flood() -> None:
    movements = Movements.of([Flow("KEEP", "RETAIN", 3)], WITHOUT_MONEY)
    assert movements.per_customer == 2.5


@pytest.mark.parametrize("customers", [1, 40, 10_000, 10**9])
def test_every_way_has_room(customers: int) -> None:
    flows = [Flow(a, b, customers) for a in (None, *AREAS) for b in (*AREAS, None) if a != b]
    movements = Movements.of(flows, WITHOUT_MONEY)
    entering = sum(movements.width(f) for f in movements.inner if f.origin is None)
    assert movements.width(Flow(None, "ACQUIRE", customers)) <= WIDEST_END + 0.01
    assert entering <= max(WIDEST_GAP + 0.01, 4 * 1.6)
    svg = movement_layer(movements, WORDS)
    assert svg.count("<path") == len(movements.flows) == 30
    assert "nan" not in svg


def test_words_follow_who_enters_and_who_leaves() -> None:
    def words(*flows: Flow) -> list[str]:
        svg = movement_layer(Movements.of(flows, WITHOUT_MONEY), WORDS)
        return re.findall(r'class="m-end[^>]*>([^<]+?) <', svg)

    assert words(Flow(None, "ACQUIRE", 5), Flow("RETAIN", None, 2)) == ["Entran", "Se van"]
    assert words(Flow(None, "KEEP", 5)) == ["Vuelven"]
    assert words(Flow("ACQUIRE", None, 5)) == ["Se descartan"]
    assert words(Flow("ACQUIRE", None, 5), Flow("KEEP", None, 1)) == ["Salen"]


def test_colour_is_the_area_of_arrival_and_ink_for_who_leaves() -> None:
    svg = movement_layer(Movements.of([Flow("KEEP", "RETAIN", 5), Flow("ACQUIRE", None, 4)], WITHOUT_MONEY), WORDS)
    assert re.findall(r'class="m-flow ([\w-]+)"', svg) == ["m-out", "a-ret"]
    assert "<title>Keep → Retain: 5</title>" in svg


def test_numbers_never_touch() -> None:
    """Three ways that arrive side by side at one area, as narrow as can carry a number."""
    flows = [Flow(a, b, 60 + 7 * n) for n, (a, b) in enumerate((a, b) for a in AREAS for b in AREAS if a != b)]
    svg = movement_layer(Movements.of(flows, WITHOUT_MONEY), WORDS)
    found = re.findall(r'class="m-n" x="([-\d.]+)" y="([-\d.]+)"[^>]*>(\d+)<', svg)
    boxes = [(float(x), float(y), 3.5 * len(number)) for x, y, number in found]
    assert len(boxes) > 3
    for n, (x, y, half) in enumerate(boxes):
        assert not any(abs(x - u) < half + w and abs(y - v) < 11 for u, v, w in boxes[:n])
