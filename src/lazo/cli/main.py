"""The command `lazo`: what it can do, and how a failure ends.

Everything heavy is imported inside the commands, so that --help is quick.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from lazo import __version__
from lazo.cli import (
    act,
    bench,
    campaign,
    channel,
    costs,
    demo,
    doctor,
    equity,
    experiment,
    export,
    imports,
    init,
    job,
    model,
    outbox,
    outcomes,
    policy,
    price,
    quality,
    rate,
    report,
    resolve,
    score,
    segment,
    serve,
    suppress,
    sync,
    test,
    token,
    undo,
    user,
    wallet,
    worker,
)
from lazo.cli.commands import Commands
from lazo.cli.console import Exit, remark
from lazo.cli.messages import describe
from lazo.cli.words import gettext as _

app = Commands(
    name="lazo",
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_(
        "La plataforma de relaciones con clientes cuyo centro es el ciclo: adquirir, mantener, maximizar, fidelizar, "
        "retener.\n\nPara empezar: [bold]lazo demo[/] (una empresa viva) o [bold]lazo init[/] y "
        "[bold]lazo import ARCHIVO[/] (la tuya)."
    ),
)
START, DATA, RUN, CARE = _("Empezar"), _("De los datos al mapa"), _("Servir"), _("Cuidar")
app.command("demo", rich_help_panel=START, help=demo.HELP)(demo.demo)
app.command("init", rich_help_panel=START, help=init.HELP)(init.init)
app.command("import", rich_help_panel=DATA, help=imports.HELP)(imports.import_file)
app.command("undo", rich_help_panel=DATA, help=undo.HELP)(undo.undo)
app.add_typer(rate.app, name="rate", rich_help_panel=DATA)
app.add_typer(price.app, name="price", rich_help_panel=DATA)
app.command("resolve", rich_help_panel=DATA, help=resolve.HELP)(resolve.resolve)
app.add_typer(suppress.app, name="suppress", rich_help_panel=DATA)
app.add_typer(policy.app, name="policy", rich_help_panel=DATA)
app.command("outcomes", rich_help_panel=DATA, help=outcomes.HELP)(outcomes.outcomes)
app.command("sync", rich_help_panel=DATA, help=sync.HELP)(sync.sync)
app.command("score", rich_help_panel=DATA, help=score.HELP)(score.score)
app.command("equity", rich_help_panel=DATA, help=equity.HELP)(equity.equity)
app.command("wallet", rich_help_panel=DATA, help=wallet.HELP)(wallet.wallet)
app.command("costs", rich_help_panel=DATA, help=costs.HELP)(costs.costs)
app.add_typer(act.app, name="act", rich_help_panel=DATA)
app.add_typer(segment.app, name="segment", rich_help_panel=DATA)
app.add_typer(channel.app, name="channel", rich_help_panel=RUN)
app.add_typer(outbox.app, name="outbox", rich_help_panel=RUN)
app.add_typer(campaign.app, name="campaign", rich_help_panel=DATA)
app.add_typer(experiment.app, name="experiment", rich_help_panel=DATA)
app.add_typer(model.app, name="model", rich_help_panel=DATA)
app.command("quality", rich_help_panel=DATA, help=quality.HELP)(quality.quality)
app.command("report", rich_help_panel=DATA, help=report.HELP)(report.report)
app.command("export", rich_help_panel=DATA, help=export.HELP)(export.export)
app.command("serve", rich_help_panel=RUN, help=serve.HELP)(serve.serve)
app.command("worker", rich_help_panel=RUN, help=worker.HELP)(worker.worker)
app.command("job", rich_help_panel=RUN, help=job.HELP)(job.job)
app.add_typer(user.app, name="user", rich_help_panel=CARE)
app.add_typer(token.app, name="token", rich_help_panel=CARE)
app.command("doctor", rich_help_panel=CARE, help=doctor.HELP)(doctor.doctor)
app.command("bench", rich_help_panel=CARE, help=bench.HELP)(bench.bench)
app.command("test", rich_help_panel=CARE, help=test.HELP, context_settings=test.PASS_ON)(test.test)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lazo {__version__}")
        raise typer.Exit


@app.callback()
def main(
    *,
    home: Annotated[
        Path | None, typer.Option("--home", help=_("La carpeta del espacio de trabajo (LAZO_HOME, o ./workspace)."))
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help=_("Muestra la versión."))
    ] = False,
) -> None:
    if home is not None:
        os.environ["LAZO_HOME"] = str(home.resolve())


def run() -> None:
    """Run the command line; an anticipated failure is one sentence and exit code 1, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    # As in a server (`site.wsgi`): nearly all objects go by themselves, and a command's end takes the rest.
    gc.set_threshold(20_000, 20, 20)
    try:
        app(prog_name="lazo")
    except Exception as error:
        if not is_anticipated(error):
            raise
        remark(describe(error))
        sys.exit(Exit.FAILED)


def is_anticipated(error: Exception) -> bool:
    return any(kind.__name__.startswith("UnableTo") for kind in type(error).__mro__)
