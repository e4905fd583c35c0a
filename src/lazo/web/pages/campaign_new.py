"""A campaign being written: one page in sections, whose numbers follow what one writes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.differentiate.models import Segment
from lazo.interact.campaign_plan import CampaignPlan
from lazo.interact.campaign_words import CAMPAIGN_FAILURES, CHANNEL_NAMES, problem_words
from lazo.interact.models import Campaign
from lazo.interact.operations.campaign import MOST_ARMS, UnableToSaveCampaign, draft_campaign, edit_campaign, plan_of
from lazo.interact.queries.campaign_state import BEFORE_LAUNCH, state_of
from lazo.interact.queries.campaigns import found_campaign
from lazo.kernel.models import User
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.web.campaign_form import CampaignForm, blank_plan, initial_of
from lazo.web.campaign_page import rule_words, segment_names
from lazo.web.context import company_of, formats_for
from lazo.web.permission import campaigner
from lazo.web.toasts import toast
from lazo.web.today import today

SAVE, COUNT, MORE, FEWER = "guardar", "calcular", "variante", "quitar"


@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    """A new campaign, of the segment `segmento` and without those of each `menos`, where the address says them."""
    by = campaigner(request)
    without = tuple(request.GET.getlist("menos"))
    plan = blank_plan(segment=request.GET.get("segmento", ""), without=without, on=today(request))
    form = _form(request, plan)
    if _is_saving(request, form):
        try:
            made = draft_campaign(plan=form.plan(), by=by, on=today(request))
            toast(request, _("Borrador guardado. Nada sale hasta que la lances."))
            return redirect("web:campaign", made.pk)
        except UnableToSaveCampaign as error:
            form.refuse(error.code, error.params)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest, campaign: int) -> HttpResponse:
    by = campaigner(request)
    held = _found(by, campaign)
    if state_of(held) not in BEFORE_LAUNCH:
        toast(request, problem_words("begun", {}))
        return redirect("web:campaign", held.pk)
    form = _form(request, plan_of(held), version=held.version)
    if _is_saving(request, form):
        try:
            version = form.cleaned_data["version"] or 0
            edit_campaign(campaign=held, plan=form.plan(), version=version, by=by, on=today(request))
            toast(request, _("Borrador guardado."))
            return redirect("web:campaign", held.pk)
        except UnableToSaveCampaign as error:
            form.refuse(error.code, error.params)
    return _page(request, form, held)


@require_POST
def campaign_numbers(request: HttpRequest) -> HttpResponse:
    """What the form comes to as it is now."""
    by = campaigner(request)
    number = request.POST.get("campaign", "")
    held = found_campaign(user=by, campaign=int(number)) if number.isdecimal() and len(number) < 19 else None
    form = _form(request, blank_plan(on=today(request)))
    context = numbers_context(form.sketch(), held)
    return render(request, "web/interact/campaign_numbers.html", context)


def numbers_context(plan: CampaignPlan | None, held: Campaign | None) -> dict[str, Any]:
    """The forecast of a plan, or why there is none."""
    from lazo.interact.queries.campaign_forecast import forecast

    if plan is None or not plan.channels:
        return {"forecast": None, "why": ""}
    segment = Segment.objects.live().filter(key=plan.segment).first()
    if segment is None:
        return {"forecast": None, "why": CAMPAIGN_FAILURES["no_segment"]}
    if segment.is_descriptive:
        return {
            "forecast": None,
            "why": CAMPAIGN_FAILURES["only_describes"] % {"segment": segment.name},
            "segment": segment,
        }
    try:
        found = forecast(plan=plan, when=timezone.now(), experiment=held.experiment if held else None)
    except UnableToOpenWarehouse:
        return {"forecast": None, "why": CAMPAIGN_FAILURES["no_warehouse"]}
    names = segment_names(found.without)
    return {
        "forecast": found,
        "plan": plan,
        "without": [(names[key], count) for key, count in found.without.items() if count],
        "blocked": [(rule_words(rule), count) for rule, count in found.blocked.items()],
        "channels_reach": [(str(CHANNEL_NAMES[channel]), count) for channel, count in found.channels.items()],
        "is_over_budget": plan.budget is not None and found.cost > plan.budget,
    }


def _form(request: HttpRequest, plan: CampaignPlan, *, version: int | None = None) -> CampaignForm:
    formats = formats_for(company_of(request))
    initial = initial_of(plan, formats) | {"version": version}
    if request.method == "GET":
        return CampaignForm(formats=formats, initial=initial, arms=len(plan.arms))
    text, asked = request.POST.get("arms", ""), request.POST.get("hacer", SAVE)
    count = int(text) if text.isdecimal() and len(text) < 3 else 1
    count = min(max(count + {MORE: 1, FEWER: -1}.get(asked, 0), 1), MOST_ARMS)
    if asked in {MORE, FEWER}:
        # Nothing is judged yet: what was written stays as it is, with a variant more or less.
        said = {**request.POST.dict(), "without": request.POST.getlist("without")}
        return CampaignForm(formats=formats, initial={**said, "version": version}, arms=count)
    return CampaignForm(request.POST, formats=formats, initial=initial, arms=count)


def _is_saving(request: HttpRequest, form: CampaignForm) -> bool:
    return request.method == "POST" and request.POST.get("hacer", SAVE) == SAVE and form.is_valid()


def _found(by: User, campaign: int) -> Campaign:
    held = found_campaign(user=by, campaign=campaign)
    if held is None:
        raise Http404
    return held


def _page(request: HttpRequest, form: CampaignForm, held: Campaign | None) -> HttpResponse:
    asked = request.POST.get("hacer", SAVE) if form.is_bound else ""
    counted = numbers_context(form.sketch() if asked == COUNT else None, held)
    context = {"section": "campaigns", "form": form, "campaign": held, "most_arms": MOST_ARMS, **counted}
    status = 400 if asked == SAVE and form.errors else 200
    return render(request, "web/interact/campaign_edit.html", context, status=status)
