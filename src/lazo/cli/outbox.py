"""`lazo outbox`: what waits, what is in doubt and what did not leave; stopping and going on."""

from typing import TYPE_CHECKING, Annotated

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import figure, print_json, print_table, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.interact.models import ChannelAccount

HELP = _("La salida de mensajes: qué espera, qué está en duda y qué no salió.")
SHOW_HELP = _("Cuántos mensajes hay en cada estado, qué espera y por qué no salieron los demás.")
SEND_HELP = _("Envía ahora lo que deba salir, en este proceso.\n\n«lazo serve» y «lazo worker» ya lo hacen solos.")
PAUSE_HELP = _("Detiene los envíos masivos, o con --account una cuenta. Los de servicio siguen.")
RESUME_HELP = _("Sigue con lo que estaba detenido.")
DOUBTFUL_HELP = _("Decide los mensajes en duda: contarlos como enviados o enviarlos otra vez.")
RETRY_HELP = _("Intenta otra vez lo que no salió por un motivo.")
AS_USER = _("Solo lo que esta persona ve (su correo); si no, quien administra.")
AS_JSON = _("Escribe el resultado como JSON.")

app = Commands(help=HELP)
AsUser = Annotated[str | None, typer.Option("--as-user", help=AS_USER)]
AsJson = Annotated[bool, typer.Option("--json", help=AS_JSON)]
AccountOption = Annotated[str | None, typer.Option("--account", help=_("Nombre de la cuenta."))]


@app.command("show", help=SHOW_HELP)
def show(*, as_user: AsUser = None, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.interact.queries.outbox import account_names, outbox

    found, names = outbox(user=acting_user(as_user)), account_names()
    queue = [
        {"account": names.get(line.account, ""), "lane": line.lane, "messages": line.count, "since": line.since}
        for line in found.queue
    ]
    problems = {line.problem: line.count for line in found.problems}
    if as_json:
        told = [{**line, "since": str(line["since"])} for line in queue]
        blocked = {line.problem: line.count for line in found.blocked}
        is_paused = found.pause is not None
        print_json(
            {"states": found.states, "queue": told, "problems": problems, "blocked": blocked, "paused": is_paused}
        )
        return
    rows = [(state, figure(count)) for state, count in sorted(found.states.items())]
    print_table(_("Salida"), [_("estado"), _("mensajes")], rows, right=[1])
    for problem, count in problems.items():
        say(f"  {problem}: {figure(count)}")


@app.command("send", help=SEND_HELP)
def send(
    *,
    seconds: Annotated[float, typer.Option(help=_("Durante cuántos segundos, a lo más."))] = 3_600.0,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from django.utils import timezone

    from lazo.interact.sending.sender import Sender
    from lazo.kernel.jobs import NullContext

    counts = Sender(now=timezone.now, context=NullContext()).run(seconds=seconds)
    if as_json:
        print_json({"states": counts})
        return
    say(
        ", ".join(f"{state}: {figure(count)}" for state, count in sorted(counts.items()))
        or _("No había nada que enviar.")
    )


@app.command("pause", help=PAUSE_HELP)
def pause(*, account: AccountOption = None, as_user: AsUser = None) -> None:
    open_workspace()
    from lazo.interact.operations.outbox import pause_sending

    pause_sending(account=_account(account), by=acting_user(as_user))
    say(_("En pausa."))


@app.command("resume", help=RESUME_HELP)
def resume(*, account: AccountOption = None, as_user: AsUser = None) -> None:
    open_workspace()
    from lazo.interact.operations.outbox import resume_sending

    resume_sending(account=_account(account), by=acting_user(as_user))
    say(_("Sigue."))


@app.command("doubtful", help=DOUBTFUL_HELP)
def doubtful(
    choice: Annotated[str, typer.Argument(metavar="sent|resend")],
    *,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from django.utils import timezone

    from lazo.interact.operations.outbox import decide_doubtful
    from lazo.interact.queries.outbox import numbers_in_trouble
    from lazo.interact.sending.sender import company_day

    user, at = acting_user(as_user), timezone.now()
    numbers = numbers_in_trouble(user, state="DOUBTFUL")
    _tell(decide_doubtful(messages=numbers, choice=choice, by=user, at=at, day=company_day(at)), as_json=as_json)


@app.command("retry", help=RETRY_HELP)
def retry(
    problem: Annotated[str, typer.Argument(metavar=_("MOTIVO"))] = "",
    *,
    as_user: AsUser = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from django.utils import timezone

    from lazo.interact.operations.outbox import retry_failed
    from lazo.interact.queries.outbox import numbers_in_trouble

    user = acting_user(as_user)
    numbers = numbers_in_trouble(user, state="FAILED", problem=problem)
    _tell(retry_failed(messages=numbers, by=user, at=timezone.now()), as_json=as_json)


def _tell(count: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"messages": count})
        return
    say(_("%(count)s mensajes") % {"count": figure(count)})


def _account(name: str | None) -> "ChannelAccount | None":
    from lazo.cli.channel import found_account

    return found_account(name) if name else None
