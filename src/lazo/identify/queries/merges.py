"""The merges that made a customer what it is, and those of late: who, when, why in a sentence."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lazo.identify.models import Merge, Party
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.why import sentence_of
from lazo.kernel.models import User

PAGE = 50
MOST = 500


@dataclass(frozen=True)
class MergeLine:
    """One merge. `by` is blank where a run did it; `undone_at` null while it stands, `undone_by` blank where no person undid it."""

    id: int
    customer: int
    party: int
    left_id: int
    right_id: int
    left_name: str
    right_name: str
    at: datetime
    by: str
    run: int | None
    probability: float | None
    sentence: str
    undone_at: datetime | None
    undone_by: str


def merges_of(*, party: Party, user: User) -> tuple[MergeLine, ...]:
    """The standing merges of a customer whom the reader sees, the newest first."""
    family = family_of(party)
    rows = Merge.objects.visible_to(user).standing().filter(left_id__in=family)
    return _lines(rows.order_by("-pk")[:MOST])


def latest_merges(
    *, user: User, before: int | None = None, size: int = PAGE, undone: bool | None = None
) -> tuple[MergeLine, ...]:
    """Merges of whose records `user` sees both, the newest first, below the number `before`; `undone` None: those that stand and those that do not."""
    rows = Merge.objects.visible_to(user)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if undone is not None:
        rows = rows.filter(undone_at__isnull=not undone)
    return _lines(rows.order_by("-pk")[: min(max(size, 1), MOST)])


def _lines(rows: "QuerySet[Merge]") -> tuple[MergeLine, ...]:
    return tuple(_line(row) for row in rows.select_related("left", "right", "by", "undone_by"))


def _line(row: Merge) -> MergeLine:
    return MergeLine(
        id=row.pk,
        customer=row.customer_id,
        party=row.party_id,
        left_id=row.left_id,
        right_id=row.right_id,
        left_name=row.left.name,
        right_name=row.right.name,
        at=row.at,
        by=row.by.name if row.by else "",
        run=row.run_id,
        probability=row.probability,
        sentence=sentence_of(row.why, note=row.note),
        undone_at=row.undone_at,
        undone_by=row.undone_by.name if row.undone_by else "",
    )
