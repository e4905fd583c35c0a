"""The filterable columns of all cards as small arrays on disk, mapped into memory: a question reads them, never the table.

A snapshot is written whole beside the last one and named by one small file, like the warehouse. What changed since is asked of the
table: `Changed` says which rows of the snapshot no longer speak.
"""

# ruff: noqa: S608 - names of tables are our own and the numbers whole numbers of ours

import json
import threading
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from lazo.differentiate.models import PartyCard
from lazo.differentiate.queries.customer_snapshot_file import CURRENT, SCHEMA, snapshot_folder
from lazo.kernel.models import Change
from lazo.kernel.prepared import Prepared

NO_DAY = np.iinfo(np.int32).min
NO_MONEY = np.iinfo(np.int64).min
NO_BAR = -2
MOST_CHANGED = 20_000
"""Beyond so many changed rows the snapshot answers alone, as fresh as it is, until the next one is there."""
OVERLAP = 1_000
"""Numbers of changes read again each time: on PostgreSQL a transaction may commit behind one that was numbered later."""

Rows = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class CardSnapshot:
    """`upto` is the last change it has seen; `words` and `codes` name the values behind coded columns."""

    version: str
    upto: int
    folder: Path
    codes: dict[str, list[Any]]
    orders: tuple[str, ...]

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        """The customers, ascending; all other columns are in their order."""
        return self.column("id")

    @cached_property
    def _columns(self) -> dict[str, NDArray[Any]]:
        return {}

    @cached_property
    def kept(self) -> dict[Any, NDArray[Any]]:
        """What follows from the columns for every question, or cost a long read, by what it is of."""
        return {}

    def column(self, name: str) -> NDArray[Any]:
        """A column, mapped from its file when it is first asked for."""
        if name not in self._columns:
            self._columns[name] = np.load(self.folder / f"{name}.npy", mmap_mode="r")
        return self._columns[name]

    def order(self, key: str, *, descending: bool) -> Rows:
        """The rows in the order of a column: unknown values last, equals by id."""
        return self.column(f"order_{key}_{'down' if descending else 'up'}")

    def places_of(self, customers: NDArray[np.int64]) -> Rows:
        """The rows of those of the customers who are here."""
        places = np.searchsorted(self.ids, customers).astype(np.int32)
        within = places < len(self.ids)
        places, customers = places[within], customers[within]
        return np.asarray(places[self.ids[places] == customers])

    def has_word(self, start: str) -> bool:
        """Whether a name has a word that begins so."""
        return len(self.rows_with(start)) > 0

    def rows_with(self, start: str) -> Rows:
        """The rows with a word of their name that begins so; some more than once."""
        ends, letters = self.column("word_ends"), self.column("word_letters")

        def word(place: int) -> bytes:
            return bytes(letters[(ends[place - 1] if place else 0) : ends[place]])

        begin = start.encode()
        first = bisect_left(range(len(ends)), begin, key=word)
        last = bisect_left(range(len(ends)), begin + b"\xff", key=word)
        reach = self.column("word_reach")
        lo, hi = (int(reach[place - 1]) if place else 0 for place in (first, last))
        found: Rows = self.column("word_rows")[lo:hi]
        return found


@dataclass
class Changed:
    """What was written after a snapshot: `rows` of it that are other by now or gone, and whether there are too many to ask for."""

    seen: int
    touched: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    rows: Rows = field(default_factory=lambda: np.empty(0, np.int32))

    @property
    def too_many(self) -> bool:
        return len(self.touched) > MOST_CHANGED


_newest = Prepared(lambda since: Change.objects.filter(pk__gt=since).order_by("-pk").values_list("pk")[:1], int)
_lock = threading.Lock()
_held: dict[Path, tuple[CardSnapshot, Changed]] = {}
_read: dict[Path, tuple[tuple[int, int, int], dict[str, Any]]] = {}


def current_snapshot() -> tuple[CardSnapshot, Changed] | None:
    """The snapshot of this workspace with what changed since; None where there is none. Two small queries."""
    place = snapshot_folder()
    try:
        told = _told(place / CURRENT)
    except (OSError, ValueError):
        return None
    if told.get("schema") != SCHEMA:
        return None
    with _lock:
        held = _held.get(place)
        if held is None or held[0].version != told["version"]:
            snapshot = CardSnapshot(
                told["version"], told["upto"], place / told["version"], told["codes"], tuple(told["orders"])
            )
            if not (snapshot.folder / "id.npy").exists():
                return None
            held = (snapshot, Changed(seen=told["upto"]))
            _held[place] = held
        _look_again(*held)
        return held


def _told(place: Path) -> dict[str, Any]:
    """What the file says that names the snapshot; it is only ever replaced by another, so that the same file is read once."""
    seen = place.stat()
    mark = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
    held = _read.get(place)
    if held is None or held[0] != mark:
        held = (mark, json.loads(place.read_text()))
        _read[place] = held
    return held[1]


def forget_snapshots() -> None:
    """Let go of what is held in memory."""
    with _lock:
        _held.clear()
        _read.clear()


def _look_again(snapshot: CardSnapshot, changed: Changed) -> None:
    """Learn of the changes since the last look."""
    since = max(snapshot.upto, changed.seen - OVERLAP)
    newest = _newest_change(snapshot.upto)
    if newest <= changed.seen or changed.too_many:
        return
    cards = PartyCard.objects.filter(touched__gt=since).order_by()
    found = list(cards.values_list("customer_id", flat=True)[: MOST_CHANGED + 1])
    changed.touched.update(found)
    changed.gone.difference_update(found)
    for change in _spans(since):
        changed.gone.update(_missing(snapshot, *change))
    out = np.fromiter(changed.touched | changed.gone, np.int64)
    changed.rows = snapshot.places_of(out)
    changed.seen = newest


def _newest_change(since: int) -> int:
    found = _newest.first(since)
    return found[0] if found else since


def _spans(since: int) -> list[tuple[int, int]]:
    """Where parties were changed or taken away."""
    changes = Change.objects.filter(pk__gt=since, table="parties").exclude(operation=Change.Operation.APPEND)
    return list(changes.values_list("row_from", "row_to"))


def _missing(snapshot: CardSnapshot, first: int, last: int) -> set[int]:
    """The customers of a span that the snapshot has and the table no longer."""
    lo, hi = np.searchsorted(snapshot.ids, (first, last + 1))
    if lo == hi:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT customer_id FROM differentiate_partycard WHERE customer_id BETWEEN {int(first)} AND {int(last)}"
        )
        return set(snapshot.ids[lo:hi].tolist()) - {row[0] for row in cursor.fetchall()}
