"""Tabler icons (MIT) and the five shapes of the areas, as symbols of the page that uses them."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "lazo" / "icons"

SHAPES = {
    "adq": '<path d="M8 1.5 15.2 14.2H.8Z"/>',
    "man": '<path d="M2 2h12v12H2Z"/>',
    "max": '<path d="M8 .4 15.6 8 8 15.6.4 8Z"/>',
    "fid": '<circle cx="8" cy="8" r="7"/>',
    "ret": '<path d="M1.2 1.2h4.6v6.4a2.2 2.2 0 0 0 4.4 0V1.2h4.6v6.4a6.8 6.8 0 0 1-13.6 0Z"/>',
}

USED = re.compile(r'href="#([is])-([a-z0-9-]+)"')


def icon(name: str, css: str = "") -> str:
    """An icon that only decorates: what it says must also be said in words."""
    classes = f"icon {css}".strip()
    return f'<svg class="{classes}" aria-hidden="true"><use href="#i-{name}"/></svg>'


def shape(area: str) -> str:
    """The shape of an area, by its CSS key."""
    return f'<svg class="shape a-{area}" aria-hidden="true"><use href="#s-{area}"/></svg>'


def sprite(markup: str) -> str:
    """The symbols that `markup` refers to, once each; nothing when it refers to none."""
    used = sorted(set(USED.findall(markup)))
    symbols = "".join(_shape_symbol(name) if kind == "s" else symbol(name) for kind, name in used)
    return f'<svg class="vh" width="0" height="0" aria-hidden="true">{symbols}</svg>' if symbols else ""


@cache
def symbol(name: str) -> str:
    """The drawing of one icon file; an unknown name is an error of the template."""
    drawn = re.findall(r'<path(?![^>]*stroke="none")[^>]*?\sd="([^"]+)"', (FOLDER / f"{name}.svg").read_text("utf-8"))
    paths = "".join(f'<path d="{d}"/>' for d in drawn)
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{paths}</symbol>'


def _shape_symbol(name: str) -> str:
    return f'<symbol id="s-{name}" viewBox="0 0 16 16">{SHAPES[name]}</symbol>'
