"""The best action for each customer: chosen by money, within every limit, kept with all it was decided from."""

from datetime import timedelta

import numpy as np
import pytest
from acted import details, make_offers, run_decision
from scored import ON
from world import World

from lazo.analytics.decisions.arbitration import Verdict
from lazo.customize.deciding.choice import NOTHING
from lazo.customize.deciding.run_file import read_run
from lazo.customize.models import ActionAnswer, ActionRun, Decision, Experiment, NextAction, Offer
from lazo.customize.operations.action_answer import answer_action
from lazo.customize.operations.decide import UnableToDecide, decide_for
from lazo.customize.operations.offer import create_offer
from lazo.identify.models import TraitValue
from lazo.kernel.models import Event
from lazo.kernel.undo import undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def test_nothing_is_decided_before_there_are_scores(world: World, workspace: Workspace) -> None:
    with pytest.raises(UnableToDecide) as refused:
        run_decision(workspace)
    assert refused.value.code == "no_scores"


def test_each_customer_gets_what_is_expected_to_bring_most_and_a_tenth_is_left_alone(
    transactional_db: None, world: World, workspace: Workspace
) -> None:
    made = make_offers(world, workspace, customers=400)
    run = run_decision(workspace)

    assert (run.state, run.is_current) == (ActionRun.State.DONE, True)
    inputs, choice = read_run(workspace, run)
    shown = (choice.chosen != NOTHING) & ~choice.control
    rows = {row.party_id: row for row in NextAction.objects.all()}
    assert set(rows) == set(inputs.ids[shown].tolist())
    for place in np.flatnonzero(shown).tolist():
        row, rival = rows[int(inputs.ids[place])], int(choice.chosen[place])
        assert row.expected == choice.money[rival][place] == round(row.uplift * row.margin) - row.cost
        open_to = [n for n in range(len(inputs.rivals)) if choice.verdicts[n][place] == Verdict.WORTH_LESS]
        assert all(choice.money[n][place] <= row.expected for n in open_to)
    assert (run.counts["actions"], run.counts["control"]) == (len(rows), int(choice.control.sum()))
    plan = Decision.objects.filter(experiment=made.plan.experiment_id)
    control = plan.filter(arm__is_control=True)
    assert 0.03 < control.count() / plan.count() < 0.2
    assert not NextAction.objects.filter(party__in=control.values("party")).exists()
    assert Experiment.objects.get(pk=made.plan.experiment_id).started_on == ON
    assert Event.objects.filter(kind="actions.decided", row=run.pk).count() == 1
    # Whoever looks after customers carries out five grinders a day, of which the control group takes no room.
    by_owner = NextAction.objects.filter(offer=made.grinder).values_list("owner_id", flat=True)
    assert max(np.unique(list(by_owner), return_counts=True)[1]) <= 5
    worth = TraitValue.objects.filter(definition__key="customize.worth_offering")
    assert set(worth.values_list("party_id", flat=True)) >= {
        row.party_id for row in rows.values() if row.offer.area == "MAXIMIZE"
    }


def test_the_same_day_again_ends_alike_and_another_day_draws_anew(
    transactional_db: None, world: World, workspace: Workspace
) -> None:
    make_offers(world, workspace)
    run_decision(workspace)
    told = {row.party_id: (row.offer_id, row.expected) for row in NextAction.objects.all()}
    groups = Decision.objects.count()
    run_decision(workspace)
    assert {row.party_id: (row.offer_id, row.expected) for row in NextAction.objects.all()} == told
    assert Decision.objects.count() == groups
    run_decision(workspace, on=ON + timedelta(days=1))
    assert {row.party_id: (row.offer_id, row.expected) for row in NextAction.objects.all()} != told
    assert ActionRun.objects.filter(is_current=True).count() == 1


def test_limits_hold_in_total_by_day_and_by_budget(transactional_db: None, world: World, workspace: Workspace) -> None:
    make_offers(world, workspace)
    Offer.objects.all().delete()
    for key, limit, most in (
        ("total", {"cap_total": 7}, 7),
        ("dia", {"cap_day": 4}, 4),
        ("plata", {"budget": 5_500}, 5),
    ):
        offer = create_offer(details=details(key=key, **limit), by=world.diego, on=ON)
        run_decision(workspace)
        treated = Decision.objects.filter(experiment=offer.experiment_id, arm__is_control=False)
        assert NextAction.objects.filter(offer=offer).count() == most == treated.count()
        run_decision(workspace, on=ON + timedelta(days=1))
        assert treated.count() == (2 * most if key == "dia" else most)
        offer.removed_at = "2026-01-01T00:00:00Z"
        offer.save()


def test_who_said_no_rests_and_something_else_takes_its_place(
    transactional_db: None, world: World, workspace: Workspace
) -> None:
    made = make_offers(world, workspace)
    run_decision(workspace)
    row = NextAction.objects.filter(offer=made.plan).order_by("-expected").first()
    assert row is not None
    token = answer_action(action=row.pk, said="withheld", by=world.diego, on=ON)
    other = NextAction.objects.filter(party=row.party_id).first()
    assert other is None or other.offer_id != made.plan.pk
    rests = ActionAnswer.objects.get(action=row.pk)
    assert rests.until == ON + timedelta(days=90)
    run_decision(workspace, on=ON + timedelta(days=89))
    assert not NextAction.objects.filter(party=row.party_id, offer=made.plan).exists()
    run_decision(workspace)
    undo(token=token, by=world.diego)
    again = NextAction.objects.get(party=row.party_id)
    assert (again.offer_id, again.expected) == (made.plan.pk, row.expected)


def test_one_customer_is_decided_as_in_the_run(transactional_db: None, world: World, workspace: Workspace) -> None:
    make_offers(world, workspace)
    run_decision(workspace)
    row = NextAction.objects.order_by("-expected").first()
    assert row is not None
    again = decide_for(customer=row.party_id, on=ON)
    assert again is not None
    assert (again.offer_id, again.expected, again.channel) == (row.offer_id, row.expected, row.channel)
    assert again.inputs is not None
    assert again.inputs["rivals"]
    assert decide_for(customer=10**9, on=ON) is None
