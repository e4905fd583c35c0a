"""The checks themselves: which steps there are, in which order they run, what each may leave out and why."""

import re
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest
from sources import ROOT, files, named


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import check

    monkeypatch.setitem(sys.modules, "check", check)
    return check


def test_steps_of_one_core_run_two_at_a_time_and_those_of_both_alone(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    running: list[str] = []
    seen: list[set[str]] = []
    lock = threading.Lock()

    def run(step: object, _scratch: Path) -> object:
        name: str = step.name  # type: ignore[attr-defined]  # a step of the module loaded above
        with lock:
            running.append(name)
            seen.append(set(running))
        time.sleep(0.05)
        with lock:
            running.remove(name)
        return check.Outcome(step, "ok", 0.0, {})

    monkeypatch.setattr(check, "run", run)
    steps = [check.Step(name, name, [], cores=cores) for name, cores in (("a", 1), ("b", 1), ("c", 2), ("d", 1))]
    ended = check.run_all(steps, tmp_path)
    assert [outcome.step.name for outcome in ended] == ["a", "b", "c", "d"]
    assert {"a", "b"} in seen
    assert [together for together in seen if "c" in together] == [{"c"}]
    assert max(map(len, seen)) == 2


def test_a_step_that_lacks_something_is_not_run_and_says_so(
    check: ModuleType, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    step = check.Step("product", "a fresh install", [["false"]], lacking=lambda: "no package index can be reached")
    assert check.run(step, tmp_path).state == "NOT RUN"
    assert "NOT RUN: product: no package index can be reached" in capsys.readouterr().out


def test_a_command_that_fails_ends_its_step(
    check: ModuleType, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    step = check.Step("style", "two commands", [[sys.executable, "-c", "print('seen'); exit(1)"], ["never"]])
    assert check.run(step, tmp_path).state == "FAILED"
    assert "seen" in capsys.readouterr().out


def test_coverage_is_read_last(check: ModuleType, tmp_path: Path) -> None:
    steps = check.steps(tmp_path, [])
    assert (steps[-1].name, steps[-1].cores) == ("coverage", check.CORES)


def test_on_postgres_the_files_that_treat_it_otherwise_are_measured(check: ModuleType, tmp_path: Path) -> None:
    check.write_engines(tmp_path / "engines.toml")
    told = (tmp_path / "engines.toml").read_text("utf-8")
    assert str(ROOT / "src/lazo/kernel/warehouse/truth.py") in told
    assert "/migrations/" not in told
    assert {"tests/unit/kernel/warehouse/test_truth.py", "tests/api/test_event.py"} < set(check.tests_of_engines())
    assert "tests/api/test_schema.py" not in check.tests_of_engines()


def test_what_is_left_out_on_postgres_says_which_test_asks_instead() -> None:
    silent = [
        named(path)
        for path in files(".py")
        if path.is_relative_to(ROOT / "tests") and path != Path(__file__)
        for said in re.findall(r"mark\.sqlite_alone(.{0,12})", path.read_text("utf-8"), re.DOTALL)
        if not re.match(r'\(\s*"', said)
    ]
    assert silent == []
