"""How a difference stood on each day, in the interval that held on that day."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.web.charts.canvas import Numbers, line, path, picture, text, ticks
from lazo.web.charts.geometry import short

LEFT, RIGHT, TOP, BOTTOM = 58, 10, 12, 24
HEIGHT = 190


@dataclass(frozen=True)
class CoursePoint:
    """`place` from 0 (the first day) to 1 (the planned end)."""

    place: float
    value: float
    low: float
    high: float


def course(
    points: Sequence[CoursePoint], *, ends: tuple[str, str], title: str, number: Numbers, width: float = 620
) -> str:
    """A line in its band, with the line of no difference; the axis runs from the first day to the planned end, named by `ends`.

    Early intervals are wide: the axis shows what is near the later ones, and the band is cut where it leaves.
    """
    reach = max((max(abs(point.low), abs(point.high)) for point in points[len(points) // 3 :]), default=1.0) or 1.0
    low = min(-0.15 * reach, *(max(point.low, -reach) for point in points)) if points else -reach
    high = max(0.15 * reach, *(min(point.high, reach) for point in points)) if points else reach
    span = (high - low) or 1.0
    floor = HEIGHT - BOTTOM

    def x(place: float) -> float:
        return LEFT + place * (width - LEFT - RIGHT)

    def y(value: float) -> float:
        return floor - (min(max(value, low), high) - low) / span * (floor - TOP)

    body = [
        line("zero" if mark == 0 else "g", f"M{LEFT} {short(y(mark))}H{short(width - RIGHT)}")
        + text(LEFT - 6, y(mark) + 4, number(mark), "end")
        for mark in ticks(low, high, 4)
    ]
    if points:
        upper = [(x(point.place), y(point.high)) for point in points]
        lower = [(x(point.place), y(point.low)) for point in reversed(points)]
        body.append(f'<path class="band" d="{path([*upper, *lower])}Z"/>')
        body.append(line("l", path([(x(point.place), y(point.value)) for point in points])))
        last = points[-1]
        body.append(f'<circle class="pt" cx="{short(x(last.place))}" cy="{short(y(last.value))}" r="5"/>')
    body.append(text(LEFT, HEIGHT - 6, ends[0]))
    body.append(text(width - RIGHT, HEIGHT - 6, ends[1], "end"))
    return picture(width, HEIGHT, "".join(body), title)
