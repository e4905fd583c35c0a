"""Events in the order of their numbers, without ever skipping one whose transaction is still running.

PostgreSQL gives out numbers when rows are written and shows them when their transaction commits: number 7 may appear
after number 8. Numbers without a hole between them are all there. A hole is either a transaction that was given up, or
one that still runs; the lock on the table, which a writer takes before it draws a number and keeps to its end, tells
which. SQLite has one writer, so its holes are all of the first kind.
"""

import threading
from dataclasses import dataclass, field

from django.db import connection

from lazo.kernel.models import Event

MOST = 1000
WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = %s::regclass AND granted AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid <> pg_backend_pid()
"""


@dataclass
class _Holes:
    """Which transactions ran when a hole was first seen, by the number before it. A process keeps its own."""

    seen: dict[int, frozenset[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_settled(self, before: int, writers: frozenset[str]) -> bool:
        """Whether nothing can appear any more in the hole after the number `before`."""
        with self.lock:
            if not writers:
                self.seen.pop(before, None)
                return True
            first = self.seen.setdefault(before, writers)
            if first & writers:
                return False
            del self.seen[before]
            return True

    def forget_below(self, number: int) -> None:
        with self.lock:
            for before in [one for one in self.seen if one < number]:
                del self.seen[before]


_holes = _Holes()


def settled_events(*, after: int, limit: int) -> list[Event]:
    """Up to `limit` (at most 1,000) events above `after`, by number, with their detail; none below the last can still appear.

    Empty when nothing new is settled: ask again from the same number.
    """
    limit = max(1, min(limit, MOST))
    if connection.vendor != "postgresql":
        return _read(after, limit)
    # In this order: whoever drew a number up to the newest one seen now is over by the second look, or holds the lock.
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    writers = _writers()
    return _without_doubt([event for event in _read(after, limit) if event.pk <= newest], after, writers)


def _read(after: int, limit: int) -> list[Event]:
    return list(Event.objects.filter(pk__gt=after).select_related("detail").order_by("pk")[:limit])


def _writers() -> frozenset[str]:
    table = Event._meta.db_table  # noqa: SLF001 - documented API of Django despite its name
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, [table])
        return frozenset(row[0] for row in cursor.fetchall())


def _without_doubt(events: list[Event], after: int, writers: frozenset[str]) -> list[Event]:
    before = after
    for place, event in enumerate(events):
        if event.pk > before + 1 and not _holes.is_settled(before, writers):
            return events[:place]
        before = event.pk
    _holes.forget_below(after - MOST)
    return events
