"""A process that decides for everybody, for tests to kill: `DAY LINE`. Each step is told, and at that line it waits to be killed."""

import sys
import time
from datetime import date

from started import start_django

start_django()

from django.conf import settings  # noqa: E402 - the models must be ready before

from lazo.customize.operations import decide as deciding  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above

deciding.ROWS = 10


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    if line.startswith(sys.argv[2]):
        time.sleep(60)


class TellingContext(NullContext):
    """Writes each step to standard output."""

    def checkpoint(self, **values: object) -> None:
        super().checkpoint(**values)
        tell(f"writing {values.get('groups', 'the run')}")

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        tell(f"{step} {done}/{total}")


if __name__ == "__main__":
    deciding.decide(workspace=settings.WORKSPACE, on=date.fromisoformat(sys.argv[1]), by=None, context=TellingContext())
