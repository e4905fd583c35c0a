"""Experiments: all of them, one read out, and those that ended elsewhere brought in from a file."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.newest import newest_page
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.routers.job import JobOut, job_row
from lazo.api.shape import Body, Cursor, Day, Id, Limit, ShortText
from lazo.customize.models import Experiment
from lazo.differentiate.operations.segment import UnableToSaveSegment
from lazo.identify.imports.readers.problem import UnableToRead
from lazo.kernel.access import may, row_rule
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import User
from lazo.measure.imports.experiment_table import UnableToReadExperiment
from lazo.measure.models import UpliftStudy
from lazo.measure.operations.import_experiment import ExperimentFile, UnableToImportExperiment, import_experiment
from lazo.measure.operations.uplift import UnableToStudy, keep_targets, start_study
from lazo.measure.queries.experiments import experiments, may_read_experiments, state_of
from lazo.measure.queries.readout import Comparison, Readout, metrics_of, read_experiment
from lazo.measure.queries.uplift import kept_of, studies_of

router = Router()
Area = Literal["ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"]


class ExperimentOut(Schema):
    """`state`: planned, running or ended. `unit_margin` in minor units of `currency`."""

    id: int
    key: str
    name: str
    kind: str
    area: str
    metric: str
    window_days: int
    unit_margin: int | None
    currency: str
    started_on: date | None
    ends_on: date | None
    state: str


class ExperimentsOut(Schema):
    data: list[ExperimentOut]
    next: str | None = None


class ArmOut(Schema):
    """`share` in parts of ten thousand; money in base minor units, null where none is known."""

    key: str
    name: str
    is_control: bool
    share: int
    customers: int
    successes: int
    money: int | None
    cost: int


class ReturnOut(Schema):
    """Base minor units; `roi` is (gross - cost) / cost, null where nothing was spent."""

    gross: int
    gross_low: int
    gross_high: int
    cost: int
    net: int
    roi: float | None


class ComparisonOut(Schema):
    """`key` blank: all treated together. `difference`, `low`, `high` per customer, in shares or base minor units; `watched_low` and
    `watched_high` hold however often they are looked at.
    """

    key: str
    difference: float
    low: float
    high: float
    extra: float
    extra_low: float
    extra_high: float
    chance: float
    variance_taken: float
    watched_low: float
    watched_high: float
    is_decided: bool
    result: ReturnOut | None


class ReadoutOut(Schema):
    """`ratio_chance`: how likely chance alone makes the arms as uneven as they are; below 0.001 the readout is not to be trusted."""

    metric: str
    metrics: list[str]
    until: date
    ends: date | None
    is_final: bool
    fraction: float
    arms: list[ArmOut]
    whole: ComparisonOut | None
    each: list[ComparisonOut]
    ratio_chance: float | None
    sees_everything: bool


class DifferenceOut(Schema):
    """Treated less control, in shares, with its 95 % interval."""

    difference: float
    low: float
    high: float


class UpliftArmOut(Schema):
    """`code`: why nothing could be learned (blank: it could). `share` of the customers to direct it to, 0 nobody, 1 everybody; `asleep` those
    to leave in peace. `curve`: share of the customers, best first, and outcomes gained per customer of the whole. `net` of a customer in base
    minor units, null without a known value or the right to see money. `segment` where it was kept, `applied_on` when customers were told.
    """

    arm: str
    on: date
    code: str
    targeting: str | None = None
    share: float | None = None
    inside: DifferenceOut | None = None
    outside: DifferenceOut | None = None
    asleep: float | None = None
    qini: float | None = None
    deviation: float | None = None
    curve: list[tuple[float, float]] = []
    net: float | None = None
    segment: str | None = None
    asleep_segment: str | None = None
    applied_on: date | None = None


class UpliftOut(Schema):
    arms: list[UpliftArmOut]


class FinishedExperimentIn(Body):
    """`source` is whose identifiers the customers have, `on` the day of rows that say none, `control` the group nothing was done to (blank:
    the one whose name says so).
    """

    name: Annotated[str, Field(min_length=1, max_length=160)]
    source: Annotated[str, Field(min_length=1, max_length=120)]
    area: Area
    on: Day
    window_days: Annotated[int, Field(ge=1, le=3650)] = 14
    control: ShortText = ""


class RefusedRowOut(Schema):
    row: int
    code: str


class ImportedExperimentOut(Schema):
    """`customers` by group, `outcomes` by name; `undo` takes it out again."""

    experiment: int
    customers: dict[str, int]
    outcomes: dict[str, int]
    left_out: int
    problems: list[RefusedRowOut]
    undo: str


@router.get("/experiments", response=ExperimentsOut)
def list_experiments(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """The newest first, for who makes campaigns or sees money."""
    _reader(request)
    return newest_page(experiments(), _row, limit=limit, cursor=cursor)


@router.post("/experiments/imports", response={201: ImportedExperimentOut})
def bring_in(
    request: HttpRequest, told: Form[FinishedExperimentIn], file: Annotated[UploadedFile, File(...)]
) -> HttpResponse:
    """An experiment that ended elsewhere: a row per customer with the group and what they did. Customers are those of `source`."""
    user = caller(request, "imports:write", permission="may_import")
    with NamedTemporaryFile(suffix=Path(str(file.name)).suffix[:12]) as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        asked = ExperimentFile(file=Path(copy.name), **told.model_dump())
        try:
            done = import_experiment(told=asked, by=user, context=NullContext())
        except (UnableToImportExperiment, UnableToReadExperiment) as error:
            raise Problem(409 if error.code == "taken" else 422, error.code) from error
        except UnableToRead as error:
            raise Problem(422, "unreadable") from error
    assert done.experiment is not None
    body = {
        "experiment": done.experiment.pk,
        "customers": dict(done.customers),
        "outcomes": dict(done.outcomes),
        "left_out": done.left_out,
        "problems": [vars_of(one) for one in done.refused],
        "undo": done.undo,
    }
    return answer(body, status=201, location=f"/api/v1/experiments/{done.experiment.pk}")


@router.get("/experiments/{experiment}", response=ExperimentOut)
def get_experiment(request: HttpRequest, experiment: Id) -> HttpResponse:
    """One experiment."""
    _reader(request)
    return answer(_row(_found(experiment)))


@router.get("/experiments/{experiment}/uplift", response=UpliftOut)
def read_uplift(request: HttpRequest, experiment: Id) -> HttpResponse:
    """Whom its treatment changes, by arm; nothing before it was learned by POST."""
    user = _reader(request)
    return answer({"arms": [_study(one, user) for one in studies_of(_found(experiment))]})


@router.post("/experiments/{experiment}/uplift", response={202: JobOut})
def learn_uplift(request: HttpRequest, experiment: Id) -> HttpResponse:
    """Learn it, or learn it again, once the experiment has ended."""
    user = caller(request, "campaigns:write")
    try:
        job = start_study(experiment=_found(experiment), on=today(), by=user)
    except UnableToStudy as error:
        raise refused(error) from error
    return answer(job_row(job), status=202, location=f"/api/v1/jobs/{job.pk}")


@router.post("/experiments/{experiment}/uplift/{arm}/segments", response={202: JobOut})
def keep_uplift(request: HttpRequest, experiment: Id, arm: ShortText) -> HttpResponse:
    """Keep whom to direct it to as the segment `uplift-…` that GET names; the job tells every customer."""
    user = caller(request, "campaigns:write")
    study = next((one for one in studies_of(_found(experiment)) if one.arm.key == arm), None)
    if study is None:
        raise not_found()
    try:
        _segment, job = keep_targets(study=study, on=today(), by=user)
    except (UnableToStudy, UnableToSaveSegment) as error:
        raise refused(error) from error
    return answer(job_row(job), status=202, location=f"/api/v1/jobs/{job.pk}")


@router.get("/experiments/{experiment}/readout", response=ReadoutOut)
def read(request: HttpRequest, experiment: Id, metric: ShortText = "", on: Day | None = None) -> HttpResponse:
    """Read out at the end of a day (today without one), of the customers that the caller sees."""
    user = _reader(request)
    row = _found(experiment)
    metrics = metrics_of(row)
    if metric and metric not in (*metrics, "money"):
        raise Problem(422, "invalid", [FieldError("metric", "unknown_field")])
    found = read_experiment(experiment=row, on=on or today(), rule=row_rule(user), metric=metric)
    return answer(readout_row(found, metrics))


def _study(study: UpliftStudy, user: User) -> dict[str, Any]:
    told: dict[str, Any] = {"arm": study.arm.key, "on": study.on_date, "code": study.code}
    if study.code:
        return told
    card, kept = study.card, kept_of(study, user=user)
    advice = card["advice"]
    sees_money = may(user, "may_see_money") and card["value"] is not None
    return told | {
        **{name: card[name] for name in ("targeting", "qini", "deviation", "curve")},
        **{name: advice[name] for name in ("share", "inside", "outside")},
        "asleep": card["asleep_share"],
        "net": advice["net"] if sees_money else None,
        "segment": kept["best"].segment.key if "best" in kept else None,
        "asleep_segment": kept["asleep"].segment.key if "asleep" in kept else None,
        "applied_on": study.applied_on,
    }


def vars_of(row: Any) -> dict[str, Any]:
    """The fields of a small frozen row."""
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def _reader(request: HttpRequest) -> User:
    user = caller(request, "money:read")
    if not may_read_experiments(user):
        raise Problem(403, "not_allowed")
    return user


def _found(experiment: int) -> Experiment:
    row = Experiment.objects.filter(pk=experiment).first()
    if row is None:
        raise not_found()
    return row


def _row(one: Experiment) -> dict[str, Any]:
    names = ("key", "name", "kind", "area", "metric", "window_days", "unit_margin", "currency", "started_on", "ends_on")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}, "state": state_of(one, on=today())}


def readout_row(found: Readout, metrics: list[str]) -> dict[str, Any]:
    """A readout as programs get it."""
    return {
        "metric": found.metric,
        "metrics": metrics,
        "until": found.until,
        "ends": found.ends,
        "is_final": found.is_final,
        "fraction": found.fraction,
        "arms": [
            {
                "key": arm.key,
                "name": arm.name,
                "is_control": arm.is_control,
                "share": arm.share,
                "customers": arm.n,
                "successes": arm.successes,
                "money": arm.money,
                "cost": arm.cost,
            }
            for arm in found.arms
        ],
        "whole": None if found.whole is None else _comparison(found.whole),
        "each": [_comparison(one) for one in found.each],
        "ratio_chance": found.ratio.chance if found.ratio else None,
        "sees_everything": found.sees_everything,
    }


def _comparison(one: Comparison) -> dict[str, Any]:
    main, result = one.main, one.result
    names = ("gross", "gross_low", "gross_high", "cost", "net", "roi")
    return {
        "key": one.key,
        "difference": main.difference,
        "low": main.low,
        "high": main.high,
        "extra": float(main.extra),
        "extra_low": main.extra_low,
        "extra_high": main.extra_high,
        "chance": main.chance,
        "variance_taken": main.taken,
        "watched_low": one.watch.low,
        "watched_high": one.watch.high,
        "is_decided": one.watch.is_decided,
        "result": None if result is None else {name: getattr(result, name) for name in names},
    }
