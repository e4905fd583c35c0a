"""The body of an e-mail: MJML compiled once to HTML, and the text made from it for those who read text; fields stay fields."""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from lazo.interact.channels.contract import UnableToCompile
from lazo.interact.writing.fields import Pattern, UnableToReadFields, read_fields, read_marked

LONGEST = 400_000
MARK = re.compile(r"lzf(\d+)zl")
BLOCKS = frozenset(
    {"p", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "section", "br", "hr"}
)
SILENT = frozenset({"head", "style", "script", "title"})
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
NOT_OURS = re.compile(r"<\s*(?:mj-include|script|iframe|object|embed|form)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Body:
    """Both parts as patterns: fields of `html` are filled with escaped text, those of `plain` with plain text."""

    html: Pattern
    plain: Pattern


def compile_body(mjml: str, *, plain: str = "") -> Body:
    """`mjml` is MJML or the paragraphs of a simple message; `plain` a text part written by hand. Raises UnableToCompile."""
    if len(mjml) > LONGEST:
        raise UnableToCompile("too_long")
    if not mjml.strip():
        raise UnableToCompile("empty")
    found = _fields(mjml)
    marked = found.words[0] + "".join(f"lzf{place}zl{words}" for place, words in enumerate(found.words[1:]))
    page = _compiled(marked if "<mjml" in marked.lower() else _paragraphs(marked))
    by_hand = _fields(plain) if plain.strip() else None
    return Body(
        html=read_marked(page, found.fields, MARK),
        plain=by_hand or read_marked(text_of(page), found.fields, MARK),
    )


def text_of(page: str) -> str:
    """The words of a page for those who read text: one paragraph a block, links with their address."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    return text.strip() + "\n"


def _fields(text: str) -> Pattern:
    try:
        return read_fields(text)
    except UnableToReadFields as error:
        raise UnableToCompile("bad_field", said=error.said) from error


def _paragraphs(text: str) -> str:
    """A message written without MJML: its paragraphs, nothing else."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    said = "".join(
        f"<mj-text>{html.escape(block, quote=False).replace(chr(10), '<br />')}</mj-text>" for block in blocks
    )
    font = "<mj-attributes><mj-all font-family='Helvetica, Arial, sans-serif' /><mj-text font-size='15px' line-height='1.5' /></mj-attributes>"
    return f"<mjml><mj-head>{font}</mj-head><mj-body><mj-section><mj-column>{said}</mj-column></mj-section></mj-body></mjml>"


def _compiled(mjml: str) -> str:
    from mjml import mjml2html

    if NOT_OURS.search(mjml):
        raise UnableToCompile("bad_mjml", said="mj-include, script, iframe, form")
    try:
        return mjml2html(mjml)
    except (ValueError, OSError, RuntimeError) as error:
        raise UnableToCompile("bad_mjml", said=str(error)[:200]) from error


class _Reader(HTMLParser):
    """Collects what a person would read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._links: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in SILENT:
            self._silent += 1
        elif self._hidden:
            if tag == self._hidden[0]:
                self._hidden.append(tag)
        elif HIDDEN.search(said.get("style") or "") and tag not in {"br", "img", "hr"}:
            self._hidden.append(tag)
        elif tag in BLOCKS:
            self.parts.append("\n")
        elif tag == "a":
            self._links.append(said.get("href") or "")
        elif tag == "img" and said.get("alt"):
            self.parts.append(str(said["alt"]))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(self._silent - 1, 0)
        elif self._hidden:
            if tag == self._hidden[0]:
                self._hidden.pop()
        elif tag in BLOCKS and tag != "br":
            self.parts.append("\n")
        elif tag == "a" and self._links:
            link = self._links.pop()
            if link and not link.startswith(("#", "javascript:")):
                self.parts.append(f" ({link})")

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))
