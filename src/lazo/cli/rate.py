"""`lazo rate`: what other currencies are worth in the company's, by day."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lazo.cli.console import Exit, figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace

if TYPE_CHECKING:
    from lazo.identify.imports.rate_table import RateTable

app = typer.Typer(help="Tipos de cambio: cuánto vale otra moneda en la de la empresa.", no_args_is_help=True)

AsUser = Annotated[str | None, typer.Option("--as-user", help="En nombre de quién (su correo).")]
AsJson = Annotated[bool, typer.Option("--json", help="Escribe el resultado como JSON.")]


class UnableToUseRate(Exception):
    """What was written is no rate, or its file can't be read; the words say what to do."""


@app.command("set")
def set_rate(
    currency: Annotated[str, typer.Argument(metavar="MONEDA", help="ISO de tres letras, como MXN.")],
    day: Annotated[str, typer.Argument(metavar="DÍA", help="Desde qué día vale, como 2026-01-01.")],
    rate: Annotated[str, typer.Argument(metavar="CAMBIO", help="Cuánto vale una unidad, en la moneda de la empresa.")],
    *,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Dice cuánto vale una moneda desde un día, hasta el siguiente cambio que digas.

    Las compras que ya entraron conservan el cambio con que entraron.
    """
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
        say(f"1 {one.currency} vale {figure(one.rate)} desde el {one.day.isoformat()}.")


@app.command("list")
def list_rates(*, as_json: AsJson = False) -> None:
    """Muestra los tipos de cambio, por moneda, el más nuevo primero."""
    open_workspace()
    from lazo.kernel.models import Company, ExchangeRate
    from lazo.kernel.operations.exchange_rate import plain

    base = Company.objects.get(pk=1).currency
    found = list(ExchangeRate.objects.order_by("currency", "-day"))
    if as_json:
        rows = [{"currency": one.currency, "day": one.day.isoformat(), "rate": plain(one.rate)} for one in found]
        print_json({"base": base, "rates": rows})
    elif not found:
        say("Todavía no hay tipos de cambio. Agrega uno: «lazo rate set MXN 2026-01-01 215,40».")
    else:
        cells = [(one.currency, one.day.isoformat(), figure(one.rate)) for one in found]
        print_table("Tipos de cambio", ["moneda", "desde", f"cambio ({base})"], cells, right=[2])


@app.command("import")
def import_rates(
    file: Annotated[Path, typer.Argument(metavar="ARCHIVO", help="CSV con columnas moneda, fecha y cambio.")],
    *,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    """Trae tipos de cambio de un archivo: las filas buenas entran; de las otras dice la fila, la columna y el remedio.

    Termina con 0 si todas entraron y con 3 si alguna quedó fuera.
    """
    open_workspace()
    from lazo.kernel.operations.exchange_rate import set_exchange_rates

    table = _read(file)
    done = set_exchange_rates(rates=table.rates, by=acting_user(as_user))
    if as_json:
        problems = [{"row": one.row, "column": one.column, "code": one.code} for one in table.problems]
        print_json({"new": done.new, "changed": done.changed, "same": done.same, "problems": problems})
    else:
        say(
            f"{figure(done.new)} nuevos, {figure(done.changed)} cambiados, {figure(done.same)} ya estaban, "
            f"{figure(len(table.problems))} fuera."
        )
        if table.problems:
            cells = [(one.row, one.label, one.sentence) for one in table.problems]
            print_table("", ["fila", "columna", "razón"], cells, right=[0])
    raise typer.Exit(Exit.ATTENTION if table.problems else Exit.OK)


def _read(file: Path) -> "RateTable":
    from lazo.identify.imports.rate_table import decoded, read_rate_table

    try:
        return read_rate_table(decoded(file.read_bytes()))
    except OSError as error:
        raise UnableToUseRate(f"No se puede abrir {file}: {error.strerror}") from error
