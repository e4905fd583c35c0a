"""A wave: who is written to, who is left alone, whom a rule holds back, all written once."""

from datetime import date, timedelta

import pytest
from campaigned import AT, ON, Bank, drafted, launched, make_bank, wave
from world import make_world

from lazo.analytics.experiments.assignment import arm_place
from lazo.customize.models import ContactBlock, Decision, PlannedContact
from lazo.customize.operations.experiment import arms_of
from lazo.interact.models import Campaign, CampaignWave, ChannelAccount, Message
from lazo.interact.operations import campaign_wave
from lazo.interact.operations.campaign_wave import UnableToPrepareWave, frozen_file, prepare_wave
from lazo.kernel.jobs import JobInterrupted, NullContext
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(transactional_db: None, workspace: Workspace) -> Bank:
    return make_bank(make_world(), workspace)


class Stopped(NullContext):
    """Stops after so many slices."""

    def __init__(self, slices: int) -> None:
        super().__init__()
        self.left = slices

    def raise_if_cancelled(self) -> None:
        self.left -= 1
        if not self.left:
            raise JobInterrupted


def test_the_audience_is_the_segment_without_claims_and_without_those_who_gave_no_permission(bank: Bank) -> None:
    campaign = launched(bank)
    made = wave(bank, campaign)
    control = made.counts["arms"]["control"]
    assert made.counts == {
        "audience": 400,
        "without": {bank.claims.key: 32},
        "already": 0,
        "blocked": {"no-consent": 18},
        "channels": {"email": 350},
        "arms": {"a": 350 - control, "control": control},
    }
    assert (made.rows, made.done, made.number) == (368, 368, 1)
    assert Decision.objects.filter(experiment=campaign.experiment).count() == 350
    assert ContactBlock.objects.filter(experiment=campaign.experiment, stage="DECISION").count() == 18
    block = ContactBlock.objects.order_by("pk").first()
    assert block is not None
    assert (block.channel, block.purpose, block.country, block.on) == ("email", "marketing", "", ON)
    assert Message.objects.filter(experiment=campaign.experiment_id).count() == 350 - control
    assert PlannedContact.objects.filter(experiment=campaign.experiment, on=ON).count() == 350 - control


def test_each_customer_is_in_the_arm_the_hash_says_and_only_the_treated_get_a_message(bank: Bank) -> None:
    campaign = launched(bank)
    wave(bank, campaign)
    arms = arms_of(campaign.experiment)
    shares = [arm.share for arm in arms]
    decided = dict(Decision.objects.filter(experiment=campaign.experiment).values_list("party", "arm_id"))
    expected = {party: arms[arm_place(party, salt=campaign.experiment.salt, shares=shares)].pk for party in decided}
    assert decided == expected
    treated = {arm.pk for arm in arms if not arm.is_control}
    written = set(Message.objects.values_list("party", flat=True))
    assert written == {party for party, arm in decided.items() if arm in treated}
    row = Message.objects.order_by("pk").first()
    assert row is not None
    assert (row.key, row.lane, row.state, row.channel) == (f"campaign:{campaign.pk}:{row.party}", 1, "QUEUED", "email")
    assert (row.version_id, row.due_at, row.arm) == (bank.email.pk, AT, arms[0].pk)


def test_a_wave_that_is_ready_is_not_written_again(bank: Bank) -> None:
    campaign = launched(bank)
    first = wave(bank, campaign)
    again = wave(bank, campaign)
    assert (again.pk, again.ready_at) == (first.pk, first.ready_at)
    assert Decision.objects.count() == 350
    assert Event.objects.filter(kind="campaign.wave").count() == 1
    assert not frozen_file(bank.workspace, first).exists()
    campaign.experiment.refresh_from_db()
    assert (campaign.experiment.started_on, campaign.experiment.inputs["segment"]) == (ON, "solo-ahorro")


def test_a_wave_that_stopped_half_way_goes_on_with_the_audience_it_froze(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign_wave, "SLICE", 100)
    campaign = launched(bank)
    with pytest.raises(JobInterrupted):
        wave(bank, campaign, context=Stopped(2))
    half = CampaignWave.objects.get(campaign=campaign)
    assert (half.done, half.rows, half.ready_at) == (200, 368, None)
    bank.savers.__class__.objects.filter(pk=bank.savers.pk).update(definition={"purchases": {"at_least": 99}})
    made = wave(bank, campaign)
    assert (made.pk, made.done) == (half.pk, 368)
    assert Decision.objects.values("party").distinct().count() == Decision.objects.count() == 350
    assert ContactBlock.objects.count() == 18


