"""A process that carries out or takes back a change of many customers in small pieces, for tests to kill: `CHANGE`."""

import sys
import time

from started import start_django

start_django()

from lazo.differentiate.models import BulkChange  # noqa: E402 - models must be ready before
from lazo.differentiate.operations import bulk_rows  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above


class SlowContext(NullContext):
    """Waits a little behind each piece, so that a kill meets the work and not its end."""

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        time.sleep(0.05)


if __name__ == "__main__":
    bulk_rows.PIECE = 100
    change = BulkChange.objects.get(pk=int(sys.argv[1]))
    act = bulk_rows.carry_out if change.state == BulkChange.State.RUNNING else bulk_rows.take_back
    print("ready", flush=True)  # noqa: T201 - what the test waits for
    act(change, context=SlowContext())
