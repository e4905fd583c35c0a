"""`lazo serve` as a whole: its processes, which start, outlive a death, and stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lazo.cli.serve import UnableToServe, check_port, usual_processes
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def children(pid: int) -> dict[int, str]:
    """Number and command line of each child of `pid`."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid:
                found[int(place.name)] = (place / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    return found


def worker_of(pid: int) -> int | None:
    return next((child for child, line in children(pid).items() if " worker " in line), None)


@pytest.fixture
def served(subprocess_environment: dict[str, str]) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    port = free_port()
    command = [sys.executable, "-m", "lazo.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=subprocess_environment)
    try:
        wait_until(lambda: server.poll() is not None or (answers(port) and worker_of(server.pid) is not None))
        yield server, port
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()


def test_it_serves_works_outlives_its_worker_and_stops_with_nothing_left(
    served: tuple["subprocess.Popen[bytes]", int],
) -> None:
    server, port = served
    job = enqueue("warehouse.sync", by=None, arguments={"full": False})
    wait_until(lambda: Job.objects.get(pk=job.pk).is_finished)
    assert Job.objects.get(pk=job.pk).state == "DONE"

    worker = worker_of(server.pid)
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker_of(server.pid) not in {None, worker})
    assert answers(port)

    left = set(children(server.pid))
    assert len(left) == usual_processes(os.environ.get("DATABASE_URL", "")) + 1
    server.terminate()
    assert server.wait(40) == 0
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in left), seconds=10)


def test_nothing_outlives_a_server_that_is_killed(served: tuple["subprocess.Popen[bytes]", int]) -> None:
    server, _ = served
    left = set(children(server.pid))
    assert len(left) == usual_processes(os.environ.get("DATABASE_URL", "")) + 1
    server.kill()
    server.wait()
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in left), seconds=10)


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UnableToServe, match=f"No se puede escuchar en 127.0.0.1:{port} "):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)
