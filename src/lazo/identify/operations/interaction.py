"""What was said in a channel, told by another system as it happens: one by one, or a thousand at once."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from lazo.identify.models import Interaction, Party, Source
from lazo.identify.operations.source import UnableToEnsureSource, ensure_source
from lazo.identify.operations.written_text import is_storable
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User

MOST = 1_000
CREATED, SAME, REJECTED = "created", "same", "rejected"
LONGEST = {"external_id": 120, "channel": 40, "kind": 60, "subject": 240, "text": 20_000}
COMPARED = ("party_id", "occurred_on", "channel", "direction", "kind", "subject", "text")


class UnableToRecordInteractions(Exception):
    """`code` is too_many, no_source, or busy when somebody recorded the same numbers at this moment: ask again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SaidInteraction:
    """`direction` IN is the customer's, OUT ours, blank unknown; `kind` and `channel` are words of the source."""

    customer: int
    on: date
    external_id: str = ""
    at: datetime | None = None
    channel: str = ""
    direction: str = ""
    kind: str = ""
    subject: str = ""
    text: str = ""


@dataclass(frozen=True)
class RecordedInteraction:
    """`outcome` created, same (the source told exactly this before) or rejected, with the `code` and `field` of what is wrong."""

    outcome: str
    interaction: int | None = None
    field: str = ""
    code: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def record_interactions(
    *, source: str, rows: Sequence[SaidInteraction], by: User, on: date
) -> list[RecordedInteraction]:
    """Record what the source of that name tells; one answer a row, in their order, one event for all. `on` is today.

    With an `external_id` the same again is not a second interaction, and other words under it are rejected: what happened is not
    rewritten. A fixed number of statements. Raises UnableToRecordInteractions.
    """
    if len(rows) > MOST:
        raise UnableToRecordInteractions("too_many")
    try:
        with transaction.atomic():
            found = Source.objects.select_for_update().get(pk=ensure_source(name=source, by=by).pk)
            return _record(found, rows, by, on)
    except UnableToEnsureSource as error:
        raise UnableToRecordInteractions("no_source") from error
    except IntegrityError as error:
        raise UnableToRecordInteractions("busy") from error


def _record(source: Source, rows: Sequence[SaidInteraction], by: User, on: date) -> list[RecordedInteraction]:
    wanted = {row.customer for row in rows}
    seen = set(Party.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", flat=True))
    numbers = [row.external_id for row in rows if row.external_id]
    held = {one.external_id: one for one in Interaction.objects.filter(source=source, external_id__in=numbers)}
    named: set[str] = set()
    found: list[Interaction | RecordedInteraction] = []
    for row in rows:
        found.append(_read(row, source, held, seen=seen, named=named, on=on))
        named.add(row.external_id)
    new = [one for one in found if isinstance(one, Interaction)]
    _write(source, new, by)
    return [RecordedInteraction(CREATED, one.pk) if isinstance(one, Interaction) else one for one in found]


def _read(
    row: SaidInteraction,
    source: Source,
    held: Mapping[str | None, Interaction],
    *,
    seen: set[int],
    named: set[str],
    on: date,
) -> Interaction | RecordedInteraction:
    """The interaction to be written, or what is known or wrong of it."""
    wrong = _trouble(row, seen, named, on)
    if wrong:
        return RecordedInteraction(REJECTED, field=wrong[0], code=wrong[1])
    made = Interaction(
        party_id=row.customer, source=source, external_id=row.external_id or None, occurred_on=row.on, occurred_at=row.at,
        channel=row.channel, direction=row.direction, kind=row.kind, subject=row.subject, text=row.text,
    )  # fmt: skip
    before = held.get(row.external_id) if row.external_id else None
    if before is None:
        return made
    if all(getattr(before, name) == getattr(made, name) for name in COMPARED):
        return RecordedInteraction(SAME, before.pk)
    return RecordedInteraction(REJECTED, before.pk, "external_id", "differs")


def _trouble(row: SaidInteraction, seen: set[int], named: set[str], on: date) -> tuple[str, str] | None:
    """Field and code of what is wrong with a row; None when nothing is."""
    if row.external_id and row.external_id in named:
        return "external_id", "repeated"
    if row.customer not in seen:
        return "customer", "unknown_customer"
    if row.direction not in {"", *Interaction.Direction.values}:
        return "direction", "bad_direction"
    if row.on > on:
        return "on", "future"
    return _text_trouble(row)


def _text_trouble(row: SaidInteraction) -> tuple[str, str] | None:
    for name, most in LONGEST.items():
        text = getattr(row, name)
        if len(text) > most:
            return name, "too_long"
        if not is_storable(text):
            return name, "bad_characters"
    return None


def _write(source: Source, new: list[Interaction], by: User) -> None:
    if not new:
        return
    Interaction.objects.bulk_create(new)
    ids = [one.pk for one in new]
    append = Change.Operation.APPEND
    note_changes([Change(table="interactions", operation=append, row_from=low, row_to=high) for low, high in runs(ids)])
    data: dict[str, Any] = {"source": source.pk, "count": len(new)}
    one = new[0] if len(new) == 1 else None
    data |= {"party": one.party_id} if one else {"interactions": ids}
    record_event(
        kind="interactions.recorded", by=by, table="identify_interaction", row=one.pk if one else None, data=data
    )
