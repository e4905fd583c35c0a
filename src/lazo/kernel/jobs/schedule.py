"""Jobs that nobody asks for: an idle worker looks from time to time whether one of them is due."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from lazo.kernel.jobs.queue import enqueue


@dataclass(frozen=True)
class Chore:
    """A job of `kind` is due when `is_due` says so; it is asked at most every `seconds`, so it may read a little."""

    kind: str
    seconds: float
    is_due: Callable[[], bool]


_chores: dict[str, Chore] = {}


def regularly(kind: str, *, seconds: float, is_due: Callable[[], bool]) -> None:
    """Register a chore: the job `kind`, without arguments, under its own name as the key."""
    _chores[kind] = Chore(kind, seconds, is_due)


def chores() -> list[Chore]:
    return [_chores[kind] for kind in sorted(_chores)]


@dataclass
class Timetable:
    """When each chore is looked at next, in one worker."""

    due_at: dict[str, float] = field(default_factory=dict)

    def enqueue_due(self, *, now: float | None = None, kinds: Collection[str] | None = None) -> int:
        """Enqueue the chores that are due (of `kinds`, where some are named), and say how many; `now` is of any clock that only goes on."""
        now = time.monotonic() if now is None else now
        count = 0
        for chore in chores():
            if now < self.due_at.get(chore.kind, now) or (kinds is not None and chore.kind not in kinds):
                continue
            self.due_at[chore.kind] = now + chore.seconds
            if chore.is_due():
                enqueue(chore.kind, by=None, arguments={}, key=chore.kind)
                count += 1
        return count
