"""Saved views of the list of customers: kept under a name, changed, shared, thrown away; and how many fit each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.saved_view import UnableToSaveView, change_view, remove_view, save_view
from lazo.differentiate.operations.shipped_view import UnableToRestoreViews, restore_shipped_views
from lazo.differentiate.queries.saved_view import changeable_views, with_words
from lazo.kernel.models import Team, User
from lazo.web.context import company_of, formats_for
from lazo.web.customer_address import ListAddress, list_href, read_address
from lazo.web.customer_reading import counted_tabs
from lazo.web.reader import reader
from lazo.web.toasts import toast
from lazo.web.today import today

FAILURES = {
    "nameless": gettext_lazy("Ponle un nombre a la vista."),
    "too_long": gettext_lazy("El nombre es muy largo: usa hasta 80 letras."),
    "name_taken": gettext_lazy("Ya tienes una vista con ese nombre: elige otro."),
    "too_many": gettext_lazy("Ya tienes cien vistas: borra alguna."),
    "unknown_audience": gettext_lazy("Elige quién puede ver la vista."),
    "not_on_team": gettext_lazy("Solo puedes compartirla con un equipo tuyo."),
    "not_allowed": gettext_lazy("Solo quien administra Lazo puede mostrarla a todos."),
    "for_everybody": gettext_lazy("Las vistas que trae Lazo son de todos: guárdala con otro nombre para menos gente."),
    "not_yours": gettext_lazy("Esa vista es de otra persona: guárdala con otro nombre."),
    "stale": gettext_lazy("Alguien la cambió mientras tanto. Ábrela otra vez y repite el cambio."),
}


@require_POST
def views(request: HttpRequest) -> HttpResponse:
    """Keep the list of the address under a name."""
    address = _address(request)
    try:
        made = save_view(
            by=reader(request),
            name=request.POST.get("nombre", ""),
            params=address.question.as_params(),
            **_audience(request),
        )
    except UnableToSaveView as error:
        return _refused(request, error, address)
    toast(request, _("Vista guardada."))
    return HttpResponseRedirect(list_href(address.question.without("after"), made.pk))


@require_POST
def view(request: HttpRequest, view: int) -> HttpResponse:
    """Give a view another name or other readers, and with `filtros` the filters of the address."""
    address, user = _address(request), reader(request)
    held = _changeable(user, view)
    changes: dict[str, Any] = {"name": request.POST.get("nombre", held.label), **_audience(request)}
    if request.POST.get("filtros"):
        changes["params"] = with_words(address.question.as_params(), held, user=user, on=today(request))
    version = request.POST.get("version", "")
    try:
        change_view(view=held, by=user, version=int(version) if version.isdecimal() else 0, **changes)
    except UnableToSaveView as error:
        return _refused(request, error, address)
    toast(request, _("Vista guardada."))
    return HttpResponseRedirect(list_href(address.question.without("after"), None if held.shipped else held.pk))


@require_POST
def view_removal(request: HttpRequest, view: int) -> HttpResponse:
    """Throw a view away; a line on the next page brings it back."""
    held = _changeable(reader(request), view)
    name = held.label
    try:
        token = remove_view(view=held, by=reader(request))
    except UnableToSaveView as error:
        return _refused(request, error, _address(request))
    toast(request, _("Vista «%(name)s» borrada.") % {"name": name}, undo=token)
    return HttpResponseRedirect(list_href(_address(request).question.without("after")))


@require_POST
def view_restoration(request: HttpRequest) -> HttpResponse:
    """The views that come with Lazo as they came; a line on the next page takes it back."""
    try:
        token = restore_shipped_views(by=reader(request))
    except UnableToRestoreViews as error:
        raise PermissionDenied from error
    if token:
        toast(request, _("Las vistas que trae Lazo están como vinieron."), undo=token)
    else:
        toast(request, _("Las vistas que trae Lazo ya estaban como vinieron."))
    return HttpResponseRedirect(list_href(_address(request).question.without("after")))


@require_safe
def view_counts(request: HttpRequest) -> HttpResponse:
    """The tabs again, each with how many fit it: asked apart, because counting costs more than a page of the list."""
    found = counted_tabs(request, _address(request))
    return render(request, "web/identify/_customer_tabs.html", {"tabs": found})


def _address(request: HttpRequest) -> ListAddress:
    return read_address(request.GET, formats_for(company_of(request)))


def _audience(request: HttpRequest) -> dict[str, Any]:
    """Who may see the view: OWN, ALL, or the number of a team."""
    chosen = request.POST.get("quien", SavedView.Audience.OWN)
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):
        return {"audience": chosen}
    return {"audience": SavedView.Audience.TEAM, "team": Team.objects.filter(pk=int(chosen)).first()}


def _changeable(user: User, view: int) -> SavedView:
    """A view of somebody else is not found: whether it exists is not told."""
    found = changeable_views(user).filter(pk=view).first()
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, error: UnableToSaveView, address: ListAddress) -> HttpResponse:
    messages.error(request, str(FAILURES[error.code]))
    return HttpResponseRedirect(list_href(address.question, address.view))
