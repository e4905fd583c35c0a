"""Whether the process that holds a job still lives."""

import os
import subprocess
import sys

from lazo.kernel.jobs import process

SAY_IDENTITY = "import django; django.setup(); from lazo.kernel.jobs import process; print(process.identity())"


def test_this_process_is_known_to_live() -> None:
    assert process.is_known_alive(process.identity())
    assert not process.is_known_dead(process.identity())


def test_a_process_that_ended_is_known_dead() -> None:
    child = subprocess.run([sys.executable, "-c", SAY_IDENTITY], capture_output=True, text=True, check=True)
    name = child.stdout.strip()
    assert name.startswith(process.place())
    assert process.is_known_dead(name)
    assert not process.is_known_alive(name)


def test_another_process_with_the_same_number_is_not_it() -> None:
    assert process.is_known_dead(f"{process.place()}/{os.getpid()}/1")


def test_a_process_of_another_machine_is_neither_known_dead_nor_alive() -> None:
    name = f"elsewhere/{os.getpid()}/1"
    assert not process.is_known_dead(name)
    assert not process.is_known_alive(name)


def test_a_process_of_another_user_lives() -> None:
    assert process._exists(1)


def test_a_zombie_has_no_start() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert process._started(child.pid) == ""
    child.wait()
    assert process._started(child.pid) == ""
