"""The records of customers, many at once, and what hangs them together."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection
from django.db.models import Q

from lazo.identify.models import Merge, Party

AT_ONCE = 5_000


def customers_of(records: Collection[int]) -> dict[int, int]:
    """Which customer each record stands for today; itself when it was not found to be another."""
    found: dict[int, int] = {}
    numbers = sorted(set(records))
    for start in range(0, len(numbers), AT_ONCE):
        rows = Party.objects.filter(pk__in=numbers[start : start + AT_ONCE]).values_list("pk", "canonical_id")
        found |= {number: canonical or number for number, canonical in rows}
    return found


def families_of(customers: Collection[int]) -> dict[int, list[int]]:
    """The records of each customer, the customer first."""
    found: dict[int, list[int]] = {customer: [customer] for customer in customers}
    numbers = sorted(found)
    for start in range(0, len(numbers), AT_ONCE):
        rows = Party.objects.filter(canonical_id__in=numbers[start : start + AT_ONCE]).order_by("pk")
        for number, canonical in rows.values_list("pk", "canonical_id"):
            if canonical is not None:
                found[canonical].append(number)
    return found


def edges_of(family: Collection[int]) -> dict[tuple[int, int], int]:
    """The standing merges among the records of a family: the two records -> the number of the merge."""
    rows = Merge.objects.standing().filter(Q(left_id__in=family) | Q(right_id__in=family))
    return {(left, right): number for number, left, right in rows.values_list("pk", "left_id", "right_id")}


def are_apart(customers: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those pairs of customers of whom a person said that some of their records are not the same; the lower number first."""
    sides: dict[int, set[int]] = defaultdict(set)
    for one, other in customers:
        sides[min(one, other)].add(max(one, other))
    if not sides:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(l.canonical_id, l.id), coalesce(r.canonical_id, r.id) FROM identify_apart a"
            " JOIN identify_party l ON l.id = a.left_id JOIN identify_party r ON r.id = a.right_id"
            " WHERE a.taken_back_at IS NULL"
        )
        told = {(min(row), max(row)) for row in cursor.fetchall()}
    return {(one, other) for one, other in told if other in sides.get(one, ())}
