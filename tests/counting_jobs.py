"""Jobs that tests run in other processes: they write events, batch by batch, so that every loss or double shows."""

import os
import signal
import time
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext

from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, job

BATCH = 5


class UnableToCount(Exception):
    def __init__(self, limit: int) -> None:
        super().__init__("cannot count that far")
        self.params = {"limit": limit}


def count(context: JobContext, *, total: int, pause: float = 0.0) -> dict[str, Any]:
    """Write the events 0..total-1, each batch in one transaction with its checkpoint."""
    done = context.saved.get("done", 0)
    while done < total:
        context.raise_if_cancelled()
        with transaction.atomic():
            for number in range(done, min(done + BATCH, total)):
                record_event(kind="test.counted", by=None, row=number)
                time.sleep(pause)
            done = min(done + BATCH, total)
            context.checkpoint(done=done)
        context.progress(done, total, "counting")
    return {"counted": total}


@job("test.count")
def count_here(context: JobContext, *, total: int, pause: float = 0.0) -> dict[str, Any]:
    return count(context, total=total, pause=pause)


@job("test.count_apart", heavy=True)
def count_apart(context: JobContext, *, total: int, pause: float = 0.0) -> dict[str, Any]:
    return count(context, total=total, pause=pause)


@job("test.speak")
def speak(context: JobContext) -> dict[str, Any]:
    return {"said": gettext("Nota")}


@job("test.refuse")
def refuse(context: JobContext) -> dict[str, Any]:
    raise UnableToCount(3)


@job("test.break")
def break_down(context: JobContext) -> dict[str, Any]:
    raise ValueError("ana@aurora.example is not a number")


@job("test.locked")
def find_database_locked(context: JobContext, *, times: int) -> dict[str, Any]:
    tries = context.saved.get("tries", 0)
    if tries < times:
        context.checkpoint(tries=tries + 1)
        raise OperationalError("database is locked")
    return {"tries": tries}


@job("test.die", heavy=True)
def die(context: JobContext, *, times: int) -> dict[str, Any]:
    deaths = context.saved.get("deaths", 0)
    if deaths < times:
        context.checkpoint(deaths=deaths + 1)
        os.kill(os.getpid(), signal.SIGKILL)
    return {"deaths": deaths}
