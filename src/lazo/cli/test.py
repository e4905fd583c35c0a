"""`lazo test`: every check of the repository."""

import subprocess
import sys
from pathlib import Path

import typer

import lazo
from lazo.cli.words import gettext as _

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


class UnableToTest(Exception):
    """The checks are not here: only a clone of the repository has them."""


HELP = _(
    "Hace todas las revisiones: estilo, tipos, pisos, pruebas en SQLite y PostgreSQL, navegador, cobertura.\n\n"
    "Con nombres hace solo esas: «lazo test style sqlite». «lazo test --list» las muestra."
)


def test(context: typer.Context) -> None:
    script = Path(lazo.__file__).parents[2] / "tools" / "check.py"
    if not script.exists():
        raise UnableToTest(_("Las revisiones vienen con el repositorio: clónalo y usa ./lazo test."))
    ended = subprocess.run([sys.executable, str(script), *context.args], check=False)  # noqa: S603 - our own script
    raise typer.Exit(ended.returncode)
