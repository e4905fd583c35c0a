"""`lazo model`: what was learned of the customers: listed, shown, learned from a file, trained, applied, pinned."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lazo.cli.commands import Commands
from lazo.cli.console import print_json, print_table, remark, say
from lazo.cli.environment import acting_user, open_workspace
from lazo.cli.words import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from lazo.differentiate.models import ModelVersion, PropensityModel
    from lazo.differentiate.queries.propensity import ModelLine
    from lazo.kernel.models import Job

app = Commands(help=_("Modelos: de qué aprendió cada uno, cómo le fue en la prueba, qué versión vale."))
VALUE = "valor"
Which = Annotated[str, typer.Argument(metavar=_("MODELO"), help=_("Su número (mira «lazo model list»), o «valor»."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Escribe el resultado como JSON."))]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("Último día que cuenta; sin él, hoy."))]


class UnableToFinishModel(Exception):
    """The training or the application was refused; the message says why."""


class UnableToFindModel(Exception):
    """There is no model of that number."""


@app.command("list", help=_("Muestra los modelos con la versión que vale."))
def list_models(*, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.differentiate.queries.propensity import model_lines

    rows = [_described(line) for line in model_lines()]
    if as_json:
        print_json({"models": rows, "value": _value()})
        return
    header = ["id", _("modelo"), _("predice"), _("versión"), "AUC", _("calibración"), _("clientes")]
    print_table(_("Modelos"), header, [_cells(row) for row in rows], right=[0, 3, 4, 5, 6])


@app.command("show", help=_("Muestra la ficha de un modelo: la prueba, lo que pesa, lo que se dejó fuera."))
def show(model: Which, *, as_json: AsJson = False) -> None:
    open_workspace()
    if model == VALUE:
        _show_value(as_json=as_json)
        return
    from lazo.differentiate.queries.propensity import model_line

    line = model_line(_found(model))
    row = _described(line)
    if as_json:
        print_json({**row, "card": line.version.card if line.version else None})
        return
    print_table(
        line.model.name, [_("versión"), "AUC", _("calibración"), _("clientes")], [_cells(row)[3:]], right=[0, 1, 2, 3]
    )
    if line.version is not None:
        _show_card(line.version)


@app.command("learn", help=_("Trae una tabla con lo que pasó y entrena un modelo con ella."))
def learn(
    file: Annotated[Path, typer.Argument(metavar=_("ARCHIVO"), exists=True, dir_okay=False, help=_("La tabla."))],
    *,
    label: Annotated[str, typer.Option(help="La columna con lo que pasó.")],
    yes: Annotated[str, typer.Option(help="El valor que significa que sí, o «> 3»; sin él, se reconoce.")] = "",
    ident: Annotated[str, typer.Option("--id", help=_("La columna que dice qué cliente es."))] = "",
    day: Annotated[str, typer.Option(help="La columna con el día de la fila.")] = "",
    known: Annotated[str, typer.Option(help="La columna con el día en que se supo cómo terminó.")] = "",
    before: Annotated[list[str] | None, typer.Option(help="Una columna que se conoce antes (repetible).")] = None,
    after: Annotated[list[str] | None, typer.Option(help="Una que se conoce solo después (repetible).")] = None,
    kind: Annotated[str, typer.Option(help="CHURN, LATE_PAYMENT o RESPONSE.")] = "RESPONSE",
    name: Annotated[str, typer.Option(help="Cómo se llamará; sin él, como el archivo.")] = "",
    on: On = None,
    as_json: AsJson = False,
) -> None:
    open_workspace()
    from lazo.differentiate.operations.label_table import describe_table, receive_table
    from lazo.differentiate.operations.propensity_model import create_model

    by = acting_user(None)
    with file.open("rb") as stream:
        table = receive_table(name=name or file.stem, file_name=file.name, stream=stream, by=by)
    declared = {**dict.fromkeys(before or (), "before"), **dict.fromkeys(after or (), "after")}
    choices = {"label": label, "rule": yes, "id": ident, "day": day, "known": known, "declared": declared}
    table = describe_table(table=table, choices=choices, version=table.version, by=by)
    made = create_model(kind=kind, name=table.name, table=table, by=by)
    _train(made, on, as_json=as_json)


@app.command(
    "train",
    help=_(
        "Entrena una versión nueva. De «valor», ajusta de nuevo los modelos en un cálculo; de «silence» y «next_category», la primera también."
    ),
)
def train(model: Which, *, on: On = None, as_json: AsJson = False) -> None:
    open_workspace()
    if model == VALUE:
        from lazo.cli.score import last_day, run_score

        run = run_score(on.date() if on else last_day(), refit=True, quiet=as_json)
        say(_("Cálculo %(run)s, al %(day)s") % {"run": run.pk, "day": run.on_date.isoformat()})
        return
    _train(_found(model, make=True), on, as_json=as_json)


@app.command("apply", help=_("Dice a cada cliente su probabilidad, como un rasgo inferido que vence."))
def apply(model: Which, *, on: On = None, as_json: AsJson = False) -> None:
    open_workspace()
    from lazo.differentiate.operations.propensity import start_applying

    found = _found(model)
    job = start_applying(model=found, on=_day(on), by=acting_user(None))
    result = _finished(job, quiet=as_json)
    if as_json:
        print_json(result)
    else:
        say(_("Clientes con respuesta: %(customers)s; sin ella desde ahora: %(gone)s") % result)


@app.command("pin", help=_("Fija una versión: vale, se entrene lo que se entrene."))
def pin(
    model: Which,
    version: Annotated[int, typer.Argument(metavar=_("VERSIÓN"), help=_("Su número; de «valor», el del cálculo."))],
) -> None:
    open_workspace()
    from lazo.differentiate.models import ModelVersion
    from lazo.differentiate.operations.model_pin import pin_version

    number = version
    if model != VALUE:
        row = ModelVersion.objects.filter(model=_found(model), number=version).first()
        number = row.pk if row else 0
    pin_version(subject=_subject(model), version=number, by=acting_user(None))
    say(_("Fijada."))


@app.command("release", help=_("Suelta la versión fijada: vale la más nueva."))
def release(model: Which) -> None:
    open_workspace()
    from lazo.differentiate.operations.model_pin import release_pin

    release_pin(subject=_subject(model), by=acting_user(None))
    say(_("Suelta."))


@app.command("rollback", help=_("Vuelve a la versión anterior a la que vale, y la fija."))
def rollback(model: Which) -> None:
    open_workspace()
    from lazo.differentiate.operations.model_pin import roll_back

    roll_back(subject=_subject(model), by=acting_user(None))
    say(_("Vale la anterior."))


def _train(model: "PropensityModel", on: datetime | None, *, as_json: bool) -> None:
    from lazo.differentiate.operations.propensity_model import start_training
    from lazo.differentiate.queries.propensity import model_line

    _finished(start_training(model=model, on=_day(on), by=acting_user(None)), quiet=as_json)
    line = model_line(model)
    if as_json:
        print_json({**_described(line), "card": line.newest.card if line.newest else None})
    elif line.newest is not None:
        say(_("Modelo %(model)s, versión %(version)s") % {"model": model.pk, "version": line.newest.number})
        _show_card(line.newest)


def _finished(job: "Job", *, quiet: bool) -> dict[str, Any]:
    """The job's result; what it refused is told as if it had been refused here. Raises UnableToFinishModel, UnableToFinishJob."""
    from lazo.cli.messages import BY_CODE
    from lazo.cli.running import UnableToFinishJob, finish_visibly

    try:
        return finish_visibly(job, quiet=quiet)
    except UnableToFinishJob as error:
        code, params = error.error.get("code", ""), error.error.get("params", {})
        for kind in ("UnableToTrainModel", "UnableToApplyModel"):
            if (kind, code) in BY_CODE:
                raise UnableToFinishModel(str(BY_CODE[kind, code]).format(**params)) from error
        raise


