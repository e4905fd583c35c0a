"""A measured process: its cost, its children's, its words, its failure."""

import sys
from pathlib import Path

import pytest

from lazo.bench.measure import ATTENTION, Cost, UnableToMeasure, case_command, lazo_command, measure, median

BURN = "import time\nuntil = time.process_time() + {seconds}\nwhile time.process_time() < until: pass\n"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_measure_counts_the_cpu_of_the_process() -> None:
    run = measure(python(BURN.format(seconds=0.3)))

    assert 0.3 <= run.cost.cpu <= 3
    assert run.cost.wall >= 0.3


def test_measure_counts_the_cpu_of_children_that_ended() -> None:
    child = BURN.format(seconds=0.3)
    run = measure(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"))

    assert run.cost.cpu >= 0.3


def test_measure_adds_the_memory_of_processes_alive_together() -> None:
    hold = "import time; block = bytearray(60_000_000); time.sleep(1.5)"
    both = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {hold!r}])\n"
        "block = bytearray(60_000_000); time.sleep(1.5); child.wait()"
    )

    assert 110 <= measure(python(both)).cost.peak_mib <= 200


def test_measure_gives_what_was_written_and_hands_on_the_environment() -> None:
    run = measure(python("import os; print(os.environ['SAID'])"), environment={"SAID": "aquí"})

    assert run.output == "aquí\n"


def test_measure_of_a_failing_command_tells_its_last_words() -> None:
    with pytest.raises(UnableToMeasure, match="it broke"):
        measure(python("raise SystemExit('it broke')"))


def test_measure_accepts_the_exit_codes_it_is_told() -> None:
    assert measure(python(f"raise SystemExit({ATTENTION})"), accepted=(0, ATTENTION)).output == ""


def test_median_takes_each_figure_by_itself() -> None:
    costs = [Cost(1.0, 9.0, 30.0), Cost(2.0, 7.0, 10.0), Cost(6.0, 8.0, 20.0)]

    assert median(costs) == Cost(2.0, 8.0, 20.0)


def test_commands_run_in_this_interpreter(tmp_path: Path) -> None:
    assert lazo_command("sync", "--json") == [sys.executable, "-m", "lazo.cli", "sync", "--json"]
    assert case_command("floor", tmp_path, 3) == [sys.executable, "-m", "lazo.bench.cases.floor", str(tmp_path), "3"]
