"""What becomes of each customer of an audience: by which channel they may be written to, in which arm they fall, or which rule says no."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.experiments.assignment import arm_places
from lazo.customize.models import Arm, Experiment
from lazo.customize.policy import may_contact_many
from lazo.customize.policy.own_limits import own_rules
from lazo.customize.policy.pack import packs
from lazo.customize.policy.rule import Kind
from lazo.kernel.calendar.calendar import Calendar, UnableToKnowHolidays
from lazo.kernel.models import Company

NOBODY = -1


@dataclass(frozen=True)
class Fates:
    """One value per customer, in the order of `ids`.

    `channel` is a place in `channels`, -1 for whom no channel is allowed; then `rule` is a place in `rules` (key and country): what held back the
    first channel, which was liked best. `arm` is a place in `arms`, the control group among them: it is drawn from those who may be written to, or the groups could not be
    compared; -1 for the others.
    """

    ids: NDArray[np.int64]
    channels: tuple[str, ...]
    channel: NDArray[np.int8]
    rules: tuple[tuple[str, str], ...]
    rule: NDArray[np.int16]
    arms: tuple[Arm, ...]
    arm: NDArray[np.int8]

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Whom some channel may reach, the control group among them."""
        return self.channel >= 0

    def by_channel(self) -> dict[str, int]:
        """How many each channel would reach."""
        return self._counted(self.channel, self.channels)

    def by_rule(self) -> dict[str, int]:
        """How many each rule holds back, by its key; rules that hold back nobody are not there."""
        return {
            key: count
            for key, count in self._counted(self.rule, [key for key, _country in self.rules]).items()
            if count
        }

    def by_arm(self) -> dict[str, int]:
        """How many fall in each arm, by its key."""
        return self._counted(self.arm, tuple(arm.key for arm in self.arms))

    @staticmethod
    def _counted(places: NDArray[np.signedinteger], names: Sequence[str]) -> dict[str, int]:
        counts = np.bincount(places[places >= 0], minlength=len(names)).tolist()
        return dict(zip(names, counts, strict=True))


def fates(
    *, ids: NDArray[np.int64], experiment: Experiment, arms: Sequence[Arm], channels: Sequence[str], when: datetime
) -> Fates:
    """Ask the policy of everybody at once, channel after channel, and hash who may be written to into the arms (`arms` in their own order).

    It is asked of the first lawful noon from `when` on: a message waits for its hour, so the hour holds nobody back here. Raises UnableToAsk.
    """
    channel = np.full(len(ids), NOBODY, np.int8)
    rule = np.full(len(ids), NOBODY, np.int16)
    rules: list[tuple[str, str]] = []
    noon, waiting = lawful_noon(when), hours()
    for place, name in enumerate(channels):
        left = np.flatnonzero(channel < 0)
        if not len(left):
            break
        found = may_contact_many(parties=ids[left], purpose=experiment.purpose, channel=name, when=noon)
        waits = np.array([key in waiting for key in found.names])[found.codes]
        channel[left[found.allowed | waits]] = place
        if place == 0:
            rules = list(zip(found.names, found.countries, strict=True))
            rule[left] = found.codes
    reached = channel >= 0
    rule[reached] = NOBODY
    arm = np.full(len(ids), NOBODY, np.int8)
    arm[reached] = arm_places(ids[reached], salt=experiment.salt, shares=[one.share for one in arms])
    return Fates(ids, tuple(channels), channel, tuple(rules), rule, tuple(arms), arm)


def lawful_noon(when: datetime) -> datetime:
    """Noon at the company on the first business day from `when` on."""
    company = Company.objects.get()
    zone = ZoneInfo(company.time_zone)
    day = when.astimezone(zone).date()
    with suppress(UnableToKnowHolidays):
        day = Calendar.load(company.country).next_business_day(day)
    return datetime.combine(day, time(12), zone)


def hours() -> frozenset[str]:
    """The keys of the rules that only say at what hours."""
    known = [rule for pack in packs().values() for rule in pack.rules]
    return frozenset(rule.key for rule in (*known, *own_rules()) if rule.kind == Kind.HOURS)
