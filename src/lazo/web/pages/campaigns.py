"""The campaigns: their list, and the calendar of them all with those that come too near each other."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.interact.models import Campaign
from lazo.interact.models.campaign import CAMPAIGNING
from lazo.interact.queries.campaign_state import BEFORE_LAUNCH, UNDER_WAY, CampaignState
from lazo.interact.queries.campaigns import campaign_lines, may_see_cost, returns_of, sees_all
from lazo.kernel.access import EVERYTHING, may, row_rule
from lazo.web.campaign_page import badge_of, month_after, month_before, month_of, month_squares
from lazo.web.context import permissions_of
from lazo.web.reader import reader
from lazo.web.today import today

VIEWS = {
    "": frozenset[CampaignState](),
    "en-marcha": UNDER_WAY,
    "borradores": BEFORE_LAUNCH,
    "terminadas": frozenset({CampaignState.ENDED}),
}


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    user, asked = reader(request), request.GET.get("estado", "")
    after = request.GET.get("desde", "")
    page = campaign_lines(
        user=user,
        states=VIEWS.get(asked, frozenset()),
        after=int(after) if after.isdecimal() and len(after) < 19 else None,
    )
    nets = returns_of([line.campaign.experiment_id for line in page.lines]) if may_see_cost(user) else {}
    context = {
        "section": "campaigns",
        "tab": "list",
        "rows": [(line, badge_of(line.campaign), nets.get(line.campaign.experiment_id)) for line in page.lines],
        "asked": asked if asked in VIEWS else "",
        "next": page.next,
        "may_campaign": CAMPAIGNING in permissions_of(request),
        "sees_cost": may_see_cost(user),
        "sees_all": sees_all(user),
    }
    return render(request, "web/interact/campaign_list.html", context)


@require_safe
def campaign_calendar(request: HttpRequest) -> HttpResponse:
    """A month of all campaigns."""
    from lazo.interact.queries.campaign_calendar import WINDOW, collisions, days_of

    user, on = reader(request), today(request)
    month = month_of(request.GET.get("mes", ""), on)
    last = month_after(month)
    rows = list(Campaign.objects.visible_to(user).whole().filter(starts_on__lt=last).order_by("pk"))
    near = [row for row in rows if days_of(row, first=month - timedelta(days=WINDOW), last=last - timedelta(days=1))]
    days = {row.pk: days_of(row, first=month, last=last - timedelta(days=1)) for row in rows}
    shown = [row for row in rows if days[row.pk]]
    rule = EVERYTHING if may(user, CAMPAIGNING) else row_rule(user)
    context = {
        "section": "campaigns",
        "tab": "calendar",
        "may_campaign": CAMPAIGNING in permissions_of(request),
        "month": month,
        "today": on,
        "weeks": month_squares(month, days, shown, on),
        "shown": [(row, badge_of(row), days[row.pk]) for row in shown],
        "collisions": collisions(near, rule=rule, first=max(month, on), last=last - timedelta(days=1)),
        "window": WINDOW,
        "before": month_before(month),
        "after": month_after(month),
    }
    return render(request, "web/interact/campaign_calendar.html", context)
