"""What somebody types into the list, and what they ask of traits, as conditions on customers."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lazo.identify.models import SearchToken, TraitDefinition, TraitValue
from lazo.identify.queries.search import LAST, with_slips
from lazo.identify.search_words import Wanted, wanted_words

VALUE_FIELD = {"NUMBER": "number", "FLAG": "number", "MONEY": "money", "DATE": "date"}


def settled_words(text: str) -> list[Wanted]:
    """The words to look for. A word that begins a name is a name; any other may be an address or a number, or a name with a slip.

    A word that is nothing at all stays, and nobody fits it; text without any word gives none.
    """
    settled = []
    for word in wanted_words(text):
        names = replace(word, beginnings=tuple(one for one in word.beginnings if one[1] == "n"))
        others = replace(word, beginnings=tuple(one for one in word.beginnings if one[1] != "n"))
        if not word.is_name:
            settled.append(word)
        elif _is_there(names):
            settled.append(names)
        elif _is_there(others):
            settled.append(others)
        else:
            settled.append(next(iter(with_slips([word])), word))
    return settled


def text_condition(text: str, *, one_by_one: bool = False) -> Q:
    """Customers who fit every word; `one_by_one` asks it of each customer instead of looking for all, for few of them."""
    words = settled_words(text)
    held = Q() if words else Q(pk__in=())
    for word in words:
        tokens = SearchToken.objects.filter(_tokens(word))
        held &= (
            Q(Exists(tokens.filter(party=OuterRef("pk")))) if one_by_one else Q(pk__in=Subquery(tokens.values("party")))
        )
    return held


def trait_condition(key: str, how: str, value: str) -> Q:
    """Customers of whom some record says so; a trait nobody defined, or a value that is none of its type, fits nobody."""
    values = _values(key, how, value)
    return Q(pk__in=()) if values is None else Q(pk__in=Subquery(values))


def trait_parties(key: str, how: str, value: str) -> list[int]:
    """The same as their numbers."""
    values = _values(key, how, value)
    return [] if values is None else [row["customer"] for row in values]


def _values(key: str, how: str, value: str) -> "QuerySet[TraitValue, Any] | None":
    definition = TraitDefinition.objects.filter(key=key).first()
    if definition is None:
        return None
    column = VALUE_FIELD.get(definition.type, "text")
    lookups = {"is": column, "from": f"{column}__gte", "to": f"{column}__lte"}
    values = TraitValue.objects.filter(definition=definition)
    if how != "has":
        try:
            field = TraitValue._meta.get_field(column)  # noqa: SLF001 - Django documents _meta
            values = values.filter(**{lookups[how]: field.to_python(value)})  # type: ignore[union-attr]  # a concrete field
        except ValidationError:
            return None
    told = values.annotate(customer=Coalesce(F("party__canonical_id"), F("party_id"))).values("customer")
    return cast("QuerySet[TraitValue, Any]", told)


def _is_there(word: Wanted) -> bool:
    """Whether any token fits: one short look at the index for each beginning."""
    return any(SearchToken.objects.filter(condition).exists() for condition in _each(word))


def _tokens(word: Wanted) -> Q:
    held = Q()
    for condition in _each(word):
        held |= condition
    return held


def _each(word: Wanted) -> Iterable[Q]:
    return (Q(token__gte=start, token__lt=start + LAST, field__in=kinds) for start, kinds in word.by_start.items())
