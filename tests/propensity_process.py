"""A process that works off the jobs given by their numbers, for tests to kill; each step is told."""

import sys

from started import start_django

start_django()

from lazo.differentiate.operations import propensity  # noqa: E402 - the models must be ready before
from lazo.kernel.jobs import run_job  # noqa: E402 - as above


def tell(done: int, total: int | None, step: str | None) -> None:
    print(f"{step} {done}", flush=True)  # noqa: T201 - what the test waits for


if __name__ == "__main__":
    propensity.ROWS = 20
    job = run_job(int(sys.argv[1]), watch=tell)
    sys.exit(0 if job.state == "DONE" else 1)
