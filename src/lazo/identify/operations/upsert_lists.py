"""What parties of a bulk upsert have several of: each kind read and written in two statements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lazo.identify.kept_health import refresh_new_health
from lazo.identify.models import ContactPoint, Party, PartyIdentifier, Source, TraitDefinition, TraitValue
from lazo.identify.operations.contact_point import FIELD_OF
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.operations.trait_changes import APPEND, UPDATE, note_values
from lazo.identify.operations.upsert_row import Work
from lazo.identify.queries.custom_fields import VALUE_COLUMNS


def write_contacts(works: Sequence[Work], source: Source, on: date) -> None:
    """Add the e-mails and telephones that a customer, under any of its records, does not have; the others were seen `on`."""
    wanted = [work for work in works if work.read.contacts and work.party is not None]
    family = _families(wanted)
    rows = ContactPoint.objects.filter(party_id__in=family).values_list("party_id", "kind", "key", "pk")
    held: dict[tuple[int, str, str], int] = {(family[party], kind, key): pk for party, kind, key, pk in rows}
    new, seen = [], []
    for work, party in _each(wanted):
        for contact in work.read.contacts:
            place = (party.pk, str(contact.kind), contact.key)
            if place in held:
                seen.append(held[place])
            else:
                held[place] = 0
                new.append(
                    ContactPoint(
                        party=party,
                        kind=contact.kind,
                        value=contact.value,
                        key=contact.key,
                        is_likely=contact.is_likely,
                        source=source,
                    )
                )
                work.touched.add(FIELD_OF[ContactPoint.Kind(contact.kind)])
    ContactPoint.objects.bulk_create(new)
    ContactPoint.objects.filter(pk__in=seen).exclude(last_seen_on__gte=on).update(last_seen_on=on, last_seen_batch=None)
    refresh_new_health((point.kind, point.key) for point in new)


def write_documents(works: Sequence[Work]) -> None:
    """Add the documents that a customer does not have."""
    wanted = [work for work in works if work.read.documents and work.party is not None]
    family = _families(wanted)
    rows = PartyIdentifier.objects.filter(party_id__in=family).values_list("party_id", "key")
    held = {(family[party], key) for party, key in rows}
    new = []
    for work, party in _each(wanted):
        for document in work.read.documents:
            if (party.pk, document.key) not in held:
                held.add((party.pk, document.key))
                new.append(PartyIdentifier(party=party, scheme=document.scheme, value=document.value, key=document.key))
                work.touched.add("documents")
    PartyIdentifier.objects.bulk_create(new)


def write_own(works: Sequence[Work], source: Source) -> None:
    """Say the values of the company's own fields as the source declares them; null says nothing."""
    wanted = [work for work in works if work.read.own and work.party is not None]
    if not wanted:
        return
    fields = {kind: fields_for(kind) for kind in {work.row.kind for work in wanted}}
    parties = [party.pk for _, party in _each(wanted)]
    said = TraitValue.objects.filter(party_id__in=parties, source=source).select_related("definition")
    held = {(row.party_id, row.definition_id): row.value for row in said}
    new = []
    for work, party in _each(wanted):
        for name, value in work.read.own.items():
            field = fields[work.row.kind][name]
            if value is None or held.get((party.pk, field.id)) == value:
                continue
            new.append(_value(party, field, value, source))
            work.touched.add(name)
    written = TraitValue.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["party", "definition", "source"],
        update_fields=[*sorted(set(VALUE_COLUMNS.values())), "kind", "confidence"],
    )
    is_old = [(row.party_id, row.definition_id) in held for row in written]
    note_values(APPEND, [row.pk for row, old in zip(written, is_old, strict=True) if not old])
    note_values(UPDATE, [row.pk for row, old in zip(written, is_old, strict=True) if old])


def _value(party: Party, field: Any, value: Any, source: Source) -> TraitValue:
    column = VALUE_COLUMNS[TraitDefinition.Type(field.type)]
    stored = {column: float(value) if column == "number" else value}
    return TraitValue(
        party=party, definition_id=field.id, source=source, kind=TraitDefinition.Kind.DECLARED, confidence=1.0, **stored
    )


def _each(works: Sequence[Work]) -> list[tuple[Work, Party]]:
    return [(work, work.party) for work in works if work.party is not None]


def _families(works: Sequence[Work]) -> dict[int, int]:
    """The customer that each record is of: of those that were there before; new ones have nothing yet."""
    old = [party.pk for work, party in _each(works) if not work.is_new]
    others = Party.objects.filter(canonical_id__in=old).values_list("pk", "canonical_id") if old else []
    return {**{pk: pk for pk in old}, **{pk: canonical for pk, canonical in others if canonical is not None}}
