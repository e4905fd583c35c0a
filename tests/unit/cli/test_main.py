"""The command as a whole: what it lists, how it fails, how quick its help is."""

import subprocess
import sys
from pathlib import Path

import pytest
from terminal import Lazo

import lazo as package
from lazo.cli import main

COMMANDS = (
    "demo", "init", "import", "sync", "score", "export", "serve", "worker", "job", "user", "doctor", "bench", "test",
)  # fmt: skip


def test_help_names_every_command(lazo: Lazo) -> None:
    said = lazo("--help")
    assert said.code == 0
    assert [name for name in COMMANDS if f" {name} " not in said.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(lazo: Lazo, command: str) -> None:
    said = lazo(command, "--help")
    assert said.code == 0
    assert f"lazo {command}" in said.out


def test_without_a_command_it_shows_the_help(lazo: Lazo) -> None:
    assert "demo" in lazo().out


def test_version(lazo: Lazo) -> None:
    assert lazo("--version").out == f"lazo {package.__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, lazo.cli.main; print([m for m in ('django', 'rich.console', 'numpy') if m in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"


def test_wrong_usage_ends_with_2(lazo: Lazo) -> None:
    assert lazo("export", "nothing", "--to", "x.csv").code == 2
    assert lazo("no-such-command").code == 2


def test_without_a_workspace_it_says_how_to_make_one(lazo: Lazo, tmp_path: Path) -> None:
    said = lazo("--home", str(tmp_path / "none"), "sync")
    assert said.code == 1
    assert said.err.startswith(f"Error: No hay un espacio de trabajo en {tmp_path / 'none'}.")
    assert "lazo init" in said.err
    assert not (tmp_path / "none").exists()


def test_home_overrides_the_environment(lazo: Lazo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAZO_HOME", str(tmp_path / "a"))
    assert str(tmp_path / "b") in lazo("--home", str(tmp_path / "b"), "sync").err


def test_an_unforeseen_failure_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["lazo", "sync"])
    monkeypatch.setattr(main, "app", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main.run()
