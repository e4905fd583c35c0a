"""Customer equity between two runs: the parts are the change, for everybody and for each owner."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F
from scored import ON, make_company, make_purchases, score
from world import World

from lazo.analytics.cost_to_serve import Activity, UnitCost
from lazo.differentiate.models import EquityFigure, Score
from lazo.differentiate.operations.cost_sheet import save_costs
from lazo.differentiate.operations.equity import UnableToExplainEquity, explain_equity
from lazo.differentiate.queries.equity import customer_equity
from lazo.differentiate.queries.equity_due import equity_is_behind
from lazo.differentiate.scoring.score_file import score_path
from lazo.identify.models import Party, Purchase, Source
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import JobInterrupted, NullContext
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
Name = EquityFigure.Name


def explain(workspace: Workspace) -> int:
    return explain_equity(workspace=workspace, context=NullContext())


def worth() -> dict[int, int]:
    return {pk: clv for pk, clv in Score.objects.filter(clv__isnull=False).values_list("pk", "clv") if clv is not None}


def test_a_change_is_explained_to_the_last_unit(world: World, workspace: Workspace) -> None:
    assert customer_equity(world.diego) is None
    with pytest.raises(UnableToExplainEquity):
        explain(workspace)
    assert not equity_is_behind()
    company = make_company(world, customers=200)
    Purchase.objects.update(base_margin=F("base_amount") * 4 / 10)
    save_costs(valid_from=None, costs=[UnitCost(Activity.ORDER, 200)], version=None, by=world.diego)
    score(workspace)
    before = worth()
    assert equity_is_behind()
    explain(workspace)
    assert not equity_is_behind()
    first = customer_equity(world.diego)
    assert first is not None
    assert (first.closing.amount, first.closing.customers, first.since) == (sum(before.values()), len(before), None)
    assert (first.change, first.on_customer, first.past) == (0, None, ())

    later = ON + timedelta(days=40)
    some = [*company.customers[::4], *company.prospects[:3]]
    make_purchases(company.source, some, [later] * len(some), [90_000] * len(some))
    gone = company.customers[1]
    Party.objects.filter(pk=gone.pk).update(retired_at="2026-01-15T00:00:00Z")
    note_change(table="parties", operation="U", row_from=gone.pk)
    run = score(workspace, on=later, refit=True)
    after = worth()
    assert explain(workspace) == EquityFigure.objects.filter(run=run).count()

    found = customer_equity(world.diego)
    assert found is not None
    assert found.since is not None
    assert found.since.on_date == ON
    assert found.of(Name.OPENING).amount == sum(before.values())
    assert found.closing.amount == sum(after.values())
    assert found.change == sum(after.values()) - sum(before.values())
    assert found.of(Name.NEW).customers == len(set(after) - set(before)) == 3
    assert found.of(Name.GROWN).amount > 0 > found.of(Name.SHRUNK).amount
    assert found.of(Name.REFIT).amount != 0
    assert found.of(Name.LOST).customers >= 1
    assert found.past == ((ON, first.closing),)
    bought = Purchase.objects.filter(occurred_on__gt=ON, occurred_on__lte=later)
    cash = sum(bought.values_list("base_amount", flat=True)) - 200 * bought.count()
    assert found.of(Name.CASH).amount == cash  # what came lately has no margin yet: it counts as it is
    assert found.on_customer == (cash + found.change) / sum(before.values())
    whole = Counter[str]()
    for user in (world.bruno, world.carla):
        part = customer_equity(user)
        assert part is not None
        assert not part.sees_everything
        assert part.of(Name.OPENING).amount + part.change == part.closing.amount
        whole.update({name: figure.amount for name, figure in part.figures.items()})
    assert whole == Counter({name: figure.amount for name, figure in found.figures.items()})
    event = Event.objects.filter(kind="equity.explained").latest("pk")
    assert event.data["since"] == found.since.pk


def test_the_same_parameters_leave_nothing_to_the_model(world: World, workspace: Workspace) -> None:
    make_company(world, customers=120)
    score(workspace)
    score(workspace, on=ON + timedelta(days=3), refit=False)
    explain(workspace)
    found = customer_equity(world.diego)
    assert found is not None
    assert Name.REFIT not in found.figures
    assert found.change != 0
    assert found.of(Name.OPENING).amount + found.change == found.closing.amount


def test_the_year_is_compared_with_the_one_before(world: World, workspace: Workspace) -> None:
    """100 stays, 50 shrinks to 30, 40 leaves, 10 grows to 25; 70 comes."""
    five = Party.objects.bulk_create(Party(name=f"P{n}", country="CO", owner=world.ana) for n in range(5))
    note_change(table="parties", operation="A", row_from=five[0].pk, row_to=five[-1].pk)
    source = Source.objects.create(key="caja", name="Caja")
    then, now = ON - timedelta(days=400), ON - timedelta(days=30)
    make_purchases(source, five[:4], [then] * 4, [100, 50, 40, 10])
    make_purchases(source, [*five[:2], *five[3:]], [now] * 4, [100, 30, 25, 70])
    score(workspace)
    explain(workspace)
    found = customer_equity(world.diego)
    assert found is not None
    figures = {name: (figure.customers, figure.amount) for name, figure in found.figures.items()}
    assert figures == {
        "year_start": (4, 200),
        "year_kept": (3, 155),
        "year_churned": (1, 40),
        "year_contraction": (1, 20),
        "year_expansion": (1, 15),
        "year_new": (1, 70),
    }
    assert found.kpis() == {"retention": 0.75, "churn": 0.25, "gross": 0.7, "net": 0.775}


def test_a_run_whose_file_is_gone_is_not_asked_for_again(world: World, workspace: Workspace) -> None:
    make_company(world, customers=60)
    run = score(workspace)
    score_path(workspace, run.pk).unlink()
    assert not equity_is_behind()
    with pytest.raises(UnableToExplainEquity):
        explain(workspace)


class _Stopped(NullContext):
    """Somebody asks for an end when the figures are computed and not yet written."""

    def checkpoint(self, **_kept: object) -> None:
        raise JobInterrupted


def test_stopped_before_it_is_written_nothing_is_other(world: World, workspace: Workspace) -> None:
    make_company(world, customers=60)
    score(workspace)
    explain(workspace)
    before = list(EquityFigure.objects.order_by("pk").values())
    with pytest.raises(JobInterrupted):
        explain_equity(workspace=workspace, context=_Stopped())
    assert list(EquityFigure.objects.order_by("pk").values()) == before
    assert explain(workspace) == len(before)
    assert EquityFigure.objects.count() == len(before)
