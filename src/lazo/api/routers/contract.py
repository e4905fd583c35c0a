"""Contracts: what customers pay by period until they leave."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, money, page
from lazo.api.caller import caller
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party, found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Currency, Cursor, Day, Id, Limit, Minor, Money, ShortText, UndoOfferOut
from lazo.differentiate.queries.contract_outlook import ContractOutlook, outlooks
from lazo.differentiate.queries.score_run import current_run
from lazo.identify.operations.contract import (
    SaidContract,
    UnableToAddContract,
    UnableToEditContract,
    UnableToEndContract,
    add_contract,
    contract_version,
    edit_contract,
    end_contract,
    is_by_hand,
)
from lazo.identify.queries.contract import contracts_of

router = Router()


class ContractOut(Schema):
    """`amount` is of a period. `state`: running, ending, ended, coming. `churn_90d` (0..1) and `worth` (36 months, discounted, base currency)
    are null where no survival says so; `by_hand` ones may be changed, on the `version` that was read; `method` is sbg, cox, counted or none, and `reliable` the verdict of its back-test.
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
    by_hand: bool
    version: str


class ContractIn(Body):
    """`plan` is a product by its code or name, made on first use; `amount` is of a period, minor units of `currency`; `ends_on` the first day without it."""

    plan: Annotated[str, Field(max_length=80)] = ""
    started_on: Day
    ends_on: Day | None = None
    period_months: Annotated[int, Field(ge=1, le=120)] = 1
    amount: Annotated[Minor, Field(ge=1)]
    currency: Currency
    external_id: ShortText = ""


class ContractPatch(Body):
    """What is left out stays; `ends_on` null: no end is known. `version` is that of the contract as it was read."""

    version: Annotated[str, Field(max_length=16)]
    plan: Annotated[str, Field(max_length=80)] = ""
    started_on: Day | None = None
    ends_on: Day | None = None
    period_months: Annotated[int, Field(ge=1, le=120)] = 1
    amount: Annotated[Minor, Field(ge=1)] = 1
    currency: Currency = ""
    external_id: ShortText = ""


class ContractEndIn(Body):
    """The first day without it."""

    on: Day


class AddedContractOut(Schema):
    """`undo` is the token by which `POST /undos` takes it away again."""

    id: int
    undo: str


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


class ContractTrait(Schema):
    """`amount` (per doubling) or `product`, and by what the logarithm of the hazard grows, with its standard error."""

    name: str
    product: int | None = None
    coefficient: float
    error: float
    mean: float


class ContractHazard(Schema):
    """`hazard[t]` is that of the renewal after t passed, at the means of the traits; past the last, `tail` times the projected one."""

    traits: list[ContractTrait]
    hazard: list[float]
    tail: float


class ContractChoice(Schema):
    """Why price and plan are used or not: no_traits, few_ended, not_fitted, no_test, no_better or better, with what was found.

    `missed` is the mean squared miss of the chance over held-back time, `concordance` how well it ordered who was lost; `_of_all` those of
    the survival without traits.
    """

    code: str
    found: float | None = None
    needed: float | None = None
    running: int | None = None
    lost: int | None = None
    expected: float | None = None
    missed: float | None = None
    missed_of_all: float | None = None
    concordance: float | None = None
    concordance_of_all: float | None = None


class ContractSurvival(Schema):
    """Of contracts renewed every `period_months`: `kept[t]` is the share that passed t renewals, counted, within `low` and `high` (95 %)."""

    period_months: int
    contracts: int
    running: int
    ended: int
    method: str
    alpha: float | None = None
    beta: float | None = None
    cox: ContractHazard | None = None
    choice: ContractChoice | None = None
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


@router.post("/customers/{customer}/contracts", response={201: AddedContractOut})
def enter_contract(request: HttpRequest, customer: Id, payload: ContractIn) -> HttpResponse:
    """Enter a contract of the customer."""
    user = caller(request, "purchases:write")
    said = SaidContract(
        started_on=payload.started_on,
        amount=payload.amount,
        currency=payload.currency,
        period_months=payload.period_months,
        plan=payload.plan,
        ends_on=payload.ends_on,
        external_id=payload.external_id,
    )
    try:
        added = add_contract(party=found_party(user, customer), said=said, by=user)
    except UnableToAddContract as error:
        raise refused(error, pointers={"": f"/{error.field}" if error.field else ""}) from error
    return answer({"id": added.contract.pk, "undo": added.undo}, status=201)


@router.patch("/customers/{customer}/contracts/{contract}", response=UndoOfferOut)
def change_contract(request: HttpRequest, customer: Id, contract: Id, payload: ContractPatch) -> HttpResponse:
    """Mend a contract by hand; one of a file is mended in its file."""
    user = caller(request, "purchases:write")
    row = found_row(contracts_of(found_party(user, customer)), contract)
    changes = payload.model_dump(exclude_unset=True, exclude={"version"})
    if changes.get("started_on", row.started_on) is None:
        raise Problem(422, "invalid", [FieldError("/started_on", "required")])
    try:
        said = replace(SaidContract.of(row), **changes)
        return answer({"undo": edit_contract(contract=row, version=payload.version, said=said, by=user)})
    except UnableToEditContract as error:
        if error.kept is not None:
            version = contract_version(error.kept)
            raise Problem(409, "stale", params={"version": version}, extra={"version": version}) from error
        raise refused(error, pointers={"": f"/{error.field}" if error.field else ""}) from error


@router.post("/customers/{customer}/contracts/{contract}/end", response=UndoOfferOut)
def close_contract(request: HttpRequest, customer: Id, contract: Id, payload: ContractEndIn) -> HttpResponse:
    """Say the first day without it."""
    user = caller(request, "purchases:write")
    row = found_row(contracts_of(found_party(user, customer)), contract)
    try:
        return answer({"undo": end_contract(contract=row, on=payload.on, by=user)})
    except UnableToEndContract as error:
        raise refused(error, pointers={"": "/on"}) from error


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
        "by_hand": is_by_hand(one),
        "version": contract_version(one),
    }


def _before(day: str, number: int) -> Q:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")]) from None
    return Q(started_on__lt=on) | Q(started_on=on, pk__lt=number)
