"""`{% load identity %}`: where a record comes from, how sure a likeness is, on how many answers a share stands."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from lazo.identify.queries.match_queue import COUNTED_AT_MOST
from lazo.identify.queries.pair_fields import RecordSide
from lazo.identify.queries.precision import Share
from lazo.web import identity_page
from lazo.web.formats import Formats

register = template.Library()


@register.filter
def origin_of(side: RecordSide) -> str:
    """The sources of a record, by name."""
    return identity_page.origin_of(side)


@register.filter
def certainty(one: Any, formats: Formats) -> str:
    """The probability of a pair or of a merge: `88 %`."""
    return identity_page.certainty(one.probability, formats)


@register.filter
def counted(number: int, formats: Formats) -> str:
    """How many wait: `38`, and `10.000+` beyond what is counted."""
    return formats.number(min(number, COUNTED_AT_MOST)) + ("+" if number > COUNTED_AT_MOST else "")


@register.filter
def measured(share: Share, formats: Formats) -> str:
    """On what a share stands: `entre 92 % y 99 %, de 120`."""
    if share.interval is None:
        return _("nadie ha respondido todavía")
    low, high = (formats.percent(end) for end in share.interval)
    return _("entre %(low)s y %(high)s, de %(total)s") % {
        "low": low,
        "high": high,
        "total": formats.number(share.total),
    }
