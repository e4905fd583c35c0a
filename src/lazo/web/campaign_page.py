"""What the pages of campaigns show: states in words, the path of people, the calendar of a month."""

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lazo.customize.models import Arm
from lazo.customize.models.experiment import WHOLE
from lazo.customize.policy.words import rule_name
from lazo.differentiate.models import Segment
from lazo.interact.campaign_words import CHANNEL_NAMES
from lazo.interact.models import Campaign, CampaignContent, CampaignStep, Message
from lazo.interact.queries.campaign_state import CampaignState, state_of
from lazo.interact.queries.campaigns import CampaignCounts
from lazo.kernel.models import Job
from lazo.web.campaign_form import METRICS
from lazo.web.formats import Formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATE_WORDS = {
    CampaignState.DRAFT: (gettext_lazy("Borrador"), "", "note"),
    CampaignState.WAITING: (gettext_lazy("Espera aprobación"), "warn", "clock"),
    CampaignState.APPROVED: (gettext_lazy("Aprobada"), "ok", "check"),
    CampaignState.SCHEDULED: (gettext_lazy("Programada"), "", "clock"),
    CampaignState.PREPARING: (gettext_lazy("Preparando"), "", "refresh"),
    CampaignState.RUNNING: (gettext_lazy("En marcha"), "ok", "player-play"),
    CampaignState.PAUSED: (gettext_lazy("En pausa"), "warn", "player-pause"),
    CampaignState.ENDED: (gettext_lazy("Terminada"), "", "check"),
}
CHANNEL_ICONS = {"email": "mail", "whatsapp": "brand-whatsapp", "letter": "printer"}
MESSAGE_WORDS: dict[str, "StrPromise"] = {
    Message.State.QUEUED: gettext_lazy("en cola"),
    Message.State.SENDING: gettext_lazy("saliendo"),
    Message.State.SENT: gettext_lazy("enviados"),
    Message.State.BLOCKED: gettext_lazy("frenados al enviar"),
    Message.State.FAILED: gettext_lazy("no salieron"),
    Message.State.DOUBTFUL: gettext_lazy("en duda: nadie sabe si salieron"),
    Message.State.CANCELLED: gettext_lazy("cancelados"),
}
BOUNCED_WORDS = gettext_lazy("rebotaron")
STEP_WORDS = {
    CampaignStep.Kind.ASKED: gettext_lazy("Pidió aprobación"),
    CampaignStep.Kind.APPROVED: gettext_lazy("Aprobó"),
    CampaignStep.Kind.LAUNCHED: gettext_lazy("Lanzó"),
    CampaignStep.Kind.PAUSED: gettext_lazy("Pausó"),
    CampaignStep.Kind.RESUMED: gettext_lazy("Reanudó"),
    CampaignStep.Kind.ENDED: gettext_lazy("Terminó"),
}


@dataclass(frozen=True)
class StateBadge:
    """`css` is ok, warn or blank."""

    key: str
    words: str
    css: str
    icon: str


@dataclass(frozen=True)
class ArmNode:
    """A variant on the path: who is in it, and what each channel says."""

    letter: str
    arm: Arm
    customers: int
    share: float
    contents: tuple[tuple[str, str, str], ...]
    """Icon, name of the template, name of the channel."""
    href: str


@dataclass(frozen=True)
class Held:
    """How many a rule or a segment took away."""

    words: str
    customers: int
    href: str = ""


def rule_words(rule: str) -> str:
    """What a rule of contact is called; blank for none."""
    return rule_name(rule) if rule else ""


def badge_of(campaign: Campaign) -> StateBadge:
    """Its state in words."""
    state = state_of(campaign)
    words, css, icon = STATE_WORDS[state]
    return StateBadge(state.value, str(words), css, icon)


def people_href(campaign: Campaign, **asked: str) -> str:
    """The list of the people of a campaign, of a part of it."""
    return f"{reverse('web:campaign_people', args=[campaign.pk])}?{urlencode(asked)}"


def arm_nodes(campaign: Campaign, counts: CampaignCounts) -> list[ArmNode]:
    """The variants in order, without the control group. One query."""
    contents: dict[str, list[tuple[str, str, str]]] = {}
    rows = CampaignContent.objects.filter(campaign=campaign).select_related("template__template")
    order = {channel: place for place, channel in enumerate(campaign.channels)}
    for row in sorted(rows, key=lambda row: order.get(row.channel, 9)):
        told = (CHANNEL_ICONS.get(row.channel, "send"), row.template.template.name, str(CHANNEL_NAMES[row.channel]))
        contents.setdefault(row.arm, []).append(told)
    arms = sorted((arm for arm in campaign.experiment.arms.all() if not arm.is_control), key=lambda arm: arm.key)
    whole = sum(arm.share for arm in arms) or 1
    return [
        ArmNode(
            letter="ABCDEFGHIJ"[place],
            arm=arm,
            customers=counts.arms.get(arm.key, 0),
            share=arm.share / whole,
            contents=tuple(contents.get(arm.key, ())),
            href=people_href(campaign, grupo=arm.key),
        )
        for place, arm in enumerate(arms)
    ]


