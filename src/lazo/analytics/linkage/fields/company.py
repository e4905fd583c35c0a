"""Names of companies: legal form aside, legal name against trade name."""

from __future__ import annotations

from typing import Any

from lazo.analytics.linkage.companies import SPELLED, WITHOUT_FORM
from lazo.analytics.linkage.comparison import Comparison, Level
from lazo.analytics.linkage.conditions import Alike, Edits, Equal, Missing, Overlap, WordsInside, either
from lazo.analytics.linkage.derived import Derived, raw, sorted_words, text, word
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.folding import FOLD
from lazo.analytics.linkage.sounds import SOUND
from lazo.analytics.linkage.steps import Words

SIMPLIFIED = FOLD.then(WITHOUT_FORM, Words(SPELLED))


BETWEEN_NAMES = "~~"
"""No sign of regular expressions, by which Spark splits."""


def company(source: str = "company") -> Field:
    """Two companies by their names; its source holds legal and trade name with `BETWEEN_NAMES` between them, the one most used first."""
    return Field(
        derived=(
            _names(source),
            Derived("company", "company_names", lambda column: column[0], lambda value: value[0]),
            text("company_sound", "company", SOUND),
            sorted_words("company_key", "company_sound"),
            word("company_first", "company", 0),
        ),
        comparison=Comparison(
            "company",
            unknown=Missing("company"),
            levels=(
                Level("equal", Overlap("company_names"), 0.75, 0.0002, "company"),
                Level("words_missing", WordsInside("company"), 0.10, 0.0005),
                Level(
                    "typo", either(Edits("company", 2, 8), Equal("company_key"), Alike("company", 0.95)), 0.08, 0.0005
                ),
                Level("alike", Alike("company", 0.88), 0.04, 0.01),
            ),
            different=(0.03, 0.98),
        ),
        keys=("company_names", "company_key"),
        frequencies=("company",),
    )


def _names(source: str) -> Derived:
    def of(column: Any) -> Any:
        found = column.split(BETWEEN_NAMES).map(SIMPLIFIED.of)
        found = found.filter(lambda name: name.notnull())
        return found.nullif(found.filter(lambda name: name.isnull()))

    def on(value: str) -> list[str] | None:
        return [name for name in map(SIMPLIFIED.on, value.split(BETWEEN_NAMES)) if name is not None] or None

    return Derived("company_names", raw(source), of, on)
