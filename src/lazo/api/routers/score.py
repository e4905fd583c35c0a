"""Value and place in the cycle: of a customer, of all on the map, and the runs that computed them."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from lazo.api.answer import answer, money, page
from lazo.api.caller import caller
from lazo.api.company import company, currency_of, today, zone_of
from lazo.api.found import found_party, found_row
from lazo.api.newest import newest_page
from lazo.api.problem import Problem, not_found
from lazo.api.routers.job import JobOut, job_row
from lazo.api.schemas.customer import ScoreOut
from lazo.api.shape import Body, Cursor, Day, Id, Limit, Money
from lazo.api.views_of_customer import score_row
from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.customer_score import position_history
from lazo.differentiate.queries.cycle_map import cycle_map
from lazo.differentiate.queries.rfm_map import Figures, rfm_map
from lazo.differentiate.queries.score_run import current_run, score_runs
from lazo.differentiate.queries.suggested_day import suggested_day
from lazo.differentiate.queries.value_spread import value_spreads
from lazo.kernel.access import row_rule
from lazo.kernel.jobs import enqueue

router = Router()
SCORING = "differentiate.score"
MONEY = ("value_12m", "value_365d")


class PositionOut(Schema):
    """A place in the cycle, from when to when (null: it holds), and why. A blank area is outside."""

    area: str
    sub_state: str
    valid_from: date
    valid_to: date | None = None
    rule: str
    why: str


class PositionsOut(Schema):
    data: list[PositionOut]
    next: str | None = None


class RunOut(Schema):
    id: int
    on: date
    state: str
    current: bool
    version: str
    reliable: bool
    fitted_on: date | None = None
    counts: dict[str, Any]
    reason: str
    created_at: datetime
    finished_at: datetime | None = None


class RunsOut(Schema):
    data: list[RunOut]
    next: str | None = None


class RunIn(Body):
    """The last day included; null: today, or the last day of the data when it ended more than a month ago."""

    on: Day | None = None


class AreaOut(Schema):
    area: str
    customers: int
    strategic: int
    value_12m: Money
    value_365d: Money
    bins: dict[str, list[int]]


class WayOut(Schema):
    origin: str
    destination: str
    customers: int


class MapOut(Schema):
    """The five areas in the order of the cycle, and who moved since `since`; of the customers the person may see."""

    run: int
    on: date
    areas: list[AreaOut]
    ways: list[WayOut]
    since: date | None = None


class CellOut(Schema):
    """Scores from 1 to `grid`, the best highest."""

    r: int
    f: int
    customers: int
    strategic: int
    value_12m: Money
    value_365d: Money


class RfmOut(Schema):
    run: int
    on: date
    grid: int
    cells: list[CellOut]


class PointOut(Schema):
    """The most valuable `customers` hold `value` together."""

    customers: int
    value: Money


class SpreadOut(Schema):
    measure: str
    customers: int
    total: Money
    points: list[PointOut]


class ConcentrationOut(Schema):
    run: int
    on: date
    curves: list[SpreadOut]


@router.get("/customers/{customer}/score", response=ScoreOut)
def get_score(request: HttpRequest, customer: Id) -> HttpResponse:
    """Value and place of a customer, with the sentence that says why."""
    user = caller(request, "scores:read")
    row = score_row(found_party(user, customer).pk, user=user, currency=currency_of(company()))
    if row is None:
        raise not_found()
    return answer(row)


@router.get("/customers/{customer}/positions", response=PositionsOut)
def list_positions(request: HttpRequest, customer: Id) -> HttpResponse:
    """Where the customer stood in the cycle, the newest first."""
    user = caller(request, "scores:read")
    names = ("area", "sub_state", "valid_from", "valid_to", "rule")
    history = position_history(customer_id=found_party(user, customer).pk, user=user)
    return page({**{name: getattr(one.position, name) for name in names}, "why": one.why} for one in history)


@router.get("/score-runs", response=RunsOut)
def list_runs(request: HttpRequest, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """The newest first; for who may see how the whole company is computed."""
    caller(request, "scores:read", permission="may_export")
    return newest_page(score_runs(), _run, limit=limit, cursor=cursor)


@router.post("/score-runs", response={202: JobOut})
def start_run(request: HttpRequest, payload: RunIn) -> HttpResponse:
    """Ask for a run; the answer is its job. One that is waiting or running already is answered again."""
    user = caller(request, "scores:write", permission="may_import")
    on = payload.on or suggested_day(today=timezone.localdate(timezone=zone_of(company())))
    if on > today():
        raise Problem(422, "out_of_range")
    job = enqueue(SCORING, by=user, arguments={"on": on.isoformat()}, key=SCORING)
    job.refresh_from_db()
    return answer(job_row(job), status=202, location=f"/api/v1/jobs/{job.pk}")


@router.get("/score-runs/{run}", response=RunOut)
def get_run(request: HttpRequest, run: Id) -> HttpResponse:
    """One run."""
    caller(request, "scores:read", permission="may_export")
    return answer(_run(found_row(score_runs(), run)))


@router.get("/cycle-map", response=MapOut)
def get_map(request: HttpRequest) -> HttpResponse:
    """The cycle of the customers the person may see."""
    user, currency = caller(request, "scores:read"), currency_of(company())
    found = cycle_map(user)
    if found is None:
        raise Problem(404, "no_run")
    areas = [
        {
            "area": one.area,
            "customers": one.customers,
            "strategic": one.strategic,
            **{name: money(getattr(one, name), currency) for name in MONEY},
            "bins": one.bins,
        }
        for one in found.areas
    ]
    ways = [{"origin": one.origin, "destination": one.destination, "customers": one.customers} for one in found.ways]
    return answer({"run": found.run.pk, "on": found.run.on_date, "areas": areas, "ways": ways, "since": found.since})


@router.get("/segments/rfm", response=RfmOut)
def get_rfm(request: HttpRequest) -> HttpResponse:
    """How many customers, and how much money, by recency and frequency."""
    user, currency = caller(request, "scores:read"), currency_of(company())
    run = _current()
    found = rfm_map(rule=row_rule(user), run=run)
    cells = [{"r": r, "f": f, **_figures(one, currency)} for (r, f), one in sorted(found.squares.items())]
    return answer({"run": run.pk, "on": run.on_date, "grid": found.grid, "cells": cells})


@router.get("/segments/concentration", response=ConcentrationOut)
def get_concentration(request: HttpRequest) -> HttpResponse:
    """How the value is spread: points of the Pareto or whale curve, by measure."""
    user, currency = caller(request, "scores:read"), currency_of(company())
    run = _current()
    curves = [
        {
            "measure": measure,
            "customers": found.customers,
            "total": money(found.total, currency),
            "points": [{"customers": one.customers, "value": money(one.value, currency)} for one in found.points],
        }
        for measure, found in sorted(value_spreads(rule=row_rule(user), run=run).items())
    ]
    return answer({"run": run.pk, "on": run.on_date, "curves": curves})


def _current() -> ScoreRun:
    run = current_run()
    if run is None:
        raise Problem(404, "no_run")
    return run


def _figures(one: Figures, currency: str) -> dict[str, Any]:
    amounts = {name: money(getattr(one, name), currency) for name in MONEY}
    return {"customers": one.customers, "strategic": one.strategic, **amounts}


def _run(one: ScoreRun) -> dict[str, Any]:
    names = ("state", "version", "fitted_on", "counts", "reason", "created_at", "finished_at")
    told = {name: getattr(one, name) for name in names}
    return {"id": one.pk, "on": one.on_date, "current": one.is_current, "reliable": one.is_reliable, **told}
