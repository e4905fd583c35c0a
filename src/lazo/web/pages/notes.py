"""Notes about a customer: written, mended, taken away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lazo.identify.models import Interaction, Party
from lazo.identify.operations.note import UnableToNote, add_note, delete_note, mend_note
from lazo.identify.queries.hand_interaction import note_of, notes_of, rewritable
from lazo.web.found_party import found_party
from lazo.web.note_form import NoteForm
from lazo.web.reader import reader
from lazo.web.redirect import back
from lazo.web.toasts import toast
from lazo.web.today import today


@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, customer: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    form = NoteForm.of(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            add_note(party=party, text=form.cleaned_data["text"], by=user, on=today(request), at=timezone.now())
            toast(request, _("Nota guardada."))
            return back(request, reverse("web:customer", args=[party.pk]))
        except UnableToNote as error:
            form.refuse(error.code)
    rows = rewritable(user, notes_of(party))
    context = {"section": "customers", "party": party, "form": form, "rows": rows}
    return render(request, "web/identify/note_list.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, customer: int, note: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    row, kept = _note(party, note), None
    form = NoteForm.of(request.POST if request.method == "POST" else None, row)
    if form.is_bound and form.is_valid():
        try:
            token = mend_note(note=row, version=form.began_with, text=form.cleaned_data["text"], by=user)
            toast(request, _("Nota guardada."), undo=token)
            return redirect("web:notes", customer=party.pk)
        except UnableToNote as error:
            form.refuse(error.code)
            kept = error.kept
    context = {"section": "customers", "party": party, "form": form, "row": row, "kept": kept}
    status = 409 if kept else 400 if form.is_bound else 200
    return render(request, "web/identify/note_edit.html", context, status=status)


@require_POST
def note_deletion(request: HttpRequest, customer: int, note: int) -> HttpResponse:
    user, party = reader(request), found_party(request, customer)
    try:
        token = delete_note(note=_note(party, note), by=user)
    except UnableToNote as error:
        raise Http404 from error
    toast(request, _("Nota borrada."), undo=token)
    return redirect("web:notes", customer=party.pk)


def _note(party: Party, note: int) -> Interaction:
    found = note_of(party, note)
    if found is None:
        raise Http404
    return found
