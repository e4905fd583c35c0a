"""Uniones: who was found to be whom, when, by whom and why; each can be separated at any time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lazo.identify.models import Merge
from lazo.identify.operations.merge import UnableToSplit, undo_merge
from lazo.identify.queries.merges import PAGE, latest_merges
from lazo.identify.queries.precision import measured_precision
from lazo.web.identity_page import tabs_context
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.toasts import toast

STANDING = {"vigentes": False, "separadas": True}


@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    user, shown = reader(request), request.GET.get("ver", "")
    before = request.GET.get("antes", "")
    found = latest_merges(
        user=user, before=int(before) if before.isdecimal() else None, size=PAGE + 1, undone=STANDING.get(shown)
    )
    context = {
        **tabs_context(user, "uniones"),
        "merges": found[:PAGE],
        "shown": shown,
        "next": found[PAGE - 1].id if len(found) > PAGE else None,
        "precision": measured_precision(),
    }
    return render(request, "web/identify/merge_list.html", context)


@require_POST
def merge_separation(request: HttpRequest, merge: int) -> HttpResponse:
    user = reader(request)
    found = Merge.objects.visible_to(user).filter(pk=merge).first()
    if found is None:
        raise Http404
    try:
        done = undo_merge(merge=found, by=user)
    except UnableToSplit as error:
        if error.code == "not_visible":
            raise Http404 from error
        toast(request, _("Ya estaban separadas."))
    else:
        toast(request, _("Separadas. No se volverán a unir solas."), undo=done.undo)
    return back(request, reverse("web:merges"))
