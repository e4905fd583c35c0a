"""The conditions of a question to the list of customers, for the database."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce

from lazo.differentiate.queries.customer_question import HIGH_RISK, MEDIUM_RISK, NOBODY, OUTSIDE, ListQuestion
from lazo.identify.models import SearchToken, TraitDefinition, TraitValue
from lazo.identify.queries.search import LAST, with_slips
from lazo.identify.search_words import Wanted, wanted_words

RISK = {
    "high": Q(risk__gt=HIGH_RISK),
    "medium": Q(risk__gt=MEDIUM_RISK, risk__lte=HIGH_RISK),
    "low": Q(risk__lte=MEDIUM_RISK),
}
VALUE_FIELD = {"NUMBER": "number", "FLAG": "number", "MONEY": "money", "DATE": "date"}


def conditions(question: ListQuestion) -> dict[str, Q]:
    """A condition by field of the question; fields that ask nothing are left out. Text and traits are `text` and `traits`."""
    found = {
        "areas": _any(_area(area) for area in question.areas),
        "kinds": Q(kind__in=question.kinds),
        "risks": _any(RISK[risk] for risk in question.risks if risk in RISK),
        "cities": Q(city__in=question.cities),
        "countries": Q(country__in=question.countries),
        "owners": Q(owner_id__in=question.owners) | (Q(owner=None) if NOBODY in question.owners else Q(pk__in=())),
        "tiers": Q(tier__in=question.tiers),
        "rfm": _any(Q(rfm__startswith=cell) for cell in question.rfm),
    }
    told = {name: condition for name, condition in found.items() if getattr(question, name)}
    if question.strategic is not None:
        told["strategic"] = Q(strategic=question.strategic)
    told |= _spans(question)
    if question.text:
        told["text"] = text_condition(question.text)
    if question.traits:
        told["traits"] = _all(trait_condition(*trait) for trait in question.traits)
    return told


def _spans(question: ListQuestion) -> dict[str, Q]:
    spans = {
        "value": (("value_365d__gte", question.value_from), ("value_365d__lte", question.value_to)),
        "last_day": (("last_day__gte", question.last_day_from), ("last_day__lte", question.last_day_to)),
        "created": (("created_on__gte", question.created_from),),
        "contact": (("last_contact_on__lte", question.contact_to),),
    }
    asked = {name: {key: value for key, value in ends if value is not None} for name, ends in spans.items()}
    return {name: Q(**ends) for name, ends in asked.items() if ends}


def _area(area: str) -> Q:
    return Q(area="", n_purchases__isnull=False) if area == OUTSIDE else Q(area=area)


def text_condition(text: str) -> Q:
    """Customers who fit every word; words with a slip only where nothing fits. Text without any word fits nobody."""
    words = wanted_words(text)
    whole = _fits(words)
    if words and not SearchToken.objects.filter(whole_tokens(words)).exists():
        mended = with_slips(words)
        return _fits(mended) if mended else whole
    return whole


def whole_tokens(words: Sequence[Wanted]) -> Q:
    """Tokens of parties that fit all the words."""
    first, *others = words
    return _tokens(first) & _all(Q(party__in=_parties(word)) for word in others)


def _fits(words: Sequence[Wanted]) -> Q:
    return _all(Q(pk__in=_parties(word)) for word in words) if words else Q(pk__in=())


def _parties(word: Wanted) -> Subquery:
    return Subquery(SearchToken.objects.filter(_tokens(word)).values("party"))


def _tokens(word: Wanted) -> Q:
    return _any(Q(token__gte=start, token__lt=start + LAST, field=field) for start, field in word.beginnings)


def trait_condition(key: str, how: str, value: str) -> Q:
    """Customers of whom some record says so; a trait nobody defined, or a value that is none of its type, fits nobody."""
    definition = TraitDefinition.objects.filter(key=key).first()
    if definition is None:
        return Q(pk__in=())
    column = VALUE_FIELD.get(definition.type, "text")
    lookups = {"is": column, "from": f"{column}__gte", "to": f"{column}__lte"}
    values = TraitValue.objects.filter(definition=definition)
    if how != "has":
        try:
            field = TraitValue._meta.get_field(column)  # noqa: SLF001 - Django documents _meta
            values = values.filter(**{lookups[how]: field.to_python(value)})  # type: ignore[union-attr]  # a concrete field
        except ValidationError:
            return Q(pk__in=())
    owners = values.annotate(customer=Coalesce(F("party__canonical_id"), F("party_id"))).values("customer")
    return Q(pk__in=Subquery(owners))


def _any(conditions: Iterable[Q]) -> Q:
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined


def _all(conditions: Iterable[Q]) -> Q:
    joined = Q()
    for condition in conditions:
        joined &= condition
    return joined
