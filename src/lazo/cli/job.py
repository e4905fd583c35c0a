"""`lazo job`: what a worker calls for a heavy job; and what a person calls to look at the queue."""

from typing import Annotated

import typer

from lazo.cli.console import print_json, print_table
from lazo.cli.environment import open_workspace
from lazo.cli.words import gettext as _

SHOWN = 20


HELP = _(
    "Muestra los trabajos, o hace aquí el trabajo ID.\n\n"
    "Sin ID, lista los últimos. Con ID, hace ese trabajo en este proceso, desde donde quedó."
)


def job(
    *,
    number: Annotated[
        int | None, typer.Argument(metavar="[ID]", help=_("El trabajo que se hace aquí y ahora."))
    ] = None,
    attempt: Annotated[int | None, typer.Option(hidden=True, help=_("El intento que su worker empezó."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace(of_any_version=True)
    if number is None:
        _show(as_json=as_json)
    elif attempt is not None:
        _run_for_worker(number, attempt)
    else:
        _run(number, as_json=as_json)


def _show(*, as_json: bool) -> None:
    from lazo.kernel.jobs.step_words import step_words
    from lazo.kernel.models import Job

    jobs = list(Job.objects.order_by("-id")[:SHOWN])
    if as_json:
        print_json({"jobs": [_described(job) for job in jobs]})
        return
    rows = [
        (job.pk, job.kind, job.get_state_display(), step_words(job.step), f"{job.done}/{job.total}", job.attempt)
        for job in jobs
    ]
    header = ["id", _("trabajo"), _("estado"), _("paso"), _("avance"), _("intento")]
    print_table(_("Trabajos"), header, rows, right=[0, 4, 5])


def _run(number: int, *, as_json: bool) -> None:
    from lazo.cli.console import ProgressDisplay
    from lazo.cli.running import UnableToFinishJob, stop_on_signal
    from lazo.kernel.jobs import run_job

    with ProgressDisplay(quiet=as_json) as display, stop_on_signal() as stop:
        job = run_job(number, watch=display, stop=stop)
    if as_json:
        print_json(_described(job))
    if job.state == job.State.FAILED:
        raise UnableToFinishJob(job.kind, job.error)


def _run_for_worker(number: int, attempt: int) -> None:
    from lazo.cli.running import stop_on_signal
    from lazo.kernel.jobs.worker import run_claimed_job

    with stop_on_signal() as stop:
        run_claimed_job(number, attempt, stop=stop)


def _described(job: "object") -> dict[str, object]:
    names = ("pk", "kind", "state", "step", "done", "total", "attempt", "result", "error")
    return {"id" if name == "pk" else name: getattr(job, name) for name in names}
