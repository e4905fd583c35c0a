"""The fields of the form in which a customer is written, one by one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import PartyRole, TraitDefinition
from lazo.identify.operations.party_details import CARE, CONTACTS, DOCUMENTS, ROLES, countries
from lazo.identify.queries.custom_fields import CustomField
from lazo.kernel.models import Team, User
from lazo.web.document_words import document_help
from lazo.web.formats import Formats
from lazo.web.party_words import EDIT_FAILURES, FIELD_NAMES
from lazo.web.typed_fields import AmountField, FlagField, LinesField, MoneyField, PartyField, SeveralField

LENGTHS = {"given_name": 120, "surnames": 120, "city": 120}
LONGEST = 240
HIDDEN: dict[str, Any] = {"required": False, "show_hidden_initial": True}
Type = TraitDefinition.Type


def house_field(name: str, *, formats: Formats, kept: Any, country: str = "") -> forms.Field:
    """The field of that name that every company has; `kept` stays a choice although nobody would offer it today.

    `country` is the customer's: its documents are named.
    """
    said: dict[str, Any] = {"label": FIELD_NAMES[name], **HIDDEN}
    if name in CONTACTS or name == DOCUMENTS:
        return _lines(name, said, country or formats.country)
    if name == ROLES:
        return SeveralField(choices=[(key, capfirst(label)) for key, label in PartyRole.Kind.choices], **said)
    if name in CARE:
        return _carer(name, said, kept)
    if name == "birth_date":
        return _date(said)
    if name == "country":
        errors = {"invalid_choice": EDIT_FAILURES["unknown_country"]}
        return forms.ChoiceField(**said, widget=_menu(), choices=_countries(formats, kept), error_messages=errors)
    return _text(said, LENGTHS.get(name, LONGEST))


def own_field(field: CustomField, *, formats: Formats, user: User) -> forms.Field:
    """A field that the company defined itself."""
    said: dict[str, Any] = {"label": field.name, "help_text": field.help, **HIDDEN}
    amount = {
        **said,
        "widget": forms.TextInput(attrs={"class": "input", "autocomplete": "off", "inputmode": "decimal"}),
    }
    named = {**said, "widget": _box(), "help_text": field.help or _("Empieza por su nombre.")}
    choices = [(choice, choice) for choice in field.choices]
    makers: dict[str, Callable[[], forms.Field]] = {
        Type.TEXT: lambda: _text(said, LONGEST),
        Type.NUMBER: lambda: AmountField(formats=formats, **amount),
        Type.MONEY: lambda: MoneyField(formats=formats, **amount),
        Type.DATE: lambda: _date(said),
        Type.CHOICE: lambda: _choice(said, choices, str),
        Type.FLAG: lambda: FlagField(**said, widget=_menu()),
        Type.PARTY: lambda: PartyField(user=user, **named),
    }
    return makers[field.type]()


def _choice(said: dict[str, Any], choices: list[tuple[str, Any]], coerce: Any) -> forms.Field:
    errors = {"invalid_choice": _("Elige de la lista.")}
    return forms.TypedChoiceField(
        **said, widget=_menu(), choices=[("", "–"), *choices], coerce=coerce, empty_value=None, error_messages=errors
    )


def _text(said: dict[str, Any], longest: int) -> forms.Field:
    return forms.CharField(
        **said, widget=_box(), max_length=longest, error_messages={"max_length": EDIT_FAILURES["too_long"]}
    )


def _lines(name: str, said: dict[str, Any], country: str) -> forms.Field:
    kind = {"emails": "email", "phones": "tel"}.get(name, "text")
    rows = forms.Textarea(attrs={"class": "input", "rows": 3, "inputmode": kind, "spellcheck": "false"})
    helps = {
        "phones": _("Uno por línea. De otro país, con + y su código; un anexo, después: ext. 12."),
        "handles": _("Uno por línea: Instagram: @nombre, o la dirección de su página."),
        "addresses": _("Una por línea: la de la oficina, la de entrega."),
    }
    help_text = document_help(country) if name == DOCUMENTS else helps.get(name, _("Uno por línea."))
    return LinesField(**said, widget=rows, help_text=help_text)


def _date(said: dict[str, Any]) -> forms.Field:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"})
    errors = {"invalid": _("Escribe la fecha como 1980-03-15.")}
    return forms.DateField(**said, widget=picker, input_formats=["%Y-%m-%d"], error_messages=errors)


def _carer(name: str, said: dict[str, Any], kept: Any) -> forms.Field:
    """Who works here, or a team; one that is kept stays a choice although it left."""
    if name == "owner":
        rows = User.objects.filter(is_active=True) | User.objects.filter(pk=kept)
        choices = list(rows.order_by("name", "pk").values_list("pk", "name"))
    else:
        choices = list(Team.objects.order_by("name", "pk").values_list("pk", "name"))
    return _choice(said, [(str(key), label) for key, label in choices], int)


def _box() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off"})


def _menu() -> forms.Select:
    return forms.Select(attrs={"class": "select"})


def _countries(formats: Formats, held: str) -> list[tuple[str, str]]:
    """All countries by name; one that is kept although nobody knows it stays a choice."""
    named = {code: formats.country_name(code) for code in countries()}
    if held:
        named.setdefault(held, held)
    return [("", "–"), *sorted(named.items(), key=lambda item: item[1])]
