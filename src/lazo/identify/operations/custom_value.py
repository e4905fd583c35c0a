"""The values of a company's own fields as a form writes them: declared by a person, and stronger than any file's."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.trait_changes import APPEND, DELETE, UPDATE, note_value, note_values
from lazo.identify.operations.written_text import is_storable
from lazo.identify.queries.custom_fields import CUSTOM, VALUE_COLUMNS, CustomField, definitions, values_for
from lazo.kernel.models import User

Type, Kind = TraitDefinition.Type, TraitDefinition.Kind
LONGEST_TEXT = 240
LARGEST_INTEGER = 2**62


class UnableToReadValue(Exception):
    """`code` is unknown_field, value_required, too_long, bad_number, bad_money, bad_date, bad_choice, bad_flag, bad_party or bad_value."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def fields_for(kind: str) -> dict[str, CustomField]:
    """The company's own fields for a kind of party, by the name under which forms carry them, in their order."""
    return {f"{CUSTOM}{field.key}": field for field in definitions(kind=kind)}


def custom_values(party: Party, fields: Mapping[str, CustomField]) -> dict[str, Any]:
    """What holds of each of `fields` for a party; null where nothing is known."""
    if not fields:
        return {}
    held = values_for(parties=[party.pk]).get(party.pk, {})
    return {name: held.get(field.key) for name, field in fields.items()}


def read_value(field: CustomField, value: Any, *, by: User) -> Any:
    """The value as it is kept; blank text is null. Raises UnableToReadValue."""
    name = f"{CUSTOM}{field.key}"
    if isinstance(value, str):
        value = " ".join(value.split()) or None
    if value is None:
        if field.is_required:
            raise UnableToReadValue("value_required", name)
        return None
    trouble = _trouble(field, value, by)
    if trouble:
        raise UnableToReadValue(trouble, name)
    return value


def write_values(
    *, party: Party, family: Sequence[int], fields: Mapping[str, CustomField], values: Mapping[str, Any], by: User
) -> None:
    """Make `values` what the customer is declared to have, whatever files said before. Part of a larger operation."""
    for name, value in values.items():
        field = fields[name]
        said = TraitValue.objects.filter(party_id__in=family, definition_id=field.id, kind=Kind.DECLARED)
        if value is None:
            _take_back(said)
            continue
        column = VALUE_COLUMNS[Type(field.type)]
        stored = {column: float(value) if column == "number" else value, "by": by}
        own = said.filter(source__isnull=True)
        held = list(own.values_list("pk", flat=True))
        if held:
            own.update(**stored, set_at=Now())
            note_values(UPDATE, held)
        else:
            made = TraitValue.objects.create(party=party, definition_id=field.id, kind=Kind.DECLARED, **stored)
            note_value(APPEND, row=made.pk, party=party.pk)


def _take_back(said: "QuerySet[TraitValue]") -> None:
    gone = list(said.values_list("pk", "party_id"))
    said.delete()
    for row, owner in gone:
        note_value(DELETE, row=row, party=owner)


def _trouble(field: CustomField, value: Any, by: User) -> str:
    """Why the field cannot hold the value; blank when it can."""
    fits, code = CHECKS.get(Type(field.type), (_is_text, "bad_value"))
    if not fits(value) or (field.type == Type.CHOICE and value not in field.choices):
        return code
    if field.type == Type.PARTY and not Party.objects.visible_to(by).current().filter(pk=value).exists():
        return code
    return "too_long" if isinstance(value, str) and len(value) > LONGEST_TEXT else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_INTEGER


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and is_storable(value)


CHECKS: dict[TraitDefinition.Type, tuple[Callable[[Any], bool], str]] = {
    Type.NUMBER: (_is_number, "bad_number"),
    Type.MONEY: (_is_integer, "bad_money"),
    Type.DATE: (lambda value: isinstance(value, date) and not isinstance(value, datetime), "bad_date"),
    Type.CHOICE: (_is_text, "bad_choice"),
    Type.FLAG: (lambda value: isinstance(value, bool), "bad_flag"),
    Type.PARTY: (_is_integer, "bad_party"),
}
