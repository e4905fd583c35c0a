"""`lazo resolve`: which records are the same customer."""

from typing import Annotated, Any

import typer

from lazo.cli.console import figure, print_json, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

HELP = _(
    "Busca qué registros son el mismo cliente.\n\n"
    "Une los que lo son con 95 % o más de seguridad y deja por revisar los dudosos. Lo que decidió una persona no"
    " se toca, y toda unión se puede deshacer."
)


def resolve(
    *,
    full: Annotated[bool, typer.Option("--full", help=_("Mira toda la base, no solo lo nuevo y lo cambiado."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Dice qué pasaría con toda la base y no escribe nada."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    result = foreseen(quiet=as_json) if dry_run else run_resolution(full=full, quiet=as_json)
    if as_json:
        print_json(result)
    elif dry_run:
        say(
            _("Sin escribir nada: %(merges)s registros se unirían y %(asked)s esperarían una decisión.")
            % {"merges": figure(result["merges"]), "asked": _asked(result)}
        )
    else:
        say(
            _("%(records)s registros mirados: %(merges)s se unieron a otro cliente.")
            % {"records": figure(result["records"]), "merges": figure(result["merges"])}
        )
        say(_("Por decidir: %(waiting)s parejas.") % {"waiting": figure(result["waiting"])})


def run_resolution(*, full: bool = False, quiet: bool = False) -> dict[str, Any]:
    """The job `identify.resolve`, here; killed and asked for again, it continues."""
    from lazo.cli.running import run_visibly

    key = "identify.resolve.full" if full else "identify.resolve"
    return run_visibly("identify.resolve", arguments={"full": full}, by=acting_user(None), key=key, quiet=quiet)


def foreseen(*, quiet: bool = False) -> dict[str, Any]:
    """What a run of the whole base would do."""
    from django.conf import settings

    from lazo.cli.console import ProgressDisplay
    from lazo.cli.running import ConsoleContext
    from lazo.identify.resolution.run import foresee

    with ProgressDisplay(quiet=quiet) as display:
        return foresee(workspace=settings.WORKSPACE, context=ConsoleContext(display))


def _asked(result: dict[str, Any]) -> str:
    return figure(int(result["same"]) - int(result["merges"]) + int(result["households"]) + int(result["companies"]))
