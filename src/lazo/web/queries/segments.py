"""What the page of segments shows: the current run's base in pictures, under the reader's row access."""

from dataclasses import dataclass

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.rfm_map import RfmMap, rfm_map
from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.queries.strategic import declared_counts
from lazo.differentiate.queries.value_spread import EarlierShare, ValueSpread, share_a_year_before, value_spreads
from lazo.kernel.access import row_rule
from lazo.kernel.models import User


@dataclass(frozen=True)
class BasePicture:
    """`worth` is the spread of the lifetime value, `brought` that of the last 12 months; null where nothing is above zero.
    `net` is that of the margin of 12 months after cost to serve, null where no unit cost is stated.

    `earlier` is of the whole base, so it is null for who sees a part.
    """

    run: ScoreRun
    map: RfmMap
    worth: ValueSpread | None
    brought: ValueSpread | None
    net: ValueSpread | None
    earlier: EarlierShare | None
    sees_everything: bool
    declared: dict[str, int]
    """Open entries of the register by each kind that the data alone do not show."""

    @property
    def is_margin(self) -> bool:
        """Whether the value of the last 12 months is margin of every customer; else some of it is revenue."""
        totals = self.run.counts.get("totals") or {}
        return bool(totals.get("customers")) and totals.get("on_margin") == totals["customers"]


def base_picture(user: User) -> BasePicture | None:
    """Null before the first run. The same few queries whatever the customers, owners and teams."""
    run = current_run()
    if run is None:
        return None
    rule = row_rule(user)
    spreads = value_spreads(rule=rule, run=run)
    return BasePicture(
        run=run,
        map=rfm_map(rule=rule, run=run),
        worth=spreads.get("clv"),
        brought=spreads.get("value_12m"),
        net=spreads.get("net_12m"),
        earlier=share_a_year_before(run) if rule.everything else None,
        sees_everything=rule.everything,
        declared=declared_counts(user=user),
    )
