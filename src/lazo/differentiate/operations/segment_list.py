"""Lists that people keep by hand: customers added and taken off, and what a segment is today kept as a list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.differentiate.models import CustomerCard, Segment, SegmentMember
from lazo.differentiate.operations.segment import TABLE, UnableToSaveSegment, create_segment
from lazo.identify.models import Party
from lazo.kernel.access import may, row_rule
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO_ADD, UNDO_TAKE = "segment.listed", "segment.unlisted"
MOST_AT_ONCE = 100_000
BATCH = 5_000


@dataclass(frozen=True)
class Listed:
    """How many came onto or off the list, and the token that takes it back (blank: nothing changed)."""

    customers: int
    undo: str


@transaction.atomic
def add_to_list(*, segment: Segment, by: User, customers: Collection[int]) -> Listed:
    """Put customers on a list; who is on it, or whom `by` may not see, is passed over. Writes `segment.listed`. Raises UnableToSaveSegment."""
    held = _list_of(segment, by, customers)
    known = set(SegmentMember.objects.filter(segment=held, party__in=customers).values_list("party", flat=True))
    new = sorted(set(_visible(by, customers)) - known)
    SegmentMember.objects.bulk_create((SegmentMember(segment=held, party=one) for one in new), batch_size=BATCH)
    return _told(held, by, new, kind="segment.listed", undo=UNDO_ADD)


@transaction.atomic
def take_off_list(*, segment: Segment, by: User, customers: Collection[int]) -> Listed:
    """Take customers off a list, with every record of theirs on it. Writes `segment.unlisted`. Raises UnableToSaveSegment."""
    held = _list_of(segment, by, customers)
    seen = set(_visible(by, customers))
    records = Party.objects.filter(canonical_id__in=seen).values_list("pk", flat=True)
    rows = SegmentMember.objects.filter(segment=held, party__in=seen.union(records))
    gone = sorted(rows.values_list("party", flat=True))
    rows.delete()
    return _told(held, by, gone, kind="segment.unlisted", undo=UNDO_TAKE)


@transaction.atomic
def freeze_segment(*, segment: Segment, by: User, name: str) -> Segment:
    """Keep whom `by` sees in a segment today as a list under a name of its own. Raises UnableToSaveSegment, UnableToOpenWarehouse."""
    from lazo.differentiate.queries.segment_numbers import Question, tree_of  # NumPy: not where nobody needs it
    from lazo.differentiate.segments.segment_base import mask_of

    question = Question.of(by)
    bits = question.members(tree_of(segment, question.known)) & question.seen
    ids = question.base.ids[mask_of(bits, len(question.base.ids))].tolist()
    made = create_segment(by=by, name=name, kind=Segment.Kind.LIST)
    SegmentMember.objects.bulk_create((SegmentMember(segment=made, party=one) for one in ids), batch_size=BATCH)
    Segment.objects.filter(pk=made.pk).update(members=len(ids), as_of=question.base.on)
    record_event(kind="segment.frozen", by=by, table=TABLE, row=made.pk, data={"of": segment.pk, "customers": len(ids)})
    made.refresh_from_db()
    return made


def undo_adding(by: User, data: dict[str, Any]) -> Undone:
    """Take off again whom an adding put on."""
    count, _details = SegmentMember.objects.filter(segment_id=data["segment"], party__in=data["customers"]).delete()
    return _undone(by, data, count, kind="segment.unlisted")


def undo_taking(by: User, data: dict[str, Any]) -> Undone:
    """Put on again whom a taking off took."""
    known = set(SegmentMember.objects.filter(segment_id=data["segment"]).values_list("party", flat=True))
    back = [one for one in data["customers"] if one not in known]
    SegmentMember.objects.bulk_create(
        (SegmentMember(segment_id=data["segment"], party=one) for one in back), batch_size=BATCH
    )
    return _undone(by, data, len(back), kind="segment.listed")


def _undone(by: User, data: dict[str, Any], count: int, *, kind: str) -> Undone:
    if not Segment.objects.live().filter(pk=data["segment"]).exists():
        raise UnableToUndo("changed_since")
    record_event(kind=kind, by=by, table=TABLE, row=data["segment"], data={"customers": count})
    return Undone(restored=count)


def _list_of(segment: Segment, by: User, customers: Collection[int]) -> Segment:
    if len(customers) > MOST_AT_ONCE:
        raise UnableToSaveSegment("too_many")
    held = Segment.objects.select_for_update().live().filter(pk=segment.pk).first()
    if held is None or (held.owner_id != by.pk and not may(by, "may_administer")):
        raise UnableToSaveSegment("not_yours")
    if held.kind != Segment.Kind.LIST:
        raise UnableToSaveSegment("is_rules")
    return held


def _visible(by: User, customers: Iterable[int]) -> list[int]:
    rule, wanted = row_rule(by), sorted(set(customers))
    found: list[int] = []
    for start in range(0, len(wanted), BATCH):
        cards = CustomerCard.objects.filter(rule.as_q(customer="customer_id"), pk__in=wanted[start : start + BATCH])
        found += cards.order_by().values_list("pk", flat=True)
    return found


def _told(held: Segment, by: User, customers: list[int], *, kind: str, undo: str) -> Listed:
    if not customers:
        return Listed(0, "")
    record_event(kind=kind, by=by, table=TABLE, row=held.pk, data={"customers": len(customers)})
    label = _("Lista «%(name)s»: %(count)s clientes") % {"name": held.name, "count": len(customers)}
    data = {"segment": held.pk, "customers": customers}
    return Listed(len(customers), offer_undo(by=by, label=label, kind=undo, data=data))
