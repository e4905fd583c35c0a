"""`lazo rate`: what other currencies are worth in the company's, by day."""

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
    from lazo.identify.imports.rate_table import RateTable

app = Commands(help=_("Tipos de cambio: cuánto vale otra moneda en la de la empresa."))

AsUser = Annotated[str | None, typer.Option("--as-user", help=_("En nombre de quién (su correo)."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]


class UnableToUseRate(Exception):
    """What was written is no rate, or its file can't be read; the words say what to do."""


@app.command(
    "set",
    help=_(
        "Dice cuánto vale una moneda desde un día, hasta el siguiente cambio que digas.\n\n"
        "Las compras que ya entraron conservan el cambio con que entraron."
    ),
)
def set_rate(
    currency: Annotated[str, typer.Argument(metavar=_("MONEDA"), help=_("ISO de tres letras, como MXN."))],
    day: Annotated[str, typer.Argument(metavar=_("DÍA"), help=_("Desde qué día vale, como 2026-01-01."))],
    rate: Annotated[
        str, typer.Argument(metavar=_("CAMBIO"), help=_("Cuánto vale una unidad, en la moneda de la empresa."))
    ],
    *,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.identify.imports.rate_table import RateLine, read_rate_lines
    from lazo.kernel.operations.exchange_rate import plain, set_exchange_rate

    table = read_rate_lines([RateLine(1, currency, day, rate)])
    if table.problems:
        raise UnableToUseRate(table.problems[0].sentence)
    one = table.rates[0]
    set_exchange_rate(currency=one.currency, day=one.day, rate=one.rate, by=acting_user(as_user))
    if as_json:
        print_json({"currency": one.currency, "day": one.day.isoformat(), "rate": plain(one.rate)})
    else:
        words = {"currency": one.currency, "rate": figure(one.rate), "day": one.day.isoformat()}
        say(_("1 %(currency)s vale %(rate)s desde el %(day)s.") % words)


@app.command("list", help=_("Muestra los tipos de cambio, por moneda, el más nuevo primero."))
def list_rates(*, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.kernel.models import Company, ExchangeRate
    from lazo.kernel.operations.exchange_rate import plain

    base = Company.objects.get(pk=1).currency
    found = list(ExchangeRate.objects.order_by("currency", "-day"))
    if as_json:
        rows = [{"currency": one.currency, "day": one.day.isoformat(), "rate": plain(one.rate)} for one in found]
        print_json({"base": base, "rates": rows})
    elif not found:
        say(_("Todavía no hay tipos de cambio. Agrega uno: «lazo rate set MXN 2026-01-01 215,40»."))
    else:
        cells = [(one.currency, one.day.isoformat(), figure(one.rate)) for one in found]
        header = [_("moneda"), _("desde"), _("cambio (%(currency)s)") % {"currency": base}]
        print_table(_("Tipos de cambio"), header, cells, right=[2])


@app.command(
    "import",
    help=_(
        "Trae tipos de cambio de un archivo: las filas buenas entran; de las otras dice la fila, la columna y el "
        "remedio.\n\n"
        "Termina con 0 si todas entraron y con 3 si alguna quedó fuera."
    ),
)
def import_rates(
    file: Annotated[Path, typer.Argument(metavar=_("ARCHIVO"), help=_("CSV con columnas moneda, fecha y cambio."))],
    *,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.kernel.operations.exchange_rate import set_exchange_rates

    table = _read(file)
    done = set_exchange_rates(rates=table.rates, by=acting_user(as_user))
    tell_written(done, table.problems, as_json=as_json)


def _read(file: Path) -> "RateTable":
    from lazo.identify.imports.rate_table import read_rate_table
    from lazo.identify.imports.written_table import decoded

    try:
        return read_rate_table(decoded(file.read_bytes()))
    except OSError as error:
        raise UnableToUseRate(cannot_open(file, error)) from error
