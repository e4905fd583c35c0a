"""The conditions of a question to the list of customers, for the database."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.db.models.functions import Coalesce

from lazo.differentiate.models import StrategicCustomer
from lazo.differentiate.queries.customer_question import HIGH_RISK, MEDIUM_RISK, NOBODY, OUTSIDE, ListQuestion
from lazo.differentiate.queries.customer_text import text_condition, trait_condition
from lazo.differentiate.queries.segment_filter import in_segments
from lazo.differentiate.queries.trait_question import trait_questions
from lazo.identify.search.words import Wanted

RISK = {
    "high": Q(risk__gt=HIGH_RISK),
    "medium": Q(risk__gte=MEDIUM_RISK, risk__lte=HIGH_RISK),
    "low": Q(risk__lt=MEDIUM_RISK),
}


def conditions(
    question: ListQuestion, *, one_by_one: bool = False, words: Sequence[Wanted] | None = None
) -> dict[str, Q]:
    """A condition by field of the question; fields that ask nothing are left out. Text is `text`, each trait that is asked `trait:<key>`.

    `one_by_one` is for few cards: the text is asked of each of them. `words` are those of the text, where they are settled already.
    """
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
    if question.strategic_kinds:
        found["strategic_kinds"] = strategic_condition(question.strategic_kinds)
    if question.segments:
        found["segments"] = in_segments(question.segments)
    told = {name: condition for name, condition in found.items() if getattr(question, name)}
    if question.strategic is not None:
        told["strategic"] = Q(strategic=question.strategic)
    told |= _spans(question)
    if question.text:
        told["text"] = text_condition(question.text, one_by_one=one_by_one, words=words)
    for trait in trait_questions(question.traits):
        told[trait.name] = trait_condition(trait, one_by_one=one_by_one)
    return told


def strategic_condition(kinds: Iterable[str]) -> Q:
    """Who is strategically significant today in one of those ways."""
    register = StrategicCustomer.objects.open().filter(kind__in=list(kinds))
    return Q(customer_id__in=register.values(stands=Coalesce("customer__canonical_id", "customer_id")))


def _spans(question: ListQuestion) -> dict[str, Q]:
    spans = {
        "value": (("value_365d__gte", question.value_from), ("value_365d__lte", question.value_to)),
        "cost": (("cost_12m__gte", question.cost_from), ("cost_12m__lte", question.cost_to)),
        "net": (("net_12m__gte", question.net_from), ("net_12m__lte", question.net_to)),
        "last_day": (("last_day__gte", question.last_day_from), ("last_day__lte", question.last_day_to)),
        "created": (("created_on__gte", question.created_from),),
        "contact": (("last_contact_on__lte", question.contact_to),),
    }
    asked = {name: {key: value for key, value in ends if value is not None} for name, ends in spans.items()}
    return {name: Q(**ends) for name, ends in asked.items() if ends}


def _area(area: str) -> Q:
    return Q(area="", n_purchases__isnull=False) if area == OUTSIDE else Q(area=area)


def _any(conditions: Iterable[Q]) -> Q:
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined
