"""Relations between parties: family, friends, companies, buying centre, money (typed and directed, each with its inverse)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from lazo.identify.models import Party, PartyRelationship, RelationshipType
from lazo.identify.relationship_types import TYPES
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User


class UnableToRelate(Exception):
    """The relation can't be: `code` is same_party, unknown_type or not_a_person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def seed_relationship_types() -> None:
    """Write the types the product knows; those a company has changed keep its words."""
    RelationshipType.objects.bulk_create(
        (
            RelationshipType(key=key, family=family, name=name, inverse_name=inverse or name, is_symmetric=not inverse)
            for key, family, name, inverse in TYPES
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def relate(
    *,
    origin: Party,
    target: Party,
    type: str,  # noqa: A002 - the word of the domain
    by: User | None,
    kind: str = PartyRelationship.Kind.DECLARED,
    confidence: Decimal = Decimal(1),
    valid_from: date | None = None,
) -> PartyRelationship:
    """Say that `origin` <type> `target`. A symmetric relation is one row, whoever is named first; said again it is the same row.

    Raises UnableToRelate.
    """
    if origin.pk == target.pk:
        raise UnableToRelate("same_party", "A relation is between two parties.")
    found = RelationshipType.objects.filter(key=type).first()
    if found is None:
        raise UnableToRelate("unknown_type", f"There is no relation {type}.")
    if found.is_symmetric and target.pk < origin.pk:
        origin, target = target, origin
    relation, made = PartyRelationship.objects.get_or_create(
        origin=origin,
        target=target,
        type=found,
        defaults={"kind": kind, "confidence": confidence, "valid_from": valid_from},
    )
    if made:
        data = {"type": type, "target": target.pk, "kind": kind}
        record_event(kind="relation.added", by=by, table="identify_party", row=origin.pk, data=data)
    return relation


@transaction.atomic
def end_relation(*, relation: PartyRelationship, on: date, by: User) -> PartyRelationship:
    """Say that a relation held until the day before `on`."""
    relation.valid_to = on
    relation.save(update_fields=["valid_to"])
    data = {"type": relation.type_id, "target": relation.target_id, "on": on.isoformat()}
    record_event(kind="relation.ended", by=by, table="identify_party", row=relation.origin_id, data=data)
    return relation


@transaction.atomic
def form_household(*, name: str, members: Sequence[Party], by: User) -> Party:
    """Make a household of some people; their rows stay theirs. Raises UnableToRelate for a member that is not a person."""
    if not members or any(member.kind != Party.Kind.PERSON for member in members):
        raise UnableToRelate("not_a_person", "A household is made of people.")
    from lazo.identify.imports.values.folding import fold

    household = Party.objects.create(
        kind=Party.Kind.HOUSEHOLD, name=name, folded_name=fold(name), owner=members[0].owner, team=members[0].team
    )
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=household.pk, party=household.pk)
    record_event(
        kind="household.formed",
        by=by,
        table="identify_party",
        row=household.pk,
        data={"members": [m.pk for m in members]},
    )
    for member in members:
        relate(origin=member, target=household, type="member-of-household", by=by)
    return household
