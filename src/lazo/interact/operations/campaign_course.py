"""The course of a campaign: approval asked and given, launch, pause, end. Each is a row that says who and when."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.interact.models import Campaign, CampaignContent, CampaignStep, CampaignWave, ChannelAccount, SendingPause
from lazo.interact.models.campaign import CAMPAIGNING
from lazo.interact.operations.campaign import TABLE, UnableToSaveCampaign, held_campaign, require_campaigner
from lazo.interact.queries.campaign_state import BEFORE_LAUNCH, UNDER_WAY, CampaignState, state_of
from lazo.kernel.events import record_event
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import Job, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

JOB = "interact.campaign_wave"
UNDO_LAUNCH, UNDO_PAUSE, UNDO_END = "campaign.launched", "campaign.paused", "campaign.ended"
PAUSED, ENDED = "paused", "ended"
Kind = CampaignStep.Kind


class UnableToMoveCampaign(Exception):
    """`code` says why a campaign cannot go there, `params` what the sentence names.

    not_allowed, gone, begun, not_running, not_paused, ended, own_approval (of what one wrote oneself), not_approved, no_account (of a channel),
    no_content (an arm says nothing on a channel), only_describes, no_segment, starts_past or written (its messages are already in the outbox).
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(params.get("message", code))
        self.code = code
        self.params = params


def others_who_approve(campaign: Campaign) -> bool:
    """Whether anybody works here who may approve what `edited_by` wrote; a company of one needs no approval. One query."""
    holders = User.objects.filter(is_active=True, **{f"role_assignments__role__{CAMPAIGNING}": True})
    return holders.exclude(pk=campaign.edited_by_id or 0).exists()


@transaction.atomic
def ask_approval(*, campaign: Campaign, by: User) -> None:
    """Say that this version may be approved. Writes `campaign.asked`. Raises UnableToMoveCampaign."""
    held = _held(campaign, by, BEFORE_LAUNCH)
    if state_of(held) == CampaignState.DRAFT:
        _step(held, Kind.ASKED, by=by, event="campaign.asked")


@transaction.atomic
def approve_campaign(*, campaign: Campaign, by: User, note: str = "") -> None:
    """Approve this version of what somebody else wrote. Writes `campaign.approved`. Raises UnableToMoveCampaign."""
    held = _held(campaign, by, BEFORE_LAUNCH)
    if held.edited_by_id == by.pk and others_who_approve(held):
        raise UnableToMoveCampaign("own_approval")
    if state_of(held) != CampaignState.APPROVED:
        _step(held, Kind.APPROVED, by=by, event="campaign.approved", note=note)


@transaction.atomic
def launch_campaign(*, campaign: Campaign, by: User, on: date) -> str:
    """Let it begin, on its day or now; gives the token that takes it back while nothing is written. Writes `campaign.launched`.

    Raises UnableToMoveCampaign.
    """
    held = _held(campaign, by, BEFORE_LAUNCH)
    if state_of(held) != CampaignState.APPROVED and others_who_approve(held):
        raise UnableToMoveCampaign("not_approved")
    for code, params in problems_of(held, on=on):
        raise UnableToMoveCampaign(code, **params)
    if held.starts_on is None:
        Campaign.objects.filter(pk=held.pk).update(starts_on=on)
        held.starts_on = on
    _step(held, Kind.LAUNCHED, by=by, event="campaign.launched")
    if held.starts_on <= on:
        enqueue_wave(campaign=held, on=on, by=by)
    label = _("Campaña «%(name)s» lanzada") % {"name": held.experiment.name}
    return offer_undo(by=by, label=label, kind=UNDO_LAUNCH, data={"campaign": held.pk})


@transaction.atomic
def withdraw_campaign(*, campaign: Campaign, by: User) -> None:
    """Make a launched campaign a draft again, as long as no row of it was written. Writes `campaign.withdrawn`. Raises UnableToMoveCampaign."""
    held = _held(campaign, by, UNDER_WAY)
    if any(wave.ready_at or wave.done for wave in held.waves.all()):
        raise UnableToMoveCampaign("written")
    CampaignWave.objects.filter(campaign=held).delete()
    CampaignStep.objects.filter(campaign=held).exclude(kind__in=[Kind.ASKED, Kind.APPROVED]).delete()
    SendingPause.objects.filter(experiment=held.experiment_id).delete()
    record_event(kind="campaign.withdrawn", by=by, table=TABLE, row=held.pk)


@transaction.atomic
def pause_campaign(*, campaign: Campaign, by: User, note: str = "") -> str:
    """Let nothing more of it leave until somebody resumes it; gives the token that does. Writes `campaign.paused`. Raises UnableToMoveCampaign."""
    held = _held(campaign, by, UNDER_WAY)
    if state_of(held) == CampaignState.PAUSED:
        raise UnableToMoveCampaign("not_running")
    SendingPause.objects.get_or_create(experiment=held.experiment_id, defaults={"by": by, "why": PAUSED})
    _step(held, Kind.PAUSED, by=by, event="campaign.paused", note=note)
    label = _("Campaña «%(name)s» en pausa") % {"name": held.experiment.name}
    return offer_undo(by=by, label=label, kind=UNDO_PAUSE, data={"campaign": held.pk})


