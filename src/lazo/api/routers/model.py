"""Propensity models: asked for, trained, pinned, applied; and what they say of the customers somebody sees."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.routers.job import JobOut, job_row
from lazo.api.schemas.model import (
    ModelIn,
    ModelOut,
    ModelsOut,
    ModelVersionsOut,
    PinIn,
    PropensitiesOut,
)
from lazo.api.shape import Cursor, Id, Limit, UndoOfferOut
from lazo.differentiate.models import LabelTable, ModelVersion, PropensityModel
from lazo.differentiate.operations.model_pin import UnableToPinVersion, pin_version, release_pin, roll_back
from lazo.differentiate.operations.propensity import UnableToApplyModel, start_applying
from lazo.differentiate.operations.propensity_model import (
    UnableToCreateModel,
    UnableToTrainModel,
    create_model,
    start_training,
)
from lazo.differentiate.queries.model_versions import subject_of, versions_of
from lazo.differentiate.queries.propensity import ModelLine, likeliest, may_see_models, model_line, model_lines
from lazo.kernel.models import Job, User

router = Router()


@router.get("/models", response=ModelsOut)
def list_models(request: HttpRequest) -> HttpResponse:
    """All propensity models with the version that holds; for who sees how the company is computed."""
    _analyst(request)
    return page([_row(line) for line in model_lines()])


@router.post("/models", response={201: ModelOut})
def add_model(request: HttpRequest, payload: ModelIn) -> HttpResponse:
    """Ask a question that is to be learned; it is trained by POST /models/{model}/versions."""
    user = _trainer(request)
    table = None
    if payload.table is not None:
        table = LabelTable.objects.filter(pk=payload.table).first()
        if table is None:
            raise Problem(422, "invalid", [FieldError("/table", "unknown_table")])
    try:
        made = create_model(
            kind=payload.kind, name=payload.name, table=table, horizon_days=payload.horizon_days, by=user
        )
    except UnableToCreateModel as error:
        raise refused(error) from error
    return answer(_row(model_line(made)), status=201, location=f"/api/v1/models/{made.pk}")


@router.get("/models/{model}", response=ModelOut)
def get_model(request: HttpRequest, model: Id) -> HttpResponse:
    """One model; the card of the version that holds says how it proved itself."""
    _analyst(request)
    return answer(_row(model_line(_found(model))))


@router.get("/models/{model}/versions", response=ModelVersionsOut)
def list_versions(request: HttpRequest, model: Id, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """Its trainings, the newest first."""
    _analyst(request)
    rows = versions_of(_found(model))
    if cursor:
        rows = rows.filter(number__lt=read_cursor(cursor, int)[0])
    found = list(rows[: limit + 1])
    following = make_cursor(found[limit - 1].number) if len(found) > limit else ""
    return page([_version(one) for one in found[:limit]], next_cursor=following)


@router.post("/models/{model}/versions", response={202: JobOut})
def train(request: HttpRequest, model: Id) -> HttpResponse:
    """Learn a new version from what is known today: the `result` of this job names it."""
    user = _trainer(request)
    try:
        job = start_training(model=_found(model), on=today(), by=user)
    except UnableToTrainModel as error:
        raise refused(error) from error
    return _asked(job)


@router.post("/models/{model}/applications", response={202: JobOut})
def apply(request: HttpRequest, model: Id) -> HttpResponse:
    """Tell the customers what the version that holds says of them, as inferred traits that expire."""
    user = _trainer(request)
    try:
        job = start_applying(model=_found(model), on=today(), by=user)
    except UnableToApplyModel as error:
        raise refused(error) from error
    return _asked(job)


@router.put("/models/{model}/pin", response=UndoOfferOut)
def pin(request: HttpRequest, model: Id, payload: PinIn) -> HttpResponse:
    """Let one version hold, whatever is trained after it."""
    user = _trainer(request)
    subject = subject_of(_found(model))
    return _decided(lambda: pin_version(subject=subject, version=payload.version, by=user))


@router.delete("/models/{model}/pin", response=UndoOfferOut)
def release(request: HttpRequest, model: Id) -> HttpResponse:
    """Let the newest version hold again."""
    user = _trainer(request)
    subject = subject_of(_found(model))
    return _decided(lambda: release_pin(subject=subject, by=user))


@router.post("/models/{model}/rollbacks", response=UndoOfferOut)
def roll_back_model(request: HttpRequest, model: Id) -> HttpResponse:
    """Let the version before the one that holds hold."""
    user = _trainer(request)
    subject = subject_of(_found(model))
    return _decided(lambda: roll_back(subject=subject, by=user))


@router.get("/models/{model}/propensities", response=PropensitiesOut)
def list_propensities(request: HttpRequest, model: Id, limit: Limit = 100, cursor: Cursor = "") -> HttpResponse:
    """What it says of the customers the person sees, the likeliest first."""
    user = caller(request, "scores:read")
    rows = likeliest(model=_found(model), user=user)
    if cursor:
        chance, customer = read_cursor(cursor, float, int)
        rows = rows.filter(chance__lt=chance) | rows.filter(chance=chance, customer_id__gt=customer)
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return page(
        [
            {
                "customer": one.customer_id,
                "chance": one.chance,
                "confidence": one.confidence,
                "answer": one.answer,
                "reasons": one.reasons,
                "version": one.version.number,
                "on": one.on_date,
                "expires_on": one.expires_on,
            }
            for one in found[:limit]
        ],
        next_cursor=make_cursor(last.chance, last.customer_id) if last else "",
    )


def _analyst(request: HttpRequest) -> User:
    user = caller(request, "scores:read")
    if not may_see_models(user):
        raise Problem(403, "not_allowed")
    return user


def _trainer(request: HttpRequest) -> User:
    return caller(request, "scores:write", permission="may_import")


def _found(number: int) -> PropensityModel:
    found: PropensityModel = found_row(PropensityModel.objects.select_related("table"), number)
    return found


def _asked(job: Job) -> HttpResponse:
    job.refresh_from_db()
    return answer(job_row(job), status=202, location=f"/api/v1/jobs/{job.pk}")


def _decided(decide: Any) -> HttpResponse:
    try:
        return answer({"undo": decide()})
    except UnableToPinVersion as error:
        raise refused(error) from error


def _version(version: ModelVersion) -> dict[str, Any]:
    return {
        "id": version.pk,
        "number": version.number,
        "on": version.on_date,
        "is_useful": version.is_useful,
        "card": version.card,
        "created_at": version.created_at,
    }


def _row(line: ModelLine) -> dict[str, Any]:
    model = line.model
    return {
        "id": model.pk,
        "kind": model.kind,
        "name": model.name,
        "table": model.table_id,
        "horizon_days": model.horizon_days,
        "version": _version(line.version) if line.version else None,
        "pinned": line.pin is not None,
        "customers": line.told,
        "told_on": line.told_on,
    }
