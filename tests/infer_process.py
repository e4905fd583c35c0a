"""A process that infers traits, or lets old ones go, in small pieces, for tests to kill: `infer JOB PIECE` or `expire JOB PIECE`."""

import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from started import start_django

start_django()

from lazo.identify.operations import favourite_category, inferred_age  # noqa: E402 - models must be ready before
from lazo.kernel.jobs import JobContext  # noqa: E402 - as above
from lazo.kernel.models import Job  # noqa: E402 - as above


class KeptContext(JobContext):
    """Keeps the checkpoint in the row of a job. In the piece it is to be killed in, it says so with the transaction open, and waits for that."""

    pieces = 0

    def checkpoint(self, **values: Any) -> None:
        super().checkpoint(**values)
        Job.objects.filter(pk=self.job_id).update(checkpoint=self.saved)
        self.pieces += 1
        if str(self.pieces) == sys.argv[3]:
            print("writing", flush=True)  # noqa: T201 - what the test waits for
            time.sleep(60)


if __name__ == "__main__":
    job = Job.objects.get(pk=int(sys.argv[2]))
    context = KeptContext(job_id=job.pk, saved=job.checkpoint)
    if sys.argv[1] == "infer":
        favourite_category.PARTIES_AT_ONCE = 4
        favourite_category.infer_favourites(on=date(2026, 11, 30), context=context)
    else:
        inferred_age.AT_ONCE = 4
        inferred_age.expire_inferred(at=datetime(2026, 11, 30, 12, tzinfo=UTC), context=context)
