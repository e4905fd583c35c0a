"""A value as a customer reads it in a message, in their language."""

from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

YES = {"es": ("sí", "no"), "en": ("yes", "no"), "pt-br": ("sim", "não")}
LOCALES = {"es": "es_419", "en": "en", "pt-br": "pt_BR"}


def written(value: Any, language: str) -> str:
    """Blank for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES.get(language, YES["es"])[0 if value else 1]
    locale = LOCALES.get(language, "es_419")
    if isinstance(value, date):
        return str(format_date(value, format="long", locale=locale))
    if isinstance(value, int | float):
        return str(format_decimal(value, locale=locale))
    return str(value)
