"""Campaigns drafted, edited, copied, thrown away and brought back. What happens to one after that is in `campaign_course`."""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.customize.models import Experiment
from lazo.customize.operations.experiment import ExperimentPlan, create_experiment, write_arms
from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import UnableToUseAsAudience, audience_of
from lazo.identify.folding import fold
from lazo.identify.models import ConsentEntry
from lazo.interact.campaign_plan import ArmDraft, CampaignPlan, arm_key, arm_plans
from lazo.interact.models import Campaign, CampaignContent, ChannelAccount, Message, TemplateVersion
from lazo.interact.models.campaign import CAMPAIGNING
from lazo.interact.queries.campaign_state import BEFORE_LAUNCH, state_of
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "interact_campaign"
UNDO = "campaign.removed"
CHANNELS = (ChannelAccount.Channel.EMAIL, ChannelAccount.Channel.WHATSAPP, ChannelAccount.Channel.LETTER)
"""By which a campaign may go: those of which a customer can say yes or no."""
LONGEST_NAME, LONGEST_REASON = 160, 240
MOST_ARMS, MOST_DAYS = 5, 730
LARGEST_CONTROL = 5_000
KEY = re.compile(r"[a-z0-9]+")


class UnableToSaveCampaign(Exception):
    """`code` says what is wrong, `params` what the sentence names.

    not_allowed, nameless, too_long, no_segment, only_describes, unknown_area, unknown_purpose, no_channels, unknown_channel, no_arms,
    too_many_arms, bad_share, unknown_template, control_too_large, needs_reason (no control group), bad_window, bad_amount, bad_rate, bad_pace, not_a_service,
    starts_past, ends_before, begun (no longer a draft), stale or gone.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(params.get("message", code))
        self.code = code
        self.params = params


@transaction.atomic
def draft_campaign(*, plan: CampaignPlan, by: User, on: date, copied_from: Campaign | None = None) -> Campaign:
    """Write down a campaign that nobody has launched. Writes `campaign.drafted`. Raises UnableToSaveCampaign."""
    require_campaigner(by)
    segment = _checked(plan, on)
    currency = Company.objects.get().currency
    begun = ExperimentPlan(
        key=_free_key(plan.name), kind=Experiment.Kind.CAMPAIGN, currency=currency, **_experiment_fields(plan)
    )
    experiment = create_experiment(plan=begun, arms=arm_plans(plan), by=by, planned=_planned(plan))
    row = Campaign.objects.create(
        experiment=experiment,
        segment=segment,
        owner=by,
        edited_by=by,
        copied_from=copied_from,
        **_campaign_fields(plan),
    )
    _write_contents(row, plan)
    data = {"experiment": experiment.pk, "segment": segment.key}
    record_event(kind="campaign.drafted", by=by, table=TABLE, row=row.pk, data=data)
    return row


@transaction.atomic
def edit_campaign(*, campaign: Campaign, plan: CampaignPlan, version: int, by: User, on: date) -> Campaign:
    """Say a draft anew; an approval it had no longer holds. Writes `campaign.edited`. Raises UnableToSaveCampaign."""
    require_campaigner(by)
    held = held_campaign(campaign)
    if state_of(held) not in BEFORE_LAUNCH:
        raise UnableToSaveCampaign("begun")
    if held.version != version:
        raise UnableToSaveCampaign("stale", version=held.version)
    segment = _checked(plan, on)
    changes = {**_experiment_fields(plan), "planned": _planned(plan)}
    Experiment.objects.filter(pk=held.experiment_id).update(**changes)
    held.experiment.refresh_from_db()
    write_arms(experiment=held.experiment, arms=arm_plans(plan))
    fields = {
        **_campaign_fields(plan),
        "segment": segment,
        "edited_by": by,
        "version": version + 1,
        "changed_at": Now(),
    }
    Campaign.objects.filter(pk=held.pk).update(**fields)
    CampaignContent.objects.filter(campaign=held).delete()
    _write_contents(held, plan)
    record_event(kind="campaign.edited", by=by, table=TABLE, row=held.pk, data={"version": version + 1})
    return Campaign.objects.whole().get(pk=held.pk)


def copy_campaign(*, campaign: Campaign, by: User, on: date) -> Campaign:
    """A new draft that says the same, with groups of its own; its days are left open. Raises UnableToSaveCampaign."""
    plan = plan_of(campaign)
    name = (_("%(name)s (copia)") % {"name": plan.name})[:LONGEST_NAME]
    told = {**vars(plan), "name": name, "starts_on": None, "ends_on": None}
    return draft_campaign(plan=CampaignPlan(**told), by=by, on=on, copied_from=campaign)


@transaction.atomic
def remove_campaign(*, campaign: Campaign, by: User) -> str:
    """Throw a draft away; gives the token that brings it back. Writes `campaign.removed`. Raises UnableToSaveCampaign."""
    require_campaigner(by)
    held = held_campaign(campaign)
    if state_of(held) not in BEFORE_LAUNCH:
        raise UnableToSaveCampaign("begun")
    Campaign.objects.filter(pk=held.pk).update(removed_at=Now())
    record_event(kind="campaign.removed", by=by, table=TABLE, row=held.pk)
    label = _("Campaña «%(name)s» eliminada") % {"name": held.experiment.name}
    return offer_undo(by=by, label=label, kind=UNDO, data={"campaign": held.pk})


def undo_removal(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo. Raises UnableToUndo."""
    if not Campaign.objects.filter(pk=data["campaign"], removed_at__isnull=False).update(removed_at=None):
        raise UnableToUndo("changed_since")
    record_event(kind="campaign.restored", by=by, table=TABLE, row=data["campaign"])
    return Undone(restored=1)


