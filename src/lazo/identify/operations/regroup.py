"""Joining two customers and parting them again: the pointer, and everybody who repeats what it says."""

# ruff: noqa: S608 - names of tables and columns are our own constants, and the only values are whole numbers of ours

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models.functions import Now

from lazo.identify.merge_handlers import Regrouping, handlers
from lazo.identify.models import Merge, Party
from lazo.identify.queries.families import edges_of, families_of
from lazo.identify.queries.survivor import survivor
from lazo.identify.trees import component
from lazo.kernel.changes import note_changes
from lazo.kernel.models import Change, User

AT_ONCE = 500


@dataclass(frozen=True)
class Parted:
    """What left: the `customer` that stayed, the `party` that is a customer again, and the records of each."""

    customer: int
    party: int
    family: tuple[int, ...]
    others: tuple[int, ...]


def join(merge: Merge) -> None:
    """Let the records of `merge.party` be records of `merge.customer`; the merge is written already."""
    families = families_of([merge.customer_id, merge.party_id])
    family, others = families[merge.customer_id], families[merge.party_id]
    Party.objects.filter(pk__in=others).update(canonical_id=merge.customer_id)
    regrouping = Regrouping(merge.pk, merge.customer_id, merge.party_id, tuple(family), tuple(others))
    for handler in handlers():
        handler.joined([regrouping])
    tell([merge.customer_id, *others])
    refresh_pairs([*family, *others])


def cut(merge: Merge, *, by: User | None) -> Parted:
    """Undo the merge: of the two trees that are left, the one without the customer is a customer of its own again."""
    root = Party.objects.values_list("canonical_id", flat=True).get(pk=merge.left_id) or merge.left_id
    family = families_of([root])[root]
    list(Party.objects.select_for_update().filter(pk__in=family).order_by("pk").values_list("pk"))
    Merge.objects.filter(pk=merge.pk).update(undone_at=Now(), undone_by=by)
    edges = edges_of(family)
    staying = component(root, edges)
    others = [record for record in family if record not in staying]
    party = merge.party_id if merge.party_id in others else survivor({record: [record] for record in others})
    Party.objects.filter(pk__in=others).exclude(pk=party).update(canonical_id=party)
    Party.objects.filter(pk=party).update(canonical_id=None)
    parted = Parted(root, party, tuple(record for record in family if record in staying), tuple(others))
    for handler in handlers():
        handler.parted([Regrouping(merge.pk, root, party, parted.family, parted.others)])
    tell([root, *others])
    refresh_pairs(family)
    return parted


def tell(records: Collection[int]) -> list[int]:
    """Say that these records stand for others than before: the warehouse, the words of the search and the cards follow. The numbers of the changes."""
    update = Change.Operation.UPDATE
    noted = note_changes(
        [Change(table="parties", operation=update, row_from=number, row_to=number) for number in sorted(set(records))]
    )
    return [change.pk for change in noted]


ROOT = "(SELECT coalesce(p.canonical_id, p.id) FROM identify_party p WHERE p.id = {})"
LEFT, RIGHT = ROOT.format("identify_matchpair.left_id"), ROOT.format("identify_matchpair.right_id")
APART = f"""EXISTS (SELECT 1 FROM identify_apart a JOIN identify_party l ON l.id = a.left_id JOIN identify_party r ON r.id = a.right_id
    WHERE a.taken_back_at IS NULL AND (
        (coalesce(l.canonical_id, l.id) = {LEFT} AND coalesce(r.canonical_id, r.id) = {RIGHT})
        OR (coalesce(l.canonical_id, l.id) = {RIGHT} AND coalesce(r.canonical_id, r.id) = {LEFT})))"""
RETIRED = """EXISTS (SELECT 1 FROM identify_party p WHERE p.id IN (identify_matchpair.left_id, identify_matchpair.right_id)
    AND p.retired_at IS NOT NULL)"""
STATE = f"""CASE WHEN {LEFT} = {RIGHT} THEN 'JOINED' WHEN {APART} THEN 'APART'
    WHEN NOT is_standing OR {RETIRED} THEN 'GONE' ELSE 'OPEN' END"""
UNDECIDED = "state NOT IN ('SAME', 'NOT', 'RELATED')"


def refresh_pairs(records: Iterable[int]) -> None:
    """Say again of the pairs of these records that nobody decided whether they wait for a person."""
    for some in _batches(sorted(set(records))):
        numbers = ", ".join(str(int(number)) for number in some)
        for end in ("left_id", "right_id"):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE identify_matchpair SET state = {STATE} WHERE {UNDECIDED} AND {end} IN ({numbers})"
                )


def _batches(records: list[int]) -> Iterator[list[int]]:
    return (records[start : start + AT_ONCE] for start in range(0, len(records), AT_ONCE))
