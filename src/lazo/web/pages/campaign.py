"""A campaign: the path of its people, what its rules held back, its messages, what happened to it; and the people of each part."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.customize.operations.experiment import arms_of
from lazo.interact.campaign_words import CHANNEL_NAMES, problem_words
from lazo.interact.models import Campaign, Message
from lazo.interact.models.campaign import CAMPAIGNING
from lazo.interact.operations.campaign import plan_of
from lazo.interact.operations.campaign_course import others_who_approve, problems_of
from lazo.interact.queries.campaign_people import people_blocked, people_of_arm, people_with_message
from lazo.interact.queries.campaign_state import BEFORE_LAUNCH, UNDER_WAY, CampaignState, state_of
from lazo.interact.queries.campaigns import (
    blocks_of,
    costs_of,
    counts_of,
    found_campaign,
    may_see_cost,
    message_counts,
    sees_all,
)
from lazo.web.campaign_page import (
    BOUNCED_WORDS,
    MESSAGE_WORDS,
    Held,
    arm_nodes,
    audience_total,
    badge_of,
    control_of,
    control_share,
    failed_job,
    goal_words,
    head_words,
    left_out,
    moments_of,
    people_href,
    rule_words,
)
from lazo.web.campaign_results import results_context
from lazo.web.context import company_of, formats_for, permissions_of
from lazo.web.pages.campaign_new import numbers_context
from lazo.web.reader import reader
from lazo.web.today import today


@require_safe
def campaign(request: HttpRequest, campaign: int) -> HttpResponse:
    held = found(request, campaign)
    user, context = reader(request), head_of(request, held, "path")
    if context["is_draft"]:
        context |= _before(request, held, is_counted=context["may_campaign"])
        return render(request, "web/interact/campaign_draft.html", context)
    counts, blocks, control = counts_of([held], user=user)[held.pk], blocks_of(held, user=user), control_of(held)
    context |= {
        "audience": audience_total(held) if sees_all(user) else None,
        "left_out": left_out(held) if sees_all(user) else [],
        "blocked": _held_back(held, blocks.get("DECISION", {}), "DECISION"),
        "blocked_total": sum(blocks.get("DECISION", {}).values()),
        "stopped": _held_back(held, blocks.get("SEND", {}), "SEND"),
        "control": control,
        "control_share": control_share(held),
        "in_control": counts.arms.get(control.key, 0) if control else 0,
        "treated": counts.customers - (counts.arms.get(control.key, 0) if control else 0),
        "nodes": arm_nodes(held, counts),
        "messages_by_state": _messages(held, message_counts(held, user=user)),
        "failure": _failure(held),
    }
    if may_see_cost(user):
        context["cost"] = costs_of([held.experiment_id]).get(held.experiment_id, 0)
        context |= results_context(held, user=user, on=today(request), formats=formats_for(company_of(request)))
    return render(request, "web/interact/campaign_detail.html", context)


@require_safe
def campaign_results(request: HttpRequest, campaign: int) -> HttpResponse:
    """What it brought, against those who were left alone."""
    held, user = found(request, campaign), reader(request)
    if not may_see_cost(user):
        raise PermissionDenied
    told = results_context(held, user=user, on=today(request), formats=formats_for(company_of(request)))
    return render(request, "web/interact/campaign_results.html", {**head_of(request, held, "results"), **told})


@require_safe
def campaign_changes(request: HttpRequest, campaign: int) -> HttpResponse:
    """What happened to it, the newest first."""
    held = found(request, campaign)
    context = {**head_of(request, held, "changes"), "moments": moments_of(held)}
    return render(request, "web/interact/campaign_changes.html", context)


@require_safe
def campaign_people(request: HttpRequest, campaign: int) -> HttpResponse:
    """Its people: of a group, held back by a rule, with a message in a state; of those whom the reader may see."""
    held, user = found(request, campaign), reader(request)
    text, asked = request.GET.get("desde", ""), request.GET
    after = int(text) if text.isdecimal() and len(text) < 19 else 0
    told: dict[str, Any] = {"user": user, "campaign": held, "after": after}
    if asked.get("regla") or asked.get("frenados"):
        people = people_blocked(**told, rule=asked.get("regla", ""), stage=asked.get("etapa", ""))
    elif asked.get("mensaje") in Message.State.values:
        people = people_with_message(**told, state=asked["mensaje"])
    else:
        people = people_of_arm(**told, arm=asked.get("grupo", ""))
    kept = {name: asked[name] for name in ("regla", "etapa", "frenados", "mensaje", "grupo") if asked.get(name)}
    context = {
        **head_of(request, held, "people"),
        "rows": [(one, rule_words(one.rule), MESSAGE_WORDS.get(one.state, "")) for one in people.rows],
        "arms": arms_of(held.experiment),
        "asked": kept,
        "rule": rule_words(asked.get("regla", "")),
        "message": MESSAGE_WORDS.get(asked.get("mensaje", ""), ""),
        "next": people_href(held, **kept, desde=str(people.next)) if people.next else "",
        "sees_all": sees_all(user),
    }
    return render(request, "web/interact/campaign_people.html", context)


def found(request: HttpRequest, campaign: int) -> Campaign:
    """That campaign, for whoever may see it; else the page that is not there."""
    held = found_campaign(user=reader(request), campaign=campaign)
    if held is None:
        raise Http404
    return held


def head_of(request: HttpRequest, held: Campaign, tab: str) -> dict[str, Any]:
    """What the head and the tabs of its pages show."""
    state = state_of(held)
    return {
        "section": "campaigns",
        "campaign": held,
        "experiment": held.experiment,
        "badge": badge_of(held),
        "told": head_words(held, formats_for(company_of(request))),
        "tab": tab,
        "state": state.value,
        "is_draft": state in BEFORE_LAUNCH,
        "is_under_way": state in UNDER_WAY,
        "is_launched": state not in BEFORE_LAUNCH,
        "may_campaign": CAMPAIGNING in permissions_of(request),
        "changes": len(held.steps.all()) + 1,
        "today": today(request),
        "channels": [str(CHANNEL_NAMES[channel]) for channel in held.channels],
        "sees_all": sees_all(reader(request)),
        "sees_results": may_see_cost(reader(request)),
    }


def _before(request: HttpRequest, held: Campaign, *, is_counted: bool) -> dict[str, Any]:
    problems = problems_of(held, on=today(request))
    is_approved = state_of(held) == CampaignState.APPROVED
    needs = others_who_approve(held)
    is_own = held.edited_by_id == reader(request).pk
    return {
        "problems": [problem_words(code, params) for code, params in problems],
        "needs_approval": needs and not is_approved,
        "may_approve": not is_approved and not (needs and is_own),
        "is_own": is_own,
        "may_launch": not problems and (is_approved or not needs),
        "nodes": arm_nodes(held, counts_of([held], user=reader(request))[held.pk]),
        "goal": goal_words(held),
        "control": control_of(held),
        "control_share": control_share(held),
        **(numbers_context(plan_of(held), held) if is_counted else {"forecast": None}),
    }


def _held_back(held: Campaign, rules: dict[str, int], stage: str) -> list[Held]:
    return [Held(rule_words(rule), count, people_href(held, regla=rule, etapa=stage)) for rule, count in rules.items()]


def _messages(held: Campaign, counts: dict[str, int]) -> list[Held]:
    found = [
        Held(str(words), counts[state], people_href(held, mensaje=state))
        for state, words in MESSAGE_WORDS.items()
        if counts.get(state)
    ]
    bounced = counts.get("BOUNCED", 0)
    return [*found, Held(str(BOUNCED_WORDS), bounced)] if bounced else found


def _failure(held: Campaign) -> str:
    """Why its audience could not be prepared; blank where it could."""
    job = failed_job(held)
    if job is None or not any(wave.ready_at is None for wave in held.waves.all()):
        return ""
    error = job.error or {}
    try:
        return problem_words(error.get("code", ""), error.get("params", {}))
    except KeyError:
        return str(error.get("message") or error.get("code", ""))
