"""What an effect comes to in money: gross, less cost, and how often the cost came back."""

from __future__ import annotations

from dataclasses import dataclass

from lazo.analytics.experiments.readout import Reading


@dataclass(frozen=True, slots=True)
class Return:
    """Whole minor units of one currency: `gross` with the ends of its 95 % interval, `cost`, `net` = gross - cost."""

    gross: int
    gross_low: int
    gross_high: int
    cost: int

    @property
    def net(self) -> int:
        return self.gross - self.cost

    @property
    def net_low(self) -> int:
        return self.gross_low - self.cost

    @property
    def net_high(self) -> int:
        return self.gross_high - self.cost

    @property
    def roi(self) -> float | None:
        """(gross - cost) / cost; None where nothing was spent."""
        return self.net / self.cost if self.cost else None

    @property
    def roi_low(self) -> float | None:
        """The same at the lower end of the interval."""
        return self.net_low / self.cost if self.cost else None

    @property
    def per_unit(self) -> float | None:
        """Gross for each unit spent; None where nothing was spent."""
        return self.gross / self.cost if self.cost else None


def returned(reading: Reading, *, cost: int, unit_margin: int | None = None) -> Return:
    """The return of `reading`: its `extra` outcomes at `unit_margin` minor units each, or, without one, outcomes that are money already.

    Domain 7: increments x margin - cost, rounded once, to whole minor units.
    """
    unit = 1 if unit_margin is None else unit_margin
    ends = sorted((reading.extra_low * unit, reading.extra_high * unit))
    return Return(round(reading.extra * unit), round(ends[0]), round(ends[1]), cost)
