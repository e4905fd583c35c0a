"""`lazo import --as experiment`: an experiment that ended elsewhere, read out at once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from lazo.cli.console import Exit, ProgressDisplay, figure, print_json, print_table, say
from lazo.cli.messages import cannot_open
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from lazo.kernel.models import User
    from lazo.measure.operations.import_experiment import ExperimentImported

SHOWN = 20


class UnableToUseExperiment(Exception):
    """What was written can't be used; the words say what to do."""


@dataclass(frozen=True)
class Told:
    """What the command was told; `columns` as COLUMN=FIELD."""

    file: Path
    source: str
    name: str
    area: str
    control: str
    outcomes: Path | None
    on: str | None
    window: int
    columns: tuple[str, ...]


def bring_experiment(told: Told, by: "User", *, dry_run: bool, as_json: bool) -> NoReturn:
    """Bring it in and end the command: 0 when every row was used, 3 when some were left out."""
    from lazo.cli.running import ConsoleContext
    from lazo.measure.operations.import_experiment import ExperimentFile, import_experiment

    asked = ExperimentFile(
        file=told.file,
        source=told.source,
        name=told.name,
        area=told.area,
        on=_day(told.on),
        outcomes=told.outcomes,
        window_days=told.window,
        control=told.control,
        mapping=_mapping(told.columns),
    )
    with ProgressDisplay(quiet=as_json) as display:
        try:
            done = import_experiment(told=asked, by=by, context=ConsoleContext(display), dry_run=dry_run)
        except OSError as error:
            raise UnableToUseExperiment(cannot_open(told.file, error)) from error
    if as_json:
        print_json(_described(done))
    else:
        _show(done)
    raise typer.Exit(Exit.ATTENTION if done.left_out else Exit.OK)


def _described(done: "ExperimentImported") -> dict[str, Any]:
    return {
        "experiment": done.experiment.key if done.experiment else None,
        "customers": dict(done.customers),
        "outcomes": dict(done.outcomes),
        "left_out": done.left_out,
        "problems": [{"row": one.row, "code": one.code} for one in done.refused[:SHOWN]],
    }


def _show(done: "ExperimentImported") -> None:
    from lazo.measure.imports.experiment_table import SENTENCES

    say(
        _("%(customers)s clientes en %(groups)s grupos; %(left_out)s filas fuera.")
        % {
            "customers": figure(done.customers.total()),
            "groups": figure(len(done.customers)),
            "left_out": figure(done.left_out),
        }
    )
    print_table("", [_("grupo"), _("clientes")], [(name, figure(n)) for name, n in done.customers.items()], right=[1])
    if done.refused:
        cells = [(one.row, str(SENTENCES.get(one.code, one.code))) for one in done.refused[:SHOWN]]
        print_table("", [_("fila"), _("razón")], cells, right=[0])


def _day(text: str | None) -> date:
    from lazo.kernel.today import company_today

    if text is None:
        return company_today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnableToUseExperiment(_("El día se escribe como 2026-11-30.")) from error


def _mapping(columns: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.rpartition("=") for pair in columns]
    return {column: field for column, _equals, field in pairs}