@transaction.atomic
def resume_campaign(*, campaign: Campaign, by: User) -> None:
    """Let it go on. Writes `campaign.resumed`. Raises UnableToMoveCampaign."""
    held = _held(campaign, by, UNDER_WAY | BEFORE_LAUNCH)
    if state_of(held) != CampaignState.PAUSED:
        raise UnableToMoveCampaign("not_paused")
    SendingPause.objects.filter(experiment=held.experiment_id).delete()
    _step(held, Kind.RESUMED, by=by, event="campaign.resumed")


@transaction.atomic
def end_campaign(*, campaign: Campaign, by: User | None) -> str:
    """Let nobody more in and nothing more out; what is queued is cancelled a minute later. Its results go on being measured.

    `by` null: the system, on its day. Gives the token that takes it back within that minute. Writes `campaign.ended`. Raises UnableToMoveCampaign.
    """
    held = _held(campaign, by, UNDER_WAY)
    SendingPause.objects.update_or_create(experiment=held.experiment_id, defaults={"by": by, "why": ENDED})
    _step(held, Kind.ENDED, by=by, event="campaign.ended")
    if by is None:
        return ""
    label = _("Campaña «%(name)s» terminada") % {"name": held.experiment.name}
    return offer_undo(by=by, label=label, kind=UNDO_END, data={"campaign": held.pk})


def problems_of(campaign: Campaign, *, on: date) -> list[tuple[str, dict[str, Any]]]:
    """What keeps a draft from being launched on a day, as codes with what they name; empty when nothing does. Three queries."""
    found: list[tuple[str, dict[str, Any]]] = []
    if campaign.segment.removed_at is not None:
        found.append(("no_segment", {}))
    if campaign.segment.is_descriptive:
        found.append(("only_describes", {"segment": campaign.segment.name}))
    if campaign.starts_on is not None and campaign.starts_on < on:
        found.append(("starts_past", {}))
    accounts = set(ChannelAccount.objects.in_use().values_list("channel", flat=True))
    said = set(CampaignContent.objects.filter(campaign=campaign).values_list("arm", "channel"))
    arms = [arm for arm in campaign.experiment.arms.all() if not arm.is_control]
    for channel in campaign.channels:
        if channel not in accounts:
            found.append(("no_account", {"channel": channel}))
        found += [
            ("no_content", {"arm": arm.name, "channel": channel})
            for arm in sorted(arms, key=lambda arm: arm.key)
            if (arm.key, channel) not in said
        ]
    return found


def enqueue_wave(*, campaign: Campaign, on: date, by: User | None) -> Job:
    """Ask a worker to prepare the wave of a day."""
    arguments = {"campaign": campaign.pk, "on": on.isoformat()}
    return enqueue(JOB, by=by, arguments=arguments, key=wave_key(campaign, on))


def wave_key(campaign: Campaign, on: date) -> str:
    return f"campaign:{campaign.pk}:{on.isoformat()}"


def undo_launch(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo. Raises UnableToUndo."""
    return _undone(withdraw_campaign, by, data)


def undo_pause(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo. Raises UnableToUndo."""
    return _undone(resume_campaign, by, data)


def undo_end(by: User, data: dict[str, Any]) -> Undone:
    """As long as nothing was cancelled. Raises UnableToUndo."""
    ended = CampaignStep.objects.filter(campaign=data["campaign"], kind=Kind.ENDED).select_related("campaign").first()
    if ended is None:
        raise UnableToUndo("changed_since")
    pause = SendingPause.objects.filter(experiment=ended.campaign.experiment_id, why=ENDED)
    if not pause.exists():
        raise UnableToUndo("changed_since")
    ended.delete()
    if state_of(Campaign.objects.whole().get(pk=data["campaign"])) == CampaignState.PAUSED:
        pause.update(why=PAUSED)
    else:
        pause.delete()
    record_event(kind="campaign.reopened", by=by, table=TABLE, row=data["campaign"])
    return Undone(restored=1)


def _undone(operation: Any, by: User, data: dict[str, Any]) -> Undone:
    campaign = Campaign.objects.filter(pk=data["campaign"]).first()
    try:
        operation(campaign=campaign, by=by)
    except UnableToMoveCampaign as error:
        raise UnableToUndo("not_allowed" if error.code == "not_allowed" else "changed_since") from error
    return Undone(restored=1)


def _held(campaign: Campaign, by: User | None, states: frozenset[CampaignState]) -> Campaign:
    """The row, locked, in one of `states`."""
    try:
        if by is not None:
            require_campaigner(by)
        held = held_campaign(campaign)
    except UnableToSaveCampaign as error:
        raise UnableToMoveCampaign(error.code) from error
    state = state_of(held)
    if state not in states:
        raise UnableToMoveCampaign(
            "ended" if state == CampaignState.ENDED else "begun" if state in UNDER_WAY else "not_running"
        )
    return held


def _step(campaign: Campaign, step: str, *, by: User | None, event: str, note: str = "") -> None:
    CampaignStep.objects.create(campaign=campaign, kind=step, version=campaign.version, note=note[:240], by=by)
    data = {"version": campaign.version, "experiment": campaign.experiment_id}
    record_event(kind=event, by=by, table=TABLE, row=campaign.pk, data=data)
