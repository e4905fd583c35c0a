"""Drawings of the pages as they stand alone on paper: with the light colours of the house written into them, and the shapes they refer to."""

from lazo.web.icons import SHAPES

INK, INK_2, PAPER, LINE, LINE_2 = "#211c15", "#5c5447", "#ffffff", "#e3dbcc", "#cfc4b0"
MARKS = {"adq": "#1f7aad", "man": "#00704f", "max": "#b98600", "fid": "#7b185c", "ret": "#b03e00"}
WORDS = {"adq": "#175f8a", "man": "#00613f", "max": "#7a5600", "fid": "#7b185c", "ret": "#9c3600"}
PLAIN = f"""
text {{ fill: {INK_2}; font-family: Asap; font-size: 14px }}
.chart text {{ font-size: 12px }}
.em {{ fill: {INK}; font-weight: 600 }}
.m-life {{ fill: none; stroke: {INK}; stroke-width: 1.3 }}
.m-hit {{ fill: none }}
.m-grow {{ opacity: .24 }}
.m-risk {{ fill: url(#hatch) }}
.m-hatch {{ fill: {MARKS["ret"]} }}
.m-proj, .m-dot, .m-ret, .m-cost, .m-track, .m-gate, .g, .ax, .zero, .ci, .dl {{ fill: none }}
.m-proj {{ stroke-width: 1.7; stroke-linejoin: round }}
.m-dot {{ stroke-width: 4.7; stroke-linecap: round }}
.m-track {{ stroke: {LINE}; stroke-width: 4.4 }}
.m-ret {{ stroke-width: 4.4 }}
.m-cost {{ stroke: {INK}; stroke-width: 4.4 }}
.m-gate {{ stroke: {LINE_2}; stroke-dasharray: 2 3 }}
.m-name {{ font-weight: 600; font-size: 13.5px; letter-spacing: .4px }}
.m-flow {{ fill: #6f6554; opacity: .6; stroke: {PAPER}; stroke-width: .7 }}
.m-b {{ font-weight: 600; fill: {INK} }}
.m-n {{ font-size: 12px; font-weight: 600; fill: {INK} }}
.m-heart {{ font-size: 52px; font-weight: 600; fill: {INK} }}
.m-heart-t {{ font-size: 15px }}
.g {{ stroke: {LINE}; stroke-width: 1 }}
.ax {{ stroke: {LINE_2} }}
.zero {{ stroke: {INK} }}
.ci {{ stroke: {INK}; stroke-width: 2 }}
.pt {{ fill: {INK}; stroke: {PAPER}; stroke-width: 2 }}
.dl {{ stroke-width: 3; opacity: .45 }}
.dc {{ fill: {PAPER}; stroke: {INK_2}; stroke-width: 2 }}
"""


def inked(svg: str, css: str = "") -> str:
    """`svg` with its colours in it, ready for a typesetter; `css` names what it hangs in on a page (`chart`)."""
    head, _, body = svg.partition(">")
    shapes = "".join(
        f'<symbol id="s-{key}" viewBox="0 0 16 16">{drawing}</symbol>'
        for key, drawing in SHAPES.items()
        if f'"#s-{key}"' in body
    )
    style = f"<style>{PLAIN}{''.join(map(_of_area, MARKS))}</style>"
    inside = body.removesuffix("</svg>")
    return f'{head} xmlns="http://www.w3.org/2000/svg"><defs>{shapes}</defs>{style}<g class="{css}">{inside}</g></svg>'


def wide_drawing(pair: str) -> str:
    """Of a wide and a narrow drawing, the wide one."""
    return pair.partition('<div class="wide">')[2].partition("</div>")[0]


def _of_area(key: str) -> str:
    mark, words = MARKS[key], WORDS[key]
    filled = ".m-bar", ".m-grow", ".dr", ".sh", ".pt"
    stroked = ".m-dot", ".m-ret", ".ci", ".dl"
    return (
        f"{_in(key, filled)} {{ fill: {mark} }} {_in(key, stroked)} {{ stroke: {mark} }} .m-flow.a-{key} {{ fill: {mark} }}"
        f" .a-{key} .m-proj {{ stroke: {words} }} .a-{key} .m-name {{ fill: {words} }} .a-{key} .m-ssc {{ stroke: {INK} }}\n"
    )


def _in(key: str, names: tuple[str, ...]) -> str:
    return ", ".join(f".a-{key} {name}" for name in names)
