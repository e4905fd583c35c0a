"""Unit costs: stated by day in versions, taken back, and what a run makes of them."""

from datetime import date

import pytest
from django.db.models import F
from mirrored import run_sync
from scored import ON, make_company, score
from world import World

from lazo.analytics.cost_to_serve import Activity, DatedCosts, UnitCost
from lazo.analytics.segments.parsing import parse
from lazo.differentiate.models import CostSheet, CustomerCard, Score, ValueBand
from lazo.differentiate.operations.cost_sheet import MOST_COSTS, UnableToSaveCosts, save_costs, withdraw_costs
from lazo.differentiate.queries.cost_sheet import cost_sheets, cost_version, costs_on, dated_costs
from lazo.differentiate.queries.customer_list import customer_list
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.group_value import group_values
from lazo.differentiate.queries.segments import numbers_of
from lazo.differentiate.queries.served import has_costs, served_values
from lazo.differentiate.scoring.score_file import costs_path
from lazo.differentiate.segments.rules import vocabulary
from lazo.identify.models import Purchase
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.workspace import Workspace

ORDER = UnitCost(Activity.ORDER, 500)
CALL = UnitCost(Activity.CONTACT, 900, channel="phone", direction="IN")
JULY = date(2025, 7, 1)


def save(world: World, *costs: UnitCost, day: date | None = None) -> str:
    return save_costs(valid_from=day, costs=costs, version=cost_version(), by=world.diego)


def test_what_holds_is_the_newest_version_of_each_day(world: World) -> None:
    assert dated_costs() == ()
    save(world, ORDER)
    save(world, ORDER, CALL, day=JULY)
    save(world, UnitCost(Activity.ORDER, 600), day=JULY)

    assert dated_costs() == (
        DatedCosts(None, JULY, (ORDER,)),
        DatedCosts(JULY, None, (UnitCost(Activity.ORDER, 600),)),
    )
    assert [sheet.valid_from for sheet in cost_sheets()] == [None, JULY]
    june, july = costs_on(date(2025, 6, 30)), costs_on(JULY)
    assert june is not None
    assert july is not None
    assert (june.valid_from, july.valid_from) == (None, JULY)
    event = Event.objects.filter(kind="costs.saved").latest("pk")
    assert event.data == {"valid_from": "2025-07-01", "withdrawn": False}
    assert [len(costs["costs"]) for costs in (event.detail.before, event.detail.after)] == [2, 1]


def test_the_same_again_is_no_version(world: World) -> None:
    save(world, CALL)
    assert save(world, UnitCost(Activity.CONTACT, 900, channel=" phone ", direction="IN")) == ""
    assert CostSheet.objects.count() == 1


def test_a_day_is_withdrawn_and_comes_back(world: World) -> None:
    save(world, ORDER)
    save(world, CALL, day=JULY)
    token = withdraw_costs(valid_from=JULY, version=cost_version(), by=world.diego)
    assert dated_costs() == (DatedCosts(None, None, (ORDER,)),)
    undo(token=token, by=world.diego)
    assert [len(sheet.costs) for sheet in dated_costs()] == [1, 1]
    with pytest.raises(UnableToSaveCosts) as refused:
        withdraw_costs(valid_from=date(2020, 1, 1), version=cost_version(), by=world.diego)
    assert refused.value.code == "no_sheet"


def test_it_is_taken_back_unless_somebody_saved_since(world: World) -> None:
    first = save(world, ORDER)
    undo(token=first, by=world.diego)
    assert dated_costs() == ()
    later = save(world, ORDER)
    save(world, CALL, day=JULY)
    with pytest.raises(UnableToUndo):
        undo(token=later, by=world.diego)
    with pytest.raises(UnableToUndo):
        undo(token=save(world, ORDER, CALL), by=world.ana)


def test_two_people_do_not_overwrite_each_other(world: World) -> None:
    save(world, ORDER)
    with pytest.raises(UnableToSaveCosts) as refused:
        save_costs(valid_from=JULY, costs=[CALL], version=None, by=world.diego)
    assert refused.value.code == "stale"


