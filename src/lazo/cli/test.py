"""`lazo test`: every check of the repository."""

import subprocess
import sys
from pathlib import Path

import typer

import lazo

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


class UnableToTest(Exception):
    """The checks are not here: only a clone of the repository has them."""


def test(context: typer.Context) -> None:
    """Hace todas las revisiones: estilo, tipos, pisos, pruebas en SQLite y PostgreSQL, navegador, cobertura.

    Con nombres hace solo esas: «lazo test style types unit». «lazo test --list» las muestra.
    """
    script = Path(lazo.__file__).parents[2] / "tools" / "check.py"
    if not script.exists():
        raise UnableToTest("Las revisiones vienen con el repositorio: clónalo y usa ./lazo test.")
    ended = subprocess.run([sys.executable, str(script), *context.args], check=False)  # noqa: S603 - our own script
    raise typer.Exit(ended.returncode)
