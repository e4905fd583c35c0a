"""`lazo report`: the month of the cycle on paper, for the board."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lazo.cli.console import print_json, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import LANGUAGE
from lazo.cli.words import gettext as _

LANGUAGES = {"es": "es", "en": "en", "pt": "pt-br", "pt-br": "pt-br"}
HELP = _(
    "Escribe el informe de un mes para el directorio, en PDF: el mapa del ciclo, en qué se gastó y qué trajo, quiénes empezaron a irse, "
    "cuánto del ciclo se atiende y lo que se probó.\n\n"
    "Lo que no se sabe lo dice. Sin --month es el último mes terminado; por ejemplo: [bold]lazo report --month 2026-10 --to octubre.pdf[/]"
)


class UnableToWriteReport(Exception):
    """What was asked can't be written; the words say what to do."""


def report(
    *,
    month: Annotated[
        str | None, typer.Option(metavar=_("MES"), help=_("Como 2026-10; sin él, el último que terminó."))
    ] = None,
    to: Annotated[Path | None, typer.Option(help=_("Archivo PDF que se escribe; sin él, con su nombre, aquí."))] = None,
    language: Annotated[
        str, typer.Option(help=_("es, en o pt; sin decirlo, la de esta terminal."), show_default=False)
    ] = LANGUAGE,
    as_user: Annotated[
        str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo); si no, quien administra."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    from django.utils import translation

    from lazo.web.report.board import board_report, report_name

    code = LANGUAGES.get(language.lower())
    if code is None:
        raise UnableToWriteReport(_("El informe se escribe en es, en o pt."))
    today = _today()
    wanted = _month(month, today)
    with translation.override(code):
        made = board_report(by=acting_user(as_user), month=wanted, on=today)
        file = to or Path(report_name(wanted))
    try:
        file.write_bytes(made)
    except OSError as error:
        raise UnableToWriteReport(_("No se puede escribir %(file)s.") % {"file": file}) from error
    if as_json:
        print_json({"month": f"{wanted:%Y-%m}", "language": code, "bytes": len(made), "file": str(file)})
    else:
        say(_("El informe de %(month)s está en %(file)s") % {"month": f"{wanted:%Y-%m}", "file": file})


def _today() -> date:
    from lazo.kernel.today import company_today

    return company_today()


def _month(text: str | None, today: date) -> date:
    """The first of the month that was said, else of the one before today's."""
    if text is None:
        from lazo.measure.queries.ledger import month_before

        return month_before(today)
    if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text) is None:
        raise UnableToWriteReport(_("El mes se escribe como 2026-10."))
    return date.fromisoformat(f"{text}-01")
