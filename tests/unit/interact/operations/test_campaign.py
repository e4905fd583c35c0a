"""Campaigns drafted, edited, approved, launched, paused, ended: what is kept, what is refused, what is taken back."""

from datetime import timedelta
from typing import Any

import pytest
from campaigned import ON, drafts, make_template, plain_plan
from world import World

from lazo.customize.models import Arm, Experiment, PlannedContact
from lazo.differentiate.operations.segment import create_segment, remove_segment
from lazo.interact.campaign_plan import ArmDraft, arm_plans
from lazo.interact.models import (
    Campaign,
    CampaignContent,
    CampaignStep,
    CampaignWave,
    ChannelAccount,
    Message,
    SendingPause,
)
from lazo.interact.operations import campaign_rounds
from lazo.interact.operations.campaign import (
    UnableToSaveCampaign,
    copy_campaign,
    draft_campaign,
    edit_campaign,
    plan_of,
    remove_campaign,
)
from lazo.interact.operations.campaign_course import (
    UnableToMoveCampaign,
    approve_campaign,
    ask_approval,
    end_campaign,
    launch_campaign,
    pause_campaign,
    problems_of,
    resume_campaign,
    withdraw_campaign,
)
from lazo.interact.operations.campaign_rounds import campaigns_are_due, go_round
from lazo.interact.queries.campaign_state import CampaignState, state_of
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, Job, Role, RoleAssignment, User
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db


def read(campaign: Campaign) -> Campaign:
    return Campaign.objects.whole().get(pk=campaign.pk)


def state(campaign: Campaign) -> CampaignState:
    return state_of(read(campaign))


@pytest.fixture
def campaign(world: World) -> Campaign:
    return drafts(world)


@pytest.fixture
def second(world: World) -> User:
    """Somebody else who makes campaigns."""
    user = User.objects.create_user("elena@aurora.example", name="Elena")
    role = Role.objects.create(key="marketer-2", name="Mercadeo", scope="ALL", may_campaign=True)
    RoleAssignment.objects.create(user=user, role=role)
    return user


def test_a_draft_says_what_the_plan_says(world: World, campaign: Campaign) -> None:
    assert plan_of(read(campaign)) == plain_plan(CampaignContent.objects.get().template_id)
    experiment = campaign.experiment
    assert (experiment.kind, experiment.key, experiment.currency) == ("CAMPAIGN", "vuelve-a-tu-cafe", "COP")
    assert list(experiment.arms.order_by("key").values_list("key", "share", "is_control")) == [
        ("a", 9_000, False), ("control", 1_000, True),
    ]  # fmt: skip
    assert state(campaign) == CampaignState.DRAFT
    assert Event.objects.filter(kind="campaign.drafted", row=campaign.pk, by=world.diego).count() == 1


def test_parts_of_arms_make_a_whole() -> None:
    from lazo.interact.campaign_plan import CampaignPlan

    arms = tuple(ArmDraft(name) for name in ("Uno", "Dos", "Tres"))
    plan = CampaignPlan("x", "s", "KEEP", arms=arms, control=1_000)
    assert [arm.share for arm in arm_plans(plan)] == [3_000, 3_000, 3_000, 1_000]
    uneven = CampaignPlan("x", "s", "KEEP", arms=(ArmDraft("Uno", 2), ArmDraft("Dos", 1)), control=0)
    assert [arm.share for arm in arm_plans(uneven)] == [6_667, 3_333]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "nameless"),
        ({"name": "x" * 161}, "too_long"),
        ({"segment": "ninguno"}, "no_segment"),
        ({"without": ("ninguno",)}, "no_segment"),
        ({"segment": "mujeres-25-34"}, "only_describes"),
        ({"area": "OTHER"}, "unknown_area"),
        ({"purpose": "spam"}, "unknown_purpose"),
        ({"channels": ()}, "no_channels"),
        ({"channels": ("sms",)}, "unknown_channel"),
        ({"channels": ("email", "email")}, "unknown_channel"),
        ({"arms": ()}, "no_arms"),
        ({"arms": tuple(ArmDraft("x") for _ in range(6))}, "too_many_arms"),
        ({"arms": (ArmDraft("x", 0),)}, "bad_share"),
        ({"arms": (ArmDraft("x", templates={"email": 999_999}),)}, "unknown_template"),
        ({"control": 5_001}, "control_too_large"),
        ({"control": 0}, "needs_reason"),
        ({"window_days": 0}, "bad_window"),
        ({"budget": -1}, "bad_amount"),
        ({"per_hour": 0}, "bad_pace"),
        ({"base": 1.5}, "bad_rate"),
        ({"lane": 0}, "not_a_service"),
        ({"starts_on": ON - timedelta(days=1)}, "starts_past"),
        ({"ends_on": ON}, "ends_before"),
    ],
)
def test_what_cannot_be_is_refused(world: World, changes: dict[str, Any], code: str) -> None:
    version = make_template().pk
    create_segment(by=world.diego, name="Compran", definition={"purchases": {"at_least": 1}})
    women = {"all": [{"field": "gender", "in": ["F"]}]} if False else {"field": "country", "in": ["MX"]}
    create_segment(by=world.diego, name="Mujeres 25-34", key="mujeres-25-34", definition=women)
    with pytest.raises(UnableToSaveCampaign) as refused:
        draft_campaign(plan=plain_plan(version, **changes), by=world.diego, on=ON)
    assert refused.value.code == code
    assert not Campaign.objects.exists()
    assert not Experiment.objects.exists()


