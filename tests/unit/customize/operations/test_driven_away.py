"""Whom an offer drives away: by a study told of each of them, or by what is believed of all; doing nothing wins."""

from datetime import timedelta

import numpy as np
import pytest
from acted import make_offers, run_decision
from mirrored import run_sync
from scored import ON
from world import World

from lazo.analytics.decisions.arbitration import UNLIMITED, Verdict
from lazo.analytics.decisions.belief import Belief, Evidence
from lazo.customize.deciding.choice import NOTHING, Inputs, Rival, choose
from lazo.customize.models import NextAction
from lazo.customize.operations.decide import decide_for
from lazo.customize.queries.offer_people import lost_of, offer_people
from lazo.customize.queries.replay import replay
from lazo.customize.traits import uplift_trait
from lazo.differentiate.operations.propensity import write_inferred
from lazo.identify.models import TraitDefinition, TraitValue
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def tell(arm: int, points: dict[int, float], workspace: Workspace) -> None:
    """What a study of that arm tells these customers, in percent points."""
    definition, _new = TraitDefinition.objects.get_or_create(
        key=uplift_trait(arm), defaults={"name": "Cuánto lo cambia", "type": "NUMBER", "kind": "INFERRED"}
    )
    write_inferred([(party, "", one, 0.9) for party, one in points.items()], definition)
    run_sync(workspace)


def test_who_is_told_that_it_drives_them_away_is_not_proposed_it(
    transactional_db: None, world: World, workspace: Workspace
) -> None:
    made = make_offers(world, workspace)
    run_decision(workspace)
    before = set(NextAction.objects.filter(offer=made.plan).values_list("party_id", flat=True))
    away, better = sorted(before)[:3], sorted(before)[3:6]
    arm = made.plan.experiment.arms.get(is_control=False)
    tell(arm.pk, {**dict.fromkeys(away, -0.01), **dict.fromkeys(better, 4.0)}, workspace)

    run_decision(workspace)
    after = set(NextAction.objects.filter(offer=made.plan).values_list("party_id", flat=True))
    assert after == before - set(away)
    assert lost_of([made.plan], user=world.diego)[made.plan.pk]["no_gain"] >= len(away)
    behind = offer_people(user=world.diego, offer=made.plan, why="no_gain")
    assert behind is not None
    assert {customer for customer, _name in behind.rows} >= set(away)
    one = decide_for(customer=away[0], on=ON)
    assert one is None or one.offer_id != made.plan.pk
    assert replay(workspace=workspace, action=NextAction.objects.earliest("pk").pk).is_equal
    # Somebody whom every offer of Maximizar drives away is not told to be worth one.
    grinder = made.grinder.experiment.arms.get(is_control=False)
    tell(grinder.pk, dict.fromkeys(away, -2.0), workspace)
    run_decision(workspace, on=ON + timedelta(days=1))
    worth = TraitValue.objects.filter(definition__key="customize.worth_offering")
    assert not worth.filter(party__in=away).exists()
    assert worth.filter(party__in=better).count() == len(better)


def test_what_is_believed_to_drive_all_away_loses_to_doing_nothing() -> None:
    ids = np.arange(1, 1_001)
    away = Belief(Evidence.MEASURED, is_beta=False, first=-0.05, second=0.005, treated=900, control=100)
    rival = Rival(
        offer=1, version=1, experiment=1, salt=1, control=1_000, cost=0, room=UNLIMITED, capacity=-1, beliefs=(away,)
    )
    inputs = Inputs(
        on=ON,
        seed=1,
        ids=ids,
        owners=np.zeros(len(ids), np.int64),
        strata=np.zeros(len(ids), np.int8),
        rivals=(rival,),
        verdicts=(np.full(len(ids), Verdict.CHOSEN, np.int8),),
        margins=(np.full(len(ids), 50_000, np.int64),),
        done={},
    )
    choice = choose(inputs)
    assert (choice.chosen == NOTHING).all()
    assert (choice.verdicts[0] == Verdict.NO_GAIN).all()
    assert (choice.money[0] < 0).all()
