"""Traits: their definitions brought into a workspace, and what each says of a party."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.text import slugify

from lazo.identify.models import Party, Source, TraitDefinition, TraitValue
from lazo.identify.models.trait import STRENGTH
from lazo.identify.operations.trait_changes import APPEND, DELETE, UPDATE, note_value
from lazo.identify.traits import LONGEST_KEY, RegisteredTrait, registered_traits
from lazo.kernel.events import record_event
from lazo.kernel.models import User

Type, Kind = TraitDefinition.Type, TraitDefinition.Kind
COLUMNS = ("name", "type", "kind", "method", "unit", "package")
LONGEST_TEXT = 240
OWN = "custom"
"""The package of the fields that a company defines itself; their keys have no dot."""


class UnableToDefineTrait(Exception):
    """`code` is no_key for a name without letters or figures, unknown_type, or other_type when the field is there with another type."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToSetTrait(Exception):
    """`code` is unknown_trait, not_visible, unknown_kind, bad_confidence, bad_value, or would_overwrite when the source said something stronger."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def sync_trait_definitions() -> list[str]:
    """Bring the definitions of all registered traits into the database; run whenever it is brought up to date.

    Returns the keys of those that were added or changed; when there are any, one event says so. A trait that is no longer registered
    keeps its definition and its values.
    """
    known = {row["key"]: row for row in TraitDefinition.objects.values("key", *COLUMNS)}
    wanted = [_definition(trait) for trait in registered_traits()]
    stale = [row for row in wanted if known.get(row.key) != {"key": row.key, **{n: getattr(row, n) for n in COLUMNS}}]
    if not stale:
        return []
    TraitDefinition.objects.bulk_create(stale, update_conflicts=True, unique_fields=["key"], update_fields=COLUMNS)
    keys = [row.key for row in stale]
    record_event(kind="traits.registered", by=None, table="identify_traitdefinition", data={"keys": keys})
    return keys


@transaction.atomic
def define_trait(*, name: str, of: str, by: User, unit: str = "") -> TraitDefinition:
    """Add a field of the company's own, declared, of the type `of` (TraitDefinition.Type); the same name again is the same field.

    Raises UnableToDefineTrait.
    """
    key = slugify(name)[:LONGEST_KEY].strip("-")
    if not key:
        raise UnableToDefineTrait("no_key")
    if of not in Type.values:
        raise UnableToDefineTrait("unknown_type")
    defaults = {"name": " ".join(name.split())[:120], "type": of, "kind": Kind.DECLARED, "unit": unit, "package": OWN}
    definition, made = TraitDefinition.objects.get_or_create(key=key, defaults=defaults)
    if definition.type != of:
        raise UnableToDefineTrait("other_type")
    if made:
        data = {"key": key, "type": of}
        record_event(kind="trait.defined", by=by, table="identify_traitdefinition", row=definition.pk, data=data)
    return definition


@transaction.atomic
def set_trait(
    *,
    party: Party,
    key: str,
    value: str | float | date | bool | None,
    by: User | None,
    kind: TraitDefinition.Kind | None = None,
    confidence: float = 1.0,
    source: Source | None = None,
) -> TraitValue | None:
    """Say the value of a trait for one party; what was inferred never overwrites, it stands beside.

    `value` is of the definition's type: text and choices at most 240 characters, numbers finite, money int in base minor units, a date,
    a bool for a flag, the id of another party; None takes back what was said so. `kind` None means the definition's own. `confidence` is above 0 and at most 1;
    what is declared or observed has 1. There is one value per `source`, and without one a value per kind. `by` is None for the system.

    Returns the value, None when it was taken back. Raises UnableToSetTrait. Saying the same again leaves no event.
    """
    return say_trait(Saying(party, key, value, kind, confidence, source), by=by, event="trait.set")


@dataclass(frozen=True)
class Saying:
    """What `set_trait` is told."""

    party: Party
    key: str
    value: str | float | date | bool | None
    kind: TraitDefinition.Kind | None = None
    confidence: float = 1.0
    source: Source | None = None


def say_trait(said: Saying, *, by: User | None, event: str) -> TraitValue | None:
    """`set_trait`, as a part of an operation whose event has the kind `event`. Raises UnableToSetTrait."""
    party = said.party
    definition = TraitDefinition.objects.filter(key=said.key).first()
    if definition is None:
        raise UnableToSetTrait("unknown_trait")
    if by is not None and not Party.objects.visible_to(by).filter(pk=party.pk).exists():
        raise UnableToSetTrait("not_visible")
    chosen = definition.kind if said.kind is None else said.kind
    _check(chosen, said.confidence)
    column, stored = _stored(definition.type, said.value)
    held = _held(party, definition, chosen, said.source)
    before = _told(held) if held else None
    if said.value is None:
        saved = None
        if held is not None:
            row = held.pk
            held.delete()
            note_value(DELETE, row=row, party=party.pk)
    else:
        columns = {column: stored, "kind": chosen, "confidence": said.confidence, "by": by}
        saved = _write(held, party, definition, said.source, columns)
        note_value(UPDATE if held else APPEND, row=saved.pk, party=party.pk)
    after = _told(saved) if saved else None
    if before != after:
        _record(said, chosen, before, after, by=by, event=event)
    return saved


def _record(
    said: Saying, kind: str, before: dict[str, Any] | None, after: dict[str, Any] | None, *, by: User | None, event: str
) -> None:
    if by is not None:
        # What a person said counts as an edit: the undo of an import leaves such a party alone.
        Party.objects.filter(pk=said.party.pk).update(version=F("version") + 1)
    data = {"trait": said.key, "kind": kind, "source": said.source.pk if said.source else None}
    record_event(kind=event, by=by, table="identify_party", row=said.party.pk, data=data, before=before, after=after)


def _definition(trait: RegisteredTrait) -> TraitDefinition:
    return TraitDefinition(key=trait.key, **{name: getattr(trait, name) for name in COLUMNS})


def _check(kind: str, confidence: float) -> None:
    if kind not in Kind.values:
        raise UnableToSetTrait("unknown_kind")
    is_certain = kind in {Kind.DECLARED, Kind.OBSERVED}
    if not 0 < confidence <= 1 or (is_certain and confidence != 1):
        raise UnableToSetTrait("bad_confidence")


def _stored(of: str, value: Any) -> tuple[str, Any]:
    """The column of the type, and the value as it holds it."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match of:
        case Type.NUMBER:
            column, fits = "number", is_number and math.isfinite(value)
        case Type.MONEY:
            column, fits = "money", is_number and isinstance(value, int)
        case Type.DATE:
            column, fits = "date", isinstance(value, date) and not isinstance(value, datetime)
        case Type.FLAG:
            column, fits = "number", isinstance(value, bool)
        case Type.PARTY:
            column, fits = "other_id", is_number and Party.objects.filter(pk=value).exists()
        case _:
            column, fits = "text", isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT
    if value is not None and not fits:
        raise UnableToSetTrait("bad_value")
    return column, value.strip() if isinstance(value, str) else value


def _held(party: Party, definition: TraitDefinition, kind: str, source: Source | None) -> TraitValue | None:
    """What this value would replace: the source's own, or the one of its kind."""
    said = TraitValue.objects.select_for_update().filter(party=party, definition=definition, source=source)
    held = (said.filter(kind=kind) if source is None else said).first()
    if held is not None and held.strength > STRENGTH.index(Kind(kind)):
        raise UnableToSetTrait("would_overwrite")
    return held


def _write(
    held: TraitValue | None,
    party: Party,
    definition: TraitDefinition,
    source: Source | None,
    columns: dict[str, Any],
) -> TraitValue:
    if held is None:
        made = TraitValue.objects.create(party=party, definition=definition, source=source, **columns)
        return TraitValue.objects.select_related("definition").get(pk=made.pk)
    TraitValue.objects.filter(pk=held.pk).update(**columns, set_at=Now())
    return TraitValue.objects.select_related("definition").get(pk=held.pk)


def _told(trait: TraitValue) -> dict[str, Any]:
    """As an event keeps it."""
    value = trait.value
    return {
        "value": value.isoformat() if isinstance(value, date) else value,
        "kind": trait.kind,
        "confidence": trait.confidence,
    }
