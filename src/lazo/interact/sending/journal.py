"""What a sender was about to do, written line by line beside the database, so that who finds it dead knows which messages are in doubt.

A row of the database for each message would cost more than the message. A line that was written to a file is there after the process is
killed; it may not be after the machine itself fell, so whoever reads trusts it only on the same start of the same machine.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lazo.interact.channels.contract import Handed, Outcome
from lazo.kernel.workspace import Workspace


@dataclass(frozen=True)
class Recollection:
    """What a journal says: the messages that were begun, and what became of those that were answered."""

    begun: frozenset[int] = frozenset()
    answered: dict[int, Handed] = field(default_factory=dict)

    @property
    def in_doubt(self) -> frozenset[int]:
        return self.begun - self.answered.keys()


class Journal:
    """The journal of one batch. Its file goes when what it says is in the database."""

    def __init__(self, name: str, *, folder: Path | None = None) -> None:
        self._path = _path(name, folder)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)

    def begin(self, numbers: Iterable[int]) -> None:
        """Say that these are handed over from now on."""
        os.write(self._file, "".join(f"B {number}\n" for number in numbers).encode())

    def answer(self, handed: Handed) -> None:
        told = [handed.outcome, handed.provider_id, handed.problem, handed.answer, handed.bounce, handed.cost_millis]
        os.write(self._file, f"A {handed.number} {json.dumps(told)}\n".encode())

    def close(self, *, keep: bool = False) -> None:
        os.close(self._file)
        if not keep:
            self._path.unlink(missing_ok=True)


def recollect(name: str, *, folder: Path | None = None) -> Recollection | None:
    """What the journal of that name says; null when there is none."""
    try:
        lines = _path(name, folder).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return None
    begun: set[int] = set()
    answered: dict[int, Handed] = {}
    for line in lines[:-1]:  # the last one has no end when the process fell in the middle of it
        sign, number, told = (*line.split(" ", 2), "", "")[:3]
        with suppress(ValueError):
            if sign == "B":
                begun.add(int(number))
            elif sign == "A":
                outcome, provider_id, problem, answer, bounce, cost = json.loads(told)
                handed = Handed(int(number), Outcome(outcome), provider_id, problem, answer, bounce, cost)
                answered[handed.number] = handed
    return Recollection(frozenset(begun), answered)


def forget(name: str, *, folder: Path | None = None) -> None:
    _path(name, folder).unlink(missing_ok=True)


def _path(name: str, folder: Path | None) -> Path:
    return (folder or Workspace.from_environment().root / "outbox") / f"{name}.journal"
