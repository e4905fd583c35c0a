"""Whom the contact policy lets us propose something to today, and by which of the channels of an offer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import numpy as np
from numpy.typing import NDArray

from lazo.customize.facts import Facts, Mask
from lazo.customize.policy import may_contact_by_each, may_contact_many
from lazo.kernel.today import company_zone

NOON = time(12)
"""A decision is for the day: whether the hour is right is asked again by whoever makes contact."""


@dataclass
class Permission:
    """Asks once for each purpose and channel, for all customers of the facts."""

    facts: Facts
    _memo: dict[tuple[str, str], Mask] = field(default_factory=dict)

    def foresee(self, ways: Collection[tuple[str, str]]) -> None:
        """Ask for all these purposes and channels at once, where the facts are of one customer: many questions then cost the queries of one."""
        if self.facts.places is not None and ways:
            self._memo |= may_contact_by_each(parties=self.facts.ids, ways=ways, when=noon(self.facts.on))

    def allowed(self, purpose: str, channels: Sequence[str]) -> Mask:
        """Who may be contacted for that purpose by some of the channels; without channels, everybody: nothing is sent."""
        found = np.full(len(self.facts), not channels, np.bool_)
        for channel in channels:
            found |= self._by(purpose, channel)
        return found

    def channel_of(self, purpose: str, channels: Sequence[str], rows: NDArray[np.intp]) -> NDArray[np.int8]:
        """Of customers at those places the first channel by which it may be, as its place among `channels`."""
        found = np.zeros(len(rows), np.int8)
        for place in reversed(range(len(channels))):
            found[self._by(purpose, channels[place])[rows]] = place
        return found

    def _by(self, purpose: str, channel: str) -> Mask:
        key = (purpose, channel)
        if key not in self._memo:
            self._memo[key] = self._ask(purpose, channel)
        return self._memo[key]

    def _ask(self, purpose: str, channel: str) -> Mask:
        found: Mask = may_contact_many(
            parties=self.facts.ids, purpose=purpose, channel=channel, when=noon(self.facts.on)
        ).allowed
        return found


def noon(on: date) -> datetime:
    """The middle of the day at the company."""
    return datetime.combine(on, NOON, company_zone())
