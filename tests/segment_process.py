"""A process that finds the members of all segments again, for tests to kill; each segment that is done is told."""

import sys

from started import start_django

start_django()

from django.conf import settings  # noqa: E402 - the models must be ready before

from lazo.differentiate.operations.segment_rebuild import rebuild_segments  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above
from lazo.kernel.warehouse.sync import sync  # noqa: E402 - as above


class TellingContext(NullContext):
    """Writes each step to standard output, and waits so that there is time to be killed."""

    def checkpoint(self, **values: object) -> None:
        super().checkpoint(**values)
        sys.stdout.write(f"writing {values['segment']}\n")
        sys.stdout.flush()

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        sys.stdout.write(f"{step} {done}/{total}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sync(workspace=settings.WORKSPACE, context=NullContext())
    rebuild_segments(workspace=settings.WORKSPACE, context=TellingContext())
