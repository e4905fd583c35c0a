"""The fields that a company defines itself: added, changed, put in order, put away and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.written_text import is_storable
from lazo.identify.queries.custom_fields import OWN
from lazo.identify.traits import LONGEST_KEY
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

Type = TraitDefinition.Type
TABLE = "identify_traitdefinition"
UNDO = "custom_field.archived"
LONGEST_NAME, LONGEST_HELP, LONGEST_UNIT, LONGEST_CHOICE, MOST_CHOICES = 120, 240, 40, 120, 200


@dataclass(frozen=True)
class FieldDetails:
    """What is said of a field; `choices` of a CHOICE in order, `party_kinds` empty for all kinds, `unit` what a number counts."""

    name: str
    help: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    party_kinds: tuple[str, ...] = ()
    is_required: bool = False


class UnableToDefineField(Exception):
    """`code` is not_allowed, nameless, too_long, bad_characters, unknown_type, no_choices, too_many, unknown_kind, same_name, not_own,
    choice_in_use (with `count` values) or unknown_field; `field` is the one it is about.
    """

    def __init__(self, code: str, field: str = "", *, count: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.count = count


@transaction.atomic
def add_custom_field(*, of: str, details: FieldDetails, by: User) -> TraitDefinition:
    """Define a field of type `of` (TraitDefinition.Type); only who administers may. At once in forms, lists, exports, imports and the API.

    Its key follows from its name and stays, whatever the name becomes. Raises UnableToDefineField.
    """
    _check_allowed(by)
    if of not in Type.values:
        raise UnableToDefineField("unknown_type", "type")
    told = _read(of, details)
    if _named(told["name"]).exists():
        raise UnableToDefineField("same_name", "name")
    row = TraitDefinition.objects.create(
        key=_free_key(told["name"]),
        type=of,
        kind=TraitDefinition.Kind.DECLARED,
        package=OWN,
        position=_last_position() + 1,
        **told,
    )
    record_event(
        kind="custom_field.added", by=by, table=TABLE, row=row.pk, data={"key": row.key, "type": of}, after=told
    )
    return row


@transaction.atomic
def edit_custom_field(*, field: TraitDefinition, details: FieldDetails, by: User) -> TraitDefinition:
    """Change what is said of a field; its type and key stay. A choice that customers have cannot go. Raises UnableToDefineField."""
    held = _held(field, by)
    told = _read(held.type, details)
    if _named(told["name"]).exclude(pk=held.pk).exists():
        raise UnableToDefineField("same_name", "name")
    _check_choices(held, told["choices"])
    before = {name: getattr(held, name) for name in told}
    if before == told:
        return held
    TraitDefinition.objects.filter(pk=held.pk).update(**told)
    held.refresh_from_db()
    record_event(
        kind="custom_field.edited", by=by, table=TABLE, row=held.pk, data={"key": held.key}, before=before, after=told
    )
    return held


@transaction.atomic
def archive_custom_field(*, field: TraitDefinition, by: User) -> str:
    """Put a field away: its values stay, no form or list offers it. Gives the token of the undo. Raises UnableToDefineField."""
    held = _held(field, by)
    TraitDefinition.objects.filter(pk=held.pk, archived_at__isnull=True).update(archived_at=Now())
    record_event(kind="custom_field.archived", by=by, table=TABLE, row=held.pk, data={"key": held.key})
    return offer_undo(by=by, label=_("Campo archivado"), kind=UNDO, data={"field": held.pk})


@transaction.atomic
def restore_custom_field(*, field: TraitDefinition, by: User) -> TraitDefinition:
    """Take a field out again, with its values. Raises UnableToDefineField."""
    held = _held(field, by)
    TraitDefinition.objects.filter(pk=held.pk).update(archived_at=None)
    held.refresh_from_db()
    record_event(kind="custom_field.restored", by=by, table=TABLE, row=held.pk, data={"key": held.key})
    return held


@transaction.atomic
def order_custom_fields(*, keys: Sequence[str], by: User) -> None:
    """Put the fields in the order of `keys`; those not named come after, as they were. Raises UnableToDefineField."""
    _check_allowed(by)
    rows = list(TraitDefinition.objects.select_for_update().filter(package=OWN).order_by("position", "name", "pk"))
    place = {key: number for number, key in enumerate(keys)}
    if not place.keys() <= {row.key for row in rows}:
        raise UnableToDefineField("unknown_field")
    rows.sort(key=lambda row: place.get(row.key, len(place)))
    for number, row in enumerate(rows, start=1):
        row.position = number
    TraitDefinition.objects.bulk_update(rows, ["position"])
    record_event(kind="custom_field.ordered", by=by, table=TABLE, data={"keys": [row.key for row in rows]})


def undo_archive(by: User, data: dict[str, Any]) -> Undone:
    """Take an archived field out again; registered with kernel.undo. Raises UnableToUndo."""
    row = TraitDefinition.objects.filter(pk=data["field"]).first()
    if row is None or not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    restore_custom_field(field=row, by=by)
    return Undone(restored=1)


def _check_allowed(by: User) -> None:
    if not may(by, "may_administer"):
        raise UnableToDefineField("not_allowed")


def _held(field: TraitDefinition, by: User) -> TraitDefinition:
    _check_allowed(by)
    held = TraitDefinition.objects.select_for_update().filter(pk=field.pk).first()
    if held is None or held.package != OWN:
        raise UnableToDefineField("not_own")
    return held


def _read(of: str, details: FieldDetails) -> dict[str, Any]:
    """The columns. Raises UnableToDefineField."""
    choices = list(
        dict.fromkeys(_line(choice, "choices", LONGEST_CHOICE) for choice in details.choices if choice.strip())
    )
    if of != Type.CHOICE:
        choices = []
    elif not choices:
        raise UnableToDefineField("no_choices", "choices")
    if len(choices) > MOST_CHOICES:
        raise UnableToDefineField("too_many", "choices")
    if not set(details.party_kinds) <= set(Party.Kind.values):
        raise UnableToDefineField("unknown_kind", "party_kinds")
    name = _line(details.name, "name", LONGEST_NAME)
    if not name:
        raise UnableToDefineField("nameless", "name")
    return {
        "name": name,
        "help": _line(details.help, "help", LONGEST_HELP),
        "unit": _line(details.unit, "unit", LONGEST_UNIT) if of == Type.NUMBER else "",
        "choices": choices,
        "party_kinds": [kind for kind in Party.Kind.values if kind in details.party_kinds],
        "is_required": details.is_required,
    }


def _line(text: str, field: str, longest: int) -> str:
    line = " ".join(text.split())
    if len(line) > longest:
        raise UnableToDefineField("too_long", field)
    if not is_storable(line):
        raise UnableToDefineField("bad_characters", field)
    return line


def _check_choices(held: TraitDefinition, wanted: Sequence[str]) -> None:
    gone = set(held.choices) - set(wanted)
    used = TraitValue.objects.filter(definition=held, text__in=gone).count() if gone else 0
    if used:
        raise UnableToDefineField("choice_in_use", "choices", count=used)


def _named(name: str) -> Any:
    return TraitDefinition.objects.filter(package=OWN, name__iexact=name)


def _free_key(name: str) -> str:
    """The name in letters and figures, numbered where another field has it; a name of another script is `campo`."""
    root = slugify(name)[: LONGEST_KEY - 4].strip("-") or "campo"
    taken = set(TraitDefinition.objects.filter(key__startswith=root).values_list("key", flat=True))
    return next(key for key in (root, *(f"{root}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)


def _last_position() -> int:
    return TraitDefinition.objects.filter(package=OWN).aggregate(last=Max("position"))["last"] or 0
