"""The money of the cycle: entries of the ledger, costs entered and taken back, the balance of a month."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router, Schema
from pydantic import Field

from lazo.analytics.balance import AREAS
from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.newest import newest_page
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.shape import Body, Currency, Cursor, Day, Id, Limit, Minor, Name, ShortText
from lazo.customize.models import MoneyEntry
from lazo.customize.operations.money import UnableToTakeBackMoney
from lazo.measure.operations.cost import Cost, UnableToEnterCost, enter_cost, take_back_cost
from lazo.measure.queries.balance import CycleBalance, balance_of
from lazo.measure.queries.ledger import month_after, month_before

router = Router()
CycleAreaName = Literal["ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"]
Month = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", description="as 2026-10")]
ReportLanguage = Literal["es", "en", "pt"]
LANGUAGES = {"es": "es", "en": "en", "pt": "pt-br"}
PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
Category = Literal["media", "discount", "points", "message", "agent", "tool", "other"]


class MoneyEntryOut(Schema):
    """`amount` in minor units of `currency`; `base_amount`, `low` and `high` in base minor units. `takes_back`: the entry it takes back."""

    id: int
    key: str
    on: date
    area: str
    kind: str
    method: str
    category: str
    amount: int
    currency: str
    base_amount: int
    low: int | None
    high: int | None
    experiment: int | None
    note: str
    at: datetime
    takes_back: int | None


class MoneyEntriesOut(Schema):
    data: list[MoneyEntryOut]
    next: str | None = None


class CostIn(Body):
    """`key` names it in your books: the same key again is the same cost."""

    on: Day
    area: CycleAreaName
    category: Category
    amount: Minor
    currency: Currency
    note: Name = ""
    key: ShortText = ""


class EnteredCostOut(MoneyEntryOut):
    undo: str


class AreaBalanceOut(Schema):
    """`cost` and `returned` (against control groups) in base minor units; `spent` and `earned` are shares of all; null: nothing known."""

    area: str
    cost: int
    returned: int | None
    returned_low: int | None
    returned_high: int | None
    spent: float | None
    earned: float | None
    target: float
    per_unit: float | None
    campaigns: int


class AdviceOut(Schema):
    """`missing`: areas without two controlled campaigns with their cost; then nothing is advised."""

    missing: list[str]
    origin: str
    destination: str
    amount: int


class BalanceOut(Schema):
    """`ars` acquisition and retention's share (`alerts` from 0.70), `balance` against the target, `evenness`; null while nothing was spent."""

    month: str
    areas: list[AreaBalanceOut]
    ars: float | None
    alerts: bool
    balance: float | None
    evenness: float | None
    target_is_proposed: bool
    advice: AdviceOut


@router.get("/money", response=MoneyEntriesOut)
def list_money(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor = "",
    area: CycleAreaName | None = None,
    month: Month | None = None,
) -> HttpResponse:
    """The newest first, those that take others back too."""
    caller(request, "money:read", permission="may_see_money")
    rows = MoneyEntry.objects.all()
    if area:
        rows = rows.filter(area=area)
    if month:
        first = date.fromisoformat(f"{month}-01")
        rows = rows.filter(on__gte=first, on__lt=month_after(first))
    return newest_page(rows, _row, limit=limit, cursor=cursor)


@router.post("/money/costs", response={201: EnteredCostOut})
def enter(request: HttpRequest, payload: CostIn) -> HttpResponse:
    """Book what was spent."""
    user = caller(request, "money:write", permission="may_see_money")
    told = payload.model_dump()
    told["key"] = f"api:{told['key']}" if told["key"] else ""
    try:
        entry, undo = enter_cost(cost=Cost(**told), by=user)
    except UnableToEnterCost as error:
        raise Problem(422, error.code, [FieldError(f"/{error.field}", error.code)]) from error
    return answer({**_row(entry), "undo": undo}, status=201)


@router.delete("/money/costs/{entry}", response=MoneyEntryOut)
def take_back(request: HttpRequest, entry: Id) -> HttpResponse:
    """Take an entered cost back: the answer is the entry that does."""
    user = caller(request, "money:write", permission="may_see_money")
    row = MoneyEntry.objects.filter(pk=entry).first()
    if row is None:
        raise not_found()
    try:
        return answer(_row(take_back_cost(entry=row, by=user)))
    except UnableToTakeBackMoney as error:
        raise refused(error) from error


@router.get("/balance", response=BalanceOut)
def balance(request: HttpRequest, month: Month | None = None) -> HttpResponse:
    """Where the money of a month (without one, this month's) went, and what control groups say came back."""
    caller(request, "money:read", permission="may_see_money")
    first = date.fromisoformat(f"{month}-01") if month else today().replace(day=1)
    return answer(_balance(f"{first:%Y-%m}", balance_of(first=first, until=month_after(first))))


@router.get("/reports/board", openapi_extra={"responses": {200: {"content": PDF}}})
def board(request: HttpRequest, month: Month | None = None, language: ReportLanguage = "es") -> HttpResponse:
    """The month for the board as a PDF, for who sees the company's money and all its customers; without `month`, the last that ended."""
    from lazo.web.report.board import board_report, report_name  # a slow import that only this answer pays
    from lazo.web.report.reading import UnableToReport  # beside it

    user = caller(request, "money:read", permission="may_see_money")
    first = date.fromisoformat(f"{month}-01") if month else month_before(today())
    with translation.override(LANGUAGES[language]):
        try:
            made = board_report(by=user, month=first, on=today())
        except UnableToReport as error:
            raise refused(error) from error
        name = report_name(first)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _balance(month: str, found: CycleBalance) -> dict[str, Any]:
    kept = found.balance
    areas = {area.area: area for area in found.areas}
    return {
        "month": month,
        "areas": [_area(areas[name]) for name in AREAS],
        "ars": kept.ars if kept else None,
        "alerts": bool(kept and kept.alerts),
        "balance": kept.balance if kept else None,
        "evenness": kept.evenness if kept else None,
        "target_is_proposed": found.target_is_proposed,
        "advice": {
            "missing": list(found.advice.missing),
            "origin": found.advice.origin,
            "destination": found.advice.destination,
            "amount": found.advice.amount,
        },
    }


def _area(area: Any) -> dict[str, Any]:
    known = bool(area.returned.entries)
    return {
        "area": area.area,
        "cost": area.cost,
        "returned": area.returned.amount if known else None,
        "returned_low": area.returned.low,
        "returned_high": area.returned.high,
        "spent": area.spent,
        "earned": area.earned,
        "target": area.target,
        "per_unit": area.per_unit,
        "campaigns": area.campaigns,
    }


def _row(one: MoneyEntry) -> dict[str, Any]:
    names = (
        "key", "on", "area", "kind", "method", "category", "amount", "currency", "base_amount", "low", "high", "note", "at",
    )  # fmt: skip
    told = {name: getattr(one, name) for name in names}
    return {"id": one.pk, **told, "experiment": one.experiment_id, "takes_back": one.takes_back_id}
