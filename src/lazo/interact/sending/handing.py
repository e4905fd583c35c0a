"""Handing over: letters go out on open lines, each noted in the journal before it goes and again when it is answered."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

from lazo.interact.channels.contract import (
    Account,
    Adapter,
    Handed,
    Letter,
    Outcome,
    Session,
    UnableToReach,
)
from lazo.interact.sending.journal import Journal

logger = logging.getLogger(__name__)

MOST_LINES, MOST_LOST = 20, 3


@dataclass
class HandedBatch:
    """What became of the letters that were handed over; `left` were not, `trouble` says why the rest stopped."""

    handed: list[Handed] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    trouble: UnableToReach | None = None


class Lines:
    """The open lines of one account, kept for as long as a sender runs. Each is used by one thread at a time."""

    def __init__(self, adapter: Adapter, account: Account) -> None:
        self._adapter, self._account = adapter, account
        self._stack = ExitStack()
        self._sessions: list[Session] = []
        self._lock = threading.Lock()
        self._lost = 0
        self.count = max(1, min(int(account.options.get("lines") or 1), MOST_LINES))

    def close(self) -> None:
        self._sessions.clear()
        self._stack.close()

    def hand_over(self, letters: Sequence[Letter], journal: Journal, *, until: float) -> HandedBatch:
        """Hand over what can be until `until` (of time.monotonic); the first letter goes whatever the hour."""
        batch = HandedBatch()
        if not letters:
            return batch
        waiting = self._portions(letters)
        if self.count == 1 or self._adapter.limits.together:
            self._work(0, waiting, batch, journal, until)
        else:
            with ThreadPoolExecutor(self.count) as pool:
                for ended in [
                    pool.submit(self._work, line, waiting, batch, journal, until) for line in range(self.count)
                ]:
                    ended.result()
        done = {one.number for one in batch.handed}
        batch.left = [letter.number for letter in letters if letter.number not in done]
        return batch

    def _portions(self, letters: Sequence[Letter]) -> Iterator[Sequence[Letter]]:
        return iter([letters] if self._adapter.limits.together else [(letter,) for letter in letters])

    def _work(
        self, line: int, waiting: Iterator[Sequence[Letter]], batch: HandedBatch, journal: Journal, until: float
    ) -> None:
        is_first = line == 0
        while is_first or time.monotonic() < until:
            is_first = False
            with self._lock:
                portion = next(waiting, None) if batch.trouble is None else None
            if portion is None:
                return
            try:
                session = self._session(line)
            except UnableToReach as error:
                batch.trouble = error
                return
            self._portion(session, portion, batch, journal)

    def _portion(self, session: Session, portion: Sequence[Letter], batch: HandedBatch, journal: Journal) -> None:
        journal.begin(letter.number for letter in portion)
        answered: set[int] = set()
        trouble: UnableToReach | None = None
        is_said = False
        try:
            for handed in session.hand_over(portion):
                journal.answer(handed)
                answered.add(handed.number)
                self._note(batch, handed)
        except UnableToReach as error:
            trouble, is_said = error, True
        except Exception as error:  # noqa: BLE001 - whatever a provider's door raises, the message is in doubt
            logger.warning("channel %s: %s", self._account.number, type(error).__name__)
            trouble = UnableToReach("no_connection", type(error).__name__)
        for letter in portion:
            if letter.number not in answered:
                # Where it was said that nothing was handed over, and only there, it may leave again.
                outcome = Outcome.LATER if is_said else Outcome.UNKNOWN
                handed = Handed(letter.number, outcome, problem=trouble.code if trouble and is_said else "no_answer")
                journal.answer(handed)
                if not is_said:
                    self._note(batch, handed)
        batch.trouble = batch.trouble or trouble

    def _note(self, batch: HandedBatch, handed: Handed) -> None:
        """Who gives no answer three times in a row is left alone for a while, or a whole campaign would be in doubt."""
        with self._lock:
            batch.handed.append(handed)
            self._lost = self._lost + 1 if handed.outcome == Outcome.UNKNOWN else 0
            if self._lost >= MOST_LOST:
                self._lost, batch.trouble = 0, UnableToReach("no_connection", "no_answer")

    def _session(self, line: int) -> Session:
        with self._lock:
            while len(self._sessions) <= line:
                self._sessions.append(self._stack.enter_context(self._adapter.open(self._account)))
            return self._sessions[line]
