"""Customers of several records as a run needs them: who is whose, and which of them speak for each other already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
from django.db import connection

from lazo.identify.models import Apart, Party

CERTAIN = 1000.0
"""Bits: records that are one already hold together before anything else is looked at."""


@dataclass(frozen=True)
class Families:
    """`customer` of each record that was found to be another; `members` of each customer that has several."""

    customer: dict[int, int]
    members: dict[int, list[int]]

    @classmethod
    def read(cls) -> "Families":
        """All of the base, in one query."""
        rows = Party.objects.filter(canonical__isnull=False).order_by("pk").values_list("pk", "canonical_id")
        customer: dict[int, int] = {}
        members: dict[int, list[int]] = defaultdict(list)
        for record, root in rows.iterator(chunk_size=20_000):
            if root is not None:
                customer[record] = root
                members[root].append(record)
        return cls(customer, {root: [root, *records] for root, records in members.items()})

    def root(self, record: int) -> int:
        return self.customer.get(record, record)

    def touched(self, records: Iterable[int]) -> list[int]:
        """The customers of several records that stand behind these."""
        return sorted({root for root in map(self.root, records) if root in self.members})

    def certain_pairs(self, records: Iterable[int]) -> pa.Table:
        """Every two records of those customers, as pairs that are certain."""
        left, right = [], []
        for root in self.touched(records):
            numbers = sorted(self.members[root])
            for place, one in enumerate(numbers):
                for other in numbers[place + 1 :]:
                    left.append(one)
                    right.append(other)
        weights = pa.array([CERTAIN] * len(left), pa.float64())
        ones = pa.array([1.0] * len(left), pa.float64())
        return pa.table(
            {
                "left": pa.array(left, pa.int64()),
                "right": pa.array(right, pa.int64()),
                "match_weight": weights,
                "probability": ones,
            }
        )


def read_apart() -> list[tuple[int, int]]:
    """What people said is not the same, record by record."""
    return list(Apart.objects.standing().order_by("pk").values_list("left_id", "right_id"))


def shared_share(kind: str) -> float | None:
    """Of the keys of a kind of contact, the part that more than one customer has; null without any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(CASE WHEN n > 1 THEN 1 ELSE 0 END) FROM (SELECT count(DISTINCT coalesce(p.canonical_id, p.id)) AS n"
            " FROM identify_contactpoint c JOIN identify_party p ON p.id = c.party_id WHERE c.kind = %s AND p.retired_at IS NULL"
            " GROUP BY c.key) held",
            [kind],
        )
        total, shared = cursor.fetchone()
    return float(shared or 0) / total if total else None
