"""Why a customer stands where it stands: the rule's sentence, its numbers written as the company writes them."""

from collections.abc import Mapping
from typing import Any

from lazo.differentiate.positions.sentence import MEASURED, PERCENT, why
from lazo.web.formats import EMPTY, Formats
from lazo.web.words import TIER_NAMES


def sentence(rule: str, evidence: Mapping[str, Any], formats: Formats) -> str:
    """One sentence with the numbers that the rule read; a number it lacks is a dash."""
    return why(rule, evidence, shown=lambda name, value: _written(name, value, formats))


def _written(name: str, value: Any, formats: Formats) -> str:
    if value is None:
        return EMPTY
    if not isinstance(value, int | float):
        return str(TIER_NAMES.get(value, value))
    if name in PERCENT:
        return formats.percent(value)
    return formats.number(value, 1 if name in MEASURED else 0)
