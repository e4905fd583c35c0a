import pytest

from lazo.customize.models import Arm, Experiment
from lazo.customize.operations.experiment import (
    ArmPlan,
    ExperimentPlan,
    UnableToBeginExperiment,
    arms_of,
    create_experiment,
)
from lazo.kernel.models import Event
from tests.world import World

CONTROL = ArmPlan("control", "Sin mensaje", 1_000, is_control=True)
TREATED = ArmPlan("treated", "Con mensaje", 9_000, unit_cost=900)


def plan(key: str = "tarjeta", **more: object) -> ExperimentPlan:
    told = {"kind": "CAMPAIGN", "area": "MAXIMIZE", "purpose": "marketing", "currency": "COP"} | more
    return ExperimentPlan(key=key, name="Tarjeta de crédito", **told)  # type: ignore[arg-type]  # words of a test


@pytest.mark.django_db
def test_an_experiment_is_written_with_its_arms(world: World) -> None:
    made = create_experiment(plan=plan(salt=5), arms=[TREATED, CONTROL], by=world.diego, inputs={"segment": "ahorros"})
    row = Experiment.objects.get()
    assert (row.pk, row.salt, row.metric, row.window_days, row.inputs) == (
        made.pk,
        5,
        "purchase",
        30,
        {"segment": "ahorros"},
    )
    assert [(arm.key, arm.share, arm.is_control, arm.unit_cost) for arm in arms_of(row)] == [
        ("control", 1_000, True, 0),
        ("treated", 9_000, False, 900),
    ]
    event = Event.objects.get(kind="experiment.created")
    assert (event.row, event.data) == (row.pk, {"key": "tarjeta", "kind": "CAMPAIGN"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arms", "code"),
    [
        ([], "no_arms"),
        ([ArmPlan("control", "Nada", 10_000, is_control=True)], "no_arms"),
        ([TREATED, TREATED], "repeated_arm"),
        ([TREATED, CONTROL, ArmPlan("other", "Otro", 0, is_control=True)], "two_controls"),
        ([TREATED], "shares"),
        ([ArmPlan("a", "A", 11_000), ArmPlan("b", "B", -1_000)], "shares"),
    ],
)
def test_arms_that_make_no_whole_are_refused(world: World, arms: list[ArmPlan], code: str) -> None:
    with pytest.raises(UnableToBeginExperiment) as refused:
        create_experiment(plan=plan(), arms=arms, by=world.diego)
    assert (refused.value.code, Arm.objects.count()) == (code, 0)


@pytest.mark.django_db
def test_a_key_is_taken_once_and_a_window_has_days(world: World) -> None:
    create_experiment(plan=plan(), arms=[TREATED, CONTROL], by=world.diego)
    with pytest.raises(UnableToBeginExperiment, match="taken"):
        create_experiment(plan=plan(), arms=[TREATED, CONTROL], by=world.diego)
    with pytest.raises(UnableToBeginExperiment, match="no_window"):
        create_experiment(plan=plan("otra", window_days=0), arms=[TREATED, CONTROL], by=world.diego)