def test_a_frozen_audience_that_is_lost_is_not_guessed(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_wave, "SLICE", 100)
    campaign = launched(bank)
    with pytest.raises(JobInterrupted):
        wave(bank, campaign, context=Stopped(1))
    frozen_file(bank.workspace, CampaignWave.objects.get()).unlink()
    with pytest.raises(UnableToPrepareWave, match="lost_audience"):
        wave(bank, campaign)


def test_who_comes_later_joins_and_nobody_changes_arms(bank: Bank) -> None:
    campaign = launched(bank, repeats="DAILY", without=())
    wave(bank, campaign)
    before = dict(Decision.objects.values_list("party", "arm_id"))
    late = bank.parties[31]
    from campaigned import allow

    allow([late])
    made = wave(bank, campaign, on=ON + timedelta(days=1))
    assert (made.number, made.counts["already"], made.counts["arms"]) == (2, 381, {**made.counts["arms"]})
    assert sum(made.counts["arms"].values()) == 1
    after = dict(Decision.objects.values_list("party", "arm_id"))
    assert {party: after[party] for party in before} == before
    assert set(after) - set(before) == {late.pk}


def test_the_pace_spreads_the_messages_over_the_hours(bank: Bank) -> None:
    campaign = launched(bank, per_hour=60)
    wave(bank, campaign)
    due = list(Message.objects.order_by("pk").values_list("due_at", flat=True))
    assert due == [AT + timedelta(minutes=place) for place in range(len(due))]


def test_what_would_cost_more_than_the_budget_is_not_written(bank: Bank) -> None:
    campaign = launched(bank, budget=1_000_00)
    with pytest.raises(UnableToPrepareWave, match="over_budget") as refused:
        wave(bank, campaign)
    assert refused.value.params["budget"] == 1_000_00
    assert Message.objects.count() == Decision.objects.count() == 0


def test_without_an_account_or_before_it_was_launched_there_is_no_wave(bank: Bank) -> None:
    with pytest.raises(UnableToPrepareWave, match="not_launched"):
        wave(bank, drafted(bank))
    campaign = launched(bank, name="Otra")
    ChannelAccount.objects.update(closed_at=AT)
    with pytest.raises(UnableToPrepareWave, match="no_account"):
        wave(bank, campaign)


def test_the_second_channel_is_for_whom_the_first_is_closed(bank: Bank) -> None:
    from campaigned import make_template

    from lazo.identify.models import Party

    ChannelAccount.objects.create(channel="letter", provider="print", name="Carta", options={})
    silent = [party.pk for party in bank.parties[31:50]]
    Party.objects.filter(pk__in=silent[:10]).update(address="Calle 1")
    from campaigned import allow

    from lazo.interact.campaign_plan import ArmDraft

    allow(bank.parties[31:41], channel="letter")
    letter = make_template("Carta", "letter")
    arm = ArmDraft("Tarjeta", templates={"email": bank.email.pk, "letter": letter.pk})
    campaign = launched(bank, channels=("email", "letter"), arms=(arm,), without=())
    made = wave(bank, campaign)
    assert made.counts["channels"] == {"email": 381, "letter": 10}
    assert made.counts["blocked"] == {"no-consent": 9}
    assert set(Message.objects.filter(channel="letter").values_list("version_id", flat=True)) == {letter.pk}


def test_the_first_instant_waits_a_little_and_never_comes_before_its_day() -> None:
    from zoneinfo import ZoneInfo

    from lazo.interact.operations.campaign_wave import first_instant

    bogota = ZoneInfo("America/Bogota")
    assert first_instant(on=ON, now=AT, zone=bogota) == AT + timedelta(minutes=2)
    tomorrow = first_instant(on=date(2026, 12, 1), now=AT, zone=bogota)
    assert tomorrow.isoformat() == "2026-12-01T05:00:00+00:00"


def test_prepare_wave_reads_the_campaign_again(bank: Bank) -> None:
    campaign = launched(bank)
    stale = Campaign(pk=campaign.pk)
    made = prepare_wave(campaign=stale, on=ON, at=AT, workspace=bank.workspace, context=NullContext())
    assert made.counts["audience"] == 400


def test_slices_fit_into_the_patience_of_who_waits() -> None:
    assert campaign_wave.next_size(2_000, 0.1) == 4_000
    assert campaign_wave.next_size(10_000, 0.1) == 10_000
    assert campaign_wave.next_size(10_000, 1.2) == 2_500
    assert campaign_wave.next_size(1_000, 4.0) == 500
