"""`lazo worker`: the process that runs jobs."""

from typing import Annotated

import typer

from lazo.cli.environment import open_workspace
from lazo.cli.words import gettext as _

HELP = _(
    "Hace los trabajos en espera: importar, sincronizar, calcular.\n\n"
    "«lazo serve» ya trae uno. Pon más, aquí o en otras máquinas con la misma base de datos, cuando la cola "
    "crezca. Si lo detienes, devuelve su trabajo a la cola y otro lo sigue donde quedó."
)


def worker(
    *,
    once: Annotated[bool, typer.Option("--once", help=_("Termina cuando no queden trabajos."))] = False,
    parent: Annotated[int | None, typer.Option(hidden=True, help=_("Termina con este proceso."))] = None,
) -> None:
    open_workspace()
    from lazo.cli.running import stop_on_signal
    from lazo.kernel.jobs import work
    from lazo.kernel.jobs.process import die_with_parent

    if parent is not None:
        die_with_parent(parent)
    with stop_on_signal() as stop:
        work(once=once, stop=stop)
