"""What can be written about a customer from their page."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from lazo.identify.models import Party
from lazo.kernel.models import User
from lazo.web.note_form import CallForm, NoteForm
from lazo.web.to_do_form import ToDoForm


@dataclass(frozen=True)
class Door:
    """`dialog` is the id of the dialog that opens in place of the page, with `form` inside; blank for a page alone. `keys`: its letter."""

    label: str
    href: str
    icon: str
    dialog: str = ""
    form: forms.Form | None = None
    keys: str = ""


def things_to_create(party: Party, *, user: User, on: date) -> list[Door]:
    """What is written about a customer: a note first, for it has a button of its own."""
    initial = {"assignee": user.pk, "due_on": on}
    return [
        Door(_("Nota"), _to("notes", party.pk), "note", "anotar", NoteForm(auto_id="nota-%s"), "n"),
        Door(_("Llamada"), _to("calls", party.pk), "phone", "llamada", CallForm(auto_id="llamada-%s")),
        Door(_("Pendiente"), _to("to_dos", party.pk), "check", "pendiente", _short(ToDoForm(None, initial=initial))),
        Door(_("Permiso"), _to("consent", party.pk), "shield-check"),
        Door(_("Relación"), _to("relations", party.pk), "users"),
        Door(_("Contrato"), _to("contracts", party.pk), "receipt"),
    ]


def _short(form: forms.Form) -> forms.Form:
    """What to do and by when; the work stays with whoever writes it, and the page has the rest."""
    for name in [name for name in form.fields if name not in {"title", "due_on"}]:
        del form.fields[name]
    form.auto_id = "pendiente-%s"
    return form


def _to(route: str, customer: int) -> str:
    return reverse(f"web:{route}", args=[customer])
