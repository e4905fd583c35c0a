"""`lazo export`: data out, as a file."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lazo.cli.console import ProgressDisplay, figure, print_json, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.kernel.models import User


class What(StrEnum):
    """The sheets that can be exported."""

    SCORES = "scores"
    CUSTOMERS = "customers"
    PURCHASES = "purchases"
    POSITIONS = "positions"
    CONTACT_POINTS = "contact_points"
    TMF = "tmf"
    DECISIONS = "decisions"
    MESSAGES = "messages"
    MONEY = "money"


HELP = _(
    "Escribe puntajes, clientes, compras, posiciones, medios de contacto, decisiones, mensajes o dinero en un archivo. Con «tmf», personas, empresas, roles y relaciones en la forma de TM Forum (TMF632 y TMF629), una por línea.\n\n"
    "El dinero va en unidades de su moneda, exacto; lo desconocido va vacío. Las columnas están en "
    "docs/reference/cli.md."
)


def export(
    what: Annotated[
        What,
        typer.Argument(
            metavar=_("QUÉ"),
            help=_("scores, customers, purchases, positions, contact_points, decisions, messages, money o tmf."),
        ),
    ],
    *,
    to: Annotated[Path, typer.Option(help=_("Archivo que se escribe: .parquet o .csv; de tmf, .jsonl."))],
    history: Annotated[bool, typer.Option("--history", help=_("Con las posiciones ya cerradas."))] = False,
    as_user: Annotated[
        str | None,
        typer.Option("--as-user", help=_("Solo lo que esta persona ve (su correo); si no, quien administra.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    from lazo.cli.running import ConsoleContext
    from lazo.differentiate.operations.export import export_rows
    from lazo.measure.operations.export import export_measured

    if what is What.TMF:
        _export_tmf(to, acting_user(as_user), as_json=as_json)
        return
    measured = what in (What.DECISIONS, What.MESSAGES, What.MONEY)
    with ProgressDisplay(quiet=as_json) as display:
        done = (export_measured if measured else export_rows)(
            sheet=what.value, to=to, by=acting_user(as_user), context=ConsoleContext(display), history=history
        )
    if as_json:
        print_json({"sheet": done.sheet, "rows": done.rows, "file": str(done.path)})
    else:
        say(_("%(rows)s filas en %(file)s") % {"rows": figure(done.rows), "file": done.path})


def _export_tmf(to: Path, by: "User", *, as_json: bool) -> None:
    from lazo.cli.running import ConsoleContext
    from lazo.identify.operations.tmf_export import export_tmf

    with ProgressDisplay(quiet=as_json) as display:
        rows = export_tmf(to=to, by=by, context=ConsoleContext(display))
    if as_json:
        print_json({"sheet": "tmf", "rows": rows, "file": str(to)})
    else:
        say(_("%(rows)s líneas en %(file)s") % {"rows": figure(rows), "file": to})
