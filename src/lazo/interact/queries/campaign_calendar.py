"""The calendar of campaigns: which write on which day, and how many people two of them would write to within a few days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lazo.analytics.segments.arrays import Bits
from lazo.analytics.segments.definition import InSegment
from lazo.differentiate.queries.segment_base import segment_base
from lazo.differentiate.queries.segment_numbers import Question, tree_of
from lazo.differentiate.segments.rules import catalogue
from lazo.differentiate.segments.segment_base import count_bits
from lazo.interact.models import Campaign
from lazo.interact.queries.campaign_state import CampaignState, state_of
from lazo.kernel.access import RowRule
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse

WINDOW = 7
"""Days within which two messages are near, where the company has set no budget of its own."""
EVERY = {Campaign.Repeats.DAILY: 1, Campaign.Repeats.WEEKLY: 7}
MOST_PAIRS = 200


@dataclass(frozen=True)
class Collision:
    """Two campaigns that write within `WINDOW` days of each other, first on `on`; `customers` are in both audiences today."""

    first: Campaign
    second: Campaign
    on: date
    customers: int


def days_of(campaign: Campaign, *, first: date, last: date) -> list[date]:
    """The days from `first` to `last` (included) on which people come in and are written to: those of its waves and those still to come."""
    known = {wave.on for wave in campaign.waves.all()}
    state = state_of(campaign)
    if state not in {CampaignState.ENDED, CampaignState.PAUSED} and campaign.starts_on is not None:
        known |= set(_to_come(campaign, last, max(known, default=None)))
    return sorted(day for day in known if first <= day <= last)


def collisions(campaigns: Sequence[Campaign], *, rule: RowRule, first: date, last: date) -> list[Collision]:
    """Of campaigns with days in that time, the pairs that come near each other, the most people first; without a warehouse none.

    Each audience is a mask over all customers, so that a pair costs two instructions per 64 of them. `rule`: whose eyes count.
    """
    days = {one.pk: days_of(one, first=first - timedelta(days=WINDOW), last=last) for one in campaigns}
    near = [
        (a, b, day)
        for place, a in enumerate(campaigns)
        for b in campaigns[place + 1 :]
        if (day := _near(days[a.pk], days[b.pk])) is not None and day >= first
    ][:MOST_PAIRS]
    if not near:
        return []
    try:
        question = Question(segment_base(), catalogue(), rule)
    except UnableToOpenWarehouse:
        return []
    bits = {one.pk: _bits(one, question) for one in _among(near)}
    found = [Collision(a, b, day, count_bits(bits[a.pk] & bits[b.pk])) for a, b, day in near]
    return sorted((one for one in found if one.customers), key=lambda one: (-one.customers, one.on, one.first.pk))


def _to_come(campaign: Campaign, last: date, latest: date | None) -> Iterable[date]:
    every = EVERY.get(Campaign.Repeats(campaign.repeats))
    if latest is None:
        day = campaign.starts_on
    elif every is None:
        return
    else:
        day = latest + timedelta(days=every)
    while day is not None and day <= last and (campaign.ends_on is None or day < campaign.ends_on):
        yield day
        day = day + timedelta(days=every) if every else None


def _near(some: Sequence[date], others: Sequence[date]) -> date | None:
    """The first day on which the later of two near ones is due."""
    pairs = (max(a, b) for a in some for b in others if abs((a - b).days) < WINDOW)
    return min(pairs, default=None)


def _among(near: Iterable[tuple[Campaign, Campaign, date]]) -> list[Campaign]:
    return list({one.pk: one for a, b, _day in near for one in (a, b)}.values())


def _bits(campaign: Campaign, question: Question) -> Bits:
    """The audience of today, without those it leaves out."""
    bits = question.members(tree_of(campaign.segment, question.known)) & question.seen
    for key in campaign.without:
        bits &= ~question.members(InSegment(key))
    return bits
