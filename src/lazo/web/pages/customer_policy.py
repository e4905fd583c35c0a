"""Why a customer is not written to: what holds for each purpose and channel now, and what was held back before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lazo.customize.queries.contact_block import blocks_of
from lazo.customize.queries.contact_policy import policy_of
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import may
from lazo.web.customer_policy_page import block_lines, policy_rows
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.today import zone_of


@require_safe
def customer_policy(request: HttpRequest, customer: int) -> HttpResponse:
    party, zone = found_party(request, customer), zone_of(request)
    context = {
        "section": "customers",
        "party": party,
        "rows": policy_rows(policy_of(party=party, when=timezone.now()), zone=zone),
        "zone": zone.key.replace("_", " "),
        "may_administer": may(reader(request), "may_administer"),
        "blocks": block_lines(blocks_of(family=family_of(party))),
    }
    part = "_customer_policy" if request.headers.get("HX-Request") else "customer_policy"
    return render(request, f"web/customize/{part}.html", context)
