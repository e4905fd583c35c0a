"""Campaigns: drafted, counted, approved, launched, paused, ended; who is in which group and whom a rule held back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from lazo.api.answer import answer, asked_version, money, page
from lazo.api.caller import caller
from lazo.api.company import company, currency_of, today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.problem import Problem, not_found, refused
from lazo.api.routers.experiment import ReadoutOut, readout_row
from lazo.api.schemas.campaign import (
    Area,
    CampaignBlocksOut,
    CampaignChange,
    CampaignDecisionsOut,
    CampaignForecastOut,
    CampaignIn,
    CampaignMovedOut,
    CampaignNoteIn,
    CampaignOut,
    CampaignsOut,
    CampaignWavesOut,
    State,
)
from lazo.api.shape import Cursor, Id, Limit, UndoOfferOut
from lazo.differentiate.models import Segment
from lazo.interact.campaign_plan import ArmDraft, CampaignPlan
from lazo.interact.models import Campaign, Message
from lazo.interact.operations.campaign import (
    UnableToSaveCampaign,
    copy_campaign,
    draft_campaign,
    edit_campaign,
    remove_campaign,
    require_campaigner,
)
from lazo.interact.operations.campaign_course import (
    UnableToMoveCampaign,
    approve_campaign,
    ask_approval,
    end_campaign,
    launch_campaign,
    pause_campaign,
    resume_campaign,
    withdraw_campaign,
)
from lazo.interact.queries.campaign_people import people_blocked, people_of_arm
from lazo.interact.queries.campaign_state import CampaignState
from lazo.interact.queries.campaigns import (
    CampaignCounts,
    CampaignLine,
    campaign_lines,
    counts_of,
    found_campaign,
    lines_of,
    may_see_cost,
    results_rule,
    sees_all,
)
from lazo.kernel.models import User
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.measure.queries.readout import metrics_of, read_experiment

router = Router()
READ, WRITE = "campaigns:read", "campaigns:write"
POINTERS = {
    "nameless": "/name", "no_segment": "/segment", "only_describes": "/segment", "unknown_channel": "/channels",
    "no_channels": "/channels", "no_arms": "/arms", "bad_share": "/arms", "unknown_template": "/arms",
    "control_too_large": "/control", "needs_reason": "/no_control", "bad_window": "/window_days", "bad_pace": "/per_hour",
    "not_a_service": "/lane", "starts_past": "/starts_on", "ends_before": "/ends_on", "bad_amount": "/budget",
}  # fmt: skip


@router.get("/campaigns", response=CampaignsOut)
def list_campaigns(
    request: HttpRequest, state: State | None = None, area: Area | None = None, cursor: Cursor = "", limit: Limit = 50
) -> HttpResponse:
    """Campaigns, the newest first."""
    user = caller(request, READ)
    after = read_cursor(cursor, int)[0] if cursor else None
    states = {CampaignState(state)} if state else set()
    found = campaign_lines(user=user, states=states, area=area or "", after=after, limit=limit)
    following = make_cursor(found.next) if found.next else ""
    counts = counts_of([line.campaign for line in found.lines], user=user)
    told = (_row(line, counts[line.campaign.pk], is_whole=sees_all(user)) for line in found.lines)
    return page(told, next_cursor=following)


@router.post("/campaigns", response={201: CampaignOut})
def make_campaign(request: HttpRequest, payload: CampaignIn) -> HttpResponse:
    """Write a draft; nothing leaves before it is launched."""
    user = caller(request, WRITE)
    with _told():
        made = draft_campaign(plan=_plan(payload), by=user, on=today())
    return _shown(user, made.pk, status=201)


@router.post("/campaign-forecasts", response=CampaignForecastOut)
def count_campaign(request: HttpRequest, payload: CampaignIn) -> HttpResponse:
    """What a draft would come to now: audience, reach, who is held back by which rule, cost, power. Nothing is kept."""
    from lazo.interact.queries.campaign_forecast import forecast

    user = caller(request, READ)
    with _told():
        require_campaigner(user)
        found = forecast(plan=_plan(payload), when=timezone.now())
    currency = currency_of(company())
    names = ("audience", "without", "already", "blocked", "eligible", "channels", "power", "smallest", "on", "as_of")
    arms = [{**vars(arm), "cost": money(arm.cost, currency)} for arm in found.arms]
    told = {name: getattr(found, name) for name in names}
    return answer({**told, "arms": arms, "cost": money(found.cost, currency)})


@router.get("/campaigns/{campaign}", response=CampaignOut)
def get_campaign(request: HttpRequest, campaign: Id) -> HttpResponse:
    """One campaign."""
    return _shown(caller(request, READ), campaign)


@router.put("/campaigns/{campaign}", response=CampaignOut)
def change_campaign(request: HttpRequest, campaign: Id, payload: CampaignChange) -> HttpResponse:
    """Say a draft anew. Once launched it does not change."""
    user = caller(request, WRITE)
    version = asked_version(request, payload.version)
    with _told():
        edit_campaign(campaign=_found(user, campaign), plan=_plan(payload), version=version, by=user, on=today())
    return _shown(user, campaign)


@router.delete("/campaigns/{campaign}", response=UndoOfferOut)
def delete_campaign(request: HttpRequest, campaign: Id) -> HttpResponse:
    """Throw a draft away."""
    user = caller(request, WRITE)
    with _told():
        return answer({"undo": remove_campaign(campaign=_found(user, campaign), by=user)})


@router.post("/campaigns/{campaign}/copies", response={201: CampaignOut})
def copy(request: HttpRequest, campaign: Id) -> HttpResponse:
    """A new draft that says the same, with groups of its own."""
    user = caller(request, WRITE)
    with _told():
        made = copy_campaign(campaign=_found(user, campaign), by=user, on=today())
    return _shown(user, made.pk, status=201)


@router.post("/campaigns/{campaign}/approval-requests", response=CampaignMovedOut)
def request_approval(request: HttpRequest, campaign: Id) -> HttpResponse:
    """Say that it may be approved."""
    return _moved(request, campaign, ask_approval)


@router.post("/campaigns/{campaign}/approvals", response=CampaignMovedOut)
def approve(request: HttpRequest, campaign: Id, payload: CampaignNoteIn) -> HttpResponse:
    """Approve this version of what somebody else wrote."""
    return _moved(request, campaign, approve_campaign, note=payload.note)


@router.post("/campaigns/{campaign}/launches", response=CampaignMovedOut)
def launch(request: HttpRequest, campaign: Id) -> HttpResponse:
    """Let it begin, on its day or now: a job freezes the audience and fills the outbox."""
    return _moved(request, campaign, launch_campaign, on=today())


@router.post("/campaigns/{campaign}/withdrawals", response=CampaignMovedOut)
def withdraw(request: HttpRequest, campaign: Id) -> HttpResponse:
    """Make it a draft again, as long as none of it is written."""
    return _moved(request, campaign, withdraw_campaign)


@router.post("/campaigns/{campaign}/pauses", response=CampaignMovedOut)
def pause(request: HttpRequest, campaign: Id, payload: CampaignNoteIn) -> HttpResponse:
    """Let nothing more of it leave."""
    return _moved(request, campaign, pause_campaign, note=payload.note)


@router.post("/campaigns/{campaign}/resumptions", response=CampaignMovedOut)
def resume(request: HttpRequest, campaign: Id) -> HttpResponse:
    """Let it go on."""
    return _moved(request, campaign, resume_campaign)


@router.post("/campaigns/{campaign}/ends", response=CampaignMovedOut)
def end(request: HttpRequest, campaign: Id) -> HttpResponse:
    """Let nobody more in and nothing more out; what is queued is cancelled a minute later."""
    return _moved(request, campaign, end_campaign)


@router.get("/campaigns/{campaign}/decisions", response=CampaignDecisionsOut)
def list_decisions(
    request: HttpRequest, campaign: Id, arm: str = "", cursor: Cursor = "", limit: Limit = 100
) -> HttpResponse:
    """Who is in which group, by growing number; of the customers the person may see."""
    user = caller(request, READ)
    held, after = _found(user, campaign), read_cursor(cursor, int)[0] if cursor else 0
    found = people_of_arm(user=user, campaign=held, arm=arm, after=after, limit=limit)
    rows = ({"customer": one.party, "on": one.on, "arm": one.arm_key, "message": one.state} for one in found.rows)
    return page(rows, next_cursor=make_cursor(found.next) if found.next else "")


@router.get("/campaigns/{campaign}/blocks", response=CampaignBlocksOut)
def list_blocks(
    request: HttpRequest, campaign: Id, rule: str = "", cursor: Cursor = "", limit: Limit = 100
) -> HttpResponse:
    """Whom a rule held back; of the customers the person may see."""
    user = caller(request, READ)
    held, after = _found(user, campaign), read_cursor(cursor, int)[0] if cursor else 0
    found = people_blocked(user=user, campaign=held, rule=rule, after=after, limit=limit)
    rows = ({"customer": one.party, "on": one.on, "rule": one.rule} for one in found.rows)
    return page(rows, next_cursor=make_cursor(found.next) if found.next else "")


@router.get("/campaigns/{campaign}/results", response=ReadoutOut)
def get_results(request: HttpRequest, campaign: Id) -> HttpResponse:
    """What it brought up to today against those who were left alone; base minor units. More of it: its `experiment`, under /experiments."""
    user = caller(request, READ)
    held = _found(user, campaign)
    if not may_see_cost(user):
        raise Problem(403, "not_allowed")
    if held.experiment.started_on is None:
        raise Problem(409, "not_launched")
    found = read_experiment(experiment=held.experiment, on=today(), rule=results_rule(user))
    return answer(readout_row(found, metrics_of(held.experiment)))


@router.get("/campaigns/{campaign}/waves", response=CampaignWavesOut)
def list_waves(request: HttpRequest, campaign: Id) -> HttpResponse:
    """The audiences it froze, the newest first."""
    user = caller(request, READ)
    held, is_whole = _found(user, campaign), sees_all(user)
    names = ("number", "on", "segment_version", "audience_on", "as_of", "rows", "done", "ready_at")
    waves = sorted(held.waves.all(), key=lambda wave: -wave.number)
    return page(
        {**{name: getattr(one, name) for name in names}, "counts": one.counts if is_whole else {}} for one in waves
    )


def _plan(payload: CampaignIn) -> CampaignPlan:
    said = payload.model_dump(exclude={"version", "arms", "lane"})
    lists = {name: tuple(said[name]) for name in ("channels", "without")}
    arms = tuple(ArmDraft(**arm.model_dump()) for arm in payload.arms)
    return CampaignPlan(**{**said, **lists, "arms": arms, "lane": Message.Lane[payload.lane].value})


@contextmanager
def _told() -> Iterator[None]:
    """Whatever may be anticipated, as a problem that leads to its place."""
    try:
        yield
    except (UnableToSaveCampaign, UnableToMoveCampaign) as error:
        if error.code == "stale":
            raise Problem(409, "stale", params=error.params, extra=error.params) from error
        raise refused(error, pointers={"": POINTERS.get(error.code, "")}) from error
    except Segment.DoesNotExist as error:
        raise refused(UnableToSaveCampaign("no_segment"), pointers={"": "/segment"}) from error
    except UnableToOpenWarehouse as error:
        raise Problem(409, "no_warehouse") from error


def _found(user: User, campaign: int) -> Campaign:
    found = found_campaign(user=user, campaign=campaign)
    if found is None:
        raise not_found()
    return found


def _moved(request: HttpRequest, campaign: int, operation: Callable[..., str | None], **more: Any) -> HttpResponse:
    user = caller(request, WRITE)
    with _told():
        token = operation(campaign=_found(user, campaign), by=user, **more)
    return _shown(user, campaign, undo=token or "")


def _shown(user: User, campaign: int, *, status: int = 200, undo: str | None = None) -> HttpResponse:
    held = _found(user, campaign)
    told = _row(lines_of([held], user=user)[0], counts_of([held], user=user)[held.pk], is_whole=sees_all(user))
    if undo is not None:
        told["undo"] = undo
    return answer(told, status=status, version=held.version, location=f"/api/v1/campaigns/{held.pk}")


def _row(line: CampaignLine, counts: CampaignCounts, *, is_whole: bool) -> dict[str, Any]:
    held, experiment = line.campaign, line.campaign.experiment
    base = currency_of(company())
    plain = ("without", "channels", "repeats", "starts_on", "ends_on", "per_hour", "no_control", "version")
    measured = ("key", "name", "area", "purpose", "metric", "window_days", "started_on")
    amounts = {"unit_margin": experiment.unit_margin, "budget": held.budget}
    return {
        "id": held.pk,
        "experiment": experiment.pk,
        "state": line.state.value,
        "segment": held.segment.key,
        "lane": Message.Lane(held.lane).name,
        "measured_until": experiment.ends_on,
        "owner": held.owner_id,
        "arms": [_arm(arm, counts, experiment.currency) for arm in sorted(experiment.arms.all(), key=lambda a: a.key)],
        "whole": is_whole,
        "customers": counts.customers,
        "reached": line.reached,
        "control": line.control,
        "blocked": counts.blocked,
        "cost": money(line.cost, base),
        "created_at": held.created_at,
        "changed_at": held.changed_at,
        **{name: getattr(held, name) for name in plain},
        **{name: getattr(experiment, name) for name in measured},
        **{name: money(amount, experiment.currency) for name, amount in amounts.items()},
    }


def _arm(arm: Any, counts: CampaignCounts, currency: str) -> dict[str, Any]:
    told = {name: getattr(arm, name) for name in ("key", "name", "is_control", "share")}
    return {**told, "unit_cost": money(arm.unit_cost, currency), "customers": counts.arms.get(arm.key, 0)}
