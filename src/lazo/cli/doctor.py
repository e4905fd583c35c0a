"""`lazo doctor`: whether the workspace is whole, and what to do when it is not."""

from typing import Annotated

import typer

from lazo.cli.console import Exit, print_json, print_table, say
from lazo.cli.environment import open_workspace
from lazo.cli.words import gettext as _

HELP = _(
    "Revisa la carpeta, la base de datos, los trabajos y que el almacén diga lo mismo que la base de datos.\n\n"
    "Termina con 0 si todo está bien y con 3 si encontró algo; cada hallazgo dice cómo se arregla."
)


def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help=_("Escribe los hallazgos como JSON."))] = False
) -> None:
    workspace = open_workspace(of_any_version=True)
    from lazo.cli.checkup import Checkup
    from lazo.kernel.warehouse.engine import engine_state

    findings, engine = Checkup(workspace).findings(), engine_state().name
    if as_json:
        told = [finding.as_dict() for finding in findings]
        print_json({"workspace": str(workspace.root), "engine": engine, "findings": told})
        raise typer.Exit(Exit.ATTENTION if findings else Exit.OK)
    say(_("Motor: %(engine)s") % {"engine": engine})
    if not findings:
        say(_("Todo en orden."))
    else:
        print_table(
            _("Hallazgos"), [_("dónde"), _("qué"), _("cómo se arregla")], [finding.cells() for finding in findings]
        )
    raise typer.Exit(Exit.ATTENTION if findings else Exit.OK)
