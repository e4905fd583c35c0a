"""What a campaign is before it begins, as one value; and the arms that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from lazo.customize.models.experiment import BOUGHT, WHOLE
from lazo.customize.operations.experiment import CONTROL_SHARE, ArmPlan
from lazo.identify.models import ConsentEntry
from lazo.interact.models import Campaign, Message

CONTROL = "control"


@dataclass(frozen=True)
class ArmDraft:
    """One thing to say: `weight` is its part of those who are written to, `unit_cost` what one costs in minor units of the company's currency,
    `templates` the number of a template's version by channel.
    """

    name: str
    weight: int = 1
    unit_cost: int = 0
    templates: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CampaignPlan:
    """What a campaign is before it begins; fields as in `models.Campaign` and `customize.models.Experiment`.

    `segment` and `without` are keys. `control` is the part left alone, in parts of ten thousand. `expected` is what was expected before:
    `base` the rate without the campaign and `effect` what it adds, both between 0 and 1, null where nobody said.
    """

    name: str
    segment: str
    area: str
    purpose: str = ConsentEntry.Purpose.MARKETING
    channels: tuple[str, ...] = ()
    arms: tuple[ArmDraft, ...] = ()
    without: tuple[str, ...] = ()
    control: int = CONTROL_SHARE
    no_control: str = ""
    metric: str = BOUGHT
    window_days: int = 30
    unit_margin: int | None = None
    base: float | None = None
    effect: float | None = None
    lane: int = Message.Lane.BULK
    repeats: str = Campaign.Repeats.ONCE
    starts_on: date | None = None
    ends_on: date | None = None
    per_hour: int | None = None
    budget: int | None = None


def arm_plans(plan: CampaignPlan) -> list[ArmPlan]:
    """The arms of a plan with the control group, their shares a whole: what is left over goes to the largest remainders, the first first."""
    rest, weights = WHOLE - plan.control, [arm.weight for arm in plan.arms]
    exact = [rest * weight / sum(weights) for weight in weights]
    shares = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[: rest - sum(shares)]:
        shares[place] += 1
    treated = [
        ArmPlan(arm_key(place), arm.name, share, unit_cost=arm.unit_cost)
        for place, (arm, share) in enumerate(zip(plan.arms, shares, strict=True))
    ]
    control = ArmPlan(CONTROL, _("Grupo de control"), plan.control, is_control=True)
    return [*treated, control] if plan.control else treated


def arm_key(place: int) -> str:
    """a, b, c: what the arm at a place is called in data."""
    return "abcdefghij"[place]
