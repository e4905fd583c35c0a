"""A process that carries out a resolution run in small pieces, for tests to kill: the number of the job whose row keeps the checkpoint."""

import sys
import time
from typing import Any

from started import start_django

start_django()

from django.conf import settings  # noqa: E402 - models must be ready before

from lazo.identify.resolution import run  # noqa: E402 - as above
from lazo.kernel.jobs import JobContext  # noqa: E402 - as above
from lazo.kernel.models import Job  # noqa: E402 - as above


class KeptContext(JobContext):
    """Keeps the checkpoint in the row of a job, in the transaction of the piece; says when writing begins, and waits behind each piece."""

    def __init__(self, job: Job) -> None:
        super().__init__(job_id=job.pk, saved=job.checkpoint)
        self.told = False

    def checkpoint(self, **values: Any) -> None:
        super().checkpoint(**values)
        Job.objects.filter(pk=self.job_id).update(checkpoint=self.saved)

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        if step in {"propuestas", "uniones"}:
            if not self.told:
                print("ready", flush=True)  # noqa: T201 - what the test waits for
            self.told = True
            time.sleep(0.05)


if __name__ == "__main__":
    run.PAIRS_AT_ONCE, run.MERGES_AT_ONCE = 4, 2
    found = Job.objects.get(pk=int(sys.argv[1]))
    run.resolve(workspace=settings.WORKSPACE, by=None, full=True, context=KeptContext(found))
    print("ready", flush=True)  # noqa: T201 - as above