def plan_of(campaign: Campaign) -> CampaignPlan:
    """What a campaign says, as a plan to be changed. Four queries."""
    experiment = campaign.experiment
    contents: dict[str, dict[str, int]] = {}
    for row in CampaignContent.objects.filter(campaign=campaign).order_by("pk"):
        contents.setdefault(row.arm, {})[row.channel] = row.template_id
    arms = list(experiment.arms.order_by("key"))
    names = ("lane", "repeats", "starts_on", "ends_on", "per_hour", "budget", "no_control")
    told = ("name", "area", "purpose", "metric", "window_days", "unit_margin")
    return CampaignPlan(
        segment=campaign.segment.key,
        channels=tuple(campaign.channels),
        without=tuple(campaign.without),
        arms=tuple(
            ArmDraft(arm.name, arm.share, arm.unit_cost, contents.get(arm.key, {}))
            for arm in arms
            if not arm.is_control
        ),
        control=sum(arm.share for arm in arms if arm.is_control),
        base=experiment.planned.get("base"),
        effect=experiment.planned.get("effect"),
        **{name: getattr(campaign, name) for name in names},
        **{name: getattr(experiment, name) for name in told},
    )


def held_campaign(campaign: Campaign) -> Campaign:
    """The row, locked, with its steps. Raises UnableToSaveCampaign when it is gone."""
    held = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign.pk, removed_at__isnull=True).first()
    if held is None:
        raise UnableToSaveCampaign("gone")
    return Campaign.objects.whole().get(pk=held.pk)


def require_campaigner(by: User) -> None:
    """Raises UnableToSaveCampaign for who may not make campaigns."""
    if not may(by, CAMPAIGNING):
        raise UnableToSaveCampaign("not_allowed")


