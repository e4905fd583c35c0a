"""Forms of the pages of users, teams and roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models import Role, Team, User
from lazo.kernel.operations.role import AREAS, LONGEST_NAME
from lazo.kernel.operations.team import LONGEST_NAME as LONGEST_TEAM_NAME
from lazo.web.words import AREA_NAMES
from lazo.web.words_of_access import SCOPE_SENTENCES

BOX = {"class": "input", "autocomplete": "off"}


class InvitationForm(forms.Form):
    """Whom to invite and what they may see."""

    name = forms.CharField(label=_("Nombre"), max_length=150, widget=forms.TextInput(attrs=BOX))
    email = forms.EmailField(label=_("Correo"), widget=forms.EmailInput(attrs=BOX))
    role = forms.ModelChoiceField(
        Role.objects.order_by("id"),
        label=_("Función"),
        to_field_name="key",
        empty_label=None,
        widget=forms.Select(attrs={"class": "select"}),
    )
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"),
        label=_("Equipo"),
        required=False,
        empty_label=_("Sin equipo"),
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for name in ("role", "team"):
            self.fields[name].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]  # of choices alone


class WorkerForm(forms.Form):
    """Which roles somebody has and which teams they are on."""

    roles = forms.ModelMultipleChoiceField(
        Role.objects.order_by("id"), required=False, to_field_name="key", label=_("Funciones")
    )
    teams = forms.ModelMultipleChoiceField(Team.objects.order_by("name"), required=False, label=_("Equipos"))


class RoleForm(forms.Form):
    """How far a role sees and what it allows."""

    name = forms.CharField(label=_("Nombre"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs=BOX))
    scope = forms.ChoiceField(
        label=_("Qué clientes ve"),
        choices=list(SCOPE_SENTENCES.items()),
        widget=forms.Select(attrs={"class": "select"}),
    )
    area = forms.ChoiceField(
        label=_("Área del ciclo"),
        required=False,
        choices=[(key, AREA_NAMES.get(key, _("Todas"))) for key in AREAS],
        widget=forms.Select(attrs={"class": "select"}),
    )
    may_import = forms.BooleanField(label=_("Puede importar datos"), required=False)
    may_export = forms.BooleanField(label=_("Puede exportar y ver los cálculos"), required=False)
    may_administer = forms.BooleanField(label=_("Puede administrar personas y ajustes"), required=False)
    may_erase = forms.BooleanField(label=_("Puede atender derechos, entregar datos y borrar personas"), required=False)
    may_campaign = forms.BooleanField(label=_("Puede hacer, aprobar y lanzar campañas y ofertas"), required=False)
    may_see_money = forms.BooleanField(label=_("Puede ver y anotar el dinero de la empresa"), required=False)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Nombre"), max_length=LONGEST_TEAM_NAME, widget=forms.TextInput(attrs=BOX))
    members = forms.ModelMultipleChoiceField(User.objects.all(), required=False, label=_("Personas"))
