"""`lazo bench`: speed and memory, measured on this machine."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from lazo.cli.console import print_json, remark
from lazo.cli.words import gettext as _

HELP = _(
    "Mide velocidad y memoria contra un piso y contra otros, en la misma corrida.\n\n"
    "Lo que se compara son segundos de CPU de todos los procesos, medianas de vueltas intercaladas. La carpeta de"
    " trabajo puede borrarse después."
)


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("[MEDICIÓN]..."),
            help=_(
                "flow, fit, import-customers, import-purchases, linkage, forecast, map, propensity, start; sin nombrar ninguna, todas."
            ),
        ),
    ] = None,
    *,
    customers: Annotated[int, typer.Option(min=100, help=_("Cuántos clientes."))] = 100_000,
    purchases: Annotated[int, typer.Option(min=1_000, help=_("Cuántas compras."))] = 2_000_000,
    rounds: Annotated[int, typer.Option(min=1, help=_("Cuántas vueltas; vale la mediana."))] = 3,
    scratch: Annotated[
        Path | None, typer.Option(help=_("Carpeta de trabajo: lo dibujado se reutiliza la vez siguiente."))
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            help=_(
                "Carpeta con juegos de datos públicos para «linkage» (febrl, splink…), «forecast» (online_retail_ii, "
                "adventureworks_dw, cdnow) y «propensity» (telco_churn, bank_marketing…); no los trae el producto."
            )
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    from lazo.bench.ground import Ground, Size
    from lazo.bench.main import run_comparisons, titles
    from lazo.bench.report import described, print_report

    size = Size(customers=customers, purchases=purchases, rounds=rounds)
    folder = scratch or Path(tempfile.gettempdir()) / "lazo-bench"
    ground = Ground(folder=folder.resolve(), size=size, tell=remark, data=data)
    results = run_comparisons(names or [], ground)
    if as_json:
        print_json(described(results, size))
    else:
        print_report(results, titles(), size)
