"""A campaign looked through before it leaves: which datum of its templates is empty for how many of those who would get it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.interact.models import Campaign
from lazo.interact.queries.campaign_audience import Ids, audience
from lazo.interact.queries.template_check import TemplateCheck, check_template
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.web.pages.campaign import found, head_of
from lazo.web.permission import campaigner

MOST = 100_000
"""Customers that are looked at; of a larger audience as many, evenly taken."""


@dataclass(frozen=True)
class ContentCheck:
    """What an arm says on a channel, and how it fits those who would get it."""

    arm: str
    channel: str
    template: int
    name: str
    check: TemplateCheck


@require_safe
def campaign_check(request: HttpRequest, campaign: int) -> HttpResponse:
    campaigner(request)
    held = found(request, campaign)
    context = {**head_of(request, held, "check"), **_checked(held)}
    return render(request, "web/interact/campaign_check.html", context)


def _checked(held: Campaign) -> dict[str, object]:
    try:
        asked = audience(segment=held.segment, without=held.without)
    except UnableToOpenWarehouse:
        return {"checks": None}
    shown = _evenly(asked.ids)
    contents = held.contents.select_related("template__template").order_by("arm", "channel")
    checks = [
        ContentCheck(
            one.arm,
            one.channel,
            one.template.template_id,
            one.template.template.name,
            check_template(version=one.template, parties=shown),
        )
        for one in contents
    ]
    return {"checks": checks, "everybody": len(asked.ids), "looked_at": len(shown), "on": asked.on}


def _evenly(ids: Ids) -> list[int]:
    step = max(1, -(-len(ids) // MOST))
    return [int(one) for one in ids[::step]]
