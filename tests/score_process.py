"""A process that scores, for tests to kill: bring the warehouse up to date and score as of the day given.

With a number of rows behind the day, the table of scores is filled by the process of its own that large bases have, so
many rows at a time, and each step is told.
"""

import sys
from datetime import date

from started import start_django

start_django()

from django.conf import settings  # noqa: E402 - the models must be ready before

from lazo.differentiate.operations import filling  # noqa: E402 - as above
from lazo.differentiate.operations.score import run_score  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above
from lazo.kernel.warehouse.sync import sync  # noqa: E402 - as above


class TellingContext(NullContext):
    """Writes each step to standard output."""

    def progress(self, done: int, total: int | None, note: str = "") -> None:
        sys.stdout.write(f"{note} {done}/{total}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sync(workspace=settings.WORKSPACE, context=NullContext())
    sys.stdout.write("synchronised\n")
    sys.stdout.flush()
    context = NullContext()
    if len(sys.argv) > 2:
        filling.ROWS_FOR_A_PROCESS, filling.ROWS = 0, int(sys.argv[2])
        context = TellingContext()
    run_score(workspace=settings.WORKSPACE, on=date.fromisoformat(sys.argv[1]), by=None, context=context)
