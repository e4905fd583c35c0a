"""The portfolio of accounts: where each lies, what people judged, the strategy confirmed and the plan."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.shape import Body, Cursor, Day, Id, Limit, UndoOfferOut, Version
from lazo.differentiate.operations.portfolio import (
    UnableToDecideAccount,
    UnableToSavePortfolioSettings,
    confirm_strategy,
    judge_account,
    save_portfolio_settings,
)
from lazo.differentiate.portfolio.factor import FACTORS
from lazo.differentiate.portfolio.weights import portfolio_weights
from lazo.differentiate.queries.portfolio import (
    UNCONFIRMED,
    AccountLine,
    AccountView,
    PortfolioQuestion,
    account_trail,
    account_view,
    portfolio_page,
)
from lazo.identify.models import Party
from lazo.identify.queries.parties import family_of
from lazo.interact.operations.account_plan import PlanDetails, UnableToPlanAccount, add_plan_action, save_plan
from lazo.interact.operations.to_do import ToDoDetails, UnableToWriteToDo
from lazo.interact.queries.account_plan import plan_of
from lazo.kernel.models import User

router = Router()
StrategyKey = Literal["PROTECT", "RE_ENGINEER", "ENHANCE", "HARVEST", "END", "WIN_BACK", "START"]
CellKey = Literal["key-difficult", "key-easy", "other-difficult", "other-easy", "unknown"]
Note = Annotated[str, Field(max_length=240)]
Goals = Annotated[str, Field(min_length=1, max_length=4_000)]
Share = float | None
SCORES = ("importance", "difficulty", "attractiveness", "strength", "relationship")


class AccountPlaceOut(Schema):
    """Scores from 0 to 100, shares as fractions, `revenue_12m` in minor units of the base currency; null: not known.

    `suggested` is what the cell says, `strategy` what a person confirmed; blank: nothing.
    """

    id: int
    cell: str
    reason: str
    suggested: str
    strategy: str
    importance: Share = None
    difficulty: Share = None
    attractiveness: Share = None
    strength: Share = None
    relationship: Share = None
    revenue_12m: int | None = None
    margin: Share = None
    price_index: Share = None
    cost_share: Share = None


class PortfolioOut(Schema):
    """`as_of` is the day of the scores."""

    data: list[AccountPlaceOut]
    next: str | None = None
    total: int
    as_of: date


class PortfolioListQuestion(Schema):
    """`unconfirmed`: only accounts whose strategy nobody confirmed."""

    cell: CellKey | None = None
    strategy: StrategyKey | None = None
    unconfirmed: bool = False
    limit: Limit = 50
    cursor: Cursor = ""


class PortfolioFactorOut(Schema):
    """`value` from 0 to 100, null where nobody knows; `raw` what it was computed from; `judged`: a person said it."""

    key: str
    axis: str
    weight: int
    value: Share = None
    raw: Share = None
    judged: bool


class ConfirmedStrategyOut(Schema):
    strategy: str
    suggested: str
    reason: str
    since: date
    until: date | None = None
    confirmed_by: int | None = None
    confirmed_at: datetime


class TrailPointOut(Schema):
    on: date
    cell: str
    importance: Share = None
    difficulty: Share = None
    attractiveness: Share = None
    strength: Share = None
    price_index: Share = None
    cost_share: Share = None


class AccountPortfolioOut(Schema):
    """`place` null: the last score run does not know the company. `trail`: a point a month, the newest first."""

    place: AccountPlaceOut | None = None
    as_of: date | None = None
    factors: list[PortfolioFactorOut]
    strategies: list[ConfirmedStrategyOut]
    trail: list[TrailPointOut]


class JudgementIn(Body):
    factor: Annotated[str, Field(max_length=16, description="a key of /portfolio/settings")]
    value: Annotated[int, Field(ge=0, le=100)]
    note: Note = ""


class StrategyIn(Body):
    strategy: StrategyKey
    reason: Note = ""


class AccountPlanOut(Schema):
    """`version` 0: there is no plan yet. `actions` are numbers of /to-dos."""

    version: int
    goals: str
    review_on: date | None = None
    actions: list[int]


class AccountPlanIn(Body):
    """On top of `version`, 0 for the first one."""

    goals: Goals
    review_on: Day
    version: Version = 0


class PlanActionIn(Body):
    """`assignee` null: the caller."""

    title: Annotated[str, Field(min_length=1, max_length=240)]
    due_on: Day | None = None
    assignee: Id | None = None


class PlanActionOut(Schema):
    to_do: int


class PortfolioSettingsOut(Schema):
    """`version` null: nobody chose yet; `weights` by factor; an axis is high from `cut` on."""

    version: int | None = None
    weights: dict[str, int]
    cut: int


class PortfolioSettingsIn(Body):
    weights: Annotated[dict[str, Annotated[int, Field(ge=0, le=100)]], Field(max_length=40)] = {}
    cut: Annotated[int, Field(ge=1, le=99)] = 50
    version: Id | None = None


@router.get("/portfolio", response=PortfolioOut)
def list_accounts(request: HttpRequest, asked: Query[PortfolioListQuestion]) -> HttpResponse:
    """The companies the person may see, the most revenue first."""
    user = caller(request, "scores:read")
    start = read_cursor(asked.cursor, int)[0] if asked.cursor else 0
    if start < 0:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])
    strategy = UNCONFIRMED if asked.unconfirmed else asked.strategy or ""
    question = PortfolioQuestion(asked.cell or "", strategy, start, asked.limit)
    found = portfolio_page(user=user, question=question)
    if found is None:
        raise Problem(409, "no_run")
    end = start + asked.limit
    following = make_cursor(end) if end < found.fitting else ""
    rows = [_place(line) for line in found.lines]
    return page(rows, next_cursor=following, total=found.fitting, as_of=found.run.on_date)


@router.get("/portfolio/settings", response=PortfolioSettingsOut)
def get_settings(request: HttpRequest) -> HttpResponse:
    """What each factor weighs and from where on an axis is high."""
    caller(request, "scores:read")
    return _settings()


@router.put("/portfolio/settings", response=PortfolioSettingsOut)
def put_settings(request: HttpRequest, payload: PortfolioSettingsIn) -> HttpResponse:
    """Another version of the weights, on top of the one named; by who administers."""
    user = caller(request, "admin")
    unknown = payload.weights.keys() - {factor.key for factor in FACTORS}
    if unknown:
        raise Problem(422, "invalid", [FieldError(f"/weights/{min(unknown)}", "unknown_field")])
    try:
        save_portfolio_settings(weights=payload.weights, cut=payload.cut, version=payload.version, by=user)
    except UnableToSavePortfolioSettings as error:
        if error.code == "stale":
            raise Problem(409, "stale", params={"version": portfolio_weights().version}) from error
        if error.code:
            raise Problem(403, error.code) from error
        errors = [FieldError(f"/weights/{name}", code) for name, code in sorted(error.problems.items())]
        raise Problem(422, "invalid", errors) from error
    return _settings()


@router.get("/customers/{customer}/portfolio", response=AccountPortfolioOut)
def get_account(request: HttpRequest, customer: Id) -> HttpResponse:
    """Where one company lies, with the factors it follows from, its strategies and its months."""
    party = _company(caller(request, "customers:read"), customer)
    return _told(party)


@router.post("/customers/{customer}/portfolio/judgements", response={201: UndoOfferOut})
def create_judgement(request: HttpRequest, customer: Id, payload: JudgementIn) -> HttpResponse:
    """What a person thinks of a factor; it counts where the data say nothing."""
    user = caller(request, "customers:write")
    try:
        token = judge_account(
            account=_company(user, customer),
            factor=payload.factor,
            value=payload.value,
            note=payload.note,
            by=user,
            on=today(),
        )
    except UnableToDecideAccount as error:
        raise refused(error, pointers={"": "/factor" if error.code == "unknown_factor" else ""}) from error
    return answer({"undo": token}, status=201)


@router.post("/customers/{customer}/portfolio/strategy", response={201: UndoOfferOut})
def create_strategy(request: HttpRequest, customer: Id, payload: StrategyIn) -> HttpResponse:
    """Confirm the strategy for a company; the one before stays in the history."""
    user = caller(request, "customers:write")
    party = _company(user, customer)
    line = account_view(account=party, family=family_of(party)).line
    try:
        token = confirm_strategy(
            account=party, strategy=payload.strategy, reason=payload.reason, by=user, on=today(),
            suggested=line.suggested if line else "",
        )  # fmt: skip
    except UnableToDecideAccount as error:
        raise refused(error) from error
    return answer({"undo": token}, status=201)


@router.get("/customers/{customer}/plan", response=AccountPlanOut)
def get_plan(request: HttpRequest, customer: Id) -> HttpResponse:
    """The plan that holds, and its actions."""
    user = caller(request, "customers:read")
    return _plan(_company(user, customer), user)


@router.put("/customers/{customer}/plan", response=AccountPlanOut)
def put_plan(request: HttpRequest, customer: Id, payload: AccountPlanIn) -> HttpResponse:
    """Another version of the plan; whoever saves it gets a to-do for its review."""
    user = caller(request, "customers:write")
    party, details = _company(user, customer), PlanDetails(payload.goals, payload.review_on)
    try:
        save_plan(account=party, details=details, version=payload.version, by=user, on=today())
    except UnableToPlanAccount as error:
        if error.code == "stale":
            version = plan_of(family=family_of(party), user=user).version
            raise Problem(409, "stale", params={"version": version}, extra={"version": version}) from error
        raise refused(error, pointers={"": "/review_on" if error.code.startswith("review") else ""}) from error
    return _plan(party, user)


@router.post("/customers/{customer}/plan/actions", response={201: PlanActionOut})
def create_action(request: HttpRequest, customer: Id, payload: PlanActionIn) -> HttpResponse:
    """An action of the plan: a to-do like any other."""
    user = caller(request, "customers:write")
    worker = User.objects.filter(pk=payload.assignee).first() if payload.assignee else user
    if worker is None:
        raise Problem(422, "invalid", [FieldError("/assignee", "unknown_assignee")])
    try:
        details = ToDoDetails(payload.title, payload.due_on)
        made = add_plan_action(account=_company(user, customer), details=details, by=user, assignee=worker)
    except (UnableToPlanAccount, UnableToWriteToDo) as error:
        raise refused(error) from error
    return answer({"to_do": made.pk}, status=201)


def _company(user: User, number: int) -> Party:
    party = found_party(user, number)
    if party.kind != Party.Kind.ORGANIZATION:
        raise Problem(422, "not_a_company")
    return party


def _settings() -> HttpResponse:
    held = portfolio_weights()
    return answer({"version": held.version, "weights": held.of, "cut": held.cut})


def _plan(party: Party, user: User) -> HttpResponse:
    found = plan_of(family=family_of(party), user=user)
    held = found.plan
    told = {"goals": held.goals, "review_on": held.review_on} if held else {"goals": "", "review_on": None}
    return answer({"version": found.version, **told, "actions": [line.id for line in found.actions]})


def _told(party: Party) -> HttpResponse:
    view = account_view(account=party, family=family_of(party))
    return answer(
        {
            "place": _place(view.line) if view.line else None,
            "as_of": view.on,
            "factors": _factors(view),
            "strategies": [
                {
                    "strategy": one.strategy,
                    "suggested": one.suggested,
                    "reason": one.reason,
                    "since": one.valid_from,
                    "until": one.valid_to,
                    "confirmed_by": one.confirmed_by_id,
                    "confirmed_at": one.confirmed_at,
                }
                for one in view.strategies
            ],
            "trail": [
                {"on": point.on, **{name: value for name, value in _place(point.line).items() if name in TRAIL}}
                for point in account_trail(account=party.pk)
            ],
        }
    )


TRAIL = ("cell", "importance", "difficulty", "attractiveness", "strength", "price_index", "cost_share")


def _factors(view: AccountView) -> list[dict[str, Any]]:
    return [
        {
            "key": one.factor.key,
            "axis": axis,
            "weight": one.weight,
            "value": one.value,
            "raw": one.raw,
            "judged": one.is_judged,
        }
        for axis, lines in view.factors.items()
        for one in lines
    ]


def _place(line: AccountLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "cell": str(line.cell),
        "reason": line.reason,
        "suggested": line.suggested,
        "strategy": line.strategy,
        **{name: getattr(line, name) for name in SCORES},
        "revenue_12m": line.revenue,
        "margin": line.margin,
        "price_index": line.price,
        "cost_share": line.cost_share,
    }
