"""Other columns: places, codes, categories, free text, streets."""

from __future__ import annotations

from lazo.analytics.linkage.comparison import Comparison, Level
from lazo.analytics.linkage.conditions import Alike, Edits, Equal, Missing, WordsInside, both, either
from lazo.analytics.linkage.derived import beginning, raw, text, word
from lazo.analytics.linkage.fields.field import Field
from lazo.analytics.linkage.folding import FOLD, FOLD_JOINED
from lazo.analytics.linkage.steps import Pattern, Steps, Trim, Words
from lazo.analytics.linkage.streets import SPELLED

STREET = FOLD.then(Words(SPELLED))
NUMBERS = Steps((Pattern("[^0-9]+", " "), Trim()))


def place(name: str, source: str) -> Field:
    """A city or suburb: the same, or nearly."""
    return Field(
        derived=(text(name, raw(source), FOLD),),
        comparison=Comparison(
            name,
            unknown=Missing(name),
            levels=(
                Level("equal", Equal(name), 0.80, 0.15, name),
                Level("typo", either(Edits(name, 1, 5), Alike(name, 0.92)), 0.05, 0.005),
            ),
            different=(0.15, 0.845),
        ),
        keys=(name,),
        frequencies=(name,),
    )


def free(name: str, source: str) -> Field:
    """Free text such as an occupation: the same, some words missing, nearly."""
    return Field(
        derived=(text(name, raw(source), FOLD),),
        comparison=Comparison(
            name,
            unknown=Missing(name),
            levels=(
                Level("equal", Equal(name), 0.70, 0.03, name),
                Level("words_missing", WordsInside(name), 0.06, 0.01),
                Level("typo", either(Edits(name, 2, 6), Alike(name, 0.92)), 0.10, 0.005),
            ),
            different=(0.14, 0.955),
        ),
        keys=(name,),
        frequencies=(name,),
    )


def code(name: str, source: str, *, beginning_of: int = 0) -> Field:
    """A code: the same, one or two signs wrong, with `beginning_of` the same beginning."""
    start = f"{name}_start"
    near = (Level("same_start", Equal(start), 0.05, 0.01),) if beginning_of else ()
    return Field(
        derived=(
            text(name, raw(source), FOLD_JOINED),
            *((beginning(start, name, beginning_of),) if beginning_of else ()),
        ),
        comparison=Comparison(
            name,
            unknown=Missing(name),
            levels=(
                Level("equal", Equal(name), 0.80, 0.001, name),
                Level("typo", Edits(name, 1), 0.07, 0.001),
                *near,
                Level("two_signs", Edits(name, 2, 6), 0.03, 0.005),
            ),
            different=(0.05, 0.98),
        ),
        keys=(name,),
        frequencies=(name,),
    )


def category(name: str, source: str) -> Field:
    """One of few values: the same or not."""
    return Field(
        derived=(text(name, raw(source), FOLD),),
        comparison=Comparison(
            name,
            unknown=Missing(name),
            levels=(Level("equal", Equal(name), 0.95, 0.4, name),),
            different=(0.05, 0.6),
        ),
        frequencies=(name,),
    )


def street(name: str = "address", source: str = "address") -> Field:
    """A street and its numbers."""
    numbers = f"{name}_numbers"
    return Field(
        derived=(
            text(f"{name}_street", raw(source), STREET),
            text(numbers, f"{name}_street", NUMBERS),
            word(f"{name}_first", f"{name}_street", 0),
        ),
        comparison=Comparison(
            name,
            unknown=Missing(f"{name}_street"),
            levels=(
                Level("equal", Equal(f"{name}_street"), 0.45, 0.0001, f"{name}_street"),
                Level("words_missing", WordsInside(f"{name}_street"), 0.06, 0.0005),
                Level("typo", both(Equal(numbers), Alike(f"{name}_street", 0.85)), 0.09, 0.0001),
                Level("alike", Alike(f"{name}_street", 0.92), 0.05, 0.002),
            ),
            different=(0.35, 0.997),
        ),
        keys=(f"{name}_street",),
        frequencies=(f"{name}_street",),
    )
