"""The portfolio of accounts: where each lies, what that follows from, what people decide about it."""

from datetime import date, timedelta
from typing import Any

import pytest
from accounts import ON, make_portfolio, write_run
from world import World

from lazo.differentiate.models import AccountJudgement, AccountStrategy, PortfolioSettings, ScoreRun
from lazo.differentiate.operations.portfolio import (
    UnableToDecideAccount,
    UnableToSavePortfolioSettings,
    confirm_strategy,
    judge_account,
    save_portfolio_settings,
)
from lazo.differentiate.portfolio.account_file import accounts_path
from lazo.differentiate.portfolio.strategy import Cell
from lazo.differentiate.portfolio.weights import portfolio_weights
from lazo.differentiate.queries.portfolio import (
    UNCONFIRMED,
    AccountLine,
    PortfolioQuestion,
    account_trail,
    account_view,
    portfolio_lines,
    portfolio_page,
)
from lazo.identify.models import Party
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 15)


@pytest.fixture
def made(world: World, workspace: Workspace) -> dict[str, Party]:
    return make_portfolio(world, workspace)


def lines(user: User, **question: Any) -> dict[str, AccountLine]:
    page = portfolio_page(user=user, question=PortfolioQuestion(**question))
    assert page is not None
    return {line.name: line for line in page.lines}


def test_accounts_lie_by_what_is_known(world: World, made: dict[str, Party]) -> None:
    found = lines(world.diego)
    assert list(found) == ["Hotel Grande", "Bodega Ajena", "Oficina Cara", "Café Chico", "Casa Ida", "Nueva"]
    large = found["Hotel Grande"]
    # volume 90 of five with sales known (the lost one bought 0), potential 90 of five; both weigh 35 and 25
    assert (large.importance, large.margin, large.price, large.revenue) == (90.0, 0.4, 0.9, 1000)
    assert large.cell == Cell.KEY_DIFFICULT if large.difficulty and large.difficulty >= 50 else Cell.KEY_EASY
    assert found["Nueva"].cell == Cell.UNKNOWN
    assert found["Café Chico"].attractiveness == pytest.approx((100 * 35 + 37.5 * 35) / 70)
    assert (found["Hotel Grande"].relationship, found["Hotel Grande"].cost_share) == (None, None)


def test_each_situation_suggests_its_strategy(world: World, made: dict[str, Party]) -> None:
    told = {name: (line.reason, line.suggested) for name, line in lines(world.diego).items()}
    assert told["Casa Ida"] == ("lost", "WIN_BACK")
    assert told["Nueva"] == ("prospect", "START")
    assert told["Oficina Cara"] == ("loss_hope", "RE_ENGINEER")
    assert told["Hotel Grande"][1] in {"PROTECT", "ENHANCE"}
    assert told["Café Chico"][0].startswith("other")


def test_each_user_sees_their_accounts(world: World, made: dict[str, Party]) -> None:
    assert "Bodega Ajena" not in lines(world.ana)
    page = portfolio_page(user=world.carla, question=PortfolioQuestion())
    assert page is not None
    assert (page.total, [line.name for line in page.lines], page.confirmed) == (1, ["Bodega Ajena"], 0)
    assert sum(cell.accounts for cell in page.cells) == 1
    # where one lies does not depend on who looks
    assert page.lines[0] == lines(world.diego)["Bodega Ajena"]
    assert [line.name for line in portfolio_lines(user=world.carla, question=PortfolioQuestion())] == ["Bodega Ajena"]


def test_a_judgement_counts_where_the_data_say_nothing(world: World, made: dict[str, Party]) -> None:
    before = lines(world.ana)["Hotel Grande"].importance
    token = judge_account(
        account=made["large"], factor="prestige", value=0, by=world.ana, on=TODAY, note="nadie la cita"
    )
    judge_account(account=made["large"], factor="volume", value=0, by=world.ana, on=TODAY)
    assert lines(world.ana)["Hotel Grande"].importance == pytest.approx(90 * 60 / 75)
    view = account_view(account=made["large"], family=[made["large"].pk])
    factors = {one.factor.key: one for one in view.factors["importance"]}
    assert (factors["prestige"].is_judged, factors["prestige"].value) == (True, 0.0)
    assert (factors["volume"].is_judged, factors["volume"].raw) == (False, 1000.0)
    assert factors["prestige"].judgement is not None
    assert (factors["prestige"].judgement.by, factors["prestige"].judgement.note) == (world.ana, "nadie la cita")
    undo(token=token, by=world.ana)
    assert lines(world.ana)["Hotel Grande"].importance == before


def test_what_is_refused(world: World, made: dict[str, Party]) -> None:
    def refused(code: str, operation: Any, **asked: Any) -> None:
        with pytest.raises(UnableToDecideAccount, match=code):
            operation(by=world.ana, on=TODAY, **asked)

    large = made["large"]
    refused("unknown_factor", judge_account, account=large, factor="x", value=1)
    refused("out_of_range", judge_account, account=large, factor="market", value=101)
    refused("not_visible", judge_account, account=made["hers"], factor="market", value=1)
    refused("not_a_company", judge_account, account=made["person"], factor="market", value=1)
    refused("too_long", judge_account, account=large, factor="market", value=1, note="x" * 241)
    refused("unknown_strategy", confirm_strategy, account=large, strategy="X")
    confirm_strategy(account=large, strategy="PROTECT", by=world.ana, on=TODAY)
    refused("same_strategy", confirm_strategy, account=large, strategy="PROTECT")
    assert AccountJudgement.objects.count() == 0


