"""What can be said of many customers at once: a value of a field that the company defined itself, each in its own kind of box."""

from dataclasses import dataclass
from typing import Any

from django import forms

from lazo.identify.queries.custom_fields import CustomField, definitions
from lazo.kernel.models import User
from lazo.web.formats import Formats
from lazo.web.party_fields import own_field

TAG = "etiqueta"
"""Before a field's key: the value of its button, and behind `nuevo_` the name of its box."""
BOX = f"nuevo_{TAG}:"


@dataclass(frozen=True)
class TagView:
    """A field of the menu: its value goes in `box`; where it `may_be_empty`, nothing takes the value away."""

    action: str
    name: str
    box: forms.BoundField
    may_be_empty: bool


class TagForm(forms.Form):
    """The boxes alone: each is read with the button beside it."""

    use_required_attribute = False

    def __init__(self, own: list[CustomField], *, user: User, formats: Formats) -> None:
        super().__init__(auto_id="%s")
        self.fields |= {BOX + one.key: _box(one, user=user, formats=formats) for one in own}


def tag_views(*, user: User, formats: Formats) -> tuple[TagView, ...]:
    """The company's own fields in their order; one query."""
    own = definitions()
    form = TagForm(own, user=user, formats=formats)
    return tuple(TagView(f"{TAG}:{one.key}", one.name, form[BOX + one.key], not one.is_required) for one in own)


def read_tag(key: str, text: str, *, user: User, formats: Formats) -> tuple[CustomField, Any] | None:
    """The field of that key and the value written for it, null when blank; no answer when there is no such field. Raises ValidationError."""
    field = next((one for one in definitions() if one.key == key), None)
    if field is None:
        return None
    value = _box(field, user=user, formats=formats).clean(text.strip())
    return field, None if value == "" else value


def _box(field: CustomField, *, user: User, formats: Formats) -> forms.Field:
    box = own_field(field, formats=formats, user=user)
    box.show_hidden_initial = False
    return box
