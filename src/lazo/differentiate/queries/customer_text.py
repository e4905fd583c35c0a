"""What somebody types into the list, and what they ask of traits, as conditions on customers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, Subquery

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.trait_question import TraitQuestion
from lazo.identify.models import SearchToken, TraitDefinition, TraitValue
from lazo.identify.queries.custom_fields import (
    VALUE_COLUMNS,
    UnableToFilter,
    custom_field,
    value_condition,
    value_filter,
)
from lazo.identify.queries.search import LAST, with_slips
from lazo.identify.search.words import Wanted, wanted_words


def settled_words(text: str, *, begins_name: Callable[[str], bool] | None = None) -> list[Wanted]:
    """The words to look for; `begins_name` says whether a folded word begins a name, where something knows that faster than the table.
    A word that begins a name is a name; any other may be an address or a number, or a name with a slip.

       A word that is nothing at all stays, and nobody fits it; text without any word gives none.
    """
    settled = []
    for word in wanted_words(text):
        names = replace(word, beginnings=tuple(one for one in word.beginnings if one[1] == "n"))
        others = replace(word, beginnings=tuple(one for one in word.beginnings if one[1] != "n"))
        if not word.is_name:
            settled.append(word)
        elif begins_name(word.text) if begins_name else begins_a_name(word.text):
            settled.append(names)
        elif _is_there(others):
            settled.append(others)
        else:
            settled.append(next(iter(with_slips([word])), word))
    return settled


def begins_a_name(word: str) -> bool:
    """Whether a folded word begins one of a name."""
    return SearchToken.objects.filter(token__gte=word, token__lt=word + LAST, field=SearchToken.Field.NAME).exists()


def text_condition(text: str, *, one_by_one: bool = False, words: Sequence[Wanted] | None = None) -> Q:
    """Customers who fit every word; `one_by_one` asks it of each customer instead of looking for all, for few of them.

    `words` are those of the text, where they are settled already.
    """
    words = settled_words(text) if words is None else words
    held = Q() if words else Q(pk__in=())
    for word in words:
        tokens = SearchToken.objects.filter(_tokens(word))
        held &= (
            Q(Exists(tokens.filter(party=OuterRef("pk")))) if one_by_one else Q(pk__in=Subquery(tokens.values("party")))
        )
    return held


def trait_condition(asked: TraitQuestion, *, one_by_one: bool = False) -> Q:
    """Customers of whom it holds; a trait nobody defined, or a value that is none of its type, fits nobody.

    `one_by_one` asks it of each customer instead of looking for all, for few of them.
    """
    definition = TraitDefinition.objects.filter(key=asked.key).first()
    if definition is None:
        return Q(pk__in=())
    held = Q()
    for how, value in asked.rest:
        held &= _trait(definition, how, value, one_by_one=one_by_one)
    if asked.values:
        any_of = Q(pk__in=())
        for value in asked.values:
            any_of |= _trait(definition, "is", value, one_by_one=one_by_one)
        held &= any_of
    return held


def _trait(definition: TraitDefinition, how: str, value: str, *, one_by_one: bool) -> Q:
    field = custom_field(definition)
    ask = value_condition if one_by_one else value_filter
    if how in {"has", "empty"}:
        empty = ask(field=field, operator="empty", value=None)
        return ~empty if how == "has" else empty
    try:
        return ask(field=field, operator=how, value=typed_value(definition.type, value))
    except (ValidationError, UnableToFilter):
        return Q(pk__in=())


def trait_customers(asked: TraitQuestion) -> list[int]:
    """The same as their numbers."""
    cards = CustomerCard.objects.filter(trait_condition(asked))
    return list(cards.order_by().values_list("customer_id", flat=True))


def typed_value(of: str, value: str) -> Any:
    """The text of an address as the column of a type holds it. Raises ValidationError."""
    if of == TraitDefinition.Type.FLAG:
        return float(value.casefold() in {"1", "si", "sí", "true"})
    column = TraitValue._meta.get_field(VALUE_COLUMNS[TraitDefinition.Type(of)].removesuffix("_id"))  # noqa: SLF001 - Django documents _meta
    typed = cast("Any", column).to_python(value)
    if isinstance(typed, int) and abs(typed) >> 63:
        raise ValidationError("too_large")
    return typed


def _is_there(word: Wanted) -> bool:
    """Whether any token fits: one short look at the index for each beginning."""
    return any(SearchToken.objects.filter(condition).exists() for condition in _each(word))


def _tokens(word: Wanted) -> Q:
    held = Q()
    for condition in _each(word):
        held |= condition
    return held


def _each(word: Wanted) -> Iterable[Q]:
    return (Q(token__gte=start, token__lt=start + LAST, field__in=kinds) for start, kinds in word.by_start)
