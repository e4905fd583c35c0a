"""A model of likelihood: asked for, trained, and which of its versions holds."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from lazo.differentiate.models import LabelTable, ModelVersion, PropensityModel
from lazo.differentiate.propensity.purchases import HORIZON
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, enqueue
from lazo.kernel.models import Job, User
from lazo.kernel.workspace import Workspace

SEED = 20_260
TRAIN, APPLY = "differentiate.train", "differentiate.apply"
Kind = PropensityModel.Kind
STEPS = {
    "guard": "vigilar las columnas",
    "folds": "aprender por partes",
    "later": "probar con lo posterior",
    "fit": "ajustar el modelo",
    "reasons": "explicar",
}


class UnableToCreateModel(ValueError):
    """`code` is not_allowed, unknown_kind, no_name, needs_table, not_described, or exists (of a model that learns from purchases)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToTrainModel(ValueError):
    """What UnableToTrain, UnableToReadLabel say of the data (`code`, `params`), not_allowed, or no_purchases."""

    def __init__(self, code: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.params = code, params or {}


@transaction.atomic
def create_model(
    *, kind: str, name: str, table: LabelTable | None, by: User, horizon_days: int | None = None
) -> PropensityModel:
    """Ask a question that is to be learned: from the purchases (silence, next category), or from a described table. One event, `model.created`.

    Raises UnableToCreateModel.
    """
    if not may(by, "may_import"):
        raise UnableToCreateModel("not_allowed")
    if kind not in Kind.values:
        raise UnableToCreateModel("unknown_kind")
    plain = " ".join(name.split())[:120]
    if not plain:
        raise UnableToCreateModel("no_name")
    if table is None and kind not in PropensityModel.FROM_PURCHASES:
        raise UnableToCreateModel("needs_table")
    if table is not None and not table.choices.get("label"):
        raise UnableToCreateModel("not_described")
    if table is None and PropensityModel.objects.filter(kind=kind, table__isnull=True).exists():
        raise UnableToCreateModel("exists")
    horizon = HORIZON if table is None else horizon_days
    model = PropensityModel.objects.create(kind=kind, name=plain, table=table, horizon_days=horizon, created_by=by)
    data = {"kind": kind, "table": table.pk if table else None}
    record_event(kind="model.created", by=by, table="differentiate_propensitymodel", row=model.pk, data=data)
    return model


def start_training(*, model: PropensityModel, on: date, by: User) -> Job:
    """Ask for a new version, learned from what was known at the end of `on`. Raises UnableToTrainModel when `by` may not."""
    if not may(by, "may_import"):
        raise UnableToTrainModel("not_allowed")
    arguments = {"model": model.pk, "on": on.isoformat()}
    return enqueue(TRAIN, by=by, arguments=arguments, key=f"{TRAIN} {model.pk}")


def train_model(
    *,
    workspace: Workspace,
    model: PropensityModel,
    on: date,
    by: User | None,
    most: int | None = None,
    context: JobContext,
) -> ModelVersion:
    """Learn a new version from what was known at the end of `on`; killed and started again, one version comes of it.

    `most` is from how many rows at the most, null: 200,000.

    Version, card and the event `model.trained` become true in one transaction. Raises UnableToTrainModel.
    """
    known = context.saved.get("version")
    if known:
        return ModelVersion.objects.get(pk=known)
    trained = _learned(workspace, model, on, most, context)
    with transaction.atomic():
        PropensityModel.objects.select_for_update().get(pk=model.pk)
        last = ModelVersion.objects.filter(model=model).aggregate(last=Max("number"))["last"] or 0
        version = ModelVersion.objects.create(
            model=model,
            number=last + 1,
            on_date=on,
            card=trained.card,
            numbers=trained.model.as_json(),
            is_useful=trained.card["is_useful"],
            created_by=by,
        )
        context.checkpoint(version=version.pk)
        record_event(
            kind="model.trained",
            by=by,
            table="differentiate_propensitymodel",
            row=model.pk,
            data={"version": version.number, "on": on.isoformat(), "is_useful": version.is_useful},
        )
    return version


def _learned(workspace: Workspace, model: PropensityModel, on: date, most: int | None, context: JobContext) -> Any:
    from lazo.analytics.propensity.labels import UnableToReadLabel
    from lazo.analytics.propensity.training import MOST_ROWS, UnableToTrain, train

    def step(done: int, total: int, note: str) -> None:
        context.progress(done, total, STEPS[note])
        context.raise_if_cancelled()

    context.progress(0, None, "leer lo ocurrido")
    try:
        rows = _rows(workspace, model, on)
        return train(rows, seed=SEED + model.pk, step=step, most=most or MOST_ROWS)
    except (UnableToTrain, UnableToReadLabel) as error:
        raise UnableToTrainModel(error.code, error.params) from error


def _rows(workspace: Workspace, model: PropensityModel, on: date) -> Any:
    """The labelled rows of the model's source."""
    if model.table is not None:
        from lazo.differentiate.propensity.labelled import read_label_table

        return read_label_table(model.table).labelled
    from lazo.differentiate.propensity.purchases import Customers
    from lazo.kernel.warehouse.snapshot import open_snapshot

    customers = Customers.of(open_snapshot(workspace))
    if model.kind == Kind.NEXT_CATEGORY:
        from lazo.differentiate.propensity.categories import category_rows

        return category_rows(customers, on)
    return customers.labelled(customers.histories(on)[1:])
