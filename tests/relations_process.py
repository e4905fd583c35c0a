"""A process that looks for relations in small pieces, for tests to kill."""

import sys
import time
from datetime import date
from pathlib import Path

from started import start_django

start_django()

from lazo.identify.operations import relation_candidates  # noqa: E402 - models must be ready before
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above


class SlowContext(NullContext):
    """Waits a little behind each piece, so that a kill meets the work and not its end."""

    def checkpoint(self, **values: object) -> None:
        print("writing", flush=True)  # noqa: T201 - what the test waits for
        time.sleep(0.02)


if __name__ == "__main__":
    relation_candidates.PIECE = 20
    relation_candidates.refresh_candidates(context=SlowContext(), on=date(2026, 11, 22), folder=Path(sys.argv[1]))
