"""What it costs to serve, and what all customers are worth together: stated, read, explained."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.analytics.cost_to_serve import UnitCost
from lazo.analytics.equity import PARTS
from lazo.api.answer import answer, money
from lazo.api.caller import caller
from lazo.api.company import company, currency_of
from lazo.api.problem import FieldError, Problem, not_found
from lazo.api.shape import Body, Day, Id, Money
from lazo.differentiate.operations.cost_sheet import (
    LARGEST,
    MOST_COSTS,
    UnableToSaveCosts,
    save_costs,
    withdraw_costs,
)
from lazo.differentiate.operations.wallet_settings import UnableToSaveWallet, save_wallet
from lazo.differentiate.queries.cost_sheet import cost_sheets, cost_version
from lazo.differentiate.queries.equity import CustomerEquity, Figure, customer_equity
from lazo.differentiate.queries.wallet_settings import WalletFields, wallet_fields, wallet_version
from lazo.kernel.models import User

router = Router()
FIELDS = {
    "unknown_activity": "activity",
    "unknown_direction": "direction",
    "only_of_contacts": "channel",
    "too_long": "kind",
    "out_of_range": "amount",
}
CODES = {"too_long": "too_long", "out_of_range": "out_of_range", "said_twice": "repeated"}


class UnitCostIn(Body):
    """What one attention costs, in minor units of the base currency; a blank channel, direction or kind of a contact is any."""

    activity: Literal["contact", "order", "return", "delivery"]
    amount: Annotated[int, Field(ge=0, le=LARGEST)]
    channel: Annotated[str, Field(max_length=40)] = ""
    direction: Literal["", "IN", "OUT"] = ""
    kind: Annotated[str, Field(max_length=60)] = ""


class CostSheetIn(Body):
    """What holds from a day on (null: since ever), on top of `version`, the newest of all sheets (null: there was none)."""

    valid_from: Day | None = None
    costs: Annotated[list[UnitCostIn], Field(max_length=MOST_COSTS)]
    version: Id | None = None


class UnitCostOut(Schema):
    activity: str
    amount: int
    channel: str
    direction: str
    kind: str


class CostSheetOut(Schema):
    id: int
    valid_from: date | None = None
    costs: list[UnitCostOut]


class CostSheetsOut(Schema):
    """`version` is what the next change stands on."""

    version: int | None = None
    currency: str
    data: list[CostSheetOut]


class CostsSavedOut(CostSheetsOut):
    """`undo` takes the change back; blank when nothing changed."""

    undo: str


class WithdrawalIn(Schema):
    """Which sheet: the day from which it holds, none for the one that holds since ever."""

    valid_from: Day | None = None
    version: Id


class EquityPartOut(Schema):
    part: str
    customers: int
    amount: Money


class EquityKpisOut(Schema):
    """Shares from 0 to 1, null where they cannot be said; but for the first, the last 12 months against the 12 before."""

    return_on_customer: float | None = None
    retention: float | None = None
    churn: float | None = None
    gross_revenue_retention: float | None = None
    net_revenue_retention: float | None = None


class EquityOut(Schema):
    """Of the customers that the person or their teams look after. The parts add up to `change`, and `opening` + `change` is `equity`.

    `since` null: there was no other run to compare with, and there are no parts.
    """

    run: int
    on: date
    since: date | None = None
    customers: int
    equity: Money
    opening: Money | None = None
    change: Money | None = None
    parts: list[EquityPartOut]
    kpis: EquityKpisOut


@router.get("/cost-sheets", response=CostSheetsOut)
def list_cost_sheets(request: HttpRequest) -> HttpResponse:
    """The unit costs of serving that hold, by the day from which they do. Few: one page."""
    _administrator(request)
    return answer(_sheets())


@router.put("/cost-sheets", response=CostsSavedOut)
def put_cost_sheet(request: HttpRequest, payload: CostSheetIn) -> HttpResponse:
    """State the unit costs that hold from a day on; the next score run counts with them."""
    user = _administrator(request)
    costs = [UnitCost(**one.model_dump()) for one in payload.costs]
    try:
        undo = save_costs(valid_from=payload.valid_from, costs=costs, version=payload.version, by=user)
    except UnableToSaveCosts as error:
        raise _refused(error) from error
    return answer({**_sheets(), "undo": undo})


@router.delete("/cost-sheets", response=CostsSavedOut)
def delete_cost_sheet(request: HttpRequest, asked: Query[WithdrawalIn]) -> HttpResponse:
    """Let the unit costs of a day hold no longer; those of the day before it go on."""
    user = _administrator(request)
    try:
        undo = withdraw_costs(valid_from=asked.valid_from, version=asked.version, by=user)
    except UnableToSaveCosts as error:
        raise _refused(error) from error
    return answer({**_sheets(), "undo": undo})


@router.get("/equity", response=EquityOut)
def get_equity(request: HttpRequest) -> HttpResponse:
    """Customer equity (the sum of `clv`), why it changed since the run before, and what the year says."""
    user = caller(request, "scores:read")
    found = customer_equity(user)
    if found is None:
        raise not_found()
    return answer(_equity(found, currency_of(company())))


def _equity(found: CustomerEquity, currency: str) -> dict[str, Any]:
    kpis = found.kpis()
    compared = found.since is not None
    return {
        "run": found.run.pk,
        "on": found.run.on_date,
        "since": found.since.on_date if found.since else None,
        "customers": found.closing.customers,
        "equity": money(found.closing.amount, currency),
        "opening": money(found.of("opening").amount, currency) if compared else None,
        "change": money(found.change, currency) if compared else None,
        "parts": [_part(part, found.of(part), currency) for part in PARTS] if compared else [],
        "kpis": {
            "return_on_customer": found.on_customer,
            "retention": kpis["retention"],
            "churn": kpis["churn"],
            "gross_revenue_retention": kpis["gross"],
            "net_revenue_retention": kpis["net"],
        },
    }


def _part(part: str, figure: Figure, currency: str) -> dict[str, Any]:
    return {"part": part, "customers": figure.customers, "amount": money(figure.amount, currency)}


def _sheets() -> dict[str, Any]:
    data = [{"id": sheet.pk, "valid_from": sheet.valid_from, "costs": sheet.costs} for sheet in cost_sheets()]
    return {"version": cost_version(), "currency": currency_of(company()), "data": data}


def _administrator(request: HttpRequest) -> User:
    return caller(request, "admin", permission="may_administer")


def _refused(error: UnableToSaveCosts) -> Problem:
    if error.code == "stale":
        return Problem(409, "stale", params={"version": cost_version()}, extra=_sheets())
    if error.code:
        return not_found() if error.code == "no_sheet" else Problem(422, "invalid", [FieldError("/costs", error.code)])
    return Problem(
        422,
        "invalid",
        [
            FieldError(f"/costs/{place}/{FIELDS.get(code, 'activity')}", CODES.get(code, "bad_value"))
            for place, code in error.problems.items()
        ],
    )


class WalletFieldsIn(Body):
    """Keys of traits, blank where there is none: our place among the brands and how many they are (numbers), what is spent in the category in a
    year as the customer says and as a panel measured (money); `look_alikes` estimates it too. On top of `version` (null: there was none).
    """

    rank_field: Annotated[str, Field(max_length=60)] = ""
    brands_field: Annotated[str, Field(max_length=60)] = ""
    spend_field: Annotated[str, Field(max_length=60)] = ""
    panel_field: Annotated[str, Field(max_length=60)] = ""
    look_alikes: bool = False
    version: Id | None = None


class WalletFieldsOut(Schema):
    version: int | None = None
    rank_field: str
    brands_field: str
    spend_field: str
    panel_field: str
    look_alikes: bool


class WalletSavedOut(WalletFieldsOut):
    """`undo` takes the change back; blank when nothing changed."""

    undo: str


@router.get("/wallet-settings", response=WalletFieldsOut)
def get_wallet_settings(request: HttpRequest) -> HttpResponse:
    """From what wallet shares are known. The shares themselves are the trait `differentiate.wallet_share`, in percent."""
    _administrator(request)
    return answer(_wallet())


@router.put("/wallet-settings", response=WalletSavedOut)
def put_wallet_settings(request: HttpRequest, payload: WalletFieldsIn) -> HttpResponse:
    """Say it, and have the shares measured by a job."""
    user = _administrator(request)
    told = payload.model_dump()
    version = told.pop("version")
    try:
        undo = save_wallet(fields=WalletFields(**told), version=version, by=user)
    except UnableToSaveWallet as error:
        if error.code:
            raise Problem(409, "stale", params={"version": _wallet()["version"]}, extra=_wallet()) from error
        problems = [FieldError(f"/{name}", "bad_value") for name in error.problems]
        raise Problem(422, "invalid", problems) from error
    return answer({**_wallet(), "undo": undo})


def _wallet() -> dict[str, Any]:
    kept = wallet_version()
    return {"version": kept.pk if kept else None, **asdict(wallet_fields())}
