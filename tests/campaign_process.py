"""A process that writes the wave of a campaign, for tests to kill; each slice is told before its transaction ends."""

import sys
import time

from started import start_django

start_django()

from campaigned import AT, ON  # noqa: E402 - the models must be ready before
from django.conf import settings  # noqa: E402 - as above

from lazo.interact.models import Campaign  # noqa: E402 - as above
from lazo.interact.operations import campaign_wave  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above


def tell(line: str) -> None:
    """Say it, and wait so that there is time to be killed."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    time.sleep(0.15)


class TellingContext(NullContext):
    """Tells each step."""

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        tell(f"{step} {done}")


if __name__ == "__main__":
    campaign_wave.SLICE = 40
    write = vars(campaign_wave)["_write_messages"]  # the middle of the transaction of a slice

    def told(*args: object) -> None:
        write(*args)
        tell(f"within {args[3]}")

    vars(campaign_wave)["_write_messages"] = told
    campaign_wave.prepare_wave(
        campaign=Campaign.objects.get(), on=ON, at=AT, workspace=settings.WORKSPACE, context=TellingContext()
    )
