"""A process that erases a person slowly, or gathers all their data, for tests to kill: `erase ERASURE` or `export REQUEST USER`."""

import sys
import time
from datetime import date

from started import start_django

start_django()

from django.conf import settings  # noqa: E402 - models must be ready before

from lazo.identify.operations import erasure_run, subject_export  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above

ON = date(2026, 12, 1)


class SlowContext(NullContext):
    """Waits a little behind each step, so that a kill meets the work and not its end."""

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        time.sleep(0.03)


if __name__ == "__main__":
    what, number, *others = sys.argv[1:]
    print("ready", flush=True)  # noqa: T201 - what the test waits for
    if what == "erase":
        erasure_run.carry_out(SlowContext(), workspace=settings.WORKSPACE, erasure=int(number), on=ON)
    else:
        by = int(others[0])
        subject_export.gather(SlowContext(), workspace=settings.WORKSPACE, request=int(number), by=by, on=ON)
