"""What has been learned of each offer: from what customers answered, and from its own control group once its window is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Count
from django.db.models.fields.json import KT
from numpy.typing import NDArray

from lazo.analytics.decisions.belief import Belief, after_answers, after_experiment, guess, within
from lazo.analytics.segments.arrays_base import days, integers
from lazo.customize.facts import STRATA, Facts
from lazo.customize.models import ActionAnswer, Decision, Offer, Outcome
from lazo.customize.models.experiment import BOUGHT, MONEY, Experiment

Said = ActionAnswer.Said
Ints = NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Learned:
    """What is believed of an offer in each of STRATA."""

    strata: tuple[Belief, ...]


@dataclass(frozen=True)
class _Ended:
    """Decisions of an offer whose window is over: the customer's place, group, day since 1970, whether treated, whether it succeeded."""

    stratum: NDArray[np.int8]
    treated: NDArray[np.bool_]
    won: NDArray[np.bool_]

    def counted(self, stratum: int | None = None) -> dict[str, int]:
        here = np.ones(len(self.treated), np.bool_) if stratum is None else self.stratum == stratum
        return {
            "treated": int((here & self.treated).sum()),
            "wins": int((here & self.treated & self.won).sum()),
            "control": int((here & ~self.treated).sum()),
            "control_wins": int((here & ~self.treated & self.won).sum()),
        }


def learned_of(facts: Facts, offers: Sequence[Offer]) -> dict[int, Learned]:
    """What is believed of each offer on the day of the facts, by its number. Three queries, and one more for each offer that has ended decisions."""
    answers = _answers(offers)
    began = _began(offers)
    return {one.pk: _learned(facts, one, answers.get(one.pk, (0, 0)), began) for one in offers}


def guessed_of(offers: Sequence[Offer]) -> dict[int, Learned]:
    """What somebody thinks, before any evidence."""
    return {one.pk: Learned((guess(one.guess),) * len(STRATA)) for one in offers}


def _learned(facts: Facts, offer: Offer, answers: tuple[int, int], began: Mapping[int, date]) -> Learned:
    first = guess(offer.guess)
    whole = after_answers(first, accepted=answers[0], refused=answers[1])
    window = timedelta(days=offer.experiment.window_days)
    begun = began.get(offer.experiment_id)
    if begun is None or begun + window > facts.on or offer.experiment.metric == MONEY:
        return Learned((whole,) * len(STRATA))
    ended = _ended(facts, offer.experiment)
    measured = after_experiment(first, **ended.counted())
    if measured is first:
        return Learned((whole,) * len(STRATA))
    doubt = first.deviation
    return Learned(tuple(within(measured, doubt=doubt, **ended.counted(place)) for place in range(len(STRATA))))


def _answers(offers: Sequence[Offer]) -> dict[int, tuple[int, int]]:
    """Of each offer, how many said yes, and how many no or nothing."""
    rows = ActionAnswer.objects.filter(offer__in=offers, said__in=ActionAnswer.OF_CUSTOMER)
    found: dict[int, tuple[int, int]] = {}
    for offer, said, count in rows.values_list("offer", "said").annotate(count=Count("pk")).order_by("offer", "said"):
        yes, no = found.get(offer, (0, 0))
        found[offer] = (yes + count, no) if said == Said.ACCEPTED else (yes, no + count)
    return found


def _began(offers: Sequence[Offer]) -> dict[int, date]:
    return {one.experiment_id: one.experiment.started_on for one in offers if one.experiment.started_on is not None}


def _ended(facts: Facts, experiment: Experiment) -> _Ended:
    """Who fell into which group, of those whose window is over; the group of the cycle is that of the day of the decision."""
    last = facts.on - timedelta(days=experiment.window_days)
    rows = Decision.objects.standing().filter(experiment=experiment, on__lte=last).annotate(group=KT("why__stratum"))
    told = list(rows.order_by("pk").values_list("party", "arm__is_control", "on", "group"))
    parties = np.fromiter((one[0] for one in told), np.int64, len(told))
    start = np.fromiter((one[2].toordinal() - EPOCH for one in told), np.int64, len(told))
    groups = np.fromiter((int(one[3]) if one[3] else 0 for one in told), np.int8, len(told))
    treated = ~np.fromiter((one[1] for one in told), np.bool_, len(told))
    whole = Facts(facts.question, facts.on)
    places = whole.places_of(parties)
    known = places >= 0
    won = np.zeros(len(told), np.bool_)
    if known.any():
        happened = _bought if experiment.metric == BOUGHT else _told
        won[known] = happened(whole, experiment, places[known], start[known])
    return _Ended(groups, treated, won)


def _bought(facts: Facts, experiment: Experiment, places: Ints, start: Ints) -> NDArray[np.bool_]:
    """Whether each bought from the day of the decision until before the window's end; returns do not count."""
    first = date.fromordinal(int(start.min()) + EPOCH)
    lookup = _by_place(places, len(facts))
    won = np.zeros(len(places), np.bool_)
    source = facts.question.base.source
    for part in source.parts("purchases", ("party_id", "day", "amount"), first=first, last=facts.on):
        bought = facts.places_of(integers(part.rows["party_id"], null=-1))
        _mark(
            won,
            lookup,
            start,
            experiment.window_days,
            bought,
            days(part.rows["day"]),
            integers(part.rows["amount"]) > 0,
        )
    return won


def _told(facts: Facts, experiment: Experiment, places: Ints, start: Ints) -> NDArray[np.bool_]:
    """Whether an outcome of that name was told of each within the window."""
    rows = list(Outcome.objects.filter(experiment=experiment, name=experiment.metric).values_list("party", "on"))
    parties = facts.places_of(np.fromiter((one for one, _on in rows), np.int64, len(rows)))
    on = np.fromiter((day.toordinal() - EPOCH for _one, day in rows), np.int64, len(rows))
    won = np.zeros(len(places), np.bool_)
    _mark(won, _by_place(places, len(facts)), start, experiment.window_days, parties, on, np.ones(len(rows), np.bool_))
    return won


def _by_place(places: Ints, customers: int) -> Ints:
    """The row of each customer's decision, -1 of who has none."""
    lookup = np.full(customers + 1, -1, np.int64)
    lookup[places] = np.arange(len(places))
    return lookup


def _mark(  # noqa: PLR0917 - a row of arrays
    won: NDArray[np.bool_],
    lookup: Ints,
    start: Ints,
    window: int,
    places: Ints,
    on: NDArray[np.integer],
    counts: NDArray[np.bool_],
) -> None:
    rows = lookup[places]
    good = (rows >= 0) & counts
    rows, on = rows[good], on[good]
    inside = (on >= start[rows]) & (on < start[rows] + window)
    won[rows[inside]] = True
