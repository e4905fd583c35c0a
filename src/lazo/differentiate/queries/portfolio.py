"""The portfolio as one user sees it: cells, a page of accounts, one account with its factors, and where it lay before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lazo.differentiate.models import AccountJudgement, AccountStrategy, CustomerCard, Score, ScoreRun, Strategy
from lazo.differentiate.portfolio.account_file import accounts_path
from lazo.differentiate.portfolio.factor import FACTORS, Axis, Factor
from lazo.differentiate.portfolio.strategy import CELLS, REASON_KEYS, SUGGESTED, Cell
from lazo.differentiate.portfolio.weights import Weights, portfolio_weights
from lazo.differentiate.queries.score_run import current_run
from lazo.identify.models import Party
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User

if TYPE_CHECKING:
    from lazo.differentiate.portfolio.accounts import Accounts

PAGE = 50
DRAWN = 80
"""So many of the largest accounts are drawn; the others are counted."""
TRAIL = 12
UNCONFIRMED = "sin-confirmar"
LOOKED_AT = 5


@dataclass(frozen=True)
class AccountLine:
    """An account of the portfolio. Scores from 0 to 100, shares as fractions, money in base minor units; null: not known.

    `suggested` is what its cell says, blank where nothing can be said; `strategy` what a person confirmed, blank for nothing yet.
    """

    id: int
    name: str
    cell: Cell
    reason: str
    suggested: str
    strategy: str
    importance: float | None
    difficulty: float | None
    attractiveness: float | None
    strength: float | None
    relationship: float | None
    revenue: int | None
    margin: float | None
    price: float | None
    cost_share: float | None


@dataclass(frozen=True)
class CellCount:
    cell: Cell
    accounts: int
    revenue: int


@dataclass(frozen=True)
class PortfolioPage:
    """`cells` and `strategies` count every account the user may see, `lines` are some of those asked; `drawn` the largest of them."""

    run: ScoreRun
    cells: tuple[CellCount, ...]
    strategies: dict[str, int]
    confirmed: int
    total: int
    fitting: int
    lines: tuple[AccountLine, ...]
    drawn: tuple[AccountLine, ...]
    weights: Weights
    has_costs: bool
    margins: tuple[float, ...]
    """The quartiles of the margins of all accounts, by which marks are shaded; empty where none is known."""


@dataclass(frozen=True)
class PortfolioQuestion:
    """`cell` and `strategy` blank: all; `strategy` UNCONFIRMED: those that nobody confirmed one for. `start` counts accounts."""

    cell: str = ""
    strategy: str = ""
    start: int = 0
    size: int = PAGE


def portfolio_page(*, user: User, question: PortfolioQuestion) -> PortfolioPage | None:
    """The accounts `user` may see, the most revenue first; null before a run has left its file of companies."""
    import numpy as np

    run = portfolio_run()
    accounts = None if run is None else _now(run)
    if run is None or accounts is None:
        return None
    seen = _seen(accounts, row_rule(user))
    confirmed = _confirmed(accounts, seen)
    chosen = _fitting(accounts, seen, question, confirmed)
    order = np.lexsort((accounts.ids[chosen], -np.nan_to_num(accounts.revenue[chosen])))
    ordered = chosen[order]
    shown, drawn = ordered[question.start : question.start + question.size], ordered[:DRAWN]
    lines = {line.id: line for line in _lines(accounts, np.unique(np.concatenate([shown, drawn])), confirmed)}
    known = accounts.margin[~np.isnan(accounts.margin)]
    return PortfolioPage(
        run=run,
        cells=tuple(_count(accounts, seen, cell) for cell in Cell),
        strategies=_strategies(confirmed),
        confirmed=len(confirmed),
        total=len(seen),
        fitting=len(chosen),
        lines=tuple(lines[int(accounts.ids[row])] for row in shown),
        drawn=tuple(lines[int(accounts.ids[row])] for row in drawn),
        weights=accounts.weights,
        has_costs=accounts.has_costs,
        margins=tuple(float(q) for q in np.quantile(known, (0.25, 0.5, 0.75))) if len(known) else (),
    )


def portfolio_lines(*, user: User, question: PortfolioQuestion) -> list[AccountLine]:
    """All accounts that fit, for a file."""
    import numpy as np

    run = portfolio_run()
    accounts = None if run is None else _now(run)
    if accounts is None:
        return []
    seen = _seen(accounts, row_rule(user))
    confirmed = _confirmed(accounts, seen)
    chosen = _fitting(accounts, seen, question, confirmed)
    order = np.lexsort((accounts.ids[chosen], -np.nan_to_num(accounts.revenue[chosen])))
    return _lines(accounts, chosen[order], confirmed)


@dataclass(frozen=True)
class FactorLine:
    """A factor of one account: `value` from 0 to 100, null where nobody knows; `raw` what it was computed from; `judgement` the newest."""

    factor: Factor
    weight: int
    value: float | None
    raw: float | None
    is_judged: bool
    judgement: AccountJudgement | None


@dataclass(frozen=True)
class AccountView:
    """`line` null: the current run does not know the company, or left no file of companies."""

    line: AccountLine | None
    on: date | None
    known: dict[str, float]
    factors: dict[str, tuple[FactorLine, ...]]
    strategies: tuple[AccountStrategy, ...]

    @property
    def strategy(self) -> AccountStrategy | None:
        """The one that holds."""
        return next((one for one in self.strategies if one.valid_to is None), None)


def account_view(*, account: Party, family: Sequence[int]) -> AccountView:
    """One company's place with all that it follows from; whoever calls has made sure that it may be seen."""
    strategies = tuple(
        AccountStrategy.objects.filter(account__in=family).select_related("confirmed_by").order_by("-valid_from", "-pk")
    )
    run = portfolio_run()
    accounts = None if run is None else _now(run)
    at = None if accounts is None else accounts.place(account.pk)
    said = _newest_judgements(family)
    if accounts is None or at is None:
        return AccountView(None, None, {}, {}, strategies)
    held = next((one.strategy for one in strategies if one.valid_to is None), "")
    line = _line(accounts, at, account.name, held)
    factors: dict[str, list[FactorLine]] = {axis.value: [] for axis in Axis}
    for factor in FACTORS:
        raw = accounts.raw.get(factor.key)
        factors[factor.axis.value].append(
            FactorLine(
                factor,
                accounts.weights.of[factor.key],
                _value(accounts.factors[factor.key][at]),
                None if raw is None else _value(raw[at]),
                bool(accounts.judged[factor.key][at]),
                said.get(factor.key),
            )
        )
    known = {axis: float(shares[at]) for axis, shares in accounts.known.items()}
    told = {axis: tuple(lines) for axis, lines in factors.items()}
    return AccountView(line, accounts.on, known, told, strategies)


