"""The records of customers, many at once, and what hangs them together."""

from collections.abc import Collection
from operator import itemgetter

from django.db.models import Q

from lazo.identify.models import Merge, Party
from lazo.kernel.models import User

AT_ONCE = 5_000


def customers_of(records: Collection[int]) -> dict[int, int]:
    """Which customer each record stands for today; itself when it was not found to be another."""
    found: dict[int, int] = {}
    numbers = sorted(set(records))
    for start in range(0, len(numbers), AT_ONCE):
        rows = Party.objects.filter(pk__in=numbers[start : start + AT_ONCE]).values_list("pk", "canonical_id")
        found |= {number: canonical or number for number, canonical in rows}
    return found


def sees_customers(user: User, records: Collection[int]) -> bool:
    """Whether the user may see the customers that all of these records stand for."""
    customers = customers_of(records)
    wanted = set(customers.values())
    seen = Party.objects.visible_to(user).filter(pk__in=wanted).count()
    return len(customers) == len(set(records)) and seen == len(wanted)


def families_of(customers: Collection[int]) -> dict[int, list[int]]:
    """The records of each customer, the customer first."""
    found: dict[int, list[int]] = {customer: [customer] for customer in customers}
    numbers = sorted(found)
    for start in range(0, len(numbers), AT_ONCE):
        # Put in order here: asked for rows by number, SQLite walks all of them instead of the index of customers.
        rows = Party.objects.filter(canonical_id__in=numbers[start : start + AT_ONCE]).order_by()
        for number, canonical in sorted(rows.values_list("pk", "canonical_id"), key=itemgetter(0)):
            if canonical is not None:
                found[canonical].append(number)
    return found


def edges_of(family: Collection[int]) -> dict[tuple[int, int], int]:
    """The standing merges among the records of a family: the two records -> the number of the merge."""
    rows = Merge.objects.standing().filter(Q(left_id__in=family) | Q(right_id__in=family))
    return {(left, right): number for number, left, right in rows.values_list("pk", "left_id", "right_id")}
