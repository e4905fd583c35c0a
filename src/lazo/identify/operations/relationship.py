"""Relations between parties: made, ended, taken up again."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q

from lazo.identify.models import Party, PartyRelationship, RelationshipType
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.queries.hierarchy import HIERARCHY, SITE, companies_above
from lazo.identify.queries.parties import family_of
from lazo.kernel.events import record_event
from lazo.kernel.models import User

TABLE = "identify_partyrelationship"


class UnableToRelate(Exception):
    """`code` is not_visible, not_current, same_party, unknown_type, is_household, bad_confidence, bad_period, already_related;
    of companies above each other also not_companies, has_parent or would_cycle.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToEndRelation(Exception):
    """`code` is not_visible, already_ended or bad_period."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToReopenRelation(Exception):
    """`code` is not_visible, not_ended, or already_related when the same relation was made anew meanwhile; has_parent, would_cycle."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def relate(
    *,
    origin: Party,
    target: Party,
    type_key: str,
    by: User,
    on: date,
    since: date | None = None,
    kind: PartyRelationship.Kind = PartyRelationship.Kind.DECLARED,
    confidence: Decimal = Decimal(1),
) -> PartyRelationship:
    """Say that `origin` <type> `target`; one row, readable from both ends.

    `type_key` is of a relationship type; `household-member` is not for this operation, see `add_member`. `since` is the first day, None
    when nobody knows; `on` is today, which `since` may not pass. `confidence` is above 0 and at most 1.

    Raises UnableToRelate. A symmetric relation is one whichever end it is said from.
    """
    if kind not in PartyRelationship.Kind.values or not 0 < confidence <= 1:
        raise UnableToRelate("bad_confidence")
    if since is not None and since > on:
        raise UnableToRelate("bad_period")
    found = RelationshipType.objects.filter(pk=type_key).first()
    if found is None:
        raise UnableToRelate("unknown_type")
    if found.key == HOUSEHOLD_MEMBER:
        raise UnableToRelate("is_household")
    _check_ends(origin, target, by)
    if _held(origin, target, found):
        raise UnableToRelate("already_related")
    code = _refused_by_hierarchy(origin, target, found.key)
    if code:
        raise UnableToRelate(code)
    try:
        with transaction.atomic():
            relation = PartyRelationship.objects.create(
                origin=origin, target=target, type=found, valid_from=since, kind=kind, confidence=confidence
            )
    except IntegrityError as error:
        raise UnableToRelate("already_related") from error
    data = {"origin": origin.pk, "target": target.pk, "type": found.key, "kind": kind, "confidence": float(confidence)}
    record_event(kind="relation.made", by=by, table=TABLE, row=relation.pk, data=data, after=period_of(relation))
    return relation


@transaction.atomic
def end_relation(*, relation: PartyRelationship, by: User, on: date) -> PartyRelationship:
    """Let an open relation end: `on` is the first day on which it no longer holds. Raises UnableToEndRelation."""
    is_membership = relation.type_id == HOUSEHOLD_MEMBER
    close(relation, by=by, on=on, event="household.left" if is_membership else "relation.ended")
    return relation


@transaction.atomic
def reopen_relation(*, relation: PartyRelationship, by: User) -> PartyRelationship:
    """Take back the end of a relation, which holds again as if it had never ended. Raises UnableToReopenRelation."""
    if not sees_both_ends(relation, by):
        raise UnableToReopenRelation("not_visible")
    before = period_of(relation)
    code = _refused_by_hierarchy(relation.origin, relation.target, relation.type_id)
    if code and relation.valid_to is not None:
        raise UnableToReopenRelation(code)
    try:
        with transaction.atomic():
            ended = PartyRelationship.objects.filter(pk=relation.pk, valid_to__isnull=False)
            if not ended.update(valid_to=None):
                raise UnableToReopenRelation("not_ended")
    except IntegrityError as error:
        raise UnableToReopenRelation("already_related") from error
    relation.refresh_from_db()
    record_event(
        kind="relation.reopened", by=by, table=TABLE, row=relation.pk, before=before, after=period_of(relation)
    )
    return relation


def close(relation: PartyRelationship, *, by: User, on: date, event: str) -> None:
    """The end of an open relation, under the name of the event that its operation writes. Raises UnableToEndRelation."""
    if not sees_both_ends(relation, by):
        raise UnableToEndRelation("not_visible")
    if relation.valid_from is not None and relation.valid_from > on:
        raise UnableToEndRelation("bad_period")
    before = period_of(relation)
    if not PartyRelationship.objects.open().filter(pk=relation.pk).update(valid_to=on):
        raise UnableToEndRelation("already_ended")
    relation.refresh_from_db()
    data = {"origin": relation.origin_id, "target": relation.target_id, "type": relation.type_id}
    record_event(kind=event, by=by, table=TABLE, row=relation.pk, data=data, before=before, after=period_of(relation))


def period_of(relation: PartyRelationship) -> dict[str, str | None]:
    """The period as an event keeps it: ISO dates."""
    ends = {"valid_from": relation.valid_from, "valid_to": relation.valid_to}
    return {name: day.isoformat() if day else None for name, day in ends.items()}


def sees_both_ends(relation: PartyRelationship, user: User) -> bool:
    ends = {relation.origin_id, relation.target_id}
    return Party.objects.visible_to(user).filter(pk__in=ends).count() == len(ends)


def _check_ends(origin: Party, target: Party, by: User) -> None:
    seen = Party.objects.visible_to(by).filter(pk__in=[origin.pk, target.pk])
    if {origin.pk, target.pk} - set(seen.values_list("pk", flat=True)):
        raise UnableToRelate("not_visible")
    if (origin.canonical_id or origin.pk) == (target.canonical_id or target.pk):
        raise UnableToRelate("same_party")
    if seen.current().count() != 2:
        raise UnableToRelate("not_current")


def _held(origin: Party, target: Party, of: RelationshipType) -> bool:
    """Whether any record of the one is so related to any record of the other, in either direction where that is the same."""
    ones, others = family_of(origin), family_of(target)
    pair = Q(origin_id__in=ones, target_id__in=others)
    if of.is_symmetric:
        pair |= Q(origin_id__in=others, target_id__in=ones)
    return PartyRelationship.objects.open().filter(pair, type=of).exists()


def _refused_by_hierarchy(origin: Party, target: Party, type_key: str) -> str:
    """Why a company cannot stand above another; blank when it can. A company stands under one, and under none of its own."""
    if type_key not in HIERARCHY:
        return ""
    if {origin.kind, target.kind} != {Party.Kind.ORGANIZATION}:
        return "not_companies"
    above, below = (target, origin) if type_key == SITE else (origin, target)
    if companies_above(below):
        return "has_parent"
    return "would_cycle" if below.pk in companies_above(above) else ""
