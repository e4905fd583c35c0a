"""Whether the arms are as large as they were drawn: when they are not, something between lot and readout loses customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ALARM = 0.001


class UnableToCheckRatio(ValueError):
    """Raised when arms and shares are not as many, or a share is not above 0."""


@dataclass(frozen=True, slots=True)
class RatioCheck:
    """Customers expected in each arm, the chi-square of how far the arms are from that, and how likely chance alone goes as far."""

    expected: tuple[float, ...]
    chi_square: float
    chance: float

    @property
    def alarms(self) -> bool:
        """Below 1 in 1,000: the readout is not to be trusted until the cause is known."""
        return self.chance < ALARM


def check_ratio(counts: Sequence[int], shares: Sequence[float]) -> RatioCheck:
    """Sample-ratio mismatch: chi-square of `counts` against `shares` (any scale), arms - 1 degrees of freedom, alarm at p < 0.001.

    A. Fabijan et al. 2019, «Diagnosing sample ratio mismatch in online controlled experiments». Raises UnableToCheckRatio.
    """
    from scipy.special import chdtrc

    if len(counts) != len(shares) or any(share <= 0 for share in shares):
        raise UnableToCheckRatio(f"{len(counts)} arms, {len(shares)} shares")
    whole, total = sum(shares), sum(counts)
    if not total or len(counts) < 2:
        return RatioCheck(tuple(0.0 for _ in counts), 0.0, 1.0)
    expected = tuple(total * share / whole for share in shares)
    chi_square = sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True))
    return RatioCheck(expected, chi_square, float(chdtrc(len(counts) - 1, chi_square)))