def _show_card(version: "ModelVersion") -> None:
    card = version.card
    rows = [(_("por partes"), card["out_of_fold"])] + (
        [(_("tiempo posterior"), card["later"])] if card["later"] else []
    )
    print_table(
        _("Prueba"),
        ["", _("casos"), "AUC", _("calibración"), _("alza 10 %")],
        [(name, p["n"], f"{p['auc']:.3f}", f"{p['ece']:.3f}", f"{p['lift_10']:.1f}") for name, p in rows],
        right=[1, 2, 3, 4],
    )
    say(_("Pesan: %(columns)s") % {"columns": ", ".join(one["name"] for one in card["columns"][:6])})
    for one in card["findings"]:
        if one["is_leak"]:
            told = {"column": one["column"], "reason": one["reason"]}
            remark(_("Fuera por conocerse después: %(column)s (%(reason)s)") % told)
    if not version.is_useful:
        remark(_("No sirve: %(reasons)s") % {"reasons": ", ".join(one["code"] for one in card["reasons"])})


def _described(line: "ModelLine") -> dict[str, Any]:
    version = line.version
    return {
        "id": line.model.pk,
        "name": line.model.name,
        "kind": line.model.kind,
        "version": version.number if version else None,
        "is_useful": version.is_useful if version else None,
        "auc": version.card["out_of_fold"]["auc"] if version else None,
        "ece": version.card["out_of_fold"]["ece"] if version else None,
        "pinned": line.pin is not None,
        "customers": line.told,
    }


