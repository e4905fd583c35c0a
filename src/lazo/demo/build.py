"""Builds the demo in a workspace with the product's own means: files, import, sync, score. No back door."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from lazo.demo import real
from lazo.demo.accounts import write_decisions
from lazo.demo.beside import beside
from lazo.demo.company import PEOPLE, SEED
from lazo.demo.drawing import DrawnCompany, draw_company
from lazo.demo.files import SourceFile
from lazo.demo.founding import found_fictitious_company
from lazo.demo.nested import PartContext
from lazo.demo.offering import book_campaigns, write_offers
from lazo.demo.relating import write_relations
from lazo.demo.sending import write_messages
from lazo.demo.serving import state_costs
from lazo.demo.writing import write_by_hand
from lazo.differentiate.models import PropensityModel
from lazo.differentiate.operations.propensity_model import UnableToTrainModel, create_model
from lazo.differentiate.queries.month_before import month_before
from lazo.identify.imports.operations.map_batch import map_batch
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.imports.operations.receive_file import receive_file
from lazo.identify.models import ImportBatch
from lazo.identify.operations.source import ensure_source
from lazo.kernel.jobs import JobContext, job_kind
from lazo.kernel.models import User
from lazo.kernel.subscribers import JOB as SUBSCRIBERS
from lazo.kernel.workspace import Workspace

OPTIONS = {"create_unknown": True}
WITH_A_PAST = 50_000
"""Customers up to which the demo is scored a month earlier too, so that one sees how it changed; beyond, that would be felt."""
ROWS_TO_LEARN = 1_500
RESOLVE, TRAIN = ("identify.resolve", "Duplicados"), ("differentiate.train", "Modelo de silencio")


def build_demo(
    *, workspace: Workspace, on: date, customers: int, is_real: bool = False, seed: int = SEED, context: JobContext
) -> dict[str, Any]:
    """Make this workspace a living company with a history up to `on` and score it; the result counts what was made.

    `customers` is how many people and businesses truly exist (the records are a few more); with `is_real` it is the
    households of the real data set, whose last day replaces `on`. Killed and called again it goes on where it was.
    Raises UnableToBuildDemo when another company works in the workspace, UnableToInstallRealData.
    """
    if "founded" not in context.saved:
        found_fictitious_company(on=on, is_real=is_real, by=None)
        context.checkpoint(founded=True)
    day = real.LAST_DAY if is_real else on
    context.progress(0, None, "Dibujando la empresa")
    drawn = _files(workspace.files / "demo", on=on, customers=customers, is_real=is_real, seed=seed)
    by = User.objects.get(email=PEOPLE[0].email)
    whose = [_bring_in(file, by=by, context=context) for file in drawn.files if file.entity == "customers"]
    if not is_real:
        _propose_same_beside(context)
    what = [_bring_in(file, by=by, context=context) for file in drawn.files if file.entity != "customers"]
    if not is_real:
        context.progress(0, None, "Notas, llamadas y pendientes")
        write_by_hand(on=day, seed=seed)
        context.progress(0, None, "Hogares, empresas y grupos")
        _when_records_are_read()
        write_relations(on=day, seed=seed)
        state_costs(on=day, by=by)
        _resolve(context)
        context.progress(0, None, "Ofertas y una campaña")
        write_offers(folder=workspace.files / "demo", on=day, seed=seed)
    _run(context, "identify.relations", "Relaciones probables", on=day.isoformat())
    _run(context, "identify.infer", "Rasgos inferidos", on=day.isoformat())
    _run(context, "warehouse.sync", "Almacén de datos")
    _learn_beside(day, by=by, context=context)
    has_past = not is_real and customers <= WITH_A_PAST
    if has_past:
        month_ago = month_before(day).isoformat()
        _run(context, "differentiate.score", "Puntajes de hace un mes", on=month_ago)
        _decide(context, on=day, seed=seed)
    score = _run(context, "differentiate.score", "Puntajes", on=day.isoformat())
    if customers <= WITH_A_PAST:
        _run(context, "differentiate.equity", "Capital de clientes")
    _foretell(day, by=by, context=context)
    if not is_real:
        _decide(context, on=day, seed=seed)
        _run(context, SUBSCRIBERS, "Avisos de lo nuevo")
        _run(context, "customize.decide", "Siguiente mejor acción", on=day.isoformat())
        book_campaigns(on=day)
        context.progress(0, None, "Plantillas y mensajes")
        write_messages(on=day)
    counts = {"people": drawn.people, "records": drawn.records}
    return {**counts, "batches": [*whose, *what], "score": score, "on": day.isoformat()}


def _decide(context: JobContext, *, on: date, seed: int) -> None:
    """What the company's people decided; whoever is told of events begins before, so that the first run of all is no news."""
    context.progress(0, None, "Decisiones sobre clientes y cuentas")
    _run(context, SUBSCRIBERS, "Avisos")
    write_decisions(on=on, seed=seed)


