"""`lazo costs`: what it costs to serve a customer, by activity and from a day on."""

import csv
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.analytics.cost_to_serve import UnitCost

COLUMNS = ("activity", "channel", "direction", "kind", "cost")
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]


class UnableToReadCosts(Exception):
    """The file can't be read as unit costs; the words say what to do."""


HELP = _(
    "Muestra lo que cuesta servir a un cliente, o lo toma de un archivo.\n\n"
    "activity es contact (una interacción), order (un pedido), delivery (su entrega) o return (una devolución); "
    "channel, direction y kind son de los contactos y vacíos son cualquiera. El próximo cálculo cuenta con estos costos."
)


def costs(
    file: Annotated[
        Path | None,
        typer.Argument(metavar=_("ARCHIVO"), help=_("CSV con columnas activity, channel, direction, kind y cost.")),
    ] = None,
    *,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help=_("Desde qué día rigen; sin él, desde siempre.")),
    ] = None,
    as_user: Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))] = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    if file is not None:
        _state(file, since.date() if since else None, as_user)
    _show(as_json)


def _state(file: Path, since: date | None, as_user: str | None) -> None:
    from lazo.differentiate.operations.cost_sheet import UnableToSaveCosts, save_costs
    from lazo.differentiate.queries.cost_sheet import cost_version

    written = _read(file)
    try:
        save_costs(valid_from=since, costs=written, version=cost_version(), by=acting_user(as_user))
    except UnableToSaveCosts as error:
        if error.code == "not_allowed":
            raise
        rows = ", ".join(
            _("fila %(n)s: %(code)s") % {"n": place + 2, "code": code} for place, code in sorted(error.problems.items())
        )
        raise UnableToReadCosts(rows or error.code) from error


def _read(file: Path) -> "list[UnitCost]":
    from lazo.analytics.cost_to_serve import UnitCost

    unit = Decimal(10) ** _digits()
    try:
        rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise UnableToReadCosts(_("No se puede leer %(file)s.") % {"file": file}) from error
    if not rows or set(COLUMNS) - set(rows[0]):
        raise UnableToReadCosts(
            _("Los títulos son activity, channel, direction, kind y cost, y hace falta alguna fila.")
        )
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            amount = int((Decimal(row["cost"] or "") * unit).to_integral_value())
        except (InvalidOperation, ValueError, OverflowError) as error:
            raise UnableToReadCosts(
                _("Fila %(n)s: el costo se escribe como 4500 o 4500.50.") % {"n": number}
            ) from error
        texts = {name: (row[name] or "").strip() for name in COLUMNS[:-1]}
        found.append(UnitCost(**texts, amount=amount))
    return found


def _show(as_json: bool) -> None:
    from lazo.differentiate.queries.cost_sheet import cost_sheets

    unit = Decimal(10) ** _digits()
    sheets = cost_sheets()
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "valid_from": sheet.valid_from.isoformat() if sheet.valid_from else None,
                "costs": [{**cost, "amount": float(cost["amount"] / unit)} for cost in sheet.costs],
            }
            for sheet in sheets
        ]
        print_json({"sheets": rows})
        return
    if not sheets:
        say(_("Todavía no se dijo lo que cuesta servir. Dilo con «lazo costs ARCHIVO» o en Ajustes, Costo de servir."))
    for sheet in sheets:
        day = sheet.valid_from
        title = _("Desde el %(day)s") % {"day": day.isoformat()} if day else _("Desde siempre")
        cells = [
            (cost["activity"], cost["channel"], cost["direction"], cost["kind"], figure(cost["amount"] / unit))
            for cost in sheet.costs
        ]
        print_table(title, [_("actividad"), _("canal"), _("dirección"), _("tipo"), _("costo")], cells, right=[4])


def _digits() -> int:
    from lazo.kernel.models import Company
    from lazo.kernel.money.currency import digits_of

    return digits_of(Company.objects.get(pk=1).currency)
