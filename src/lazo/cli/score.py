"""`lazo score`: what every customer is worth and where they stand, on a day."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.console import print_json, print_table, remark, say
from lazo.cli.environment import open_workspace

if TYPE_CHECKING:
    from datetime import date

    from lazo.differentiate.models import ScoreRun

AREAS = {
    "ACQUIRE": "Adquirir",
    "KEEP": "Mantener",
    "MAXIMIZE": "Maximizar",
    "LOYALTY": "Fidelizar",
    "RETAIN": "Retener",
}


class UnableToScore(Exception):
    """There is nothing to score yet."""


def score(
    *,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Último día que cuenta; sin él, el de la última compra (o hoy)."),
    ] = None,
    refit: Annotated[
        bool | None,
        typer.Option("--refit/--no-refit", help="Ajusta de nuevo los modelos, o usa los de la vez anterior."),
    ] = None,
    sync_first: Annotated[bool, typer.Option("--sync/--no-sync", help="Antes, pone al día el almacén.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Escribe la corrida como JSON.")] = False,
) -> None:
    """Calcula el valor de cada cliente y su lugar en el ciclo.

    Pone al día el almacén, ajusta los modelos de recompra y gasto, prueba su acierto en un período guardado y mueve a
    cada cliente en el mapa.
    """
    open_workspace()
    if sync_first:
        from lazo.cli.sync import run_sync

        run_sync(quiet=as_json)
    run = run_score(on.date() if on else last_day(), refit=refit, quiet=as_json)
    if as_json:
        print_json(described(run))
    else:
        show(run)


def run_score(on: "date", *, refit: bool | None = None, quiet: bool = False) -> "ScoreRun":
    """The job `differentiate.score`, here; killed and asked for again, it continues."""
    from lazo.cli.running import run_visibly
    from lazo.differentiate.models import ScoreRun

    result = run_visibly(
        "differentiate.score",
        arguments={"on": on.isoformat(), "refit": refit},
        key=f"differentiate.score {on.isoformat()}",
        quiet=quiet,
    )
    return ScoreRun.objects.get(pk=result["run"])


def last_day() -> "date":
    """The day of the last purchase, but not one that is still to come. Raises UnableToScore."""
    from django.utils import timezone

    from lazo.identify.models import Purchase

    today = timezone.localdate()
    newest = (
        Purchase.objects.filter(occurred_on__lte=today).order_by("-occurred_on").values_list("occurred_on", flat=True)
    )
    day = newest.first()
    if day is None:
        raise UnableToScore("Todavía no hay compras. Trae un archivo con «lazo import ARCHIVO --as purchases».")
    return day


def described(run: "ScoreRun") -> dict[str, Any]:
    """The run for scripts; the keys are documented in docs/reference/cli.md."""
    return {
        "run": run.pk,
        "on": run.on_date.isoformat(),
        "state": run.state,
        "version": run.version,
        "manifest": run.manifest,
        "is_refit": run.is_refit,
        "parameters": run.parameters,
        "log_likelihood": run.log_likelihood,
        "back_test": run.back_test,
        "counts": run.counts,
    }


def show(run: "ScoreRun") -> None:
    """The run for people."""
    counts = run.counts.get("areas", run.counts.get("area", {}))
    print_table(
        f"Ciclo al {run.on_date.isoformat()}",
        ["área", "clientes"],
        [(AREAS.get(area, area or "fuera"), f"{count:,}") for area, count in counts.items() if isinstance(count, int)],
        right=[1],
    )
    shown = {name: value for name, value in run.parameters.items() if isinstance(value, float)}
    if shown:
        say("Parámetros (semanas): " + "  ".join(f"{name} {value:.4g}" for name, value in shown.items()))
    verdict = run.back_test.get("verdict")
    if verdict:
        remark(f"Prueba en el período guardado: {verdict}")
