"""The command line speaks the language of its environment: Spanish when nothing is said, English and Portuguese when asked."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from sources import ROOT

from lazo.cli.words import VARIABLES, language_of


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "es"),
        ({"LANG": "es_CO.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "pt-br"),
        ({"LANG": "pt_PT@euro"}, "pt-br"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8"}, "pt-br"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8", "LC_ALL": "C"}, "es"),
        ({"LC_ALL": "en_US.UTF-8", "LAZO_LANGUAGE": "pt-br"}, "pt-br"),
        ({"LC_ALL": "en_US.UTF-8", "LAZO_LANGUAGE": "es"}, "es"),
        ({"LANG": "en_US.UTF-8", "LAZO_LANGUAGE": ""}, "en"),
    ],
)
def test_the_first_variable_that_is_set_decides(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ("Uso: lazo sync [OPCIONES]", "Opciones", "Lleva al almacén lo que cambió", "Muestra esta ayuda.")),
        ("en", ("Usage: lazo sync [OPTIONS]", "Options", "Takes to the warehouse what changed", "Shows this help.")),
        ("pt_BR", ("Uso: lazo sync [OPÇÕES]", "Opções", "Leva ao armazém o que mudou", "Mostra esta ajuda.")),
    ],
)
def test_help_is_in_one_language(language: str, words: tuple[str, ...]) -> None:
    said = speak("sync", "--help", LAZO_LANGUAGE=language).stdout
    assert [word for word in words if word not in said] == []


def test_a_failure_is_told_in_that_language(tmp_path: Path) -> None:
    said = speak("--home", f"{tmp_path}/none", "sync", LANG="en_US.UTF-8")
    assert said.returncode == 1
    assert said.stderr == (
        f"Error: There is no workspace in {tmp_path}/none. Make it with «lazo init», try «lazo demo», "
        "or say where it is with --home or LAZO_HOME.\n"
    )


def test_what_a_result_says_and_its_figures_are_in_that_language(tmp_path: Path) -> None:
    """Words of the command itself, of a job's steps, and of the kernel's messages."""
    code = (
        "from decimal import Decimal; from lazo.cli.console import figure, ProgressDisplay, say;"
        "from lazo.cli.environment import start_django; start_django();"
        "from django.utils.translation import gettext; say(gettext('Leyendo el archivo'));"
        "ProgressDisplay()(0, 1, 'write'); say(figure(Decimal('8638.5')))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment(LAZO_LANGUAGE="en"), capture_output=True, text=True, check=True
    )
    assert ended.stdout == "Reading the file\n8,638.5\n"
    assert ended.stderr == "· Saving the rows\n"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("C.UTF-8", "Error: hace falta Python 3.11 o más nuevo (o di cuál con LAZO_PYTHON).\n"),
        ("en_US.UTF-8", "Error: Python 3.11 or newer is needed (or say which one with LAZO_PYTHON).\n"),
        ("pt_BR.UTF-8", "Erro: é preciso Python 3.11 ou mais novo (ou diga qual com LAZO_PYTHON).\n"),
    ],
)
def test_the_launcher_speaks_it_too(tmp_path: Path, language: str, sentence: str) -> None:
    """On a machine that has no Python: only what the launcher asks of the system."""
    for name in ("sh", "dirname", "cat", "cksum"):
        (tmp_path / name).symlink_to(str(which(name)))
    told = {"PATH": str(tmp_path), "LANG": language, "LAZO_VENV": str(tmp_path / "venv")}
    ended = subprocess.run([str(ROOT / "lazo"), "sync"], env=told, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, sentence)


def speak(*arguments: str, **said: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "lazo.cli", *arguments]
    return subprocess.run(command, env=environment(**said), capture_output=True, text=True, check=False)


def environment(**said: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**kept, "COLUMNS": "120", **said}
