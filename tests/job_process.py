"""A worker of the counting jobs for tests to kill: `work` until told, `once` until idle, `job ID ATTEMPT` apart."""

import signal
import sys
import threading

from started import start_django

start_django()

import counting_jobs  # noqa: E402, F401 - registers the jobs, and models must be ready before

from lazo.kernel.jobs.worker import run_claimed_job, work  # noqa: E402 - as above

if __name__ == "__main__":
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    if sys.argv[1] == "job":
        run_claimed_job(int(sys.argv[2]), int(sys.argv[3]), stop=stop)
    else:
        work(
            once=sys.argv[1] == "once",
            stop=stop,
            poll_seconds=0.05,
            command=lambda job: [sys.executable, "-m", "job_process", "job", str(job.pk), str(job.attempt)],
        )
