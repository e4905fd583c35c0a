"""How the money is spread: customers from the one who brings most to the one who brings least, against what they bring together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lazo.web.charts.canvas import Numbers, line, path, picture, text
from lazo.web.charts.geometry import short

LEFT, RIGHT, TOP, BOTTOM = 52, 16, 14, 44
MIDDLE = 0.5

Pixels = Callable[[float], float]
Share = tuple[float, float]  # of customers and of the money they bring, both from 0 to 1


@dataclass(frozen=True)
class ParetoWords:
    """`headline` and `note` stand beside the marked point."""

    headline: str
    note: str
    equal: str
    axis: str


def pareto(
    curve: Sequence[Share],
    mark: Share | None,
    *,
    title: str,
    words: ParetoWords,
    percent: Numbers,
    width: float = 620,
    height: float = 300,
) -> str:
    """The curve through `curve` with `mark` on it. Where returns exceed purchases it may pass 100 % and come back (a whale curve)."""
    top = max([1.0, *(y for _, y in curve)])

    def x(share: float) -> float:
        return LEFT + share * (width - LEFT - RIGHT)

    def y(share: float) -> float:
        return TOP + (1 - share / top) * (height - TOP - BOTTOM)

    body = [_grid(x, y, width, percent, height)]
    points = [(x(a), y(b)) for a, b in ((0.0, 0.0), *curve)]
    if mark:
        body.append(
            line(
                "band",
                path([p for p in points if p[0] <= x(mark[0])] + [(x(mark[0]), y(mark[1])), (x(mark[0]), y(0))]) + "Z",
            )
        )
    body.append(line("l2", path([(x(0), y(0)), (x(1), y(1))])))
    if len(points) > 1:
        body.append(line("l", path(points)))
    if mark:
        body.append(_mark(x(mark[0]), y(mark[1]), y(0), words, is_late=mark[0] > MIDDLE))
    body.append(text(x(0.99), y(0.68 if width > 400 else 0.42), words.equal, "end"))
    body.append(text(x(0.5), height - 6, words.axis, "middle"))
    return picture(width, height, "".join(body), title)


def _mark(at: float, height: float, floor: float, words: ParetoWords, *, is_late: bool) -> str:
    """The marked point and its words: beside it, or at the foot of the band where the point is late and they would stick out."""
    anchor, aside, below = ("end", -10, 0.8 * (floor - height)) if is_late else ("start", 14, 18)
    return "".join(
        (
            line("ax", f"M{short(at)} {short(floor)}V{short(height)}H{LEFT}"),
            f'<circle class="pt" cx="{short(at)}" cy="{short(height)}" r="6"/>',
            text(at + aside, height + below, words.headline, anchor, "em"),
            text(at + aside, height + below + 17, words.note, anchor),
        )
    )


def _grid(x: Pixels, y: Pixels, width: float, percent: Numbers, height: float) -> str:
    rows = "".join(
        line("g", f"M{LEFT} {short(y(v / 4))}H{short(width - RIGHT)}")
        + text(LEFT - 6, y(v / 4) + 4, percent(v / 4), "end")
        for v in range(5)
    )
    return rows + "".join(text(x(v / 5), height - 26, percent(v / 5), "middle") for v in range(6))
