"""`lazo outcomes`: what came of writing and calling, from a file of whoever sent or dialled."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lazo.cli.console import Exit, ProgressDisplay, figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.messages import cannot_open
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.identify.operations.contact_outcome_file import OutcomesImported

SHOWN = 20
HELP = _(
    "Trae rebotes, entregas y llamadas sin respuesta: cada correo y teléfono dice después si todavía sirve.\n\n"
    "El mismo archivo otra vez no cuenta dos veces. Termina con 0 si todas las filas se entendieron y con 3 si alguna "
    "quedó fuera."
)


class UnableToUseOutcomes(Exception):
    """The file can't be opened; the words say which."""


def outcomes(
    file: Annotated[Path, typer.Argument(metavar=_("ARCHIVO"), help=_("CSV, XLSX… con correo o teléfono y qué pasó."))],
    *,
    channel: Annotated[str, typer.Option(help=_("Quién lo cuenta, como «sendgrid» o «central»."))],
    outcome: Annotated[
        str,
        typer.Option(
            help=_("Qué pasó en las filas que no lo dicen: DELIVERED, HARD_BOUNCE, SOFT_BOUNCE, UNREACHABLE…")
        ),
    ] = "",
    on: Annotated[
        str | None, typer.Option("--on", help=_("Cuándo, en las que no lo dicen, como 2026-11-30; si no, ahora."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Revisa y cuenta, sin escribir nada."))] = False,
    as_user: Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    from lazo.cli.running import ConsoleContext
    from lazo.identify.operations.contact_outcome_file import import_outcomes

    with ProgressDisplay(quiet=as_json) as display:
        try:
            done = import_outcomes(
                file=file, channel=channel, outcome=outcome.upper(), by=acting_user(as_user), at=_moment(on),
                context=ConsoleContext(display), dry_run=dry_run,
            )  # fmt: skip
        except OSError as error:
            raise UnableToUseOutcomes(cannot_open(file, error)) from error
    _tell(done, as_json=as_json)
    raise typer.Exit(Exit.ATTENTION if done.refused else Exit.OK)


def _tell(done: "OutcomesImported", *, as_json: bool) -> None:
    from lazo.identify.imports.outcome_table import SENTENCES

    told = {name: done.counts[name] for name in ("kept", "known", "unneeded", "refused")}
    if as_json:
        problems = [{"row": one.row, "code": one.code} for one in done.refused[:SHOWN]]
        print_json({"rows": done.rows, **told, "problems": problems})
        return
    figures = {"rows": figure(done.rows)} | {name: figure(count) for name, count in told.items()}
    say(
        _("%(rows)s filas: %(kept)s guardadas, %(known)s ya estaban, %(unneeded)s sin novedad, %(refused)s fuera.")
        % figures
    )
    if done.refused:
        cells = [(one.row, str(SENTENCES.get(one.code, one.code))) for one in done.refused[:SHOWN]]
        print_table("", [_("fila"), _("razón")], cells, right=[0])


def _moment(text: str | None) -> datetime:
    from django.utils import timezone

    from lazo.kernel.today import company_zone

    if text is None:
        return timezone.now()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=company_zone())
    except ValueError as error:
        raise UnableToUseOutcomes(_("El día se escribe como 2026-11-30.")) from error
