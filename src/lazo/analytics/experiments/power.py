"""Before the launch: how large an effect could be told from chance, and how many customers that takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lazo.analytics.experiments.readout import Z95

POWER = 0.8


class UnableToPlan(ValueError):
    """Raised when an experiment cannot be planned: a rate outside (0, 1), no effect, an arm without customers."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an outcome is like: `mean` per customer of control and the standard deviation between customers, in the same unit.

    `is_share`: the outcome is yes or no, so that an effect changes the spread too.
    """

    mean: float
    deviation: float
    is_share: bool = False

    def treated_variance(self, effect: float) -> float:
        """Of the outcome of treated customers when they do `effect` more each."""
        if not self.is_share:
            return self.deviation**2
        rate = self.mean + effect
        return max(rate * (1 - rate), 0.0)


def share_outlook(rate: float) -> Outlook:
    """A yes or no that `rate` of the customers of control say. Raises UnableToPlan."""
    if not 0 < rate < 1:
        raise UnableToPlan(f"rate {rate}")
    return Outlook(rate, math.sqrt(rate * (1 - rate)), is_share=True)


def power_of(outlook: Outlook, *, effect: float, treated: int, control: int) -> float:
    """How likely the 95 % interval will leave out 0 when treated customers really do `effect` more each (two-sided, normal)."""
    error = _error(outlook, effect, treated, control)
    shift = abs(effect) / error if error else math.inf
    return _normal(shift - Z95) + _normal(-shift - Z95)


def customers_needed(outlook: Outlook, *, effect: float, control_share: float, power: float = POWER) -> int:
    """The fewest customers, both arms together, with which `effect` is found with chance `power`.

    (z_0.975 + z_power)^2 x (variance of treated / (1 - share) + variance of control / share) / effect^2, up to whole customers.
    Raises UnableToPlan.
    """
    if not effect or not 0 < control_share < 1:
        raise UnableToPlan(f"effect {effect}, control {control_share}")
    spread = outlook.treated_variance(effect) / (1 - control_share) + outlook.deviation**2 / control_share
    return math.ceil((Z95 + _quantile(power)) ** 2 * spread / effect**2)


def smallest_effect(outlook: Outlook, *, treated: int, control: int, power: float = POWER) -> float:
    """The smallest gain per customer that `treated` and `control` customers find with chance `power`; for a share, at most 1 - rate.

    Raises UnableToPlan.
    """
    need = Z95 + _quantile(power)
    most = 1 - outlook.mean if outlook.is_share else math.inf
    effect = need * _error(outlook, 0.0, treated, control)
    for _ in range(50):
        effect = min(need * _error(outlook, min(effect, most), treated, control), most)
    return effect


def _error(outlook: Outlook, effect: float, treated: int, control: int) -> float:
    if treated <= 0 or control <= 0:
        raise UnableToPlan(f"{treated} treated, {control} control")
    return math.sqrt(outlook.treated_variance(effect) / treated + outlook.deviation**2 / control)


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _quantile(chance: float) -> float:
    from scipy.special import ndtri

    if not 0 < chance < 1:
        raise UnableToPlan(f"power {chance}")
    return float(ndtri(chance))
