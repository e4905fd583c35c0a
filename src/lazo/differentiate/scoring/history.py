"""What the value models see of each customer, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from lazo.analytics.tuples import DistinctTuples, Floats, Ints, compress

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from lazo.analytics.arrays.facts import Facts


COLUMNS = (
    "customer_id",
    "x",
    "t_x",
    "age",
    "monetary",
    "money_total",
    "money_12m",
    "value_12m",
    "value_12m_is_margin",
    "margin_total",
)


@dataclass(frozen=True, slots=True)
class History:
    """One element per customer who ever bought, in the order of the customer id.

    `mean` is the mean money of a repeat purchase day in minor units, NaN without repeats; `money` all money ever. `margin_rate` turns money
    into the value the company keeps: 1 where no margin is known.
    """

    customer: Ints
    x: Ints
    t_x_days: Ints
    age_days: Ints
    mean: Floats
    money: Ints
    money_12m: Ints
    value_12m: Ints
    is_margin: Any
    margin_rate: Floats

    @classmethod
    def of(cls, sums: Table) -> Self:
        """From `customer_sums` of those who ever bought."""
        facts = sums.select(*COLUMNS).order_by("customer_id").to_pyarrow()
        names = {"customer": "customer_id", "x": "x", "t_x_days": "t_x", "age_days": "age", "value_12m": "value_12m"}
        return cls._made(
            {name: _whole(facts, column) for name, column in names.items()},
            mean=facts["monetary"].to_numpy().astype(np.float64),
            money=_whole(facts, "money_total"),
            money_12m=_whole(facts, "money_12m"),
            known_12m=_flag(facts, "value_12m_is_margin"),
            known_ever=facts["margin_total"].is_valid().to_numpy(),
        )

    @classmethod
    def of_arrays(cls, facts: Facts) -> Self:
        """From the facts of a walk."""
        names = {"customer": "customer", "x": "x", "t_x_days": "t_x", "age_days": "age", "value_12m": "value_12m"}
        return cls._made(
            {name: getattr(facts, column) for name, column in names.items()},
            mean=facts.monetary,
            money=facts.money_total,
            money_12m=facts.money_12m,
            known_12m=facts.value_is_margin,
            known_ever=facts.has_margin,
        )

    @classmethod
    def _made(
        cls,
        columns: dict[str, Ints],
        *,
        mean: Floats,
        money: Ints,
        money_12m: Ints,
        known_12m: Any,
        known_ever: Any,
    ) -> Self:
        """With the company's margin rate where a customer's margins are known, lately or else ever."""
        is_margin = np.where(money_12m != 0, known_12m, known_ever)
        rate = company_margin_rate(money_12m[known_12m], columns["value_12m"][known_12m])
        return cls(
            **columns,
            mean=mean,
            money=money,
            money_12m=money_12m,
            is_margin=is_margin,
            margin_rate=np.where(is_margin, rate, 1.0),
        )

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def silence_days(self) -> Ints:
        """Days since the last purchase."""
        return self.age_days - self.t_x_days

    @property
    def year_days(self) -> int:
        """Days of the last 12 months that the history covers."""
        return max(min(365, int(self.age_days.max(initial=0))), 1)

    def tuples(self) -> DistinctTuples:
        return compress(self.x, self.t_x_days, self.age_days)


def company_margin_rate(money: Ints, margin: Ints) -> float:
    """Margin of the last 12 months over its money, where both are known; within 0..1, 1 where nothing is known."""
    total = int(money.sum())
    return min(1.0, max(0.0, int(margin.sum()) / total)) if total > 0 else 1.0


def _whole(facts: Any, name: str) -> Ints:
    return facts[name].to_numpy().astype(np.int64)  # type: ignore[no-any-return]  # Arrow has no types


def _flag(facts: Any, name: str) -> Any:
    return facts[name].to_numpy().astype(np.bool_)