@pytest.mark.parametrize(
    ("costs", "problems"),
    [
        ([UnitCost("dance", 1)], {0: "unknown_activity"}),
        ([ORDER, UnitCost(Activity.RETURN, -1)], {1: "out_of_range"}),
        ([UnitCost(Activity.ORDER, 1, channel="web")], {0: "only_of_contacts"}),
        ([UnitCost(Activity.CONTACT, 1, direction="UP")], {0: "unknown_direction"}),
        ([UnitCost(Activity.CONTACT, 1, kind="x" * 61)], {0: "too_long"}),
        ([CALL, UnitCost(Activity.CONTACT, 5, channel="PHONE", direction="IN")], {1: "said_twice"}),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, costs: list[UnitCost], problems: dict[int, str]) -> None:
    with pytest.raises(UnableToSaveCosts) as refused:
        save(world, *costs)
    assert refused.value.problems == problems
    assert not CostSheet.objects.exists()


def test_more_than_a_page_of_costs_is_refused(world: World) -> None:
    many = [UnitCost(Activity.CONTACT, 1, kind=f"k{number}") for number in range(MOST_COSTS + 1)]
    with pytest.raises(UnableToSaveCosts) as refused:
        save(world, *many)
    assert refused.value.code == "too_many"


@pytest.mark.django_db(transaction=True)
def test_a_run_takes_them_off_the_margin_and_a_run_without_knows_nothing_of_them(
    world: World, workspace: Workspace
) -> None:
    make_company(world, customers=150)
    Purchase.objects.update(base_margin=F("base_amount") * 4 / 10)
    plain = score(workspace)
    worth = dict(Score.objects.values_list("pk", "clv"))
    assert not has_costs(plain.pk)
    assert not costs_path(workspace, plain.pk).parent.exists()
    assert "serving" not in plain.counts
    assert served_values(worth, run_id=plain.pk) == {}

    save(world, ORDER)
    run_sync(workspace)
    run = score(workspace, refit=True)
    served = served_values(worth, run_id=run.pk)
    for card in CustomerCard.objects.filter(n_purchases__gt=0):
        found = served[card.pk]
        year = Purchase.objects.filter(party=card.pk, occurred_on__gt=date(2024, 12, 31), occurred_on__lte=ON).count()
        assert (found.orders, found.cost, found.net_12m) == (year, 500 * year, (card.value_12m or 0) - 500 * year)
        assert card.clv == worth[card.pk] - found.coming_cost
    totals = run.counts["serving"]
    assert totals["cost"] == sum(one.cost for one in served.values()) == 500 * totals["orders"]
    assert totals["below_zero"] == sum((one.net_12m or 0) < 0 for one in served.values())
    assert run.counts["concentration"]["net_12m"]["total"] == totals["net_12m"]
    assert sum(ValueBand.objects.filter(measure="net_12m").values_list("value", flat=True)) == totals["net_12m"]

    question = ListQuestion(columns=("potential_value", "unrealised", "cost_12m", "net_12m", "migrator"))
    row = customer_list(user=world.diego, question=question).rows[0]
    kept = Score.objects.get(pk=row.customer_id)
    assert (row.cost_12m, row.net_12m) == (served[kept.pk].cost, served[kept.pk].net_12m)
    assert (row.potential_value, row.unrealised) == (kept.potential_value, kept.unrealised)
    pair = list(Score.objects.filter(n_purchases__gt=0).order_by("pk").values_list("pk", flat=True)[:2])
    value = group_values(groups={1: pair}, user=world.diego)[1]
    assert value.cost_12m == sum(served[one].cost for one in pair)
    assert value.net_12m == sum(served[one].net_12m or 0 for one in pair)

    rules = {"all": [{"field": "net_12m", "at_most": 0}, {"field": "cost_12m", "at_least": 1}]}
    tree = parse(rules, vocabulary())
    below = {one for one, values in served.items() if values.net_12m is not None and values.net_12m <= 0 < values.cost}
    assert numbers_of(user=world.diego, tree=tree).customers == len(below) > 0
    question = ListQuestion(net_to=0, cost_from=1)
    assert {found.customer_id for found in customer_list(user=world.diego, question=question).rows} == below