@dataclass(frozen=True)
class TrailPoint:
    """Where an account lay at the end of a month, by the weights and judgements of then."""

    on: date
    line: AccountLine


def account_trail(*, account: int) -> list[TrailPoint]:
    """The last twelve monthly positions, the newest first; months whose run left no file of companies are left out."""
    from lazo.differentiate.migration.snapshot import snapshots
    from lazo.differentiate.portfolio.accounts import accounts_of

    found = []
    for one in snapshots(settings.WORKSPACE)[:TRAIL]:
        run = ScoreRun(pk=one.run, on_date=one.on)
        accounts = accounts_of(settings.WORKSPACE, run, weights=portfolio_weights(on=one.on), until=one.on)
        at = None if accounts is None else accounts.place(account)
        if accounts is not None and at is not None:
            found.append(TrailPoint(one.on, _line(accounts, at, "", "")))
    return found


def portfolio_run() -> ScoreRun | None:
    """The current run; while its file of companies is being written, the newest of the last ones that has its own."""
    run = current_run()
    if run is None or accounts_path(settings.WORKSPACE, run.pk).exists():
        return run
    done = ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-pk")[:LOOKED_AT]
    return next((one for one in done if accounts_path(settings.WORKSPACE, one.pk).exists()), run)


def _now(run: ScoreRun) -> Accounts | None:
    from lazo.differentiate.portfolio.accounts import accounts_of

    return accounts_of(settings.WORKSPACE, run, weights=portfolio_weights())