def control_of(campaign: Campaign) -> Arm | None:
    return next((arm for arm in campaign.experiment.arms.all() if arm.is_control), None)


def control_share(campaign: Campaign) -> float:
    """The part of everybody that is left alone, 0 to 1."""
    control = control_of(campaign)
    return control.share / WHOLE if control else 0.0


def goal_words(campaign: Campaign) -> str:
    """What is measured, and how long."""
    experiment = campaign.experiment
    what = dict(METRICS).get(experiment.metric, experiment.metric)
    days = ngettext("%(what)s en %(days)d día", "%(what)s en %(days)d días", experiment.window_days)
    return days % {"what": what, "days": experiment.window_days}


def head_words(campaign: Campaign, formats: Formats) -> list[str]:
    """What stands beside the state: since when, until when, whose."""
    experiment, told = campaign.experiment, []
    if experiment.started_on:
        told.append(_("desde el %(day)s") % {"day": formats.day(experiment.started_on)})
    elif campaign.starts_on:
        told.append(_("para el %(day)s") % {"day": formats.day(campaign.starts_on)})
    if experiment.ends_on:
        told.append(_("se mide hasta el %(day)s") % {"day": formats.day(experiment.ends_on)})
    if campaign.owner:
        told.append(_("responsable %(name)s") % {"name": campaign.owner.name})
    return told


def left_out(campaign: Campaign) -> list[Held]:
    """How many each segment that is left out took, over all waves. One query."""
    taken: dict[str, int] = {}
    for wave in campaign.waves.all():
        for key, count in wave.counts.get("without", {}).items():
            taken[key] = taken.get(key, 0) + count
    return [Held(name, taken[key]) for key, name in segment_names(taken).items() if taken[key]]


def segment_names(keys: Iterable[str]) -> dict[str, str]:
    """Names of segments by key, in the order of the keys; one that is gone keeps its key."""
    wanted = list(keys)
    if not wanted:
        return {}
    names = dict(Segment.objects.live().filter(key__in=wanted).values_list("key", "name"))
    return {key: names.get(key, key) for key in wanted}


def audience_total(campaign: Campaign) -> int:
    """Who was in the segment in the first wave, and came into it by the later ones."""
    waves = sorted((wave for wave in campaign.waves.all() if wave.ready_at), key=lambda wave: wave.number)
    if not waves:
        return 0
    later = sum(wave.counts.get("audience", 0) - wave.counts.get("already", 0) for wave in waves[1:])
    return int(waves[0].counts.get("audience", 0) + later)


@dataclass(frozen=True)
class Moment:
    """A line of what happened to a campaign; `who` blank: the system."""

    at: Any
    words: str
    who: str
    note: str


def moments_of(campaign: Campaign) -> list[Moment]:
    """Its steps and waves, the newest first."""
    found = [
        Moment(step.at, str(STEP_WORDS[CampaignStep.Kind(step.kind)]), step.by.name if step.by else "", step.note)
        for step in campaign.steps.all()
    ]
    for wave in campaign.waves.all():
        if wave.ready_at is not None:
            people = sum(wave.counts.get("arms", {}).values())
            words = ngettext("Entró 1 persona, al %(day)s", "Entraron %(people)s personas, al %(day)s", people)
            found.append(Moment(wave.ready_at, words % {"people": people, "day": wave.on.isoformat()}, "", ""))
    found.append(Moment(campaign.created_at, _("La escribió"), campaign.owner.name if campaign.owner else "", ""))
    return sorted(found, key=lambda one: one.at, reverse=True)


def failed_job(campaign: Campaign) -> Job | None:
    """The last job that prepared a wave, where it failed. One query."""
    job = Job.objects.filter(key__startswith=f"campaign:{campaign.pk}:").order_by("-pk").first()
    return job if job is not None and job.state == Job.State.FAILED else None


@dataclass(frozen=True)
class CalendarDay:
    """A square of the month; `day` null outside it. `campaigns` write on it."""

    day: date | None
    is_today: bool
    campaigns: tuple[Campaign, ...]


def month_squares(
    month: date, days: Mapping[int, Sequence[date]], campaigns: Sequence[Campaign], today: date
) -> list[list[CalendarDay]]:
    """The weeks of the month of `month`, from Monday; `days` are those of each campaign by its number."""
    writing: dict[date, list[Campaign]] = {}
    for campaign in campaigns:
        for day in days[campaign.pk]:
            writing.setdefault(day, []).append(campaign)
    return [
        [
            CalendarDay(day, day == today, tuple(writing.get(day, ())))
            if day.month == month.month
            else CalendarDay(None, False, ())
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def month_of(text: str, today: date) -> date:
    """The first day of the month written as 2026-11; of today's for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
