import io
import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from lazo.demo import beside as beside_module
from lazo.demo.beside import Beside, beside, main, working_beside
from lazo.demo.drawing import DrawnCompany, draw_company
from lazo.demo.tasks import TASKS

ON = date(2026, 6, 30)


class Spoken:
    """What stands in for a process: what it was told, and what it will have answered."""

    def __init__(self, *answers: str) -> None:
        self.stdin, self.stdout = io.StringIO(), io.StringIO("".join(f"{one}\n" for one in answers))


def asked_of(*answers: str) -> Beside:
    return Beside(cast("subprocess.Popen[str]", Spoken(*answers)))


def test_what_is_drawn_beside_is_what_is_drawn_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"folder": str(tmp_path / "beside"), "customers": 40, "on": ON.isoformat(), "seed": 7}
    requests = io.StringIO(json.dumps(["draw", asked]) + "\n" + json.dumps(["draw", {"folder": ""}]) + "\n")
    answers = io.StringIO()
    main(requests, answers)
    first, second = answers.getvalue().splitlines()
    here = draw_company(tmp_path / "here", customers=40, on=ON, seed=7)
    there = DrawnCompany.from_json(json.loads(first))
    assert (there.people, there.records) == (here.people, here.records)
    assert [(one.source, one.entity, one.rows, one.path.read_bytes()) for one in there.files] == [
        (one.source, one.entity, one.rows, one.path.read_bytes()) for one in here.files
    ]
    assert second == "null"  # a task that fails is done by who asked
    assert capsys.readouterr().out == ""


def test_answers_come_in_the_order_of_what_was_asked() -> None:
    other = asked_of('{"n": 1}', "{}", '{"n": 2}')
    other.ask("draw", on="2026-06-30")
    other.ask("get_ready")
    other.ask("train", model=1)
    assert other.answer("propose") is None
    assert other.answer("train", model=1) == {"n": 2}
    assert other.answer("draw", on="2026-06-30") is None


def test_a_step_is_told_before_the_task_is_done_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def propose(*, tell: Callable[[], object], fails: bool) -> dict[str, int]:
        if fails:
            raise ValueError
        tell()
        tell()
        return {"run": 4}

    monkeypatch.setitem(TASKS, "propose", propose)
    requests = "".join(json.dumps(["propose", {"fails": one}]) + "\n" for one in (False, True))
    answers = io.StringIO()
    main(io.StringIO(requests), answers)
    other = asked_of(*answers.getvalue().splitlines())
    other.ask("propose", fails=False)
    assert other.answer("read", fails=False) == {"step": "read"}
    assert other.answer("propose", fails=False) == {"run": 4}
    other.ask("propose", fails=True)
    assert (other.answer("read", fails=True), other.answer("propose", fails=True)) == (None, None)


def test_what_was_asked_with_other_arguments_is_waited_for_and_not_taken() -> None:
    other = asked_of('{"n": 1}', '{"n": 2}')
    other.ask("draw", on="2026-06-29")
    assert other.answer("draw", on="2026-06-30") is None
    other.ask("draw", on="2026-06-30")
    assert other.answer("draw", on="2026-06-30") == {"n": 2}


def test_who_died_answers_nothing() -> None:
    other = asked_of()
    other.ask("draw")
    assert other.answer("draw") is None


def test_nobody_works_beside_where_there_is_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_module, "cores", lambda: 1)
    with working_beside() as other:
        assert (other, beside()) == (None, None)
