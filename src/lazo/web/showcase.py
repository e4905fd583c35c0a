"""The invented cycle that the sign-in page shows as a picture: no number of the company leaves before someone signs in."""

from functools import cache
from math import exp

from lazo.web.charts.areas import AREAS
from lazo.web.charts.cycle_data import BINS, AreaSlice, Bin, Flow, MapWords
from lazo.web.charts.cycle_map import draw_cycle_map

FLOWS = (
    Flow(None, "ACQUIRE", 612), Flow("ACQUIRE", "KEEP", 218), Flow("ACQUIRE", None, 164), Flow("KEEP", "MAXIMIZE", 143),
    Flow("KEEP", "RETAIN", 131), Flow("MAXIMIZE", "LOYALTY", 96), Flow("MAXIMIZE", "KEEP", 38), Flow("LOYALTY", "RETAIN", 34),
    Flow("LOYALTY", "MAXIMIZE", 29), Flow("RETAIN", "KEEP", 88), Flow("RETAIN", None, 102), Flow(None, "KEEP", 41),
)  # fmt: skip

# customers, strategic share, money now and money to come at the start and the end of each area
SHAPES = {
    "ACQUIRE": (300, 150, 0.0, 0, 0, 10, 62),
    "KEEP": (300, 320, 0.07, 90, 230, 80, 215),
    "MAXIMIZE": (120, 150, 0.43, 130, 215, 160, 260),
    "LOYALTY": (90, 120, 0.78, 225, 330, 215, 345),
    "RETAIN": (150, 90, 0.13, 130, 32, 105, 8),
}


@cache
def showcase_map() -> str:
    """The picture, drawn once a process."""
    words = MapWords(dict.fromkeys(AREAS, ""), (), "", "", "", "", "", "", "")
    return draw_cycle_map([_slice(area) for area in AREAS], FLOWS, words, view_box="-345 -345 690 615").svg


def _slice(area: str) -> AreaSlice:
    first, last, strategic, now, now_last, coming, coming_last = SHAPES[area]
    cells = []
    for i in range(BINS):
        at = (i + 0.5) / BINS
        swell = 0.75 + 0.5 * exp(-(((at - 0.45) / 0.4) ** 2))
        people = round((first + (last - first) * at) * swell)
        cells.append(
            Bin(
                people,
                round(people * strategic),
                round(now + (now_last - now) * at),
                round(coming + (coming_last - coming) * at),
            )
        )
    return AreaSlice(area, bins=tuple(cells))
