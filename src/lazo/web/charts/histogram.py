"""A small histogram: two paths, what lies in the chosen span darker."""

from collections.abc import Sequence

from lazo.web.charts.geometry import short

WIDTH, HEIGHT, GAP = 160.0, 36.0, 2.0
LEAST = 1.0


def histogram(bars: Sequence[tuple[int, bool]]) -> str:
    """`bars` are (how many, whether in the span), at least one; who is there at all has a bar that can be seen."""
    room = WIDTH / len(bars)
    tallest = max(1, *(count for count, _ in bars))
    paths = {True: "", False: ""}
    for place, (count, is_inside) in enumerate(bars):
        tall = max(LEAST, HEIGHT * count / tallest) if count else 0.0
        if tall:
            x, wide = place * room, max(room - GAP, room / 2)
            paths[is_inside] += f"M{short(x)} {short(HEIGHT - tall)}h{short(wide)}V36h-{short(wide)}z"
    drawn = f'<path d="{paths[False]}"/>' if paths[False] else ""
    drawn += f'<path class="in" d="{paths[True]}"/>' if paths[True] else ""
    return f'<svg class="hist" viewBox="0 0 160 36" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
