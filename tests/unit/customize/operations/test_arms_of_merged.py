from datetime import date

import pytest

from lazo.customize.models import Decision, Experiment
from lazo.customize.operations.arms_of_merged import put_aside, take_up
from lazo.customize.operations.experiment import ArmPlan, ExperimentPlan, arms_of, create_experiment
from lazo.identify.merge_handlers import Regrouping
from tests.world import World

DAY = date(2026, 9, 1)


@pytest.fixture
def experiment(world: World) -> Experiment:
    plan = ExperimentPlan("saludo", "Saludo", "CAMPAIGN", "KEEP", "marketing", "COP")
    arms = [ArmPlan("a", "Con", 5_000), ArmPlan("b", "Sin", 5_000, is_control=True)]
    return create_experiment(plan=plan, arms=arms, by=world.diego)


def decide(experiment: Experiment, party: int, place: int, on: date = DAY) -> Decision:
    return Decision.objects.create(experiment=experiment, party=party, arm=arms_of(experiment)[place], on=on)


@pytest.mark.django_db
def test_the_earlier_decision_stands_and_the_other_comes_back(experiment: Experiment) -> None:
    late, early = decide(experiment, 1, 0, date(2026, 9, 2)), decide(experiment, 2, 1)
    merge = Regrouping(merge=9, customer=1, party=2, family=(1,), others=(2,))
    put_aside([merge])
    late.refresh_from_db()
    assert (late.set_aside, list(Decision.objects.standing())) == (9, [early])
    take_up([merge])
    assert Decision.objects.standing().count() == 2


@pytest.mark.django_db
def test_of_three_that_become_one_a_single_decision_stands(experiment: Experiment) -> None:
    rows = [decide(experiment, party, 0) for party in (1, 2, 3)]
    put_aside(
        [
            Regrouping(merge=1, customer=1, party=2, family=(1,), others=(2,)),
            Regrouping(merge=2, customer=1, party=3, family=(1, 2), others=(3,)),
        ]
    )
    assert list(Decision.objects.order_by("pk").values_list("set_aside", flat=True)) == [None, 1, 2]
    take_up([Regrouping(merge=2, customer=1, party=3, family=(1, 2), others=(3,))])
    assert list(Decision.objects.standing()) == [rows[0], rows[2]]
