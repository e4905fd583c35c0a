"""How good the data are, its course, what it costs, and what the company wants of each attribute."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from lazo.api.answer import answer, money, page
from lazo.api.caller import caller
from lazo.api.company import company, currency_of
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_row
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.shape import Body, Cursor, Id, Limit, Money, UndoOfferOut, Version
from lazo.differentiate.queries.unreached import unreached_values
from lazo.identify.models import QualityTarget, Source
from lazo.identify.operations.quality_target import UnableToSetTarget, set_target
from lazo.identify.queries.quality import (
    AttributeQuality,
    Figure,
    data_quality,
    may_see_quality,
    measured_days,
    measures_of,
    usable_figure,
)

router = Router()
Attribute = Literal[
    "record", "name", "document", "tax_id", "phone", "email", "address", "city", "country", "birth_date", "consent",
    "industry", "size", "purchases",
]  # fmt: skip


class FigureOut(Schema):
    """`hits` of `total`; the share is null of nothing."""

    hits: int
    total: int
    share: float | None = None


class TargetOut(Schema):
    """`percent` null: no share is wanted; `owner` null: nobody answers for it. `version` is what a change is made on; 0: nothing was decided."""

    percent: int | None = None
    owner: int | None = None
    version: int = 0


class AttributeOut(Schema):
    """`figures` by dimension, those that are measured of it; `usable` is what counts against the target."""

    attribute: str
    figures: dict[str, FigureOut]
    usable: FigureOut | None = None
    under_target: bool
    target: TargetOut


class UnreachedOut(Schema):
    """What is expected in 365 days of those whom nobody can reach: all, or the strategic ones."""

    gap: str
    strategic: bool
    customers: int
    value_365d: Money
    run: int
    on: date


class QualityOut(Schema):
    """As measured on `on`, of all customers, or of the records of a source (which has no targets)."""

    on: date
    measured_at: datetime
    source: int | None = None
    attributes: list[AttributeOut]
    unreached: list[UnreachedOut]


class MeasuredOut(Schema):
    on: date
    figures: dict[str, FigureOut]
    usable: FigureOut | None = None


class AttributeHistoryOut(Schema):
    data: list[MeasuredOut]
    next: str | None = None


class TargetIn(Body):
    """The whole of it; `version` is the one it is made on (0: nothing was decided yet)."""

    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    owner: Id | None = None
    version: Version = 0


@router.get("/quality", response=QualityOut)
def get_quality(request: HttpRequest, source: Id | None = None) -> HttpResponse:
    """The last measurement; for who sees every row and may bring data in or take them out."""
    _analyst(request)
    if source is not None:
        found_row(Source.objects.all(), source)
    found, currency = data_quality(source=source), currency_of(company())
    if found is None:
        raise not_found()
    gaps = [] if source is not None else unreached_values()
    return answer(
        {
            "on": found.day,
            "measured_at": found.measured_at,
            "source": source,
            "attributes": [_attribute(one) for one in found.attributes],
            "unreached": [
                {
                    "gap": one.gap,
                    "strategic": one.is_strategic,
                    "customers": one.customers,
                    "value_365d": money(one.value_365d, currency),
                    "run": one.run_id,
                    "on": one.day,
                }
                for one in gaps
            ],
        }
    )


@router.get("/quality/{attribute}/history", response=AttributeHistoryOut)
def get_quality_history(
    request: HttpRequest, attribute: Path[Attribute], source: Id | None = None, limit: Limit = 60, cursor: Cursor = ""
) -> HttpResponse:
    """One attribute on each measured day, the newest first."""
    _analyst(request)
    before = _day(read_cursor(cursor, str)[0]) if cursor else None
    days = measured_days(source=source, before=before, size=limit + 1)
    found = measures_of(attribute=attribute, days=days[:limit], source=source)
    following = make_cursor(days[limit - 1]) if len(days) > limit else ""
    rows = [{"on": day, **_figures(told)} for day, told in found.items()]
    return page(rows, next_cursor=following)


@router.put("/quality/{attribute}/target", response=UndoOfferOut)
def put_quality_target(request: HttpRequest, attribute: Path[Attribute], payload: TargetIn) -> HttpResponse:
    """Say who answers for an attribute and how much of it should be usable."""
    user = caller(request, "admin", permission="may_administer")
    try:
        undo = set_target(
            attribute=attribute, owner=payload.owner, percent=payload.percent, version=payload.version, by=user
        )
    except UnableToSetTarget as error:
        if error.code == "stale":
            raise Problem(409, "stale", params={"version": _version(attribute)}) from error
        raise refused(error, pointers={"": "/owner"}) from error
    return answer({"undo": undo})


def _analyst(request: HttpRequest) -> None:
    if not may_see_quality(caller(request, "scores:read")):
        raise Problem(403, "not_allowed")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")]) from error


def _version(attribute: str) -> int:
    return QualityTarget.objects.filter(attribute=attribute).values_list("version", flat=True).first() or 0


def _attribute(one: AttributeQuality) -> dict[str, Any]:
    target = {name: getattr(one.target, name) if one.target else None for name in ("percent", "owner_id", "version")}
    return {
        "attribute": one.key,
        **_figures(one.figures),
        "under_target": one.is_under,
        "target": {"percent": target["percent"], "owner": target["owner_id"], "version": target["version"] or 0},
    }


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    usable = usable_figure(figures)
    return {
        "figures": {dimension.lower(): _figure(one) for dimension, one in figures.items()},
        "usable": _figure(usable) if usable else None,
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {"hits": one.hits, "total": one.total, "share": one.share}