def _cells(row: dict[str, Any]) -> list[Any]:
    figures = ["–" if row[name] is None else f"{row[name]:.3f}" for name in ("auc", "ece")]
    version = "–" if row["version"] is None else str(row["version"])
    version += " " + _("(fijada)") if row["pinned"] else ""
    return [row["id"], row["name"], row["kind"], version, *figures, row["customers"]]


def _value() -> dict[str, Any] | None:
    from lazo.differentiate.queries.model_versions import VALUE as SUBJECT
    from lazo.differentiate.queries.model_versions import fits, in_force, open_pins

    run = fits().filter(pk=in_force(SUBJECT) or 0).first()
    if run is None:
        return None
    return {
        "run": run.pk,
        "fitted_on": run.fitted_on.isoformat() if run.fitted_on else None,
        "is_reliable": run.is_reliable,
        "pinned": SUBJECT in open_pins([SUBJECT]),
    }


def _show_value(*, as_json: bool) -> None:
    found = _value()
    if found is None:
        raise UnableToFindModel(_("Todavía no se ajustó ningún modelo de valor: «lazo score»."))
    if as_json:
        print_json(found)
        return
    say(_("Cálculo %(run)s, ajustado con datos hasta el %(fitted_on)s") % found)
    say(_("Proyección: confiable") if found["is_reliable"] else _("Proyección: no confiable; se usa la simple"))
    if found["pinned"]:
        say(_("Fijada."))


def _subject(model: str) -> str:
    from lazo.differentiate.queries.model_versions import VALUE as SUBJECT
    from lazo.differentiate.queries.model_versions import subject_of

    return SUBJECT if model == VALUE else subject_of(_found(model))


def _found(model: str, *, make: bool = False) -> "PropensityModel":
    """By its number, or by its kind where it learns from the purchases. Raises UnableToFindModel."""
    from lazo.differentiate.models import PropensityModel
    from lazo.differentiate.operations.propensity_model import create_model

    if model.isascii() and model.isdecimal() and len(model) < 18:
        found = PropensityModel.objects.select_related("table").filter(pk=int(model)).first()
    else:
        kind = model.upper()
        found = PropensityModel.objects.filter(kind=kind, table__isnull=True).first()
        if found is None and make and kind in PropensityModel.FROM_PURCHASES:
            name = str(PropensityModel.Kind(kind).label)
            found = create_model(kind=kind, name=name, table=None, by=acting_user(None))
    if found is None:
        raise UnableToFindModel(_("No hay un modelo «%(model)s». Mira «lazo model list».") % {"model": model})
    return found


def _day(on: datetime | None) -> "date":
    from lazo.kernel.today import company_today

    return on.date() if on else company_today()
