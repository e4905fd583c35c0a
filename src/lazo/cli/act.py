"""`lazo act`: the best action for every customer on a day, who has most to win, and any decision made again."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import Exit, figure, print_json, print_table, remark, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.customize.models import ActionRun
    from lazo.customize.queries.replay import Replay

HELP = _(
    "Decide la siguiente mejor acción de cada cliente.\n\n"
    "Compara las ofertas por dinero esperado (efecto × margen − costo), pregunta a la política de contacto, respeta topes y "
    "capacidad, y deja a una parte sin nada para medir. No hacer nada también es una opción."
)
AS_JSON = _("Escribe el resultado como JSON.")
app = Commands(help=HELP, invoke_without_command=True)
app.info.no_args_is_help = False
VERDICTS = {
    "chosen": _("elegida"),
    "worth_less": _("otra trae más"),
    "cap": _("se llenó el tope"),
    "capacity": _("quien lo atiende ya tiene el día lleno"),
    "not_eligible": _("no cumple las condiciones"),
    "resting": _("descansa"),
    "enough": _("ya la recibió"),
    "not_allowed": _("la política de contacto no lo permite"),
    "no_gain": _("no trae más de lo que cuesta"),
    "held_back": _("está en un grupo de control"),
    "waiting": _("espera respuesta"),
}


class UnableToFindAction(Exception):
    """No offer was decided yet."""


@app.callback(help=HELP)
def act(
    context: typer.Context,
    *,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Para qué día; sin él, hoy."))] = None,
    seed: Annotated[int | None, typer.Option(help=_("Semilla del azar; sin ella, la del día."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=AS_JSON)] = False,
) -> None:
    if context.invoked_subcommand is not None:
        return
    open_workspace()
    run = _decided(on, seed, quiet=as_json)
    if as_json:
        print_json(described(run))
    else:
        show(run)


@app.command("replay", help=_("Vuelve a decidir una acción con lo que se guardó de ella, y dice si sale igual."))
def replay_action(
    action: Annotated[int, typer.Argument(metavar=_("ACCIÓN"), help=_("Su número."))],
    *,
    as_json: Annotated[bool, typer.Option("--json", help=AS_JSON)] = False,
) -> None:
    from dataclasses import asdict

    open_workspace()
    from django.conf import settings

    from lazo.customize.queries.replay import replay

    found = replay(workspace=settings.WORKSPACE, action=action)
    if as_json:
        print_json(asdict(found))
    else:
        _show_replay(found)
    if not found.is_equal:
        raise typer.Exit(Exit.ATTENTION)


def _decided(on: datetime | None, seed: int | None, *, quiet: bool) -> "ActionRun":
    from lazo.cli.running import run_visibly
    from lazo.customize.jobs import DECIDE
    from lazo.customize.models import ActionRun
    from lazo.kernel.today import company_today

    day = on.date() if on else company_today()
    result = run_visibly(
        DECIDE,
        arguments={"on": day.isoformat(), "seed": seed},
        by=acting_user(None),
        key=f"{DECIDE} {day.isoformat()}",
        quiet=quiet,
    )
    return ActionRun.objects.get(pk=result["run"])


def described(run: "ActionRun") -> dict[str, Any]:
    """A run as JSON: what each offer was proposed to, what is expected, why the others did not get it."""
    from lazo.customize.models import Offer

    names = dict(Offer.objects.values_list("pk", "key"))
    told = [{**one, "key": names.get(one["offer"], "")} for one in run.counts["offers"]]
    counted = {name: run.counts[name] for name in ("customers", "actions", "control")}
    return {"run": run.pk, "on": run.on_date.isoformat(), "seed": run.seed, **counted, "offers": told}


def show(run: "ActionRun") -> None:
    """A run as tables."""
    from lazo.customize.models import Offer
    from lazo.kernel.models import Company
    from lazo.kernel.money.currency import digits_of

    offers = Offer.objects.in_bulk([one["offer"] for one in run.counts["offers"]])
    currency = Company.objects.get(pk=1).currency
    whole = 10 ** digits_of(currency)
    rows = [
        (
            offers[one["offer"]].name,
            figure(one["proposed"]),
            figure(one["control"]),
            figure(round(one["expected"] / whole)),
        )
        for one in run.counts["offers"]
        if one["offer"] in offers
    ]
    say(_("Decisión %(run)s, para el %(day)s") % {"run": run.pk, "day": run.on_date.isoformat()})
    header = [
        _("oferta"),
        _("se propone a"),
        _("sin nada, para medir"),
        _("esperado, %(currency)s") % {"currency": currency},
    ]
    print_table(_("Acciones"), header, rows, right=[1, 2, 3])
    told = {name: figure(run.counts[name]) for name in ("customers", "actions", "control")}
    remark(
        _("De %(customers)s clientes, %(actions)s tienen una acción; a los demás hoy conviene dejarlos en paz.") % told
    )


def _show_replay(found: "Replay") -> None:
    from lazo.customize.models import Offer

    names = dict(Offer.objects.values_list("pk", "name"))
    told = {"action": found.action, "customer": found.customer, "day": found.on, "run": found.run}
    say(_("Acción %(action)s del cliente %(customer)s, para el %(day)s (decisión %(run)s)") % told)
    rows = [
        (
            names.get(one.offer, str(one.offer)),
            VERDICTS[one.verdict],
            figure(one.expected),
            f"{one.uplift:.4f}",
            figure(one.margin),
            figure(one.cost),
        )
        for one in found.alternatives
    ]
    rows.append((_("no hacer nada"), VERDICTS["chosen"] if found.chosen is None else "", "0", "", "", ""))
    header = [_("oferta"), _("qué pasó"), _("esperado"), _("efecto"), _("margen"), _("costo")]
    print_table(_("Alternativas"), header, rows, right=[2, 3, 4, 5])
    if found.arm == "control":
        remark(_("Está en el grupo de control: se le dejó sin nada para medir."))
    say(_("Sale igual.") if found.is_equal else _("No sale igual: las reglas cambiaron desde entonces."))