def test_an_audience_that_only_describes_is_refused_with_the_remedy(world: World) -> None:
    version = make_template().pk
    create_segment(by=world.diego, name="Mujeres 25-34", key="compran", definition={"field": "country", "in": ["MX"]})
    with pytest.raises(UnableToSaveCampaign, match="agrega una regla de conducta, valor o relación"):
        draft_campaign(plan=plain_plan(version), by=world.diego, on=ON)


def test_without_a_control_group_somebody_says_why(world: World) -> None:
    made = drafts(world, control=0, no_control="Es un aviso legal")
    assert made.no_control == "Es un aviso legal"
    assert Arm.objects.filter(experiment=made.experiment, is_control=True).count() == 0


def test_who_makes_no_campaigns_makes_none(world: World, campaign: Campaign) -> None:
    plan = plan_of(read(campaign))
    with pytest.raises(UnableToSaveCampaign, match="not_allowed"):
        draft_campaign(plan=plan, by=world.ana, on=ON)
    with pytest.raises(UnableToSaveCampaign, match="not_allowed"):
        edit_campaign(campaign=campaign, plan=plan, version=1, by=world.ana, on=ON)
    with pytest.raises(UnableToSaveCampaign, match="not_allowed"):
        remove_campaign(campaign=campaign, by=world.ana)
    for operation in (ask_approval, approve_campaign, pause_campaign, resume_campaign, end_campaign, withdraw_campaign):
        with pytest.raises(UnableToMoveCampaign, match="not_allowed"):
            operation(campaign=campaign, by=world.ana)
    with pytest.raises(UnableToMoveCampaign, match="not_allowed"):
        launch_campaign(campaign=campaign, by=world.ana, on=ON)
    assert Event.objects.filter(table="interact_campaign").exclude(kind="campaign.drafted").count() == 0


def test_an_edit_is_a_new_version_on_the_one_that_was_read(world: World, campaign: Campaign) -> None:
    plan = plan_of(read(campaign))
    arms = (ArmDraft("Recordar", 1, 100, plan.arms[0].templates), ArmDraft("Ofrecer", 1, 200))
    changed = type(plan)(**{**vars(plan), "name": "Otro nombre", "control": 2_000, "arms": arms})
    edited = edit_campaign(campaign=campaign, plan=changed, version=1, by=world.diego, on=ON)
    assert (edited.version, edited.experiment.name) == (2, "Otro nombre")
    assert list(edited.experiment.arms.order_by("key").values_list("key", "share", "unit_cost")) == [
        ("a", 4_000, 100), ("b", 4_000, 200), ("control", 2_000, 0),
    ]  # fmt: skip
    with pytest.raises(UnableToSaveCampaign, match="stale"):
        edit_campaign(campaign=campaign, plan=plan, version=1, by=world.diego, on=ON)


def test_a_copy_says_the_same_and_draws_its_own_groups(world: World, campaign: Campaign) -> None:
    copy = copy_campaign(campaign=read(campaign), by=world.diego, on=ON)
    assert copy.copied_from == campaign
    assert copy.experiment.name == "Vuelve a tu café (copia)"
    assert copy.experiment.salt != campaign.experiment.salt
    told = {**vars(plan_of(read(copy))), "name": ""}
    assert told == {**vars(plan_of(read(campaign))), "name": ""}


