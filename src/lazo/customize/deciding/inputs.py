"""What a decision is made from, asked for everybody at once: who may get what, what it is worth, what was decided and answered before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Count, Q
from numpy.typing import NDArray

from lazo.analytics.decisions.arbitration import UNLIMITED, Verdict
from lazo.customize.candidates import Candidate, candidates_of
from lazo.customize.deciding.choice import Inputs, Rival
from lazo.customize.deciding.learning import Learned, learned_of
from lazo.customize.deciding.permission import Permission
from lazo.customize.facts import Facts, Mask
from lazo.customize.models import ActionAnswer, Arm, Decision, Offer
from lazo.customize.traits import uplift_trait
from lazo.identify.models import ConsentEntry, Party
from lazo.identify.models.party_block import PartyBlock

Said = ActionAnswer.Said
Ints = NDArray[np.int64]
_NO = np.int8(Verdict.NOT_ALLOWED)
LEAST_HARM = -0.01
"""Percent points: customers are told two decimals, so this is the first below nothing."""


@dataclass(frozen=True)
class Asked:
    """What was asked, with the offers behind it: `inputs`, the candidates in the order of its rivals, the permission that was used, and
    of each candidate whom a study tells that it drives them away.
    """

    inputs: Inputs
    candidates: tuple[Candidate, ...]
    permission: Permission
    away: tuple[Mask, ...]


@dataclass(frozen=True)
class _Told:
    """Rows about customers: their places in the facts, and a number for each."""

    places: Ints
    numbers: Ints

    @classmethod
    def of(cls, facts: Facts, rows: Sequence[tuple[int, int]]) -> "_Told":
        parties = np.fromiter((one[0] for one in rows), np.int64, len(rows))
        numbers = np.fromiter((one[1] for one in rows), np.int64, len(rows))
        places = facts.places_of(parties)
        known = places >= 0
        return cls(places[known], numbers[known])

    def mask(self, rows: int) -> Mask:
        found = np.zeros(rows, np.bool_)
        found[self.places] = True
        return found

    def counts(self, rows: int) -> Ints:
        return np.bincount(self.places, minlength=rows)


def ask(facts: Facts, *, seed: int) -> Asked:
    """Everything a decision of the day of the facts depends on; a dozen queries, and one more for each offer that is being learned."""
    offers = list(Offer.objects.valid(on=facts.on).select_related("experiment").order_by("pk"))
    candidates = candidates_of(facts, offers)
    learned = learned_of(facts, [one.offer for one in candidates])
    permission = Permission(facts)
    permission.foresee({(one.offer.purpose, channel) for one in candidates for channel in one.offer.channels})
    rooms, arms = _rooms(facts, candidates), _Arms.of(candidates)
    rivals = tuple(_rival(one.offer, learned[one.offer.pk], rooms[one.offer.pk], arms.control) for one in candidates)
    decided = _Decided.of(facts, offers)
    blocked = _blocked(facts)
    away = tuple(arms.driven_away(facts, one.offer) for one in candidates)
    verdicts = tuple(
        np.where(blocked, _NO, _verdict(facts, one, decided, permission, away[place]))
        for place, one in enumerate(candidates)
    )
    inputs = Inputs(
        on=facts.on,
        seed=seed,
        ids=facts.ids,
        owners=np.asarray(facts.column("owner"), np.int64),
        strata=facts.strata,
        rivals=rivals,
        verdicts=verdicts,
        margins=tuple(np.where(one.eligible, one.margin, 0) for one in candidates),
        done=_done_today(facts, candidates),
    )
    return Asked(inputs, tuple(candidates), permission, away)


def _blocked(facts: Facts) -> Mask:
    """Whose data nobody may use, or not for profiles."""
    rows = PartyBlock.objects.filter(lifted_at__isnull=True).values_list("party", flat=True)
    return facts.mask_of(np.fromiter(rows.iterator(chunk_size=50_000), np.int64))


def _rival(offer: Offer, learned: Learned, room: int, shares: dict[int, int]) -> Rival:
    return Rival(
        offer=offer.pk,
        version=offer.version,
        experiment=offer.experiment_id,
        salt=offer.experiment.salt,
        control=shares.get(offer.experiment_id, 0),
        cost=offer.unit_cost,
        room=room,
        capacity=-1 if offer.capacity is None else offer.capacity,
        beliefs=learned.strata,
    )


@dataclass(frozen=True)
class _Arms:
    """By experiment the share of its control group, and the numbers of the others."""

    control: dict[int, int]
    treated: dict[int, list[int]]

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> "_Arms":
        arms = Arm.objects.filter(experiment__in=[one.offer.experiment_id for one in candidates]).order_by("pk")
        found = cls({}, {})
        for pk, experiment, is_control, share in arms.values_list("pk", "experiment", "is_control", "share"):
            if is_control:
                found.control[experiment] = share
            else:
                found.treated.setdefault(experiment, []).append(pk)
        return found

    def driven_away(self, facts: Facts, offer: Offer) -> Mask:
        """Whom a study of the offer tells that it makes them do it less: to them it is worth less than nothing, whatever is believed of others."""
        away = np.zeros(len(facts), np.bool_)
        for arm in self.treated.get(offer.experiment_id, ()):
            away |= facts.members({"trait": uplift_trait(arm), "at_most": LEAST_HARM})
        return away


def _rooms(facts: Facts, candidates: Sequence[Candidate]) -> dict[int, int]:
    """How many more customers may get each offer: within its total, its day and its budget. Only what has a limit is counted."""
    offers = [one.offer for one in candidates]
    total = _given([one for one in offers if one.cap_total is not None or _has_budget(one)])
    today = _given([one for one in offers if one.cap_day is not None], on=facts.on)
    found = {}
    for offer in offers:
        given, given_today = total.get(offer.experiment_id, 0), today.get(offer.experiment_id, 0)
        rooms = [UNLIMITED]
        if offer.cap_total is not None:
            rooms.append(offer.cap_total - given)
        if offer.cap_day is not None:
            rooms.append(offer.cap_day - given_today)
        if offer.budget is not None and _has_budget(offer):
            rooms.append(offer.budget // offer.unit_cost - given)
        found[offer.pk] = max(int(min(rooms)), 0)
    return found


def _has_budget(offer: Offer) -> bool:
    return offer.budget is not None and offer.unit_cost > 0


def _given(offers: Sequence[Offer], on: date | None = None) -> dict[int, int]:
    """By experiment how many were given each of these offers, or were on that day."""
    if not offers:
        return {}
    rows = Decision.objects.standing().filter(
        arm__is_control=False, experiment__in=[one.experiment_id for one in offers]
    )
    rows = rows if on is None else rows.filter(on=on)
    return dict(rows.values_list("experiment").annotate(count=Count("pk")).order_by())


@dataclass(frozen=True)
class _Decided:
    """What was decided and answered before, of each offer: who has a group already, who is in its control group, who rests, waits, how often
    they got it. `held` are those whom the control group of some offer holds back while its window lasts.
    """

    seen: dict[int, Mask]
    control: dict[int, Mask]
    held: Mask
    resting: dict[int, Mask]
    waiting: dict[int, Mask]
    times: dict[int, Ints]

    @classmethod
    def of(cls, facts: Facts, offers: Sequence[Offer]) -> "_Decided":
        by_experiment = {one.experiment_id: one for one in offers}
        rows = Decision.objects.standing().filter(experiment__in=by_experiment)
        answers = ActionAnswer.objects.filter(offer__in=offers)
        if facts.places is not None:
            family = _family(facts)
            rows, answers = rows.filter(party__in=family), answers.filter(party__in=family)
        seen, control = {}, {}
        held = np.zeros(len(facts), np.bool_)
        told = list(rows.order_by("pk").values_list("party", "experiment", "arm__is_control", "on"))
        for number, offer in by_experiment.items():
            mine = [one for one in told if one[1] == number]
            # Of today's groups it is asked again: a decision that was killed and one that is repeated end alike.
            again = [(one[0], 1) for one in mine if not one[2] or one[3] == facts.on]
            before = [(one[0], one[3].toordinal()) for one in mine if one[2] and one[3] < facts.on]
            since = (facts.on - timedelta(days=offer.experiment.window_days)).toordinal()
            seen[offer.pk] = _Told.of(facts, again).mask(len(facts))
            control[offer.pk] = _Told.of(facts, before).mask(len(facts))
            held |= _Told.of(facts, [one for one in before if one[1] > since]).mask(len(facts))
        return cls(seen, control, held, *_answered(facts, offers, list(answers.order_by("pk"))))


def _family(facts: Facts) -> list[int]:
    """All records of the one customer asked about."""
    ids = facts.ids.tolist()
    return list(Party.objects.filter(Q(pk__in=ids) | Q(canonical__in=ids)).values_list("pk", flat=True))


def _answered(
    facts: Facts, offers: Sequence[Offer], rows: Sequence[ActionAnswer]
) -> tuple[dict[int, Mask], dict[int, Mask], dict[int, Ints]]:
    resting, waiting, times = {}, {}, {}
    final = {one.action for one in rows if one.said in ActionAnswer.OF_CUSTOMER}
    for offer in offers:
        mine = [one for one in rows if one.offer_id == offer.pk]
        rest = [(one.party_id, 1) for one in mine if one.until is not None and one.until > facts.on]
        done = [one for one in mine if one.said == Said.DONE]
        wait = [(one.party_id, 1) for one in done if one.action not in final]
        resting[offer.pk] = _Told.of(facts, rest).mask(len(facts))
        waiting[offer.pk] = _Told.of(facts, wait).mask(len(facts))
        times[offer.pk] = _Told.of(facts, [(one.party_id, 1) for one in done]).counts(len(facts))
    return resting, waiting, times


def _verdict(
    facts: Facts, candidate: Candidate, decided: _Decided, permission: Permission, away: Mask
) -> NDArray[np.int8]:
    """Whether each customer may be proposed the offer, and if not why: what holds for ever comes before what passes."""
    offer = candidate.offer
    found = np.full(len(facts), Verdict.CHOSEN, np.int8)
    found[decided.seen[offer.pk]] = Verdict.WORTH_LESS
    found[away] = Verdict.NO_GAIN
    found[~permission.allowed(offer.purpose, offer.channels)] = Verdict.NOT_ALLOWED
    found[decided.waiting[offer.pk]] = Verdict.WAITING
    found[decided.resting[offer.pk]] = Verdict.RESTING
    if offer.purpose != ConsentEntry.Purpose.SERVICE:
        found[decided.held] = Verdict.HELD_BACK
    found[decided.control[offer.pk]] = Verdict.HELD_BACK
    found[decided.times[offer.pk] >= offer.cap_person] = Verdict.ENOUGH
    found[~candidate.eligible] = Verdict.NOT_ELIGIBLE
    return found


def _done_today(facts: Facts, candidates: Sequence[Candidate]) -> dict[tuple[int, int], int]:
    """How many of each were carried out today, by whoever looks after the customer."""
    places = {one.offer.pk: place for place, one in enumerate(candidates)}
    rows = ActionAnswer.objects.filter(offer__in=places, said=Said.DONE, on=facts.on)
    told = rows.values_list("offer", "party__owner").annotate(count=Count("pk")).order_by("offer", "party__owner")
    return {(places[offer], owner or 0): count for offer, owner, count in told}
