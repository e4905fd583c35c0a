"""Dates of birth: day and month changed places, a digit wrong, only the year right."""

from __future__ import annotations

from typing import Any

from lazo.analytics.linkage.comparison import Comparison, Level
from lazo.analytics.linkage.conditions import Crossed, Edits, Equal, Missing, both, either
from lazo.analytics.linkage.derived import Derived, beginning, part, raw, text
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.steps import Pattern, Steps

DIGITS = Steps((Pattern("[^0-9]+", ""),))
_YEAR, _MONTH, _DAY = Equal("birth_year"), Equal("birth_month"), Equal("birth_day")
TWO_PARTS = either(both(_YEAR, _MONTH), both(_YEAR, _DAY), both(_MONTH, _DAY))


def birth(source: str = "birth_date") -> Field:
    """Two dates of birth, written year, month, day."""
    return Field(
        derived=(
            text("birth", raw(source), DIGITS),
            Derived(
                "birth_crossed", "birth", _crossed, lambda value: value[:4] + value[6:8] + value[4:6], is_cheap=True
            ),
            beginning("birth_year", "birth", 4),
            part("birth_month", "birth", 4, 2),
            part("birth_day", "birth", 6, 2),
        ),
        comparison=Comparison(
            "birth",
            unknown=Missing("birth"),
            levels=(
                Level("equal", Equal("birth"), 0.88, 0.00005, "birth"),
                Level("typo", either(Crossed("birth", "birth_crossed"), Edits("birth", 1, 8)), 0.08, 0.0006),
                Level("two_parts", TWO_PARTS, 0.02, 0.004),
                Level("same_year", Equal("birth_year"), 0.01, 0.015),
            ),
            different=(0.01, 0.97),
        ),
        keys=("birth",),
        frequencies=("birth",),
    )


def _crossed(column: Any) -> Any:
    return column.substr(0, 4) + column.substr(6, 2) + column.substr(4, 2)
