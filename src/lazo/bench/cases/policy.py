"""Asks the contact policy of everybody at once, of five hundred as a sender does, and of one; in this process.

Prints seconds (everybody) and milliseconds by the clock and of CPU of this process and of those that read the database for it.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from lazo.bench.cases.fill_contact import TODAY

WHEN = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=ZoneInfo("America/Bogota"))
ASKED: dict[str, Any] = {"purpose": "marketing", "when": WHEN}
BATCH, ROUNDS = 500, 3


def main(customers: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured(customers)) + "\n")


def measured(customers: int) -> dict[str, Any]:
    import numpy as np

    from lazo.analytics.bare_arrow import leave_pandas_out
    from lazo.customize.models import ContactBlock, ContactLimit
    from lazo.customize.operations.contact_block import log_blocks
    from lazo.customize.policy import may_contact, may_contact_many
    from lazo.customize.policy.allotting import allot

    leave_pandas_out()
    ContactLimit.objects.all().delete()
    ContactBlock.objects.all().delete()
    ContactLimit.objects.create(kind="budget", most=4, days=30)
    everybody = np.arange(1, customers + 1)
    found: dict[str, Any] = {}
    answers = may_contact_many(parties=everybody, channel="email", **ASKED)
    for channel in ("email", "phone", "whatsapp"):
        found[channel] = _spent(lambda channel=channel: may_contact_many(parties=everybody, channel=channel, **ASKED))  # type: ignore[misc]  # bound now
    money = np.random.default_rng(5).integers(0, 10_000, customers)
    found["allot"] = _spent(lambda: allot(parties=everybody, expected=money, channel="email", **ASKED))
    told: dict[str, Any] = {"parties": everybody, "answers": answers, "purpose": "marketing", "channel": "email"}
    found["log"] = _spent(lambda: log_blocks(**told, on=TODAY))
    some = everybody[::97][:BATCH]
    batches = [_spent(lambda: may_contact_many(parties=some, channel="email", **ASKED)) for _ in range(ROUNDS * 3)]
    found["batch"] = _middle(batches, 1000)
    ones = [_spent(partial(may_contact, party=number, channel="email", **ASKED)) for number in some[:60].tolist()]
    found["one"] = _middle(ones[10:], 1000)
    return {**found, "allowed": int(answers.allowed.sum()), "counts": answers.counts()}


def _spent(ask: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU, those of readers in processes of their own too, and by the clock."""
    cpu, wall = _cpu(), time.perf_counter()
    ask()
    return _cpu() - cpu, time.perf_counter() - wall


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _middle(spent: list[tuple[float, float]], scale: float) -> tuple[float, float]:
    cpu, wall = zip(*spent, strict=True)
    return median(cpu) * scale, median(wall) * scale


if __name__ == "__main__":
    main(int(sys.argv[1]))
