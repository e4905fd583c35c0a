"""What campaigns do by themselves: the wave of the day, the end on its day, what is queued cancelled after an end."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from lazo.customize.models import PlannedContact
from lazo.interact.models import Campaign, CampaignStep, Message, SendingPause
from lazo.interact.operations.campaign_course import ENDED, end_campaign, enqueue_wave, wave_key
from lazo.interact.queries.campaign_state import CampaignState, state_of
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Job

SLICE = 20_000
WITHIN = timedelta(minutes=1)
"""How long an end may be taken back: what is queued is cancelled after that."""
EVERY = {Campaign.Repeats.DAILY: timedelta(days=1), Campaign.Repeats.WEEKLY: timedelta(days=7)}
IN_ROUNDS = frozenset({CampaignState.SCHEDULED, CampaignState.PREPARING, CampaignState.RUNNING})


def due_day(campaign: Campaign, *, on: date) -> date | None:
    """The day of the wave that a launched campaign is due on `on`; null when there is none, or a job was asked for it already. A query."""
    unready = [wave.on for wave in campaign.waves.all() if wave.ready_at is None]
    day = unready[0] if unready else _next_day(campaign, on)
    return None if day is None or Job.objects.filter(key=wave_key(campaign, day)).exists() else day


def campaigns_are_due(*, on: date, at: datetime) -> bool:
    """Whether a wave, an end or a cancelling is due."""
    return any(_is_due(one, on) for one in _rounds()) or _ended(at).exists()


def go_round(*, on: date, at: datetime, context: JobContext) -> dict[str, int]:
    """Ask for the waves that are due on a day, end what has ended, cancel what ended campaigns have queued. How many of each."""
    done = {"waves": 0, "ended": 0, "cancelled": 0}
    for campaign in _rounds():
        day = due_day(campaign, on=on)
        if day is not None:
            enqueue_wave(campaign=campaign, on=day, by=None)
            done["waves"] += 1
        elif _is_over(campaign, on):
            end_campaign(campaign=campaign, by=None)
            done["ended"] += 1
    for pause in _ended(at):
        done["cancelled"] += cancel_queue(pause, context=context)
    return done


def cancel_queue(pause: SendingPause, *, context: JobContext) -> int:
    """Cancel every queued message of an ended campaign, slice by slice; how many. Killed, the next round goes on."""
    count = 0
    while True:
        context.raise_if_cancelled()
        with transaction.atomic():
            queued = Message.objects.queued().filter(experiment=pause.experiment).order_by("pk")
            keys = dict(queued.values_list("pk", "key")[:SLICE])
            if not keys:
                pause.delete()
                return count
            changed = Message.objects.queued().filter(pk__in=list(keys))
            count += changed.update(state=Message.State.CANCELLED, problem=ENDED)
            PlannedContact.objects.filter(key__in=list(keys.values())).delete()


def _rounds() -> list[Campaign]:
    launched = CampaignStep.objects.filter(kind=CampaignStep.Kind.LAUNCHED).values("campaign")
    ended = CampaignStep.objects.filter(kind=CampaignStep.Kind.ENDED).values("campaign")
    rows = Campaign.objects.filter(pk__in=launched, removed_at__isnull=True).exclude(pk__in=ended)
    return [one for one in rows.whole().order_by("pk") if state_of(one) in IN_ROUNDS]


def _is_due(campaign: Campaign, on: date) -> bool:
    return due_day(campaign, on=on) is not None or _is_over(campaign, on)


def _next_day(campaign: Campaign, on: date) -> date | None:
    days = [wave.on for wave in campaign.waves.all()]
    if campaign.starts_on is None or campaign.starts_on > on:
        return None
    if not days:
        return on
    every = EVERY.get(Campaign.Repeats(campaign.repeats))
    if every is None or (campaign.ends_on is not None and on >= campaign.ends_on):
        return None
    return on if max(days) + every <= on else None


def _is_over(campaign: Campaign, on: date) -> bool:
    """Whether nobody comes in any more and what was to be measured has been."""
    if any(wave.ready_at is None for wave in campaign.waves.all()) or campaign.experiment.ends_on is None:
        return False
    is_last = campaign.repeats == Campaign.Repeats.ONCE or (campaign.ends_on is not None and on >= campaign.ends_on)
    return is_last and on >= campaign.experiment.ends_on


def _ended(at: datetime) -> "QuerySet[SendingPause]":
    rows = CampaignStep.objects.filter(kind=CampaignStep.Kind.ENDED, at__lt=at - WITHIN)
    return SendingPause.objects.filter(why=ENDED, experiment__in=rows.values("campaign__experiment"))
