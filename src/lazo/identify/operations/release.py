"""Records that go, because the import that brought them is taken back: their customers go on without them."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from lazo.identify.merge_handlers import Regrouping, handlers
from lazo.identify.models import MatchDecision, MatchPair, Merge
from lazo.identify.operations.regroup import refresh_pairs, tell
from lazo.identify.queries.families import customers_of, families_of
from lazo.identify.queries.survivor import standing_of
from lazo.identify.trees import component

AT_ONCE = 5_000


def release_records(records: Collection[int]) -> None:
    """Undo every merge of these records, and forget what only runs said of them: what a person said stays, and keeps its records.

    Their customers part as if each merge had been undone alone; who was joined through them alone stands alone again.
    """
    numbers = sorted(set(records)) if Merge.objects.exists() or MatchPair.objects.exists() else []
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        gone = list(Merge.objects.standing().filter(Q(left__in=some) | Q(right__in=some)).order_by("pk"))
        if gone:
            _part(gone)
        _forget(some)


def _part(gone: list[Merge]) -> None:
    roots = customers_of([number for merge in gone for number in (merge.left_id, merge.right_id)])
    families = families_of(set(roots.values()))
    members = [record for family in families.values() for record in family]
    numbers = [merge.pk for merge in gone]
    Merge.objects.filter(pk__in=numbers).update(undone_at=Now())
    standing = Merge.objects.standing().filter(Q(left__in=members) | Q(right__in=members))
    edges = list(standing.values_list("left_id", "right_id"))
    was_customer = {merge.party_id for merge in gone}
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in edges:
        for end in edge:
            beside[end].append(edge)
    pointers: list[tuple[int | None, int]] = []
    for root, family in families.items():
        inner = [edge for record in family for edge in beside[record]]
        left = set(family)
        while left:
            tree = component(root if root in left else min(left), inner)
            head = root if root in tree else _head(tree, was_customer)
            pointers += [(None if record == head else head, record) for record in tree]
            left -= tree
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE identify_party SET canonical_id = %s WHERE id = %s", pointers)
    now = families_of({head or record for head, record in pointers})
    regroupings = []
    for merge in gone:
        ours, theirs = (tuple(now.get(number, (number,))) for number in (merge.customer_id, merge.party_id))
        regroupings.append(Regrouping(merge.pk, merge.customer_id, merge.party_id, ours, theirs))
    for handler in handlers():
        handler.parted(regroupings)
    tell(members)
    refresh_pairs(members)


def _head(tree: set[int], was_customer: set[int]) -> int:
    """The record that stands for a tree without its customer: one that was a customer before, the one that has been it longest."""
    able = tree & was_customer or tree
    return min(standing_of({record: [record] for record in able}).values()).party if len(able) > 1 else next(iter(able))


def _forget(records: list[int]) -> None:
    """Rows of runs alone; they would keep a record that is to go."""
    touching = Q(left__in=records) | Q(right__in=records)
    asked = MatchDecision.objects.filter(pair__in=MatchPair.objects.filter(touching)).values("pair")
    Merge.objects.filter(touching, by__isnull=True, undone_at__isnull=False, undone_by__isnull=True).exclude(
        pair__in=asked
    ).delete()
    kept = Merge.objects.filter(touching, pair__isnull=False).values("pair")
    MatchPair.objects.filter(touching).exclude(pk__in=asked).exclude(pk__in=kept).delete()
