import io
import sys
from decimal import Decimal

import pytest

from lazo.cli.console import ProgressDisplay, figure, print_json, print_table, say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (8638, "8.638"),
        (1234567, "1.234.567"),
        (Decimal("215.4000000000"), "215,4"),
        (Decimal("4100.0000000000"), "4.100"),
        (Decimal("0.0010520000"), "0,001052"),
    ],
)
def test_a_figure_is_written_as_in_spanish(number: int | Decimal, written: str) -> None:
    assert figure(number) == written


def test_json_is_one_line_with_its_accents(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"área": "Fidelizar", "n": 1})
    assert capsys.readouterr().out == '{"área": "Fidelizar", "n": 1}\n'


def test_a_table_shows_blank_for_null_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Título", ["a", "b"], [("[bold]x[/]", None)], right=[1])
    said = capsys.readouterr().out
    assert "Título" in said
    assert "[bold]x[/]" in said
    assert "None" not in said


def test_a_long_result_is_not_broken_into_lines(capsys: pytest.CaptureFixture[str]) -> None:
    say("x" * 300)
    assert capsys.readouterr().out == "x" * 300 + "\n"


def test_on_a_terminal_each_step_has_a_bar_that_ends_full(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with ProgressDisplay() as display:
        display(1, 4, "read")
        display(4, 4, None)
        display(0, None, "write")
    said = terminal.getvalue()
    assert "Leyendo el archivo" in said
    assert "4/4" in said
    assert "Guardando las filas" in said
    assert "1/1" in said


def test_progress_before_any_step_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with ProgressDisplay() as display:
        display(1, 4, None)
    assert "1/4" not in terminal.getvalue()
