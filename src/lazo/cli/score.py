"""`lazo score`: what every customer is worth and where they stand, on a day."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.console import figure, print_json, print_table, remark, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from lazo.differentiate.models import ScoreRun

AREAS = {
    "ACQUIRE": _("Adquirir"),
    "KEEP": _("Mantener"),
    "MAXIMIZE": _("Maximizar"),
    "LOYALTY": _("Fidelizar"),
    "RETAIN": _("Retener"),
}

SHOWN = {"model": _("el modelo"), "repaired": _("el pronóstico corregido"), "naive": _("el pronóstico simple")}
PARAMETERS = ("r", "alpha", "a", "b", "p", "q", "gamma")
AMOUNTS = {"value_12m", "value_365d", "value_365d_naive", "clv", "predicted_money", "actual_money"}
OF_MONEY = {"model", "same_rate", "same_window", "repaired", "predicted", "actual", "mae"}


class UnableToScore(Exception):
    """There is nothing to score yet."""


HELP = _(
    "Calcula el valor de cada cliente y su lugar en el ciclo.\n\n"
    "Pone al día el almacén, ajusta los modelos de recompra y gasto, prueba su acierto en un período guardado y "
    "mueve a cada cliente en el mapa."
)


def score(
    *,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help=_("Último día que cuenta; sin él, hoy, o el de la última compra si fue hace más de un mes."),
        ),
    ] = None,
    refit: Annotated[
        bool | None,
        typer.Option("--refit/--no-refit", help=_("Ajusta de nuevo los modelos, o usa los de la vez anterior.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe la corrida como JSON."))] = False,
) -> None:
    open_workspace()
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
        by=acting_user(None),
        key=f"differentiate.score {on.isoformat()}",
        quiet=quiet,
    )
    return ScoreRun.objects.get(pk=result["run"])


def last_day() -> "date":
    """The day a run should be of when nobody says, the same as the page suggests. Raises UnableToScore."""
    from lazo.differentiate.queries.suggested_day import suggested_day
    from lazo.identify.models import Purchase
    from lazo.kernel.today import company_today

    if not Purchase.objects.exists():
        raise UnableToScore(_("Todavía no hay compras. Trae un archivo con «lazo import ARCHIVO --as purchases»."))
    return suggested_day(today=company_today())


def described(run: "ScoreRun") -> dict[str, Any]:
    """The run for scripts, money in units of the base currency; the keys are documented in docs/reference/cli.md."""
    from lazo.kernel.models import Company
    from lazo.kernel.money.currency import digits_of

    currency = Company.objects.get(pk=1).currency
    unit = 10 ** digits_of(currency)
    parameters = {name: run.parameters.get(name) for name in PARAMETERS}
    if parameters["gamma"] is not None:
        parameters["gamma"] /= unit
    groups = ("areas", "sub_states", "tiers", "classes", "rules")
    return {
        "run": run.pk,
        "on": run.on_date.isoformat(),
        "state": run.state,
        "version": run.version,
        "manifest": run.manifest,
        "is_refit": run.is_refit,
        "currency": currency,
        "parameters": parameters,
        "log_likelihood": run.log_likelihood,
        "prices": run.counts.get("prices"),
        "diagnostics": run.parameters.get("diagnostics", {}),
        "totals": _in_units(run.counts["totals"], unit),
        **{group: {key: found["customers"] for key, found in run.counts.get(group, {}).items()} for group in groups},
        "back_test": _in_units({key: value for key, value in run.back_test.items() if key != "bands"}, unit),
    }


def _in_units(value: Any, unit: int, *, is_money: bool = False) -> Any:
    """The same tree with every amount of money in units of its currency."""
    if isinstance(value, dict):
        return {
            key: _in_units(item, unit, is_money=key in AMOUNTS or (is_money and key in OF_MONEY) or key == "money")
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_in_units(item, unit) for item in value]
    return value / unit if is_money and isinstance(value, int | float) else value


def show(run: "ScoreRun") -> None:
    """The run for people."""
    counts = run.counts["areas"]
    rows = [(AREAS.get(area, _("fuera del ciclo")), figure(found["customers"])) for area, found in counts.items()]
    title = _("Ciclo al %(day)s") % {"day": run.on_date.isoformat()}
    print_table(title, [_("área"), _("clientes")], rows, right=[1])
    shown = {name: run.parameters.get(name) for name in PARAMETERS}
    if all(shown.values()):
        told = "  ".join(f"{name} {value:.4g}" for name, value in shown.items())
        say(_("Parámetros (semanas): %(values)s") % {"values": told})
    if run.back_test:
        chosen = run.back_test.get("shown", "model" if run.is_reliable else "naive")
        trust = _("confiable") if run.is_reliable else _("no confiable")
        remark(_("Proyección: %(trust)s; se muestra %(what)s") % {"trust": trust, "what": SHOWN[chosen]})
