"""`{% load lazo %}`: what every page of the product needs in its template.

The context variable `formats` (lazo.web.formats.Formats) decides how numbers are written; without it they are written as in Colombia.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lazo.kernel.jobs.step_words import step_words as words_of_step
from lazo.web import assets, icons
from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.ghost_ring import ghost_ring as draw_ghost_ring
from lazo.web.charts.mini_ring import logo, mini_ring
from lazo.web.folding import marked
from lazo.web.formats import Formats
from lazo.web.initials import initials
from lazo.web.markup import drawn
from lazo.web.toasts import undo_token
from lazo.web.words import AREA_NAMES, CLASS_NAMES, STRATEGIC_KINDS, TIER_NAMES

register = template.Library()

register.filter(initials)

DEFAULT = Formats()
MOST_KEPT = 256
"""Of one piece of a template."""
USES_HTMX = re.compile(r"\shx-(?:get|post|put|patch|delete|boost|trigger)=")


@register.simple_tag
def stylesheet_url() -> str:
    return reverse("web:asset", args=[assets.stylesheet().name])


@register.simple_tag
def script_url() -> str:
    return reverse("web:asset", args=[assets.script().name])


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Code and name of the languages of the pages, each named in itself: whoever seeks theirs reads no other."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "upload" "icon-s" %}`: decorates, so the words must say it too. Draws only inside `{% symbols %}`."""
    return drawn(icons.icon(name, css))


@register.simple_tag
def shape(area: str) -> SafeString:
    """The shape of an area, given as ACQUIRE or adq."""
    return drawn(icons.shape(CSS_KEYS.get(area, area)))


@register.simple_tag
def area(key: str) -> SafeString:
    """Shape and name of an area in its colour."""
    css = CSS_KEYS[key]
    return format_html('<span class="area a-{}">{}{}</span>', css, drawn(icons.shape(css)), AREA_NAMES[key])


@register.filter
def css_key(key: str) -> str:
    """The short name of an area in CSS classes and addresses: RETAIN is ret."""
    return CSS_KEYS.get(key, "")


@register.filter
def area_name(key: str) -> str:
    return str(AREA_NAMES.get(key, key))


@register.filter
def tier_name(key: str) -> str:
    """A value tier in words; blank for none."""
    return str(TIER_NAMES.get(key, key))


@register.filter
def class_name(key: str) -> str:
    return str(CLASS_NAMES.get(key, key))


@register.filter
def strategic_kind(key: str) -> str:
    return str(STRATEGIC_KINDS.get(key, key))


@register.filter
def document(scheme: str) -> str:
    """The kind of an identity document: `RUT (CL)` from CL_RUT or CL:RUT."""
    country, _sign, kind = scheme.replace(":", "_").partition("_")
    return f"{kind.replace('_', ' ')} ({country})" if kind else scheme


