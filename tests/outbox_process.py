"""Keeps one sender running, told by its number on a line: another begins when it is killed. Loading all there is once, not twenty times."""

import os
import sys
import time

from started import start_django

start_django()

from django.db import connection  # noqa: E402 - models must be ready before
from django.utils import timezone  # noqa: E402 - as above

from lazo.interact.sending import composing, sender  # noqa: E402, F401 - loaded before the first one is begun
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above
from lazo.kernel.jobs.process import die_with_parent  # noqa: E402 - as above


def send_for_ever() -> None:
    die_with_parent(os.getppid())
    while True:
        sender.Sender(now=timezone.now, context=NullContext()).run(seconds=60)
        time.sleep(0.02)


if __name__ == "__main__":
    while True:
        connection.close()
        child = os.fork()
        if not child:
            send_for_ever()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
