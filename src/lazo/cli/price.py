"""`lazo price`: price indexes (UF, UDI, CPI…), by which values of different months are compared."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.messages import cannot_open
from lazo.cli.words import gettext as _
from lazo.cli.written import tell_written

if TYPE_CHECKING:
    from lazo.identify.imports.price_table import PriceTable

app = Commands(help=_("Índices de precios (UF, UDI, IPC…): por cuál se comparan los valores de meses distintos."))

AsUser = Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]


class UnableToUsePrices(Exception):
    """What was written is no level, or its file can't be read; the words say what to do."""


@app.command("list", help=_("Muestra los índices, sus meses y cuál se usa."))
def list_indexes(*, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.kernel.models import Company, PriceIndex
    from lazo.kernel.operations.exchange_rate import plain

    company = Company.objects.get(pk=1)
    found = list(PriceIndex.objects.order_by("name", "-month"))
    if as_json:
        rows = [{"index": one.name, "month": f"{one.month:%Y-%m}", "level": plain(one.level)} for one in found]
        print_json({"in_use": company.price_index, "values_in": company.priced_in, "levels": rows})
    elif not found:
        say(_("Todavía no hay índices. Trae uno: «lazo price import uf.csv»."))
    else:
        cells = [(one.name, f"{one.month:%Y-%m}", figure(one.level)) for one in found]
        title = _("Índices de precios; en uso: %(index)s") % {"index": company.price_index or _("ninguno")}
        print_table(title, [_("índice"), _("mes"), _("nivel")], cells, right=[2])


@app.command(
    "import",
    help=_(
        "Trae niveles de un archivo: las filas buenas entran; de las otras dice la fila, la columna y el remedio.\n\n"
        "El primer índice que traigas queda en uso. Termina con 0 si todas entraron y con 3 si alguna quedó fuera."
    ),
)
def import_levels(
    file: Annotated[Path, typer.Argument(metavar=_("ARCHIVO"), help=_("CSV con columnas índice, mes y nivel."))],
    *,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.kernel.operations.price_index import set_price_levels

    table = _read(file)
    done = set_price_levels(levels=table.levels, by=acting_user(as_user))
    tell_written(done, table.problems, as_json=as_json)


@app.command("use", help=_("Compara los valores por ese índice desde el próximo cálculo; sin nombrarlo, por ninguno."))
def use_index(
    index: Annotated[str, typer.Argument(metavar=_("[ÍNDICE]"), help=_("UF, UDI, IPC…"))] = "",
    *,
    as_user: AsUser = None,
) -> None:
    open_workspace()
    from lazo.kernel.operations.price_index import use_price_index

    use_price_index(index=index, by=acting_user(as_user))
    words = {"index": index.upper()}
    say(
        _("Desde el próximo cálculo los valores se comparan por %(index)s.") % words
        if index
        else _("Desde el próximo cálculo los valores quedan como se pagaron.")
    )


def _read(file: Path) -> "PriceTable":
    from lazo.identify.imports.price_table import read_price_table
    from lazo.identify.imports.written_table import decoded

    try:
        return read_price_table(decoded(file.read_bytes()))
    except OSError as error:
        raise UnableToUsePrices(cannot_open(file, error)) from error
