"""The form in which a customer is written or corrected: only what the person touched is saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import Party
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.operations.party_check import party_troubles
from lazo.identify.operations.party_details import CARE, DOCUMENTS, FIELDS, LISTS, ROLES, party_values
from lazo.kernel.models import User
from lazo.web.formats import Formats
from lazo.web.party_fields import house_field, own_field
from lazo.web.party_words import failure_words

NAMES = ("given_name", "surnames", "name", "legal_name", "trade_name", "birth_date")
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Quién es"), (*NAMES, DOCUMENTS, ROLES)),
    (_("Cómo encontrarle"), ("emails", "phones", "handles", "country", "city", "address", "addresses")),
    (_("Quién le atiende"), tuple(CARE)),
)


@dataclass(frozen=True)
class Group:
    """A part of the form under one heading."""

    title: str | Promise
    fields: list[BoundField]


class PartyForm(forms.Form):
    """Begins with what is kept and remembers it, so that `changes` names what this person wrote and nothing else.

    A form that brings a few fields alone, as the page of a conflict does, leaves the others as they are. Without a `party` it begins blank.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, kind: str, data: QueryDict | None, *, user: User, formats: Formats, party: Party | None = None
    ) -> None:
        own, self._kind, self._user, self._is_new = fields_for(kind), kind, user, party is None
        kept = self._kept = (
            party_values(party) if party else {**_blank(kind, user, formats.country), **dict.fromkeys(own)}
        )
        country = str(kept["country"] or "")
        fields = {name: house_field(name, formats=formats, kept=kept[name], country=country) for name in FIELDS[kind]}
        fields |= {name: own_field(field, formats=formats, user=user) for name, field in own.items()}
        super().__init__(_whole(data, fields, kept), initial={"version": party.version if party else 1, **kept})
        self.fields.update(fields)
        for name, field in own.items():
            self.fields[name].widget.attrs.update({"aria-required": "true"} if field.is_required else {})

    def clean(self) -> dict[str, Any]:
        """Everything that cannot be kept is said at once, beside its field."""
        names = self.fields if self._is_new else self.changed_data
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data and name != "version"}
        is_unread = any(name in self.errors for name in NAMES)
        for trouble in party_troubles(self._kind, said, by=self._user, before=None if self._is_new else self._kept):
            if not (trouble.code == "nameless" and is_unread):
                self.refuse(trouble.code, trouble.field, trouble.params)
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """What was touched, as `edit_party` takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}

    def refuse(self, code: str, field: str, params: Mapping[str, Any]) -> None:
        """Say what an operation refused, beside the field."""
        self.add_error(field if field in self.fields else None, ValidationError(failure_words(code, params), code=code))

    def text_of(self, field: str, value: Any) -> str:
        """A value as this form would send it back."""
        return _text(self.fields[field], value)

    def groups(self) -> Iterator[Group]:
        """The fields as the page shows them."""
        told = {name for _title, names in GROUPS for name in names}
        for title, names in GROUPS:
            yield Group(title, [self[name] for name in names if name in self.fields])
        own = [self[name] for name in self.fields if name not in told and name != "version"]
        if own:
            yield Group(_("Campos propios"), own)


def _blank(kind: str, user: User, country: str) -> dict[str, Any]:
    """A party nobody wrote yet, in the company's country, looked after by who writes it."""
    empty: dict[str, Any] = {name: () if name in LISTS else "" for name in FIELDS[kind]}
    usual = {**dict.fromkeys(CARE), "owner": user.pk, "country": country}
    return {**empty, **usual, **({"birth_date": None} if "birth_date" in empty else {})}


def _whole(data: QueryDict | None, fields: dict[str, forms.Field], kept: dict[str, Any]) -> dict[str, Any] | None:
    """What was sent, over what is kept: fields that were not sent are as they were."""
    if data is None:
        return None
    texts = {name: _text(fields[name], kept[name]) for name in fields}
    sent: dict[str, Any] = data.dict()
    if ROLES in data:
        sent[ROLES] = "\n".join(data.getlist(ROLES))
    return {**texts, **{f"initial-{name}": text for name, text in texts.items()}, **sent}


def _text(field: forms.Field, value: Any) -> str:
    prepared = field.prepare_value(value)
    if isinstance(prepared, tuple | list):
        return "\n".join(prepared)
    if isinstance(prepared, bool):
        return str(int(prepared))
    return "" if prepared is None else str(prepared)
