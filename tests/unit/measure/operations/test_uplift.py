"""Whom the treatment of a finished experiment changes: learned, kept as segments, told to customers; and why it cannot be."""

from datetime import timedelta

import pytest
from experimented import DAYS, END, START, Group, begin, fill
from mirrored import run_sync
from uplifted import buyers, two_emails
from world import World

from lazo.customize.models import Arm, Decision
from lazo.differentiate.models import Segment
from lazo.differentiate.queries.segments import members_of
from lazo.identify.models import TraitValue
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace
from lazo.measure.models import UpliftStudy
from lazo.measure.operations.uplift import (
    UnableToStudy,
    apply_study,
    check_study,
    keep_segments,
    percent,
    study_experiment,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_email_is_for_all_and_the_other_for_who_bought(world: World, workspace: Workspace) -> None:
    experiment = two_emails(world.diego, workspace)
    learned = study_experiment(experiment=experiment, on=END, by=world.diego, context=NullContext())
    assert learned == 2, list(UpliftStudy.objects.values_list("code", "card"))
    alike, apart = UpliftStudy.objects.order_by("arm__key")
    assert (alike.card["targeting"], alike.card["advice"]["share"], alike.card["asleep_share"]) == ("ALL", 1.0, 0.0)
    assert (apart.card["targeting"], apart.card["asleep_share"]) == ("SOME", 0.5)
    advice = apart.card["advice"]
    assert advice["share"] == pytest.approx(0.5, abs=0.051)
    assert advice["inside"]["low"] < 0.3 < advice["inside"]["high"]
    assert advice["outside"]["high"] < 0
    with pytest.raises(UnableToStudy, match="nobody_apart"):
        keep_segments(study=alike, by=world.diego)

    segment = keep_segments(study=apart, by=world.diego)
    assert apply_study(study=apart, on=END, by=world.diego, context=NullContext()) == 2_700
    assert TraitValue.objects.filter(definition__key=f"measure.uplift_{apart.arm_id}").count() == 2_700
    run_sync(workspace)
    best = _members(segment, world)
    asleep = _members(Segment.objects.get(key=f"uplift-{apart.arm_id}-asleep"), world)
    assert len(best & buyers()) > 0.95 * len(best) > 900
    assert len(asleep - buyers()) > 0.95 * len(asleep) > 900
    assert not best & asleep

    study_experiment(experiment=experiment, on=END, by=world.diego, context=NullContext())
    again = UpliftStudy.objects.get(arm=apart.arm)
    assert (again.card, again.applied_on) == (apart.card, None)
    assert keep_segments(study=again, by=world.diego).pk == segment.pk
    assert Event.objects.filter(kind="uplift.learned").count() == 2
    assert Event.objects.get(kind="uplift.applied").data["customers"] == 2_700


def _members(segment: Segment, world: World) -> set[int]:
    return {row.customer_id for row in members_of(user=world.diego, segment=segment, limit=10_000).rows}


def test_what_costs_more_than_it_brings_is_for_nobody(world: World, workspace: Workspace) -> None:
    experiment = two_emails(world.diego, workspace, each=600)
    Arm.objects.filter(experiment=experiment, key="a").update(unit_cost=90_000)
    study_experiment(experiment=experiment, on=END, by=None, context=NullContext())
    advice = UpliftStudy.objects.get(arm__key="a").card["advice"]
    assert (advice["share"], advice["pays"], advice["least"]) == (0.0, False, None)


def test_too_few_say_how_many_are_missing(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(60, 20), "control": Group(40, 5)})
    run_sync(workspace)
    assert study_experiment(experiment=experiment, on=END, by=None, context=NullContext()) == 0
    study = UpliftStudy.objects.get()
    assert (study.code, study.card["least"], study.card["needed"]) == ("too_few", 0, 100)
    with pytest.raises(UnableToStudy, match="not_learned"):
        keep_segments(study=study, by=world.diego)


def test_only_what_ended_beside_a_control_group_is_asked(world: World) -> None:
    experiment = begin(world.diego)
    with pytest.raises(UnableToStudy, match="not_ended"):
        check_study(experiment=experiment, on=END, by=world.diego)
    experiment.ends_on = END
    with pytest.raises(UnableToStudy, match="not_allowed"):
        check_study(experiment=experiment, on=END, by=world.ana)
    Arm.objects.filter(is_control=True).delete()
    with pytest.raises(UnableToStudy, match="no_control"):
        check_study(experiment=experiment, on=END, by=world.diego)


def test_an_offer_that_goes_on_is_learned_from_once_its_first_windows_are_over(
    world: World, workspace: Workspace
) -> None:
    experiment = two_emails(world.diego, workspace, each=600)
    experiment.kind, experiment.ends_on = experiment.Kind.OFFER, None
    experiment.save()
    over = START + timedelta(days=DAYS)
    with pytest.raises(UnableToStudy, match="not_ended"):
        check_study(experiment=experiment, on=over - timedelta(days=1), by=world.diego)
    check_study(experiment=experiment, on=over, by=world.diego)
    # A third of those of the second e-mail got it a day later: their window is still open, and nothing is learned from them.
    late = list(Decision.objects.filter(arm__experiment=experiment, arm__key="b").values_list("pk", flat=True))[::3]
    Decision.objects.filter(pk__in=late).update(on=START + timedelta(days=1))
    study_experiment(experiment=experiment, on=over - timedelta(days=1), by=None, context=NullContext())
    alike, apart = UpliftStudy.objects.order_by("arm__key")
    assert (alike.card["treated"]["n"], apart.card["treated"]["n"]) == (600, 400)


def test_limits_are_rounded_so_that_nobody_gets_in() -> None:
    assert (percent(0.012341, up=True), percent(0.012341, up=False)) == (1.24, 1.23)
    assert percent(-0.012341, up=False) == -1.24
