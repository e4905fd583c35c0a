"""Calidad: how good the data are, what it costs, who answers for each attribute, and the customers behind every figure."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lazo.differentiate.queries.score_run import current_run
from lazo.differentiate.queries.unreached import UnableToListUnreached, customers_left_out
from lazo.identify.models import Source
from lazo.identify.operations.quality_target import UnableToSetTarget, set_target
from lazo.identify.queries.quality import data_quality, may_see_quality, quality_by_source, target_of
from lazo.kernel.access import may
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import Job, User
from lazo.web.permission import administrator
from lazo.web.quality_page import attribute_line, cells, findings
from lazo.web.quality_words import (
    ATTRIBUTE_NAMES,
    ATTRIBUTE_OF,
    DIMENSION_OF,
    GAP_NAMES,
    GAP_OF,
    LEFT_OUT,
    SLUGS,
    TESTS,
)
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today

MEASURING, PRICING = "identify.quality", "differentiate.unreached"
SHELL = {"section": "data", "tab": "quality"}


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """All attributes, of all customers or of the records of one source."""
    _analyst(request)
    source = _source(request)
    found = data_quality(source=source.pk if source else None)
    context = SHELL | {
        "source": source,
        "sources": Source.objects.order_by("name", "pk"),
        "measured": found,
        "lines": [attribute_line(one, opens=source is None) for one in found.attributes] if found else [],
        "findings": [] if source else findings(),
        "job": Job.objects.filter(kind=MEASURING, state__in=(Job.State.QUEUED, Job.State.RUNNING)).first(),
    }
    return render(request, "web/identify/quality_list.html", context)


@require_POST
def quality_measurement(request: HttpRequest) -> HttpResponse:
    """Ask for a measurement now, and for its prices where there are values."""
    user = _analyst(request)
    enqueue(MEASURING, by=user, arguments={}, key=MEASURING)
    if current_run() is not None:
        enqueue(PRICING, by=user, arguments={}, key=PRICING)
    return redirect("web:quality")


@require_safe
def quality_attribute(request: HttpRequest, slug: str) -> HttpResponse:
    """One attribute: what each figure asks, its course, its sources, who answers for it."""
    user, key = _analyst(request), _key(slug)
    found = data_quality()
    line = next((attribute_line(one) for one in found.attributes if one.key == key), None) if found else None
    context = SHELL | {
        "slug": slug,
        "name": ATTRIBUTE_NAMES[key],
        "measured": found,
        "line": line,
        "sources": [
            (number, name, cells(key, told, opens=False)) for number, name, told in quality_by_source(attribute=key)
        ],
        "target": target_of(key),
        "people": User.objects.filter(is_active=True).order_by("name", "pk") if may(user, "may_administer") else None,
    }
    return render(request, "web/identify/quality_attribute.html", context)


@require_POST
def quality_target(request: HttpRequest, slug: str) -> HttpResponse:
    """Who answers for it, and how much should be usable."""
    user, key = administrator(request), _key(slug)
    said = {name: request.POST.get(name, "").strip() for name in ("owner", "percent", "version")}
    if any(value and not (value.isascii() and value.isdecimal() and len(value) < 10) for value in said.values()):
        toast(request, _("La meta va de 1 a 100 %."))
        return redirect("web:quality_attribute", slug=slug)
    owner, percent, version = (int(said[name]) if said[name] else None for name in ("owner", "percent", "version"))
    try:
        undo = set_target(attribute=key, owner=owner, percent=percent, version=version or 0, by=user)
    except UnableToSetTarget as error:
        toast(request, _refused(error.code))
    else:
        toast(request, _("Guardado.") if undo else _("No cambió nada."), undo=undo)
    return redirect("web:quality_attribute", slug=slug)


@require_safe
def quality_customers(request: HttpRequest, slug: str) -> HttpResponse:
    """The customers that a figure leaves out, the most valuable first."""
    user, gap = _analyst(request), GAP_OF.get(slug, "")
    key = gap or _key(slug)
    dimension = "" if gap else DIMENSION_OF.get(request.GET.get("dimension", "completitud"), "?")
    is_strategic = request.GET.get("estrategicos") == "1"
    try:
        found = customers_left_out(
            user=user,
            attribute=key,
            dimension=dimension,
            on=today(request),
            strategic=is_strategic,
            after=_after(request),
        )
    except UnableToListUnreached as error:
        raise Http404 from error
    context = SHELL | {
        "name": GAP_NAMES[gap] if gap else ATTRIBUTE_NAMES[key],
        "why": "" if gap else TESTS.get((key, dimension), ""),
        "left_out": "" if gap else LEFT_OUT[dimension],
        "dimension": request.GET.get("dimension", ""),
        "slug": SLUGS.get(key, "") if not gap else "",
        "is_strategic": is_strategic,
        "cards": found.cards,
        "next": f"{found.after[0]}:{found.after[1]}" if found.after else "",
        "begins": _after(request) is None,
    }
    return render(request, "web/identify/quality_customers.html", context)


def _analyst(request: HttpRequest) -> User:
    user = reader(request)
    if not may_see_quality(user):
        raise PermissionDenied
    return user


def _key(slug: str) -> str:
    if slug not in ATTRIBUTE_OF:
        raise Http404
    return ATTRIBUTE_OF[slug]


def _source(request: HttpRequest) -> Source | None:
    number = request.GET.get("fuente", "")
    if not number:
        return None
    found = Source.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    if found is None:
        raise Http404
    return found


def _after(request: HttpRequest) -> tuple[int, int] | None:
    """Behind which value and customer the page begins; null: at the top."""
    value, _colon, customer = request.GET.get("desde", "").partition(":")
    if not (customer.isdecimal() and value.removeprefix("-").isdecimal() and len(value) < 18 and len(customer) < 16):
        return None
    return int(value), int(customer)


def _refused(code: str) -> str:
    return {
        "stale": _("Alguien cambió esta meta mientras tanto. Mírala y vuelve a guardar."),
        "unknown_owner": _("Esa persona ya no trabaja aquí. Elige otra."),
    }.get(code, _("La meta va de 1 a 100 %."))
