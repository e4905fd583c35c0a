"""`lazo experiment`: what finished experiments teach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import ProgressDisplay, figure, print_json, print_table
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.customize.models import Experiment
    from lazo.kernel.models import User
    from lazo.measure.models import UpliftStudy

HELP = _("Los experimentos terminados y lo que enseñan.")
UPLIFT_HELP = _(
    "Dice a quién cambia lo que se probó en un experimento: a todos, a una parte o a nadie.\n\nLa primera vez, o con --learn, lo aprende aquí mismo."
)
TARGETS = {"ALL": _("a todos"), "SOME": _("a una parte"), "NONE": _("a nadie")}

app = Commands(help=HELP)


@app.callback()
def experiments() -> None:
    """One command for now; it keeps its name."""


class UnableToUseUplift(Exception):
    """The words say what is missing."""


@app.command("uplift", help=UPLIFT_HELP)
def uplift(
    key: Annotated[str, typer.Argument(metavar=_("CLAVE"))],
    *,
    learn: Annotated[bool, typer.Option("--learn", help=_("Aprenderlo de nuevo."))] = False,
    segment: Annotated[
        bool, typer.Option("--segment", help=_("Guardar a quién conviene como segmento y decírselo a cada cliente."))
    ] = False,
    as_user: Annotated[str | None, typer.Option("--as-user", help=_("En nombre de esta persona (su correo)."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))] = False,
) -> None:
    open_workspace()
    from lazo.measure.queries.uplift import studies_of

    user, row = acting_user(as_user), _found(key)
    with ProgressDisplay(quiet=as_json) as display:
        if learn or not studies_of(row):
            _learned(row, user, display)
        told = {study.arm.key: _told(study, user, display, keep=segment) for study in studies_of(row)}
    if as_json:
        print_json({"experiment": row.key, "arms": told})
        return
    heads = [_("grupo"), _("a quién"), _("parte"), _("se deja en paz"), _("segmento")]
    print_table(_("A quién conviene dirigirla"), heads, [_cells(arm, one) for arm, one in told.items()], right=[2, 3])


def _found(key: str) -> Experiment:
    from lazo.customize.models import Experiment

    row = Experiment.objects.filter(key=key).first()
    if row is None:
        raise UnableToUseUplift(_("No hay un experimento con esa clave."))
    return row


def _learned(row: Experiment, user: User, display: ProgressDisplay) -> None:
    """Here and now, after bringing the warehouse up to date."""
    from django.conf import settings

    from lazo.cli.running import ConsoleContext
    from lazo.kernel.today import company_today
    from lazo.kernel.warehouse.snapshot import is_current
    from lazo.kernel.warehouse.sync import sync
    from lazo.measure.operations.uplift import UnableToStudy, check_study, study_experiment

    on, context = company_today(), ConsoleContext(display)
    try:
        check_study(experiment=row, on=on, by=user)
    except UnableToStudy as error:
        raise UnableToUseUplift(_("Hace falta que el experimento termine y que tenga grupo de control.")) from error
    if not is_current(settings.WORKSPACE):
        sync(workspace=settings.WORKSPACE, context=context)
    study_experiment(experiment=row, on=on, by=user, context=context)


def _told(study: UpliftStudy, user: User, display: ProgressDisplay, *, keep: bool) -> dict[str, Any]:
    from lazo.cli.running import ConsoleContext
    from lazo.kernel.today import company_today
    from lazo.measure.operations.uplift import apply_study, keep_segments

    told: dict[str, Any] = {"code": study.code, **study.card}
    if keep and not study.code and study.card["advice"]["least"] is not None:
        told["segment"] = keep_segments(study=study, by=user).key
        told["customers"] = apply_study(study=study, on=company_today(), by=user, context=ConsoleContext(display))
    return told


def _cells(arm: str, told: dict[str, Any]) -> tuple[str, ...]:
    if told["code"]:
        return arm, _("no alcanza para saberlo"), "", "", ""
    share, asleep = (f"{figure(round(100 * part))} %" for part in (told["advice"]["share"], told["asleep_share"]))
    target = (
        TARGETS["NONE"] if not told["advice"]["share"] else TARGETS["ALL" if told["advice"]["share"] == 1 else "SOME"]
    )
    return arm, target, share, asleep, told.get("segment", "")