def test_a_draft_thrown_away_comes_back(world: World, campaign: Campaign) -> None:
    token = remove_campaign(campaign=campaign, by=world.diego)
    assert not Campaign.objects.visible_to(world.diego).exists()
    with pytest.raises(UnableToSaveCampaign, match="gone"):
        remove_campaign(campaign=campaign, by=world.diego)
    assert undo(token=token, by=world.diego).restored == 1
    assert Campaign.objects.visible_to(world.diego).get() == campaign


def test_somebody_else_approves_what_one_wrote(world: World, campaign: Campaign, second: User) -> None:
    with pytest.raises(UnableToMoveCampaign, match="not_approved"):
        launch_campaign(campaign=campaign, by=world.diego, on=ON)
    ask_approval(campaign=campaign, by=world.diego)
    assert state(campaign) == CampaignState.WAITING
    with pytest.raises(UnableToMoveCampaign, match="own_approval"):
        approve_campaign(campaign=campaign, by=world.diego)
    approve_campaign(campaign=campaign, by=second)
    assert state(campaign) == CampaignState.APPROVED
    assert list(CampaignStep.objects.order_by("pk").values_list("kind", "by", "version")) == [
        ("ASKED", world.diego.pk, 1), ("APPROVED", second.pk, 1),
    ]  # fmt: skip
    edit_campaign(campaign=campaign, plan=plan_of(read(campaign)), version=1, by=world.diego, on=ON)
    assert state(campaign) == CampaignState.DRAFT
    with pytest.raises(UnableToMoveCampaign, match="not_approved"):
        launch_campaign(campaign=campaign, by=world.diego, on=ON)


def test_a_launch_asks_for_the_wave_and_is_taken_back_while_nothing_is_written(
    world: World, campaign: Campaign
) -> None:
    token = launch_campaign(campaign=campaign, by=world.diego, on=ON)
    assert state(campaign) == CampaignState.SCHEDULED
    job = Job.objects.get(kind="interact.campaign_wave")
    assert job.arguments == {"campaign": campaign.pk, "on": "2026-11-30"}
    with pytest.raises(UnableToMoveCampaign, match="begun"):
        launch_campaign(campaign=campaign, by=world.diego, on=ON)
    with pytest.raises(UnableToSaveCampaign, match="begun"):
        edit_campaign(campaign=campaign, plan=plan_of(read(campaign)), version=1, by=world.diego, on=ON)
    undo(token=token, by=world.diego)
    assert state(campaign) == CampaignState.DRAFT
    launch_campaign(campaign=campaign, by=world.diego, on=ON)
    CampaignWave.objects.create(campaign=campaign, number=1, on=ON, segment_version=1, rows=10, done=10)
    with pytest.raises(UnableToMoveCampaign, match="written"):
        withdraw_campaign(campaign=campaign, by=world.diego)


def test_what_is_missing_is_told_before_the_launch(world: World) -> None:
    made = drafts(world, channels=("email", "letter"), arms=(ArmDraft("Una"),))
    ChannelAccount.objects.all().delete()
    assert problems_of(read(made), on=ON) == [
        ("no_account", {"channel": "email"}),
        ("no_content", {"arm": "Una", "channel": "email"}),
        ("no_account", {"channel": "letter"}),
        ("no_content", {"arm": "Una", "channel": "letter"}),
    ]
    with pytest.raises(UnableToMoveCampaign, match="no_account"):
        launch_campaign(campaign=made, by=world.diego, on=ON)
    remove_segment(segment=made.segment, by=world.diego)
    assert ("no_segment", {}) in problems_of(read(made), on=ON)


