"""The form that relates one party to another, in the words of the first one's side."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party, RelationshipType
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.operations.relationship import UnableToRelate
from lazo.identify.operations.taken_back_relation import relate_for_now
from lazo.identify.queries.parties import PartyFound, party_for
from lazo.kernel.models import User

OUT, BACK = "ida", "vuelta"


class RelationForm(forms.Form):
    """`relation` is a type and the direction in which it is read: `parent-child:ida`."""

    other = forms.TypedChoiceField(
        label=_("Con quién"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Elige con quién."), "invalid_choice": _("Búscala de nuevo y elígela.")},
    )
    relation = forms.ChoiceField(
        label=_("Qué relación"),
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"required": _("Elige qué relación tienen."), "invalid_choice": _("Elige una de la lista.")},
    )
    since = forms.DateField(
        label=_("Desde cuándo, si lo sabes"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Escribe la fecha como 2024-03-15.")},
    )

    def __init__(self, found: list[PartyFound], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.found = found
        self.fields["other"].choices = [(str(one.id), one.name) for one in found]  # type: ignore[attr-defined]  # a choice field
        self.fields["relation"].choices = relation_choices()  # type: ignore[attr-defined]  # a choice field

    def save(self, *, party: Party, by: User, on: date) -> str:
        """Relate `party` as the form says; the token that takes it back. Raises UnableToRelate."""
        other = party_for(user=by, party=self.cleaned_data["other"])
        if other is None:
            raise UnableToRelate("not_visible")
        key, _sign, direction = self.cleaned_data["relation"].partition(":")
        origin, target = (party, other) if direction == OUT else (other, party)
        since = self.cleaned_data["since"]
        return relate_for_now(origin=origin, target=target, type_key=key, by=by, on=on, since=since).undo


def relation_choices() -> list[tuple[str, Any]]:
    """What the first party may be to the other, by family: each type once where both ends say the same, else twice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in RelationshipType.objects.exclude(key=HOUSEHOLD_MEMBER).order_by("key"):
        words = groups.setdefault(one.family, [])
        words.append((f"{one.key}:{OUT}", gettext(one.name)))
        if not one.is_symmetric:
            words.append((f"{one.key}:{BACK}", gettext(one.inverse_name)))
    families = [(str(family.label), groups[family]) for family in RelationshipType.Family if family in groups]
    return [("", "–"), *((name, sorted(words, key=lambda item: item[1])) for name, words in families)]
