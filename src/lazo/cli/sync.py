"""`lazo sync`: the warehouse brought up to date."""

from typing import Annotated

import typer

from lazo.cli.console import figure, print_json, say
from lazo.cli.environment import open_workspace
from lazo.cli.words import gettext as _

HELP = _("Lleva al almacén lo que cambió en la base de datos desde la última vez.")


def sync(
    *,
    full: Annotated[bool, typer.Option("--full", help=_("Reconstruye todo desde la base de datos."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    result = run_sync(full=full, quiet=as_json)
    if as_json:
        print_json(result)
    else:
        say(
            _("Almacén al día: %(rows)s filas leídas, foto %(manifest)s.")
            % {"rows": figure(int(str(result["rows"]))), "manifest": result["manifest"]}
        )


def run_sync(*, full: bool = False, quiet: bool = False) -> dict[str, object]:
    """The job `warehouse.sync`, here; one at a time in the whole workspace."""
    from lazo.cli.running import run_visibly

    key = "warehouse.sync.full" if full else "warehouse.sync"
    return run_visibly("warehouse.sync", arguments={"full": full}, key=key, quiet=quiet)
