"""Ajustes: the trail of what everybody did."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.web.audit_page import audit_line
from lazo.web.context import company_of
from lazo.web.csv_file import csv_lines
from lazo.web.event_words import AREAS_OF_WORK
from lazo.web.permission import administrator
from lazo.web.queries.audit import SYSTEM, AuditQuestion, audit_lines, audit_page

ZONE = "UTC"


@require_safe
def audit(request: HttpRequest) -> HttpResponseBase:
    by, question, zone = administrator(request), AuditQuestion.of(request.GET), _zone(request)
    page = audit_page(user=by, question=question, zone=zone)
    params = question.params()
    context = {
        "section": "settings",
        "tab": "audit",
        "question": question,
        "lines": [audit_line(event, ZoneInfo(zone)) for event in page.events],
        "people": User.objects.order_by("name", "id"),
        "kinds": AREAS_OF_WORK.items(),
        "system": SYSTEM,
        "next": urlencode(params | {"antes": page.next}) if page.next else "",
        "file": urlencode(params),
        "zone": zone,
    }
    return render(request, "web/kernel/audit.html", context)


@require_safe
def audit_file(request: HttpRequest) -> HttpResponseBase:
    """The same question as a file; that it was taken out is an event too."""
    by, question = administrator(request), AuditQuestion.of(request.GET)
    record_event(
        kind="rows.exported", by=by, data={"sheet": "audit", "format": "csv", "filters": sorted(question.params())}
    )
    lines = csv_lines(audit_lines(user=by, question=question, zone=_zone(request)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="auditoria.csv"'
    return response


def _zone(request: HttpRequest) -> str:
    company = company_of(request)
    return company.time_zone if company else ZONE
