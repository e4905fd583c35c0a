"""One style sheet and one script a page, joined from small files when the process starts: no build step, far-future caching.

The address carries a hash of the content. `url("static:PATH")` in the CSS becomes the address of that static file.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.templatetags.static import static

ROOT = Path(__file__).parent / "static" / "lazo"

LAYERS = "@layer tokens, reset, base, layout, components, screens, utilities;\n"
FIRST = ("fonts", "tokens", "reset", "base", "layout")
LAST = ("utilities", "print")


@dataclass(frozen=True)
class Asset:
    """A joined file as it is sent."""

    name: str
    content_type: str
    body: bytes
    compressed: bytes


@cache
def stylesheet() -> Asset:
    """All of `static/lazo/css`, in the order tokens, reset, base, layout, components, screens, utilities, print."""
    text = LAYERS + "".join(_slim(path.read_text("utf-8")) for path in _style_files())
    text = re.sub(r'url\("static:([^"]+)"\)', lambda match: f'url("{static(match[1])}")', text)
    return _asset("lazo", "css", "text/css; charset=utf-8", text)


@cache
def script() -> Asset:
    """All of `static/lazo/js`: one behaviour a file, each a block of its own."""
    parts = [_slim_script(path.read_text("utf-8")) for path in sorted((ROOT / "js").glob("*.js"))]
    return _asset("lazo", "js", "text/javascript; charset=utf-8", "".join(f"{{\n{part}}}\n" for part in parts))


@cache
def htmx() -> Asset:
    """The vendored htmx, on its own because most pages do without it."""
    return _asset("htmx", "js", "text/javascript; charset=utf-8", (ROOT / "vendor" / "htmx.min.js").read_text("utf-8"))


def _style_files() -> list[Path]:
    css = ROOT / "css"
    middle = sorted((css / "components").glob("*.css")) + sorted((css / "screens").glob("*.css"))
    return [css / f"{name}.css" for name in FIRST] + middle + [css / f"{name}.css" for name in LAST]


def _slim(text: str) -> str:
    """Without comments and the spaces that say nothing; what stands in quotes stays as it is."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r'("[^"]*")|\s*([{};,])\s*|(:)\s+|\s+', _tight, text)
    return text.replace(";}", "}").strip() + "\n"


def _tight(found: re.Match[str]) -> str:
    return found[1] or found[2] or found[3] or " "


def _slim_script(text: str) -> str:
    """Without lines that are a comment, and indentation: no text of ours goes over more than one line."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _asset(stem: str, suffix: str, content_type: str, text: str) -> Asset:
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"{stem}.{digest}.{suffix}", content_type, body, gzip.compress(body, mtime=0))
