"""To-dos: one's own, and those about a customer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.interact.models import ToDo
from lazo.interact.operations.to_do import (
    UnableToWriteToDo,
    add_to_do,
    complete_to_do,
    delete_to_do,
    edit_to_do,
    reassign_to_do,
    reopen_to_do,
)
from lazo.interact.queries.to_do import done_for_party, to_do_for, to_dos_of_party, to_dos_of_user
from lazo.kernel.models import User
from lazo.web.found_party import found_party
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.to_do_form import TO_DO_FAILURES, ToDoForm
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def my_to_dos(request: HttpRequest) -> HttpResponse:
    user, on = reader(request), today(request)
    form = ToDoForm(request.POST if request.method == "POST" else None, initial={"assignee": user.pk})
    if form.is_bound and form.is_valid():
        try:
            add_to_do(details=form.details(), by=user, assignee=form.assigned())
            toast(request, _("Pendiente guardado."))
            return redirect("web:my_to_dos")
        except UnableToWriteToDo as error:
            form.refuse(error.code)
    context = {"section": "to_dos", "form": form, "mine": to_dos_of_user(user=user, on=on), "today": on}
    return render(request, "web/interact/to_do_list.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def to_dos(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    form = ToDoForm(request.POST if request.method == "POST" else None, initial={"assignee": user.pk})
    if form.is_bound and form.is_valid():
        try:
            add_to_do(details=form.details(), by=user, assignee=form.assigned(), party=party)
            toast(request, _("Pendiente guardado."))
            return back(request, reverse("web:customer", args=[party.pk]))
        except UnableToWriteToDo as error:
            form.refuse(error.code)
    open_ones, done = to_dos_of_party(party=party, user=user), done_for_party(party=party, user=user)
    context = {"section": "customers", "party": party, "form": form, "today": today(request)}
    context |= {"open": open_ones, "done": done}
    return render(request, "web/interact/party_to_do_list.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def to_do(request: HttpRequest, to_do: int) -> HttpResponse:
    user, row = reader(request), _to_do(request, to_do)
    kept = {name: getattr(row, name) for name in ("title", "due_on", "text")}
    form = ToDoForm(request.POST if request.method == "POST" else None, initial={**kept, "assignee": row.assignee_id})
    if form.is_bound and form.is_valid():
        try:
            toast(request, _("Pendiente guardado."), undo=edit_to_do(to_do=row, details=form.details(), by=user))
            return back(request, _home(row))
        except UnableToWriteToDo as error:
            form.refuse(error.code)
    context = {"section": "to_dos", "row": row, "form": form, "workers": form["assignee"], "home": _home(row)}
    return render(request, "web/interact/to_do_edit.html", context, status=400 if form.is_bound else 200)


@require_POST
def to_do_done(request: HttpRequest, to_do: int) -> HttpResponse:
    row = _to_do(request, to_do)
    try:
        token = complete_to_do(to_do=row, by=reader(request), at=timezone.now())
        toast(request, _("Hecho: %(title)s") % {"title": row.title}, undo=token)
    except UnableToWriteToDo as error:
        toast(request, str(TO_DO_FAILURES[error.code]))
    return back(request, _home(row))


@require_POST
def to_do_reopening(request: HttpRequest, to_do: int) -> HttpResponse:
    row = _to_do(request, to_do)
    try:
        reopen_to_do(to_do=row, by=reader(request))
    except UnableToWriteToDo as error:
        toast(request, str(TO_DO_FAILURES[error.code]))
    return back(request, _home(row))


@require_POST
def to_do_assignee(request: HttpRequest, to_do: int) -> HttpResponse:
    row, number = _to_do(request, to_do), request.POST.get("assignee", "")
    worker = get_object_or_404(User, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    try:
        token = reassign_to_do(to_do=row, assignee=worker, by=reader(request))
        toast(request, _("Ahora lo hace %(name)s.") % {"name": worker.name}, undo=token)
    except UnableToWriteToDo as error:
        toast(request, str(TO_DO_FAILURES[error.code]))
    return back(request, _home(row))


@require_POST
def to_do_deletion(request: HttpRequest, to_do: int) -> HttpResponse:
    row = _to_do(request, to_do)
    try:
        toast(request, _("Pendiente borrado."), undo=delete_to_do(to_do=row, by=reader(request)))
    except UnableToWriteToDo as error:
        raise Http404 from error
    return back(request, _home(row))


def _to_do(request: HttpRequest, number: int) -> ToDo:
    found = to_do_for(user=reader(request), to_do=number)
    if found is None:
        raise Http404
    return found


def _home(row: ToDo) -> str:
    """Where one goes from it: to the customer's, or to one's own."""
    return reverse("web:to_dos", args=[row.party_id]) if row.party_id else reverse("web:my_to_dos")
