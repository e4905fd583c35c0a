"""Experiments: begun with their arms, each customer's arm told by a hash so that asking again gives the same answer."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lazo.customize.models import Arm, Experiment
from lazo.customize.models.experiment import BOUGHT, WHOLE
from lazo.kernel.events import record_event
from lazo.kernel.models import User

SALT_BITS = 62
CONTROL_SHARE = 1_000
"""Ten in a hundred are left alone unless somebody says otherwise."""


class UnableToBeginExperiment(ValueError):
    """`code` is no_arms, shares, two_controls, repeated_arm, no_window or taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ArmPlan:
    """`share` in parts of ten thousand, `unit_cost` in minor units of the experiment's currency."""

    key: str
    name: str
    share: int
    is_control: bool = False
    unit_cost: int = 0


@dataclass(frozen=True)
class ExperimentPlan:
    """What an experiment is before it begins; fields as in `models.Experiment`. `salt` null: a new one is drawn."""

    key: str
    name: str
    kind: str
    area: str
    purpose: str
    currency: str
    metric: str = BOUGHT
    window_days: int = 30
    unit_margin: int | None = None
    salt: int | None = None


@transaction.atomic
def create_experiment(
    *,
    plan: ExperimentPlan,
    arms: Sequence[ArmPlan],
    by: User | None,
    inputs: Mapping[str, Any] | None = None,
    planned: Mapping[str, Any] | None = None,
) -> Experiment:
    """Write down an experiment that has not begun; the shares of its arms make a whole. Raises UnableToBeginExperiment."""
    _check(plan, arms)
    told = {name: getattr(plan, name) for name in plan.__dataclass_fields__ if name != "salt"}
    salt = secrets.randbits(SALT_BITS) if plan.salt is None else plan.salt
    row = Experiment.objects.create(**told, salt=salt, by=by, inputs=dict(inputs or {}), planned=dict(planned or {}))
    write_arms(experiment=row, arms=arms)
    record_event(
        kind="experiment.created",
        by=by,
        table="customize_experiment",
        row=row.pk,
        data={"key": row.key, "kind": row.kind},
    )
    return row


def write_arms(*, experiment: Experiment, arms: Sequence[ArmPlan]) -> None:
    """Give an experiment these arms in place of those it had; nobody may be in one yet. Raises UnableToBeginExperiment."""
    _check_arms(arms)
    Arm.objects.filter(experiment=experiment).delete()
    Arm.objects.bulk_create(Arm(experiment=experiment, **vars(arm)) for arm in arms)


def arms_of(experiment: Experiment) -> list[Arm]:
    """In the order in which `arm_places` counts them: by key."""
    return list(Arm.objects.filter(experiment=experiment).order_by("key"))


def _check(plan: ExperimentPlan, arms: Sequence[ArmPlan]) -> None:
    _check_arms(arms)
    if plan.window_days < 1:
        raise UnableToBeginExperiment("no_window")
    if Experiment.objects.filter(key=plan.key).exists():
        raise UnableToBeginExperiment("taken")


def _check_arms(arms: Sequence[ArmPlan]) -> None:
    problems = {
        "no_arms": not any(not arm.is_control for arm in arms),
        "repeated_arm": len({arm.key for arm in arms}) < len(arms),
        "two_controls": sum(arm.is_control for arm in arms) > 1,
        "shares": sum(arm.share for arm in arms) != WHOLE or any(arm.share < 0 for arm in arms),
    }
    for code, is_so in problems.items():
        if is_so:
            raise UnableToBeginExperiment(code)
