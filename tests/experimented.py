"""What tests of experiments share: one that ended, with as many customers and successes as they want in each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lazo.customize.models import Arm, Decision, Experiment, Outcome
from lazo.customize.operations.experiment import ArmPlan, ExperimentPlan, create_experiment
from lazo.kernel.models import User

START = date(2026, 9, 1)
DAYS = 30
END = START + timedelta(days=DAYS - 1)


@dataclass(frozen=True)
class Group:
    """`n` customers of whom the first `successes` did it on the first day."""

    n: int
    successes: int


def begin(
    by: User | None,
    *,
    key: str = "tarjeta",
    area: str = "MAXIMIZE",
    metric: str = "card",
    unit_margin: int | None = None,
    unit_cost: int = 0,
    control: int = 2_000,
    kind: str = Experiment.Kind.CAMPAIGN,
) -> Experiment:
    """An experiment with a treated and a control arm that began on START and ends DAYS later."""
    plan = ExperimentPlan(
        key, key.capitalize(), kind, area, "marketing", "COP", metric, DAYS, unit_margin, salt=len(key)
    )
    arms = [
        ArmPlan("a", "Oferta", 10_000 - control, unit_cost=unit_cost),
        ArmPlan("control", "Control", control, is_control=True),
    ]
    experiment = create_experiment(plan=plan, arms=arms, by=by)
    experiment.started_on, experiment.ends_on = START, START + timedelta(days=DAYS)
    experiment.save()
    return experiment


def fill(experiment: Experiment, groups: Mapping[str, Group], *, first: int = 1) -> None:
    """Decisions of parties numbered from `first` on, which need not exist, and their outcomes."""
    number = first
    for key, group in groups.items():
        arm = Arm.objects.get(experiment=experiment, key=key)
        parties = range(number, number + group.n)
        decide(experiment, arm, parties)
        Outcome.objects.bulk_create(
            Outcome(experiment=experiment, party=party, name=experiment.metric, on=START, key=str(party))
            for party in parties[: group.successes]
        )
        number += group.n


def decide(experiment: Experiment, arm: Arm, parties: Iterable[int], *, on: date = START) -> None:
    Decision.objects.bulk_create(Decision(experiment=experiment, party=party, arm=arm, on=on) for party in parties)


def bank(by: User) -> Experiment:
    """Savings customers who are offered a card: 336 more of them, 78,960,000 net."""
    experiment = begin(by, unit_margin=31_000_000, unit_cost=90_000)
    fill(experiment, {"a": Group(28_000, 868), "control": Group(7_000, 133)})
    return experiment


def retailer(by: User) -> Experiment:
    """First-time buyers who are welcomed: 180 more of them buy again, 27,800 net."""
    experiment = begin(by, key="bienvenida", area="KEEP", metric="again", unit_margin=21_000, unit_cost=250)
    fill(experiment, {"a": Group(4_000, 980), "control": Group(1_000, 200)}, first=100_001)
    return experiment