def _seen(accounts: Accounts, rule: RowRule) -> Any:
    """The rows of the accounts that the rule allows today."""
    import numpy as np

    rows = Score.objects.filter(rule.as_q(customer="customer_id"), kind=Party.Kind.ORGANIZATION).order_by()
    seen = np.fromiter(rows.values_list("pk", flat=True).iterator(chunk_size=10_000), np.int64)
    return np.flatnonzero(np.isin(accounts.ids, seen))


def _confirmed(accounts: Accounts, seen: Any) -> dict[int, str]:
    """The confirmed strategies of the accounts in these rows, by account."""
    from django.db.models.functions import Coalesce

    rows = AccountStrategy.objects.open().annotate(stands=Coalesce("account__canonical_id", "account_id"))
    visible = set(accounts.ids[seen].tolist())
    return {stands: strategy for stands, strategy in rows.values_list("stands", "strategy") if stands in visible}


def _fitting(accounts: Accounts, seen: Any, question: PortfolioQuestion, confirmed: dict[int, str]) -> Any:
    import numpy as np

    rows = seen
    if question.cell in CELLS:
        rows = rows[accounts.cells[rows] == CELLS.index(Cell(question.cell))]
    if question.strategy == UNCONFIRMED:
        rows = rows[~np.isin(accounts.ids[rows], np.array(list(confirmed), np.int64))]
    elif question.strategy in Strategy.values:
        wanted = np.array([one for one, held in confirmed.items() if held == question.strategy], np.int64)
        rows = rows[np.isin(accounts.ids[rows], wanted)]
    return rows


def _count(accounts: Accounts, seen: Any, cell: Cell) -> CellCount:
    import numpy as np

    rows = seen[accounts.cells[seen] == CELLS.index(cell)]
    return CellCount(cell, len(rows), int(np.nansum(accounts.revenue[rows])))


def _strategies(confirmed: dict[int, str]) -> dict[str, int]:
    found = dict.fromkeys(Strategy.values, 0)
    for held in confirmed.values():
        found[held] += 1
    return found


def _lines(accounts: Accounts, rows: Any, confirmed: dict[int, str]) -> list[AccountLine]:
    names = _names([int(one) for one in accounts.ids[rows]])
    return [
        _line(accounts, int(row), names.get(int(accounts.ids[row]), ""), confirmed.get(int(accounts.ids[row]), ""))
        for row in rows
    ]


def _names(accounts: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(accounts), 10_000):
        cards = CustomerCard.objects.filter(pk__in=accounts[start : start + 10_000])
        found |= dict(cards.values_list("pk", "name"))
    return found


def _line(accounts: Accounts, row: int, name: str, strategy: str) -> AccountLine:
    reason = REASON_KEYS[int(accounts.reasons[row])]
    suggested = SUGGESTED[reason]
    revenue = _value(accounts.revenue[row])
    return AccountLine(
        id=int(accounts.ids[row]),
        name=name,
        cell=CELLS[int(accounts.cells[row])],
        reason=reason,
        suggested=suggested.value if suggested else "",
        strategy=strategy,
        **{axis.value: _value(accounts.axes[axis.value][row]) for axis in Axis},
        revenue=None if revenue is None else int(revenue),
        margin=_value(accounts.margin[row]),
        price=_value(accounts.price[row]),
        cost_share=_value(accounts.cost_share[row]),
    )


def _newest_judgements(family: Sequence[int]) -> dict[str, AccountJudgement]:
    rows = AccountJudgement.objects.filter(account__in=family).select_related("by").order_by("pk")
    return {row.factor: row for row in rows}


def _value(number: Any) -> float | None:
    return None if number != number else float(number)  # noqa: PLR0124 - only NaN differs from itself