def test_a_strategy_is_confirmed_replaced_and_taken_back(world: World, made: dict[str, Party]) -> None:
    large = made["large"]
    confirm_strategy(account=large, strategy="PROTECT", suggested="PROTECT", by=world.ana, on=TODAY)
    token = confirm_strategy(account=large, strategy="ENHANCE", reason="Abren sedes", by=world.diego, on=TODAY)
    view = account_view(account=large, family=[large.pk])
    assert view.strategy is not None
    assert (view.strategy.strategy, view.strategy.confirmed_by, len(view.strategies)) == ("ENHANCE", world.diego, 2)
    assert lines(world.ana, strategy="ENHANCE")["Hotel Grande"].strategy == "ENHANCE"
    assert "Hotel Grande" not in lines(world.ana, strategy=UNCONFIRMED)
    undo(token=token, by=world.diego)
    held = AccountStrategy.objects.get()
    assert (held.strategy, held.valid_to) == ("PROTECT", None)
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.diego)


def test_weights_are_versions_and_say_how_the_past_was_read(
    world: World, workspace: Workspace, made: dict[str, Party]
) -> None:
    assert portfolio_weights().version is None
    token = save_portfolio_settings(weights={"volume": 100, "potential": 0}, cut=60, version=None, by=world.diego)
    held = portfolio_weights()
    assert (held.of["volume"], held.of["prestige"], held.cut) == (100, 15, 60)
    assert lines(world.diego)["Café Chico"].importance == 30.0
    for problem in ({"weights": {"volume": 101}}, {"weights": {"relationship": 0}}, {"cut": 0}):
        with pytest.raises(UnableToSavePortfolioSettings):
            save_portfolio_settings(**{"weights": {}, "cut": 50, "version": held.version, "by": world.diego} | problem)
    with pytest.raises(UnableToSavePortfolioSettings, match="stale"):
        save_portfolio_settings(weights={}, cut=50, version=None, by=world.diego)
    with pytest.raises(UnableToSavePortfolioSettings, match="not_allowed"):
        save_portfolio_settings(weights={}, cut=50, version=held.version, by=world.ana)
    assert portfolio_weights(on=date(2020, 1, 1)).version is None
    undo(token=token, by=world.diego)
    assert (portfolio_weights().cut, PortfolioSettings.objects.count()) == (50, 2)
    assert save_portfolio_settings(weights={}, cut=50, version=portfolio_weights().version, by=world.diego) == ""


def test_cost_to_serve_is_read_where_it_is_known(world: World, workspace: Workspace) -> None:
    make_portfolio(world, workspace, costs=True)
    found = lines(world.diego)
    assert found["Hotel Grande"].cost_share == 0.1
    assert found["Oficina Cara"].cost_share is None
    # the margin after serving it is below zero
    assert found["Café Chico"].reason == "loss_hope"


def test_positions_are_kept_month_by_month(world: World, workspace: Workspace, made: dict[str, Party]) -> None:
    large, before = made["large"].pk, ON - timedelta(days=31)
    write_run(workspace, {large: {"potential_value": 1}}, {large: {"revenue_12m": 7}}, on=before, current=False)
    judge_account(account=made["large"], factor="prestige", value=0, by=world.ana, on=ON - timedelta(days=1))
    trail = account_trail(account=large)
    assert [(point.on, point.line.revenue) for point in trail] == [(ON, 1000), (before, 7)]
    # what was judged later does not change what was
    assert trail[1].line.importance == 50.0
    assert trail[0].line.importance == pytest.approx(90 * 60 / 75)
    assert account_trail(account=made["hers"].pk)[0].line.revenue == 500


def test_while_a_run_writes_its_companies_the_one_before_speaks(
    world: World, workspace: Workspace, made: dict[str, Party]
) -> None:
    run = write_run(workspace, {made["large"].pk: {}}, {}, on=ON + timedelta(days=1), current=False)
    accounts_path(workspace, run.pk).unlink()
    ScoreRun.objects.filter(is_current=True).update(is_current=False)
    ScoreRun.objects.filter(pk=run.pk).update(is_current=True)
    page = portfolio_page(user=world.diego, question=PortfolioQuestion())
    assert page is not None
    assert (page.run.on_date, page.total) == (ON, 6)


def test_before_a_run_there_is_no_portfolio(world: World, workspace: Workspace) -> None:
    assert portfolio_page(user=world.diego, question=PortfolioQuestion()) is None
    assert portfolio_lines(user=world.diego, question=PortfolioQuestion()) == []


def test_a_page_asks_the_same_number_of_questions(
    world: World, made: dict[str, Party], django_assert_num_queries: Any
) -> None:
    portfolio_page(user=world.diego, question=PortfolioQuestion())
    for size in (1, 6):
        with django_assert_num_queries(7):
            portfolio_page(user=world.diego, question=PortfolioQuestion(size=size))
