"""Messages of services that must not wait for a campaign: one after the other is put into the outbox and sent to a mail server of its own.

Writes a line when the first has arrived, and at the end of its input one line of JSON: how many, and seconds from being asked for to arriving.
"""

import json
import os
import sys
import time
from statistics import median
from threading import Thread
from typing import Any

from lazo.bench.cases.campaign_ground import SERVICE_PORT

EVERY = 0.5
"""Seconds between two."""
FIRST, STEP = 2, 10
"""The first customer written to, and how far the next one is: none of them is on a list."""


class Sink:
    """Keeps when each letter came."""

    def __init__(self) -> None:
        self.came: list[float] = []

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 (reason: the name that aiosmtpd calls)
        self.came.append(time.perf_counter())
        return "250 OK"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from aiosmtpd.controller import Controller

    sink = Sink()
    server = Controller(sink, hostname="127.0.0.1", port=SERVICE_PORT)
    server.start()
    ended: list[bool] = []
    Thread(target=lambda: ended.append(bool(sys.stdin.read()) or True), daemon=True).start()
    _sent(0, sink)  # what is loaded once
    sys.stdout.write("\n")
    sys.stdout.flush()
    waits: list[float] = []
    while not ended:
        time.sleep(EVERY)
        waits.append(_sent(len(waits) + 1, sink))
    server.stop()
    told = {"services": len(waits), "worst": max(waits), "median": median(waits)}
    sys.stdout.write(json.dumps(told) + "\n")


def _sent(number: int, sink: Sink) -> float:
    """Seconds from being asked for to being at the server."""
    from lazo.bench.cases.policy import WHEN
    from lazo.interact.models import Message, Template
    from lazo.interact.operations.outbox import MessagePlan, queue_message
    from lazo.interact.sending.sender import Sender
    from lazo.kernel.jobs import NullContext
    from lazo.kernel.models import User

    by, template = User.objects.order_by("pk")[0], Template.objects.get(purpose="service")
    before, began = len(sink.came), time.perf_counter()
    plan = MessagePlan(key=f"bench:{number}", party=FIRST + number * STEP, template=template.pk)
    row = queue_message(plan=plan, by=by, at=WHEN)
    while len(sink.came) == before:
        Sender(now=lambda: WHEN, context=NullContext()).run(seconds=5)
        assert not Message.objects.filter(pk=row.pk, state__in=["BLOCKED", "FAILED"]).exists(), number
    return sink.came[before] - began


if __name__ == "__main__":
    main()