def test_a_pause_holds_the_sender_until_it_is_resumed(world: World, campaign: Campaign) -> None:
    launch_campaign(campaign=campaign, by=world.diego, on=ON)
    with pytest.raises(UnableToMoveCampaign, match="not_paused"):
        resume_campaign(campaign=campaign, by=world.diego)
    token = pause_campaign(campaign=campaign, by=world.diego, note="Hay un error en el texto")
    assert SendingPause.objects.get().experiment == campaign.experiment_id
    assert state(campaign) == CampaignState.PAUSED
    with pytest.raises(UnableToMoveCampaign, match="not_running"):
        pause_campaign(campaign=campaign, by=world.diego)
    undo(token=token, by=world.diego)
    assert state(campaign) == CampaignState.SCHEDULED
    assert not SendingPause.objects.exists()
    pause_campaign(campaign=campaign, by=world.diego)
    resume_campaign(campaign=campaign, by=world.diego)
    kinds = list(CampaignStep.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["LAUNCHED", "PAUSED", "RESUMED", "PAUSED", "RESUMED"]


def queued(campaign: Campaign, count: int = 3) -> None:
    version = CampaignContent.objects.get(campaign=campaign).template_id
    account = ChannelAccount.objects.get()
    for party in range(1, count + 1):
        key = f"campaign:{campaign.pk}:{party}"
        told = {"party": party, "channel": "email", "purpose": "marketing", "key": key}
        Message.objects.create(
            **told, experiment=campaign.experiment_id, account=account, version_id=version, due_at=_at()
        )
        PlannedContact.objects.create(**told, experiment=campaign.experiment, on=ON)


def _at() -> Any:
    from campaigned import AT

    return AT


def test_an_end_is_taken_back_within_a_minute_and_cancels_what_is_queued_after(
    world: World, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    launch_campaign(campaign=campaign, by=world.diego, on=ON)
    pause_campaign(campaign=campaign, by=world.diego)
    queued(campaign)
    token = end_campaign(campaign=campaign, by=world.diego)
    assert state(campaign) == CampaignState.ENDED
    undo(token=token, by=world.diego)
    assert state(campaign) == CampaignState.PAUSED
    assert SendingPause.objects.get().why == "paused"
    token = end_campaign(campaign=campaign, by=world.diego)
    now = timezone.now()
    assert go_round(on=ON, at=now, context=NullContext()) == {"waves": 0, "ended": 0, "cancelled": 0}
    monkeypatch.setattr(campaign_rounds, "SLICE", 2)
    later = now + timedelta(minutes=2)
    assert campaigns_are_due(on=ON, at=later)
    assert go_round(on=ON, at=later, context=NullContext())["cancelled"] == 3
    assert set(Message.objects.values_list("state", "problem")) == {("CANCELLED", "ended")}
    assert not PlannedContact.objects.exists()
    assert not SendingPause.objects.exists()
    assert not campaigns_are_due(on=ON, at=later)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.diego)
    with pytest.raises(UnableToMoveCampaign, match="ended"):
        resume_campaign(campaign=campaign, by=world.diego)


def test_rounds_ask_for_the_wave_of_each_day_once_and_end_what_is_over(world: World) -> None:
    daily = drafts(
        world, repeats="DAILY", starts_on=ON + timedelta(days=1), ends_on=ON + timedelta(days=3), window_days=5
    )
    launch_campaign(campaign=daily, by=world.diego, on=ON)
    at = _at()
    assert not campaigns_are_due(on=ON, at=at)
    asked = []
    for number in range(1, 4):
        day = ON + timedelta(days=number)
        if go_round(on=day, at=at, context=NullContext())["waves"]:
            asked.append(day)
            wave = {"number": number, "on": day, "segment_version": 1, "rows": 0}
            CampaignWave.objects.create(campaign=daily, ready_at=at, **wave)
        assert go_round(on=day, at=at, context=NullContext())["waves"] == 0
    assert asked == [ON + timedelta(days=1), ON + timedelta(days=2)]
    Experiment.objects.filter(pk=daily.experiment_id).update(started_on=asked[0], ends_on=asked[-1] + timedelta(days=5))
    over = asked[-1] + timedelta(days=5)
    assert go_round(on=over - timedelta(days=1), at=at, context=NullContext())["ended"] == 0
    assert go_round(on=over, at=at, context=NullContext())["ended"] == 1
    assert CampaignStep.objects.get(kind="ENDED").by is None


def test_a_wave_whose_job_died_is_asked_for_again_by_hand_only(world: World, campaign: Campaign) -> None:
    launch_campaign(campaign=campaign, by=world.diego, on=ON)
    CampaignWave.objects.create(campaign=campaign, number=1, on=ON, segment_version=1)
    Job.objects.update(state=Job.State.FAILED)
    assert not campaigns_are_due(on=ON, at=_at())
    Job.objects.all().delete()
    assert go_round(on=ON + timedelta(days=1), at=_at(), context=NullContext())["waves"] == 1
    assert Job.objects.get().arguments["on"] == ON.isoformat()
