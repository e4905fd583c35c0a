"""The rules of the cycle and the mix the company wants: read, tried on today's customers, kept."""

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.problem import FieldError, Problem
from lazo.api.routers.job import JobOut, job_row
from lazo.api.shape import Body, Id
from lazo.differentiate.operations.cycle_settings import (
    UnableToSaveCycleSettings,
    checked_thresholds,
    save_cycle_settings,
)
from lazo.differentiate.positions.thresholds import LIMITS
from lazo.differentiate.queries.cycle_settings import settings_now, target_mix_now, thresholds_now
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import User

router = Router()
PREVIEW = "differentiate.preview"
Number = Annotated[float, Field(ge=0, le=100_000)]
Percent = Annotated[int, Field(ge=0, le=100)]


class ThresholdsIn(Body):
    """What is left out is as proposed. Days, times the own rhythm, and shares from 0 to 1."""

    welcome_days: Number | None = None
    silent_days: Number | None = None
    lost_days: Number | None = None
    habit_days: Number | None = None
    overdue_from: Number | None = None
    overdue_lost: Number | None = None
    active_from: Number | None = None
    churn_from: Number | None = None
    growth_rank: Number | None = None
    valuable_from: Number | None = None
    growable_from: Number | None = None

    def said(self) -> dict[str, float]:
        return {name: value for name, value in self.model_dump().items() if value is not None}


class MixIn(Body):
    """Percent of the customers wanted in each area: 100 together."""

    ACQUIRE: Percent = 0
    KEEP: Percent = 0
    MAXIMIZE: Percent = 0
    LOYALTY: Percent = 0
    RETAIN: Percent = 0


class CycleSettingsIn(Body):
    """The whole of it, on top of `version` (null: nothing was decided yet); `target_mix` null wants none."""

    thresholds: ThresholdsIn = ThresholdsIn()
    target_mix: MixIn | None = None
    version: Id | None = None


class TrialIn(Body):
    thresholds: ThresholdsIn


class CycleSettingsOut(Schema):
    """`version` null: the company decided nothing, and the proposed numbers hold; `limits` are between which values each may be."""

    version: int | None = None
    thresholds: dict[str, float]
    target_mix: dict[str, int]
    limits: dict[str, list[float]]


class SavedSettingsOut(CycleSettingsOut):
    """`undo` takes the change back; blank when nothing changed."""

    undo: str


@router.get("/cycle-settings", response=CycleSettingsOut)
def get_cycle_settings(request: HttpRequest) -> HttpResponse:
    """The numbers of the rules in force from the next score run on, and the wanted mix."""
    _administrator(request)
    return answer(_row())


@router.put("/cycle-settings", response=SavedSettingsOut)
def put_cycle_settings(request: HttpRequest, payload: CycleSettingsIn) -> HttpResponse:
    """Keep a new version; the next score run takes its numbers."""
    user = _administrator(request)
    mix = payload.target_mix.model_dump() if payload.target_mix else {}
    try:
        undo = save_cycle_settings(
            thresholds=payload.thresholds.said(), target_mix=mix, version=payload.version, by=user
        )
    except UnableToSaveCycleSettings as error:
        raise _refused(error) from error
    return answer({**_row(), "undo": undo})


@router.post("/cycle-settings/trials", response={202: JobOut})
def try_cycle_settings(request: HttpRequest, payload: TrialIn) -> HttpResponse:
    """Who would stand elsewhere with other numbers: the `result` of this job says it, and nothing is kept."""
    user, said = _administrator(request), payload.thresholds.said()
    try:
        checked_thresholds(said)
    except UnableToSaveCycleSettings as error:
        raise _refused(error) from error
    job = enqueue(PREVIEW, by=user, arguments={"thresholds": {**asdict(thresholds_now()), **said}})
    job.refresh_from_db()
    return answer(job_row(job), status=202, location=f"/api/v1/jobs/{job.pk}")


def _administrator(request: HttpRequest) -> User:
    return caller(request, "admin", permission="may_administer")


def _refused(error: UnableToSaveCycleSettings) -> Problem:
    if error.code:
        now = settings_now()
        return Problem(409, "stale", params={"version": now.pk if now else None}, extra=_row())
    pointers = {name: f"/{name}" if name == "target_mix" else f"/thresholds/{name}" for name in error.problems}
    codes = {"out_of_range": "out_of_range", "not_above": "not_above", "not_100": "not_100"}
    return Problem(
        422, "invalid", [FieldError(pointers[n], codes.get(code, "bad_value")) for n, code in error.problems.items()]
    )


def _row() -> dict[str, Any]:
    now = settings_now()
    return {
        "version": now.pk if now else None,
        "thresholds": asdict(thresholds_now()),
        "target_mix": target_mix_now(),
        "limits": {name: list(limits) for name, limits in LIMITS.items()},
    }
