"""`{% load portfolio %}`: the words of the portfolio of accounts."""

from django import template
from django.template.context import Context

from lazo.differentiate.portfolio.strategy import Cell
from lazo.differentiate.queries.portfolio import FactorLine
from lazo.web.formats import Formats
from lazo.web.portfolio_page import cell_words, raw_words, reason_words, strategy_words

register = template.Library()


@register.filter
def strategy_name(key: str) -> str:
    return strategy_words(key)


@register.filter
def cell_name(cell: Cell) -> str:
    return cell_words(cell)


@register.filter
def reason(key: str) -> str:
    return reason_words(key)


@register.simple_tag(takes_context=True)
def raw(context: Context, line: FactorLine) -> str:
    """What a factor was computed from; blank where the data do not know it."""
    formats = context.get("formats")
    return raw_words(line.factor.key, line.raw, formats if isinstance(formats, Formats) else Formats())
