"""A process that tells customers how much a treatment changes them, in small pieces, for tests to kill: `STUDY JOB PIECE`."""

import sys
import time
from typing import Any

from started import start_django

start_django()

from experimented import END  # noqa: E402 - models must be ready before

from lazo.kernel.jobs import JobContext  # noqa: E402 - as above
from lazo.kernel.models import Job  # noqa: E402 - as above
from lazo.measure.models import UpliftStudy  # noqa: E402 - as above
from lazo.measure.operations import uplift  # noqa: E402 - as above

uplift.ROWS = 500


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
    study = UpliftStudy.objects.select_related("experiment", "arm").get(pk=int(sys.argv[1]))
    job = Job.objects.get(pk=int(sys.argv[2]))
    uplift.apply_study(study=study, on=END, by=None, context=KeptContext(job_id=job.pk, saved=job.checkpoint))
