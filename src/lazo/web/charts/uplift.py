"""What writing to the first part of the customers brings: the curve of a score against a random order and against writing to all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lazo.web.charts.canvas import Numbers, line, path, picture, text, ticks
from lazo.web.charts.geometry import short

LEFT, RIGHT, TOP, BOTTOM = 52, 14, 26, 42
HEIGHT = 280


@dataclass(frozen=True)
class UpliftWords:
    """`across` under the axis, `up` over it; `chance` beside the straight line, `everybody` at its end, `chosen` at the part that is advised."""

    across: str
    up: str
    chance: str
    everybody: str
    chosen: str


def uplift_curve(
    curve: Sequence[tuple[float, float]],
    *,
    share: float,
    title: str,
    words: UpliftWords,
    percent: Numbers,
    number: Numbers,
    width: float = 560,
) -> str:
    """`curve` from (0, 0) to (1, what writing to all brings); `share` is the part that is advised: 0 or 1 marks none on the way."""
    gains = [gain for _part, gain in curve]
    low, high = min(0.0, *gains), max(0.0, *gains)
    span = (high - low) or 1.0
    low, high = (low - 0.08 * span if low < 0 else 0.0), high + 0.12 * span
    floor = HEIGHT - BOTTOM

    def x(part: float) -> float:
        return LEFT + part * (width - LEFT - RIGHT)

    def y(gain: float) -> float:
        return floor - (gain - low) / (high - low) * (floor - TOP)

    body = [
        line("zero" if mark == 0 else "g", f"M{LEFT} {short(y(mark))}H{short(width - RIGHT)}")
        + text(LEFT - 6, y(mark) + 4, number(mark), "end")
        for mark in ticks(low, high, 5)
    ]
    body += [text(x(part), HEIGHT - 24, percent(part), "middle") for part in (0, 0.25, 0.5, 0.75)]
    body.append(text(x(1), HEIGHT - 24, percent(1), "end"))
    whole = gains[-1]
    body.append(line("l2", path([(x(0), y(0)), (x(1), y(whole))])))
    body.append(line("l", path([(x(part), y(gain)) for part, gain in curve])))
    body.append(f'<circle class="pt" cx="{short(x(1))}" cy="{short(y(whole))}" r="4"/>')
    from_above = max(gains[-len(gains) // 4 :]) > whole + 0.04 * span
    body.append(text(x(1), y(whole) + (20 if from_above else -10), words.everybody, "end"))
    below = 18 if whole >= 0 else -10
    body.append(text(x(0.5) + 8, y(whole / 2) + below, words.chance))
    if 0 < share < 1:
        gain = _at(curve, share)
        body.append(line("ax", f"M{short(x(share))} {short(y(gain))}V{short(floor)}"))
        body.append(f'<circle class="pt" cx="{short(x(share))}" cy="{short(y(gain))}" r="6"/>')
        anchor = "end" if share > 0.6 else "start"
        body.append(text(x(share) + (-10 if anchor == "end" else 10), y(gain) - 10, words.chosen, anchor, "em"))
    body.append(text(4, HEIGHT - 6, words.across))
    body.append(text(4, 12, words.up))
    return picture(width, HEIGHT, "".join(body), title)


def _at(curve: Sequence[tuple[float, float]], share: float) -> float:
    """The gain at a share, between the points."""
    for (left, low), (right, high) in pairwise(curve):
        if left <= share <= right:
            return low + (high - low) * (share - left) / ((right - left) or 1.0)
    return curve[-1][1]
