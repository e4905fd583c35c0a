"""Markup that we drew ourselves: numbers, classes and words already escaped by what drew them."""

from django.utils.safestring import SafeString, mark_safe


def drawn(svg: str) -> SafeString:
    """Trusts `svg`: only for the output of lazo.web.charts, lazo.web.icons and the cells of the list, which escape every word they write."""
    return mark_safe(svg)  # noqa: S308 - the one place where our own drawings are trusted