def _files(folder: Path, *, on: date, customers: int, is_real: bool, seed: int) -> DrawnCompany:
    if is_real:
        return real.write_real_files(folder)
    asked = {"folder": str(folder), "customers": customers, "on": on.isoformat(), "seed": seed}
    other = beside()
    drawn = other.answer("draw", **asked) if other else None
    return DrawnCompany.from_json(drawn) if drawn else draw_company(folder, customers=customers, on=on, seed=seed)


def _bring_in(file: SourceFile, *, by: User, context: JobContext) -> int:
    """Import one file as a person would: what the guess says, accepted as it is. Returns the batch's id."""
    known = context.saved.get("batches", {}).get(file.path.name)
    batch = ImportBatch.objects.get(pk=known) if known else _receive(file, by=by)
    context.checkpoint(batches={**context.saved.get("batches", {}), file.path.name: batch.pk})
    if batch.state != ImportBatch.State.DONE:
        _run(context, "identify.import", file.path.name, batch=batch.pk)
    return batch.pk


def _receive(file: SourceFile, *, by: User) -> ImportBatch:
    source = ensure_source(name=file.source, by=by)
    with file.path.open("rb") as stream:
        batch = receive_file(source=source, entity=file.entity, file_name=file.path.name, stream=stream, by=by)
    preview = preview_batch(batch)
    return map_batch(batch=batch, mapping=preview.mapping, options={**preview.options, **OPTIONS}, by=by)


def _propose_same_beside(context: JobContext) -> None:
    """Let who is the same be found while purchases are brought in: the records are there, and purchases change none."""
    other = beside()
    if other and _part(*RESOLVE) not in context.saved:
        other.ask("propose")


def _when_records_are_read() -> None:
    """Records change from here on: who is the same is found by what they said before, however fast the other process is."""
    other = beside()
    if other:
        other.answer("read")


def _resolve(context: JobContext) -> None:
    other = beside()
    found = other.answer("propose") if other else None
    if found:
        context.checkpoint(**{_part(*RESOLVE): found})
    _run(context, *RESOLVE)


def _silence(by: User) -> PropensityModel:
    kind = PropensityModel.Kind.SILENCE
    known = PropensityModel.objects.filter(kind=kind, table__isnull=True).first()
    return known or create_model(kind=kind, name=str(kind.label), table=None, by=by)


def _learn_beside(day: date, *, by: User, context: JobContext) -> None:
    """Let the model of silence be learned while scores are computed: it learns from what was bought."""
    other = beside()
    if other and _part(*TRAIN) not in context.saved:
        other.ask("train", model=_silence(by).pk, on=day.isoformat(), most=ROWS_TO_LEARN)


def _foretell(day: date, *, by: User, context: JobContext) -> None:
    """A model of who will fall silent, learned from some of the customers, and told to all; none where they are too few."""
    model, other = _silence(by), beside()
    asked: dict[str, Any] = {"model": model.pk, "on": day.isoformat()}
    learned = other.answer("train", **asked, most=ROWS_TO_LEARN) if other else None
    if learned:
        context.checkpoint(**{_part(*TRAIN): learned})
    try:
        version = _run(context, *TRAIN, **asked, most=ROWS_TO_LEARN)
    except UnableToTrainModel:
        return
    if version["is_useful"]:
        _run(context, "differentiate.apply", "Probabilidades", **asked)


def _part(kind: str, label: str) -> str:
    return f"{kind} {label}"


def _run(context: JobContext, kind: str, label: str, **arguments: Any) -> dict[str, Any]:
    """Run another package's job as a part of this one; a part that ended is not run again."""
    part = _part(kind, label)
    if part in context.saved.get("ended", {}):
        ended: dict[str, Any] = context.saved["ended"][part]
        return ended
    function: Callable[..., dict[str, Any]] = job_kind(kind).function
    result = function(PartContext(context, part, label), **arguments)
    context.checkpoint(ended={**context.saved.get("ended", {}), part: result})
    return result
