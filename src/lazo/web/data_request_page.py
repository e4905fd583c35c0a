"""What the pages of requests need: the question in the address of the list, and all that can be done with one now."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict

from lazo.identify.models import DataRequest, Erasure
from lazo.identify.operations.erasure import shown_name
from lazo.identify.operations.subject_export import export_path
from lazo.identify.queries.data_request import OPEN, STATES, RequestFilter, RequestRow
from lazo.identify.queries.erasure import erasure_preview
from lazo.kernel.access import may
from lazo.kernel.models import Job
from lazo.web.queries.customers import active_people
from lazo.web.reader import reader

Kind = DataRequest.Kind
BY_NOTE = {Kind.BLOCKING: "bloqueo", Kind.OPPOSITION: "oposicion"}


def list_question(params: QueryDict) -> tuple[RequestFilter, tuple[date, int] | None]:
    """What of the list an address asks for, and behind which row."""
    state, kind = params.get("estado", OPEN), params.get("pide", "")
    wanted = RequestFilter(
        state=state if state in STATES else OPEN,
        kind=kind if kind in Kind.values else "",
        mine=params.get("mias") == "1",
    )
    day, _comma, number = params.get("desde", "").partition(",")
    try:
        return wanted, (date.fromisoformat(day), int(number))
    except ValueError:
        return wanted, None


def next_address(params: QueryDict, following: tuple[date, int] | None) -> str:
    """The address of the next page; blank on the last one."""
    if following is None:
        return ""
    kept = {name: params[name] for name in ("estado", "pide", "mias") if name in params}
    return "?" + urlencode({**kept, "desde": f"{following[0].isoformat()},{following[1]}"})


def detail_context(request: HttpRequest, row: RequestRow) -> dict[str, Any]:
    """One request, with what its reader may do about it."""
    user, held = reader(request), row.request
    may_erase = may(user, "may_erase")
    erasure = Erasure.objects.filter(request=held).order_by("-pk").first()
    is_erasing = held.kind == Kind.ERASURE and row.is_open and may_erase
    return {
        "section": "data",
        "tab": "rights",
        "row": row,
        "held": held,
        "party": held.party,
        "name": shown_name(held.party),
        "may_erase": may_erase,
        "people": active_people(),
        "by_note": BY_NOTE.get(Kind(held.kind), ""),
        "hands_over": held.kind in {Kind.ACCESS, Kind.PORTABILITY},
        "is_extendable": bool(row.rule.extension) and not any(step.kind == "EXTENDED" for step in row.steps),
        "erasure": erasure,
        "job": _job(held, erasure),
        "preview": erasure_preview(party=held.party) if is_erasing and erasure is None else None,
        "has_file": may_erase and export_path(settings.WORKSPACE, held).exists(),
    }


def _job(request: DataRequest, erasure: Erasure | None) -> Job | None:
    """The last job asked for, while it says something that the rest of the page does not."""
    keys = [f"subject-export:{request.pk}", *([f"erase:{erasure.pk}"] if erasure else [])]
    job = Job.objects.filter(key__in=keys).order_by("-pk").first()
    return job if job is not None and job.state != Job.State.DONE else None
