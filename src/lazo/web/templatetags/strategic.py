"""`{% load strategic %}`: the words of the register of strategic customers."""

from datetime import date

from django import template
from django.template.context import Context

from lazo.differentiate.queries.strategic import RegisterLine
from lazo.web.formats import Formats
from lazo.web.strategic_page import evidence_words as words_of_evidence

register = template.Library()


@register.simple_tag(takes_context=True)
def evidence_words(context: Context, line: RegisterLine) -> str:
    """The number by which the data show it; blank where people said it."""
    formats = context.get("formats")
    return words_of_evidence(line.kind, line.evidence, formats if isinstance(formats, Formats) else Formats())


@register.simple_tag
def overdue(line: RegisterLine, today: date) -> bool:
    return line.is_overdue(today)
