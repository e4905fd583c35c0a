"""Contracts: what customers pay by period until they leave."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lazo.api.answer import answer, money, page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Cursor, Id, Limit, Money
from lazo.differentiate.queries.contract_outlook import ContractOutlook, outlooks
from lazo.differentiate.queries.score_run import current_run
from lazo.identify.queries.contract import contracts_of

router = Router()


class ContractOut(Schema):
    """`amount` is of a period. `state`: running, ending, ended, coming. `churn_90d` (0..1) and `worth` (36 months, discounted, base currency)
    are null where no survival says so; `method` is sbg, counted or none, and `reliable` the verdict of its back-test.
    """

    id: int
    customer: int
    product: str | None = None
    source: str
    external_id: str | None = None
    started_on: date
    ends_on: date | None = None
    cancelled_on: date | None = None
    renews_on: date | None = None
    period_months: int
    amount: Money
    state: str
    churn_90d: float | None = None
    worth_minor: int | None = None
    method: str
    reliable: bool


class ContractsOut(Schema):
    data: list[ContractOut]
    next: str | None = None


class SurvivalTest(Schema):
    """For contracts that ran at the cut-off: how many were expected to be lost until a day, and how many were."""

    cutoff: date
    until: date
    running: int
    expected: float
    lost: int


class SurvivalProblem(Schema):
    code: str
    found: float
    needed: float


class ContractSurvival(Schema):
    """Of contracts renewed every `period_months`: `kept[t]` is the share that passed t renewals, counted, within `low` and `high` (95 %)."""

    period_months: int
    contracts: int
    running: int
    ended: int
    method: str
    alpha: float | None = None
    beta: float | None = None
    kept: list[float]
    low: list[float]
    high: list[float]
    is_reliable: bool
    back_test: SurvivalTest | None = None
    problem: SurvivalProblem | None = None


class ContractSurvivals(Schema):
    on: date | None = None
    data: list[ContractSurvival]


@router.get("/customers/{customer}/contracts", response=ContractsOut)
def list_contracts(request: HttpRequest, customer: Id, limit: Limit = 50, cursor: Cursor = "") -> HttpResponse:
    """What a customer is bound by, the newest first."""
    user = caller(request, "purchases:read")
    rows = contracts_of(found_party(user, customer))
    if cursor:
        day, number = read_cursor(cursor, str, int)
        rows = rows.filter(_before(day, number))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = make_cursor(last.started_on.isoformat(), last.pk) if last else ""
    run = current_run()
    survival = (run.counts.get("contracts") or []) if run else []
    told = outlooks(found[:limit], survival, on=run.on_date) if run else [_unknown(one) for one in found[:limit]]
    return page([_row(one, customer) for one in told], next_cursor=following)


@router.get("/contract-survival", response=ContractSurvivals)
def contract_survival(request: HttpRequest) -> HttpResponse:
    """How long contracts last, of the whole company, by the last run: counts and shares, nobody's name."""
    caller(request, "scores:read")
    run = current_run()
    return answer({"on": run.on_date if run else None, "data": (run.counts.get("contracts") or []) if run else []})


def _unknown(contract: Any) -> ContractOutlook:
    return ContractOutlook(contract, "", None, None, None, "none", is_reliable=False, problem=None)


def _row(outlook: ContractOutlook, customer: int) -> dict[str, Any]:
    one = outlook.contract
    return {
        "id": one.pk,
        "customer": customer,
        "product": one.product.sku if one.product else None,
        "source": one.source.key,
        "external_id": one.external_id,
        **{
            name: getattr(one, name) for name in ("started_on", "ends_on", "cancelled_on", "renews_on", "period_months")
        },
        "amount": money(one.amount, one.currency),
        "state": outlook.state,
        "churn_90d": outlook.churn_90d,
        "worth_minor": outlook.worth,
        "method": outlook.method,
        "reliable": outlook.is_reliable,
    }


def _before(day: str, number: int) -> Q:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")]) from None
    return Q(started_on__lt=on) | Q(started_on=on, pk__lt=number)
