"""Who finds the customers of an offer: the rules of the offer, or those of the ones that Lazo brings along."""

from typing import Any

import numpy as np

from lazo.customize.candidates import Candidate
from lazo.customize.facts import Facts, Ints, Mask
from lazo.customize.models import Offer
from lazo.differentiate.models import Propensity, PropensityModel

LATE_FROM = 0.5
"""Chance of paying late from which on somebody is reminded before the day."""
QUIET_DAYS, RECENT_DAYS = 90, 30

WELCOME: dict[str, Any] = {
    "all": [
        {"field": "sub_state", "in": ["welcome"]},
        {"interactions": {"at_most": 0, "directions": ["OUT"], "period": {"last_days": RECENT_DAYS}}},
    ]
}
OVERDUE: dict[str, Any] = {"all": [{"field": "area", "in": ["RETAIN"]}, {"field": "overdue_ratio", "at_least": 2}]}
UNTOUCHED: dict[str, Any] = {
    "all": [
        {"field": "strategic", "in": [True]},
        {"interactions": {"at_most": 0, "period": {"last_days": QUIET_DAYS}}},
    ]
}


def by_rules(facts: Facts, offer: Offer) -> Candidate:
    """The maker of offers without one of their own: who is in the tree of the offer."""
    return _candidate(facts, offer, facts.members(offer.definition))


def welcome(facts: Facts, offer: Offer) -> Candidate:
    """Who bought for the first time lately and to whom nobody has spoken since."""
    return _candidate(facts, offer, facts.members(WELCOME))


def untouched(facts: Facts, offer: Offer) -> Candidate:
    """Strategic customers with whom nobody has spoken for long."""
    return _candidate(facts, offer, facts.members(UNTOUCHED))


def _candidate(facts: Facts, offer: Offer, eligible: Mask) -> Candidate:
    return Candidate(offer, eligible & ~_homes(facts), margin_of(facts, offer))


def margin_of(facts: Facts, offer: Offer) -> Ints:
    """What a success is worth with each customer: the offer's margin, or its share of what the customer is expected to bring in 365 days.

    Where that is not known, of what they brought in the last 12 months; never below 0.
    """
    if offer.margin is not None:
        return np.full(len(facts), offer.margin, np.int64)
    coming, past = facts.column("value_365d"), facts.column("value_12m")
    worth = np.maximum(np.where(coming > 0, coming, past), 0)
    return np.asarray(np.rint(worth * ((offer.margin_share or 0.0) / 100)).astype(np.int64))


def _homes(facts: Facts) -> Mask:
    """Households: what is proposed is proposed to one of their members."""
    words = facts.question.base.words("kind", facts.question.known.vocabulary)
    if "HOUSEHOLD" not in words:
        return np.zeros(len(facts), np.bool_)
    return np.asarray(facts.column("kind") == words.index("HOUSEHOLD"))


def overdue(facts: Facts, offer: Offer) -> Candidate:
    """Who is late by their own rhythm; what is at stake is their value times the chance that they stay silent, where a model says it."""
    eligible, margin = facts.members(OVERDUE), margin_of(facts, offer)
    chances = chances_of(facts, PropensityModel.Kind.SILENCE)
    if chances is not None:
        margin = np.rint(margin * np.where(np.isnan(chances), 1.0, chances)).astype(np.int64)
    return Candidate(offer, eligible, margin)


def late(facts: Facts, offer: Offer) -> Candidate | None:
    """Who is likely to pay late, by a model; nothing is proposed without one."""
    chances = chances_of(facts, PropensityModel.Kind.LATE_PAYMENT)
    if chances is None:
        return None
    return Candidate(offer, np.nan_to_num(chances) >= LATE_FROM, margin_of(facts, offer))


def chances_of(facts: Facts, kind: str) -> Any:
    """What the models of a kind say of each customer, the newest where several do; NaN of whom none speaks, null where there is none at all."""
    rows = Propensity.objects.filter(model__kind=kind, expires_on__gt=facts.on).order_by("version_id", "pk")
    if facts.places is not None:
        rows = rows.filter(customer_id__in=facts.ids.tolist())
    told = list(rows.values_list("customer_id", "chance"))
    if not told:
        return None
    places = facts.places_of(np.fromiter((one for one, _chance in told), np.int64, len(told)))
    chances = np.full(len(facts), np.nan)
    chances[places[places >= 0]] = np.fromiter((chance for _one, chance in told), np.float64, len(told))[places >= 0]
    return chances
