"""`lazo campaign`: which there are, what one comes to, launching it and holding it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from lazo.interact.models import Campaign
    from lazo.kernel.models import User

HELP = _("Las campañas: cuáles hay, a cuántos llegan, lanzarlas y pausarlas.")
LIST_HELP = _("Muestra las campañas, las últimas primero.")
SHOW_HELP = _("Muestra una campaña: su estado, sus grupos, a quién frenó cada regla y sus mensajes.")
LAUNCH_HELP = _(
    "Lanza una campaña y prepara aquí mismo su audiencia: la congela, reparte los grupos y llena la cola de salida.\n\nSi es de otro día queda programada. Si se mata a la mitad, repetir la orden sigue donde quedó y no repite nada."
)
PAUSE_HELP = _("Pausa una campaña: nada más sale hasta que se reanude. Con --resume la reanuda.")
RESULTS_HELP = _(
    "Muestra qué trajo una campaña hasta hoy, frente a quienes se dejó en paz. El dinero va en unidades menores de la moneda de la empresa."
)
AS_USER = _("En nombre de esta persona (su correo); si no, quien administra.")
AS_JSON = _("Escribe el resultado como JSON.")

app = Commands(help=HELP)
Number = Annotated[int, typer.Argument(metavar=_("NÚMERO"))]
AsUser = Annotated[str | None, typer.Option("--as-user", help=AS_USER)]
AsJson = Annotated[bool, typer.Option("--json", help=AS_JSON)]


class UnableToFindCampaign(Exception):
    """No campaign has that number."""


@app.command("list", help=LIST_HELP)
def list_campaigns(*, as_user: AsUser = None, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.interact.queries.campaigns import campaign_lines

    rows = [_told(line) for line in campaign_lines(user=acting_user(as_user), limit=1_000).lines]
    if as_json:
        print_json({"campaigns": rows})
        return
    names = ("id", "name", "state", "area")
    cells = [(*(str(row[name]) for name in names), figure(row["reached"]), figure(row["control"])) for row in rows]
    heads = [_("número"), _("nombre"), _("estado"), _("área"), _("se les escribe"), _("control")]
    print_table(_("Campañas"), heads, cells, right=[0, 4, 5])


@app.command("show", help=SHOW_HELP)
def show_campaign(campaign: Number, *, as_user: AsUser = None, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.interact.queries.campaigns import blocks_of, counts_of, lines_of, message_counts

    user = acting_user(as_user)
    held = _found(user, campaign)
    told = _told(lines_of([held], user=user)[0])
    told["arms"] = counts_of([held], user=user)[held.pk].arms
    told["messages"] = {name: count for name, count in message_counts(held, user=user).items() if count}
    told["blocked"] = blocks_of(held, user=user)
    if as_json:
        print_json(told)
        return
    say(_("%(name)s: %(state)s, área %(area)s, segmento %(segment)s") % told)
    for name in ("arms", "messages"):
        for key, count in told[name].items():
            say(f"  {key}: {figure(count)}")
    for stage, rules in told["blocked"].items():
        for rule, count in rules.items():
            say(f"  {stage} {rule}: {figure(count)}")


@app.command("launch", help=LAUNCH_HELP)
def launch(campaign: Number, *, as_user: AsUser = None, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.cli.running import finish_visibly
    from lazo.interact.operations.campaign_course import enqueue_wave, launch_campaign
    from lazo.interact.queries.campaign_state import BEFORE_LAUNCH, state_of

    user, on = acting_user(as_user), _today()
    held = _found(user, campaign)
    if state_of(held) in BEFORE_LAUNCH:
        launch_campaign(campaign=held, by=user, on=on)
        held = _found(user, campaign)
    waves = [wave.on for wave in held.waves.all() if wave.ready_at is None]
    is_due = held.starts_on is not None and held.starts_on <= on
    done: dict[str, Any] = {}
    if waves or (is_due and not held.waves.all()):
        job = enqueue_wave(campaign=held, on=waves[0] if waves else on, by=user)
        done = finish_visibly(job, quiet=as_json)
    told = {"campaign": campaign, "starts_on": held.starts_on.isoformat() if held.starts_on else None, **done}
    if as_json:
        print_json(told)
    elif done:
        people = figure(sum(done["arms"].values()))
        say(_("Lista: %(people)s personas en sus grupos.") % {"people": people})
        print_table("", [_("grupo"), _("personas")], [(key, figure(n)) for key, n in done["arms"].items()], right=[1])
    else:
        say(_("Programada para el %(day)s.") % {"day": told["starts_on"]})


@app.command("results", help=RESULTS_HELP)
def results(campaign: Number, *, as_user: AsUser = None, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.interact.queries.campaigns import results_rule
    from lazo.measure.queries.readout import read_experiment

    user = acting_user(as_user)
    held = _found(user, campaign)
    found = read_experiment(experiment=held.experiment, on=_today(), rule=results_rule(user))
    groups = {arm.key: {"customers": arm.n, "successes": arm.successes, "cost": arm.cost} for arm in found.arms}
    told: dict[str, Any] = {
        "campaign": campaign,
        "until": found.until.isoformat(),
        "is_final": found.is_final,
        "groups": groups,
    }
    if found.whole is not None:
        done, result = found.whole.done, found.whole.result
        told |= {"extra": float(done.extra), "extra_low": done.extra_low, "extra_high": done.extra_high}
        names = ("gross", "gross_low", "gross_high", "cost", "net", "roi")
        told |= {name: getattr(result, name) for name in names} if result else {}
    if as_json:
        print_json(told)
        return
    cells = [(key, figure(one["customers"]), figure(one["successes"])) for key, one in groups.items()]
    print_table(_("Resultados"), [_("grupo"), _("personas"), _("lo hicieron")], cells, right=[1, 2])
    if "extra" in told:
        ends = {name: figure(round(told[name])) for name in ("extra", "extra_low", "extra_high")}
        say(_("De más: %(extra)s, entre %(extra_low)s y %(extra_high)s.") % ends)


@app.command("pause", help=PAUSE_HELP)
def pause(
    campaign: Number,
    *,
    resume: Annotated[bool, typer.Option("--resume", help=_("Reanudarla."))] = False,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.interact.operations.campaign_course import pause_campaign, resume_campaign
    from lazo.interact.queries.campaign_state import state_of

    user = acting_user(as_user)
    held = _found(user, campaign)
    if resume:
        resume_campaign(campaign=held, by=user)
    else:
        pause_campaign(campaign=held, by=user)
    state = state_of(_found(user, campaign)).value
    if as_json:
        print_json({"campaign": campaign, "state": state})
    else:
        say(_("Campaña %(number)s: %(state)s") % {"number": campaign, "state": state})


def _found(user: User, campaign: int) -> Campaign:
    from lazo.interact.queries.campaigns import found_campaign

    found = found_campaign(user=user, campaign=campaign)
    if found is None:
        raise UnableToFindCampaign(_("No hay una campaña con ese número. Míralas con «lazo campaign list»."))
    return found


def _told(line: Any) -> dict[str, Any]:
    held, experiment = line.campaign, line.campaign.experiment
    return {
        "id": held.pk,
        "key": experiment.key,
        "name": experiment.name,
        "state": line.state.value,
        "area": experiment.area,
        "segment": held.segment.key,
        "reached": line.reached,
        "control": line.control,
        "cost": line.cost,
        "started_on": experiment.started_on.isoformat() if experiment.started_on else None,
    }


def _today() -> date:
    from lazo.kernel.today import company_today

    return company_today()
