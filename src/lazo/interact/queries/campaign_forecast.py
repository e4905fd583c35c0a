"""What a campaign would be if it were launched now: how many, whom it may not write to and why, what it costs, what could be told from chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lazo.analytics.experiments.power import UnableToPlan, power_of, share_outlook, smallest_effect
from lazo.customize.models import Arm, Experiment
from lazo.differentiate.models import Segment
from lazo.interact.campaign_plan import CampaignPlan, arm_plans
from lazo.interact.queries.campaign_audience import audience
from lazo.interact.queries.campaign_fates import fates


@dataclass(frozen=True)
class ArmForecast:
    """`cost` in minor units of the company's currency; the control group costs nothing."""

    key: str
    name: str
    is_control: bool
    customers: int
    cost: int


@dataclass(frozen=True)
class Forecast:
    """Customers of the whole company. `without` and `blocked` take from the audience in their order, nobody twice; `channels` and `arms` share
    out who is left (`eligible`).

    `power` is the chance, 0 to 1, of telling the effect that is expected from chance; `smallest` the smallest difference of rates that would be
    told in 80 of 100 cases. Both are null where no rate was given, or nobody is in a group.
    """

    audience: int
    without: dict[str, int]
    already: int
    blocked: dict[str, int]
    eligible: int
    channels: dict[str, int]
    arms: tuple[ArmForecast, ...]
    power: float | None
    smallest: float | None
    on: date
    as_of: datetime

    @property
    def control(self) -> int:
        return sum(arm.customers for arm in self.arms if arm.is_control)

    @property
    def treated(self) -> int:
        return self.eligible - self.control

    @property
    def cost(self) -> int:
        return sum(arm.cost for arm in self.arms)


def forecast(*, plan: CampaignPlan, when: datetime, experiment: Experiment | None = None) -> Forecast:
    """Count a plan as of `when`; with its experiment the groups are those it will have, else as large as they will be.

    Raises UnableToOpenWarehouse, and Segment.DoesNotExist for a segment that is gone.
    """
    segment = Segment.objects.live().get(key=plan.segment)
    asked = experiment or Experiment(purpose=plan.purpose, salt=0)
    number = None if experiment is None else experiment.pk
    people = audience(segment=segment, without=plan.without, experiment=number)
    arms = sorted((Arm(**vars(arm)) for arm in arm_plans(plan)), key=lambda arm: arm.key)
    found = fates(ids=people.ids, experiment=asked, arms=arms, channels=plan.channels, when=when)
    counts, channels = found.by_arm(), found.by_channel()
    told = tuple(
        ArmForecast(arm.key, arm.name, arm.is_control, counts[arm.key], arm.unit_cost * counts[arm.key]) for arm in arms
    )
    return Forecast(
        audience=people.total,
        without=people.without,
        already=people.already,
        blocked=found.by_rule(),
        eligible=sum(channels.values()),
        channels=channels,
        arms=told,
        on=people.on,
        as_of=people.as_of,
        **_power(plan, counts, {arm.key for arm in arms if arm.is_control}),
    )


def _power(plan: CampaignPlan, counts: Mapping[str, int], controls: set[str]) -> dict[str, float | None]:
    control = sum(counts[key] for key in controls)
    treated = sum(counts.values()) - control
    try:
        outlook = share_outlook(plan.base or 0)
        smallest = smallest_effect(outlook, treated=treated, control=control)
        power = power_of(outlook, effect=plan.effect, treated=treated, control=control) if plan.effect else None
    except UnableToPlan:
        return {"power": None, "smallest": None}
    return {"power": power, "smallest": smallest}