@register.filter
def area_names(keys: Iterable[str]) -> str:
    """`Maximizar y Fidelizar`."""
    names = [str(AREA_NAMES.get(key, key)) for key in keys]
    return (
        _("%(first)s y %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else "".join(names)
    )


@register.filter
def step_words(step: str) -> str:
    """What a job is doing, as a sentence."""
    return words_of_step(step)


@register.filter(name="marked")
def marked_filter(text: str, sought: str) -> SafeString:
    """The text with what is sought in it made bold."""
    return marked(text, sought)


@register.filter(name="undo_token")
def undo_token_filter(tags: str) -> str:
    """The undo that a message of lazo.web.toasts carries; blank for none."""
    return undo_token(tags)


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """The entry of a mapping; 0 where there is none."""
    return mapping.get(key, 0)


@register.simple_tag
def ring(key: str, place: float | None = None, size: int = 20) -> SafeString:
    """A customer's place in the cycle, small; beside it the area's name must be written."""
    return drawn(mini_ring(key, 0.5 if place is None else place, size)) if key in CSS_KEYS else drawn("")


@register.simple_tag
def ghost_ring() -> SafeString:
    """The empty cycle, waiting for customers."""
    return drawn(draw_ghost_ring({key: str(name) for key, name in AREA_NAMES.items()}, _("clientes todavía")))


@register.simple_tag
def lazo_logo() -> SafeString:
    return drawn(logo())


@register.simple_tag
def bar(share: float | None, css: str = "") -> SafeString:
    """A bar of `share` from 0 to 1; the number must be written beside it."""
    width = round(100 * min(max(share or 0.0, 0.0), 1.0), 1)
    return format_html(
        '<svg class="{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/></svg>',
        f"bar {css}".strip(), width,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def money(context: Context, minor: int | None) -> str:
    """`$ 1.284.500` from minor units of the company's currency."""
    return _formats(context).money(minor)


@register.simple_tag(takes_context=True)
def money_short(context: Context, minor: int | None) -> str:
    """`$ 48,9 M` from minor units."""
    return _formats(context).money_short(minor)


@register.simple_tag(takes_context=True)
def number(context: Context, value: float | Decimal | None, digits: int = 0) -> str:
    """`12.408`."""
    return _formats(context).number(value, digits)


@register.simple_tag(takes_context=True)
def signed(context: Context, value: int | None) -> str:
    """`+387`."""
    return _formats(context).signed(value)


@register.simple_tag(takes_context=True)
def percent(context: Context, share: float | None, digits: int = 0) -> str:
    """`22 %` from 0.22."""
    return _formats(context).percent(share, digits)


@register.simple_tag(takes_context=True)
def change(context: Context, share: float | None, digits: int = 1) -> str:
    """`+2,1 %` from 0.021."""
    return _formats(context).change(share, digits)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None, today: date | None = None) -> SafeString | str:
    """`<time datetime="2025-11-08">8 nov 2025</time>`; with `today`, hoy, ayer or without the year."""
    text = _formats(context).day(value, today)
    return text if value is None else format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag(takes_context=True)
def long_day(context: Context, value: date | None) -> str:
    """`31 de octubre de 2025`."""
    return _formats(context).long_day(value)


@register.simple_tag(takes_context=True)
def month_name(context: Context, value: date) -> str:
    """`octubre de 2025`."""
    return _formats(context).month(value)


@register.simple_tag(takes_context=True)
def month_short(context: Context, value: date) -> str:
    """`oct 25`."""
    return _formats(context).short_month(value)


def _formats(context: Context) -> Formats:
    found = context.get("formats")
    return found if isinstance(found, Formats) else DEFAULT


class SymbolsNode(template.Node):
    """Renders its content, and before it the symbols that the content uses."""

    def __init__(self, content: NodeList) -> None:
        self.content = content

    def render(self, context: Context) -> SafeString:
        markup = self.content.render(context)
        return drawn(icons.sprite(markup) + markup)


class PageNode(SymbolsNode):
    """The same for a whole page, and after it the script of htmx where something asks for it."""

    def render(self, context: Context) -> SafeString:
        markup = super().render(context)
        if not USES_HTMX.search(markup):
            return markup
        return format_html(
            '{}<script src="{}" defer></script>', markup, reverse("web:asset", args=[assets.htmx().name])
        )


class KeptNode(template.Node):
    """Renders its content once in a process for each language and each set of values, and keeps it."""

    def __init__(self, content: NodeList, values: list[FilterExpression]) -> None:
        self.content, self._values = content, values
        self._kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(value.resolve(context) for value in self._values))
        found = self._kept.get(key)
        if found is None:
            found = self.content.render(context)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept places section %}...{% endkept %}` round what says the same wherever these values, hashable ones, are the same.

    It must name every value that its content reads: what stands there for one reader stands there for the next.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    content = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(content, values)


@register.tag
def symbols(parser: Parser, token: Token) -> SymbolsNode:  # noqa: ARG001 - the signature of a template tag
    """`{% symbols %}...{% endsymbols %}` round a page, or round a fragment that is swapped in and brings icons of its own."""
    content = parser.parse(("endsymbols",))
    parser.delete_first_token()
    return SymbolsNode(content)


@register.tag
def page(parser: Parser, token: Token) -> PageNode:  # noqa: ARG001 - the signature of a template tag
    """`{% page %}...{% endpage %}` round the body of the base template."""
    content = parser.parse(("endpage",))
    parser.delete_first_token()
    return PageNode(content)
