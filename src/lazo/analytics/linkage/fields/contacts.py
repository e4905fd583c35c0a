"""Lists of keys: e-mail addresses, telephones, documents. How many hold a key says how little it tells."""

from __future__ import annotations

from typing import Any

from lazo.analytics.linkage.comparison import Comparison, Level
from lazo.analytics.linkage.conditions import Edits, Equal, Missing, Nothing, Overlap, either
from lazo.analytics.linkage.derived import Derived, ending, raw, text
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.steps import Pattern, Steps

WITHOUT_DOMAIN, WITHOUT_COUNTRY = Steps((Pattern("@.*$", ""),)), Steps((Pattern("^.*:", ""),))
DOCUMENT_TYPO = Edits("document_number", 1, 6)


def emails(source: str = "emails") -> Field:
    """Two lists of addresses."""
    return Field(
        derived=(_first("email", source), text("email_name", "email", WITHOUT_DOMAIN)),
        comparison=Comparison(
            "emails",
            unknown=Missing(source),
            levels=(
                Level("equal", Overlap(source), 0.55, 0.000002, f"{source}_holders"),
                Level("same_name", Equal("email_name"), 0.05, 0.00005),
                Level("typo", Edits("email_name", 1, 5), 0.07, 0.00005),
            ),
            different=(0.33, 0.9998),
        ),
        keys=(source,),
    )


def phones(source: str = "phones") -> Field:
    """Two lists of telephones."""
    return Field(
        derived=(_first("phone", source), ending("phone_end", "phone", 8)),
        comparison=Comparison(
            "phones",
            unknown=Missing(source),
            levels=(
                Level("equal", Overlap(source), 0.55, 0.000005, f"{source}_holders"),
                Level("typo", Edits("phone_end", 1, 8), 0.05, 0.00002),
            ),
            different=(0.40, 0.9999),
        ),
        keys=(source,),
    )


def documents(source: str = "documents", schemes: str = "document_schemes") -> Field:
    """Two lists of documents; of different kinds they say nothing, unless one is nearly the other."""
    return Field(
        derived=(text("document_number", raw("document"), WITHOUT_COUNTRY),),
        comparison=Comparison(
            "documents",
            unknown=either(
                Missing("document_number"), Nothing(either(Overlap(source), Overlap(schemes), DOCUMENT_TYPO))
            ),
            levels=(
                Level("equal", Overlap(source), 0.90, 0.000002, f"{source}_holders"),
                Level("typo", DOCUMENT_TYPO, 0.05, 0.00002),
            ),
            different=(0.05, 0.9999),
        ),
        keys=(source,),
    )


def _first(name: str, source: str) -> Derived:
    def of(column: Any) -> Any:
        return column[0]

    return Derived(name, source, of, lambda value: value[0], is_cheap=True)