def _checked(plan: CampaignPlan, on: date) -> Segment:
    """The segment of a plan that may be kept."""
    problems = {
        "nameless": not plan.name.strip(),
        "too_long": len(plan.name) > LONGEST_NAME or len(plan.no_control) > LONGEST_REASON,
        "unknown_area": plan.area not in dict(Experiment._meta.get_field("area").choices or ()),  # noqa: SLF001 - Django's documented way to a model's field
        "unknown_purpose": plan.purpose not in ConsentEntry.Purpose.values,
        "no_channels": not plan.channels,
        "unknown_channel": not set(plan.channels) <= set(CHANNELS) or len(set(plan.channels)) < len(plan.channels),
        "no_arms": not plan.arms,
        "too_many_arms": len(plan.arms) > MOST_ARMS,
        "bad_share": any(arm.weight < 1 for arm in plan.arms),
        "control_too_large": not 0 <= plan.control <= LARGEST_CONTROL,
        "needs_reason": plan.control == 0 and not plan.no_control.strip(),
        "bad_window": not 1 <= plan.window_days <= MOST_DAYS,
        "bad_amount": any(amount < 0 for amount in (plan.budget or 0, plan.unit_margin or 0, *_costs(plan))),
        "not_a_service": plan.lane == Message.Lane.TRANSACTIONAL and plan.purpose == ConsentEntry.Purpose.MARKETING,
        "bad_pace": plan.per_hour is not None and plan.per_hour < 1,
        "bad_rate": any(rate is not None and not 0 <= rate <= 1 for rate in (plan.base, plan.effect)),
        "starts_past": plan.starts_on is not None and plan.starts_on < on,
        "ends_before": plan.ends_on is not None and (plan.starts_on is None or plan.ends_on <= plan.starts_on),
    }
    for code, is_so in problems.items():
        if is_so:
            raise UnableToSaveCampaign(code)
    _check_templates(plan)
    return _audience(plan)


def _costs(plan: CampaignPlan) -> list[int]:
    return [arm.unit_cost for arm in plan.arms]


def _audience(plan: CampaignPlan) -> Segment:
    """Guarded: nobody is written to only for who they are (DOMAIN 3.1)."""
    live = Segment.objects.live()
    segment = live.filter(key=plan.segment).first()
    if segment is None or live.filter(key__in=plan.without).count() != len(set(plan.without)):
        raise UnableToSaveCampaign("no_segment")
    try:
        return audience_of(segment)
    except UnableToUseAsAudience as error:
        raise UnableToSaveCampaign("only_describes", segment=segment.name, message=str(error)) from error


def _check_templates(plan: CampaignPlan) -> None:
    asked = {(channel, number) for arm in plan.arms for channel, number in arm.templates.items()}
    numbers = {number for _channel, number in asked}
    known = TemplateVersion.objects.filter(pk__in=numbers).values_list("template__channel", "pk")
    if not asked <= set(known) or any(channel not in plan.channels for channel, _number in asked):
        raise UnableToSaveCampaign("unknown_template")


def _experiment_fields(plan: CampaignPlan) -> dict[str, Any]:
    names = ("area", "purpose", "metric", "window_days", "unit_margin")
    return {"name": " ".join(plan.name.split()), **{name: getattr(plan, name) for name in names}}


def _campaign_fields(plan: CampaignPlan) -> dict[str, Any]:
    names = ("lane", "repeats", "starts_on", "ends_on", "per_hour", "budget")
    reason = "" if plan.control else " ".join(plan.no_control.split())
    lists = {"channels": list(plan.channels), "without": list(dict.fromkeys(plan.without))}
    return {**{name: getattr(plan, name) for name in names}, **lists, "no_control": reason}


def _planned(plan: CampaignPlan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in ("base", "effect") if getattr(plan, name) is not None}


def _write_contents(row: Campaign, plan: CampaignPlan) -> None:
    CampaignContent.objects.bulk_create(
        CampaignContent(campaign=row, arm=arm_key(place), channel=channel, template_id=number)
        for place, arm in enumerate(plan.arms)
        for channel, number in sorted(arm.templates.items())
    )


def _free_key(name: str) -> str:
    """A key made from the name that no experiment has."""
    base = "-".join(KEY.findall(fold(name)))[:60].strip("-") or "campana"
    taken = set(Experiment.objects.filter(key__startswith=base).values_list("key", flat=True))
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return key
