"""The golden record: of every field of a customer the value that holds among all its records, and those that do not, with where each came from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lazo.identify.models import (
    BatchChange,
    ContactPoint,
    HandWrittenField,
    ImportBatch,
    Party,
    PartyIdentifier,
    SourceRecord,
)
from lazo.identify.queries.identity_settings import OBSERVED, VERIFIED, orders_now
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.survivorship import GoldenField, Told, surviving

NAME = ("given_name", "surnames", "name")
"""Who says a part of a name says the whole."""
FIELDS = ("name", "legal_name", "trade_name", "birth_date", "country", "city", "address")
"""Fields that hold one value each; a name comes with its parts."""
AT_ONCE = 500
CONTACTS = {"email": ContactPoint.Kind.EMAIL, "phone": ContactPoint.Kind.PHONE}


@dataclass(frozen=True)
class GoldenView:
    """`fields` by name, those of FIELDS and `email`, `phone`, `document`; `columns` are the values of the row that lists and pages read."""

    customer: int
    records: int
    fields: dict[str, GoldenField[Any]]
    columns: dict[str, Any]


def golden_record(*, party: Party) -> GoldenView:
    """The golden record of a customer whom the caller has shown to be visible; of one record it is the record. A fixed number of queries."""
    family = family_of(party)
    view = golden_views({party.pk: family})[party.pk]
    return GoldenView(view.customer, view.records, view.fields | _reaches(family), view.columns)


def golden_views(families: Mapping[int, Sequence[int]]) -> dict[int, GoldenView]:
    """The golden records of many customers from the records of each; the fields of their rows alone."""
    records = [record for family in families.values() for record in family]
    told = _Sayings(records)
    orders = orders_now()
    return {customer: told.view(customer, family, orders) for customer, family in families.items()}


class _Sayings:
    """What some records say, with where it came from; six queries."""

    def __init__(self, records: Sequence[int]) -> None:
        self.rows = {row.pk: row for row in _parties(records)}
        self.hands = _hands(records)
        self.batches = {row.pk: row for row in ImportBatch.objects.select_related("source")}
        self.sources = _sources(records)
        self.changed = _changed(records, self.batches)

    def view(self, customer: int, family: Sequence[int], orders: Mapping[str, Sequence[str]]) -> GoldenView:
        rows = [self.rows[record] for record in family if record in self.rows]
        standing = [row for row in rows if row.retired_at is None] or rows
        fields = {
            field: surviving(field, self.told(field, standing), customer=customer, orders=orders) for field in FIELDS
        }
        return GoldenView(customer, len(family), fields, self.columns(fields, standing))

    def told(self, field: str, rows: Iterable[Party]) -> list[Told[Any]]:
        """What each record says of a field; blank counts only where a person left it blank."""
        names = NAME if field == "name" else (field,)
        found: list[Told[Any]] = []
        for row in rows:
            value = getattr(row, field)
            hands = [self.hands[row.pk, name] for name in names if (row.pk, name) in self.hands]
            if hands:
                at, by = max(hands)
                found.append(Told(value, VERIFIED, row.pk, at, by=by))
            elif value not in ("", None):
                found.append(Told(value, OBSERVED, row.pk, self.since(row, names), source=self.source(row)))
        return found

    def since(self, row: Party, names: Sequence[str]) -> datetime:
        """When a file last said it; else when the record came in."""
        told = [self.changed[row.pk, name] for name in names if (row.pk, name) in self.changed]
        batch = self.batches.get(row.batch_id or 0)
        return max(told, default=batch.created_at if batch else row.created_at)

    def source(self, row: Party) -> str:
        batch = self.batches.get(row.batch_id or 0)
        return self.sources.get(row.pk) or (batch.source.name if batch else "")

    def columns(self, fields: Mapping[str, GoldenField[Any]], rows: Sequence[Party]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in FIELDS:
            holds = fields[field].holds
            values[field] = holds.value if holds else (None if field == "birth_date" else "")
        named = fields["name"].shown_of
        whose = rows[0] if named is None else self.rows[named]
        values |= {part: getattr(whose, part) for part in ("name", "folded_name", "given_name", "surnames")}
        days = [row.first_contact_on for row in rows if row.first_contact_on]
        values["first_contact_on"] = min(days, default=None)
        return values


def _parties(records: Sequence[int]) -> Iterable[Party]:
    for start in range(0, len(records), AT_ONCE):
        yield from Party.objects.filter(pk__in=records[start : start + AT_ONCE])


def _hands(records: Sequence[int]) -> dict[tuple[int, str], tuple[datetime, str]]:
    rows = HandWrittenField.objects.filter(party_id__in=records, field__in=[*NAME, *FIELDS]).select_related("by")
    return {(row.party_id, row.field): (row.at, row.by.name if row.by else "") for row in rows}


def _sources(records: Sequence[int]) -> dict[int, str]:
    rows = SourceRecord.objects.filter(party_id__in=records).order_by("-pk").values_list("party_id", "source__name")
    return dict(rows)  # the first of a record is read last, and stays


def _changed(records: Sequence[int], batches: Mapping[int, ImportBatch]) -> dict[tuple[int, str], datetime]:
    """When an import last gave a record another value of a field."""
    updating = [number for number, batch in batches.items() if batch.updated]
    found: dict[tuple[int, str], datetime] = {}
    if not updating:
        return found
    rows = BatchChange.objects.filter(batch_id__in=updating, table="identify_party", row__in=records)
    for number, row, after in rows.values_list("batch_id", "row", "after"):
        at = batches[number].created_at
        for name in after or {}:
            found[row, name] = max(at, found.get((row, name), at))
    return found


def _reaches(family: Sequence[int]) -> dict[str, GoldenField[Any]]:
    """The e-mail, telephone and document to be shown first; what was verified, then what is likely, then the newest."""
    points: dict[str, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(party_id__in=family).order_by("pk"):
        points[point.kind].append(point)
    documents = PartyIdentifier.objects.filter(party_id__in=family).order_by("-is_valid", "pk")
    names = _sources(family)
    found = {field: _best_point(field, points[kind], names) for field, kind in CONTACTS.items()}
    told = [(one.key, one.value, one.party_id) for one in documents]
    return found | {"document": _ordered("document", told, names)}


def _best_point(field: str, points: Sequence[ContactPoint], names: Mapping[int, str]) -> GoldenField[Any]:
    ranked = sorted(points, key=lambda p: (p.verified_at is None, not p.is_likely, -p.created_at.timestamp(), p.pk))
    told: dict[str, Told[Any]] = {}
    for point in ranked:
        kind = VERIFIED if point.verified_at else OBSERVED
        said = Told(point.value, kind, point.party_id, point.created_at, source=names.get(point.party_id, ""))
        told.setdefault(point.key, said)
    first, *others = told.values() if told else (None,)
    return GoldenField(field, first, tuple(one for one in others if one))


def _ordered(field: str, told: Sequence[tuple[str, str, int]], names: Mapping[int, str]) -> GoldenField[Any]:
    born = dict(Party.objects.filter(pk__in=[party for _key, _value, party in told]).values_list("pk", "created_at"))
    found: dict[str, Told[Any]] = {}
    for key, value, party in told:
        found.setdefault(key, Told(value, OBSERVED, party, born[party], source=names.get(party, "")))
    first, *others = found.values() if found else (None,)
    return GoldenField(field, first, tuple(one for one in others if one))


def plain_value(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value
