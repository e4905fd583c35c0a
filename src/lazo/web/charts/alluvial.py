"""How a base divided in classes flows from date to date: a column per date, ribbons between them, all in ink."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.web.charts.canvas import Numbers, picture, text
from lazo.web.charts.geometry import short

TOP, BOTTOM, GAP, BAR, LABELS = 24, 8, 6, 10, 128


@dataclass(frozen=True)
class Flow:
    """`matrix[origin][destination]` customers between two dates, both by class, the best first."""

    matrix: Sequence[Sequence[int]]


def alluvial(
    dates: Sequence[str], classes: Sequence[str], flows: Sequence[Flow], *, title: str, number: Numbers,
    width: float = 760, height: float = 360,
) -> str:  # fmt: skip
    """The heights of a column add up to everybody of that date or who will come; who stays goes in a darker ribbon."""
    heaps = _heaps(flows)
    most = max((sum(heap) for heap in heaps), default=0) or 1
    room = height - TOP - BOTTOM - GAP * (len(classes) - 1)
    scale = room / most
    step = (width - LABELS - BAR) / max(len(dates) - 1, 1)
    tops = [_tops(heap, scale) for heap in heaps]
    body = [text(i * step + BAR / 2, 12, day, "start" if i == 0 else "middle") for i, day in enumerate(dates)]
    for i, flow in enumerate(flows):
        body.append(_ribbons(flow, (tops[i], tops[i + 1]), scale, (i * step + BAR, (i + 1) * step)))
    for i, heap in enumerate(heaps):
        for top, count in zip(tops[i], heap, strict=True):
            if count:
                tall = max(count * scale, 1)
                body.append(
                    f'<rect class="b" x="{short(i * step)}" y="{short(top)}" width="{BAR}" height="{short(tall)}"/>'
                )
    middles = [top + count * scale / 2 for top, count in zip(tops[-1], heaps[-1], strict=True)]
    words = [f"{name} {number(count)}" if count else "" for name, count in zip(classes, heaps[-1], strict=True)]
    body += _labels(words, middles, (len(dates) - 1) * step + BAR + 6)
    return picture(width, height, "".join(body), title)


def _heaps(flows: Sequence[Flow]) -> list[list[int]]:
    """How many are in each class on each date."""
    if not flows:
        return [[]]
    first = [[sum(row) for row in flows[0].matrix]]
    return first + [[sum(column) for column in zip(*flow.matrix, strict=True)] for flow in flows]


def _tops(heap: Sequence[int], scale: float) -> list[float]:
    found, y = [], float(TOP)
    for count in heap:
        found.append(y)
        y += count * scale + GAP
    return found


def _ribbons(flow: Flow, tops: tuple[Sequence[float], Sequence[float]], scale: float, ends: tuple[float, float]) -> str:
    (left, right), (x1, x2) = tops, ends
    out, into = list(left), list(right)
    middle = (x1 + x2) / 2
    drawn = []
    for origin, row in enumerate(flow.matrix):
        for destination, count in enumerate(row):
            if not count:
                continue
            tall, y1, y2 = count * scale, out[origin], into[destination]
            css = "flow stay" if origin == destination else "flow"
            drawn.append(
                f'<path class="{css}" d="M{short(x1)} {short(y1)}C{short(middle)} {short(y1)} {short(middle)} {short(y2)} {short(x2)} {short(y2)}'
                f'V{short(y2 + tall)}C{short(middle)} {short(y2 + tall)} {short(middle)} {short(y1 + tall)} {short(x1)} {short(y1 + tall)}Z"/>'
            )
            out[origin] += tall
            into[destination] += tall
    return "".join(drawn)


def _labels(words: Sequence[str], middles: Sequence[float], x: float) -> list[str]:
    """Beside the last column, never closer than a line of text; nothing for who is not there."""
    found, last = [], 0.0
    for told, middle in zip(words, middles, strict=True):
        if told:
            y = max(middle + 4, last + 14)
            found.append(text(x, y, told))
            last = y
    return found
