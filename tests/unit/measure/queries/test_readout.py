"""Experiments read out from decisions, outcomes and purchases: to the unit."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from experimented import DAYS, START, Group, begin, decide, fill, retailer
from mirrored import FIRST_DAY, make_parties, make_purchases, run_sync
from world import World

from lazo.customize.models import Arm, Decision, Experiment, Outcome
from lazo.customize.operations.money import Booking, book_money
from lazo.identify.models import Party, Purchase
from lazo.kernel.access import row_rule
from lazo.kernel.models import ExchangeRate, User
from lazo.kernel.workspace import Workspace
from lazo.measure.queries.readout import metrics_of, read_experiment
from lazo.measure.reading.sums import forget_sums

END = START + timedelta(days=DAYS - 1)


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    forget_sums()


@pytest.mark.django_db
def test_the_retailer_is_read_out_to_the_cent(world: World, workspace: Workspace) -> None:
    found = read_experiment(experiment=retailer(world.diego), on=END)
    assert found.whole is not None
    assert found.whole.result is not None
    assert (found.whole.done.extra, found.whole.result.gross, found.whole.result.cost) == (180, 3_780_000, 1_000_000)
    assert (found.whole.result.net, found.is_final, found.fraction) == (2_780_000, True, 1.0)
    assert (round(found.whole.done.extra_low), round(found.whole.done.extra_high)) == (67, 293)
    control, treated = found.arms
    assert (control.is_control, control.n, control.successes, control.rate, control.cost) == (True, 1_000, 200, 0.2, 0)
    assert (treated.n, treated.successes, treated.money, treated.money_each) == (4_000, 980, None, None)
    assert (found.ratio is not None and found.ratio.chi_square, found.cost_is_booked) == (0.0, False)
    assert (found.n, found.best, found.metric, found.started, found.ends) == (5_000, None, "again", START, END)


@pytest.mark.django_db
def test_what_the_ledger_says_it_cost_counts_before_the_plan(world: World, workspace: Workspace) -> None:
    experiment = retailer(world.diego)
    booked = Booking("m", START, "KEEP", "COST", "OBSERVED", "message", 900_001, "COP", experiment=experiment)
    book_money(booking=booked, by=None)
    found = read_experiment(experiment=experiment, on=END)
    assert found.whole is not None
    assert found.whole.result is not None
    assert (found.whole.result.cost, found.cost_is_booked, found.arms[1].cost) == (900_001, True, 900_001)


@pytest.mark.django_db
def test_another_currency_counts_at_the_rate_of_the_first_day(world: World, workspace: Workspace) -> None:
    ExchangeRate.objects.create(currency="USD", day=START, rate=4_000)
    experiment = retailer(world.diego)
    Experiment.objects.filter(pk=experiment.pk).update(currency="USD", unit_margin=21)
    found = read_experiment(experiment=Experiment.objects.get(pk=experiment.pk), on=END)
    assert found.whole is not None
    assert found.whole.result is not None
    assert (found.whole.result.gross, found.whole.result.cost) == (180 * 21 * 4_000, 4_000 * 250 * 4_000)


@pytest.mark.django_db
def test_before_its_end_it_is_watched_day_by_day(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(90, 30), "control": Group(60, 6)})
    Outcome.objects.filter(key__in=[str(number) for number in range(11, 31)]).update(on=START + timedelta(days=9))
    found = read_experiment(experiment=experiment, on=START + timedelta(days=9), with_days=True)
    assert (found.is_final, round(found.fraction, 4), len(found.days)) == (False, 0.3333, 10)
    assert found.days[0].difference == pytest.approx(10 / 90 - 6 / 60)
    assert found.days[-1].difference == pytest.approx(30 / 90 - 6 / 60)
    assert found.whole is not None
    assert (found.days[-1].low, found.days[-1].high) == (found.whole.watch.low, found.whole.watch.high)
    assert found.whole.watch.is_decided
    assert found.ratio is not None
    assert found.ratio.alarms
    early = read_experiment(experiment=experiment, on=START - timedelta(days=1), with_days=True)
    assert (early.whole, early.days, early.arms[0].n) == (None, (), 0)


@pytest.mark.django_db
def test_an_outcome_outside_its_window_does_not_count(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(3, 3), "control": Group(1, 0)})
    for key, day in (("1", START - timedelta(days=1)), ("2", START + timedelta(days=DAYS)), ("3", END)):
        Outcome.objects.filter(key=key).update(on=day)
    assert read_experiment(experiment=experiment, on=END + timedelta(days=90)).arms[1].successes == 1


@pytest.mark.django_db
def test_an_experiment_without_control_or_customers_says_so(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    empty = read_experiment(experiment=experiment, on=END)
    assert (empty.whole, empty.each, empty.ratio, empty.started, empty.fraction) == (None, (), None, None, 0.0)
    fill(experiment, {"a": Group(5, 1)})
    assert read_experiment(experiment=experiment, on=END).whole is None


@pytest.mark.django_db
def test_other_outcomes_and_two_treatments(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    more = Arm.objects.create(experiment=experiment, key="b", name="Otra", share=0)
    fill(experiment, {"a": Group(100, 40), "control": Group(50, 10)})
    decide(experiment, more, range(501, 601))
    for party in (1, 501, 502):
        Outcome.objects.create(experiment=experiment, party=party, name="money", amount=700, on=START, key=f"m{party}")
    found = read_experiment(experiment=experiment, on=END)
    assert [one.key for one in found.each] == ["a", "b"]
    assert found.best is not None
    assert (found.best[0].key, found.best[1] > 0.99) == ("a", True)
    assert metrics_of(experiment) == ["card", "money"]
    money = read_experiment(experiment=experiment, on=END, metric="money")
    assert money.whole is not None
    assert money.whole.result is not None
    assert (money.by_money, money.whole.main.extra, money.whole.result.gross) == (True, 2_100, 2_100)
    assert [arm.money for arm in money.arms] == [0, 700, 1_400]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_depend_on_the_customers(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(20, 5), "control": Group(10, 1)})
    with CaptureQueriesContext(connection) as first:
        read_experiment(experiment=experiment, on=END)
    fill(experiment, {"a": Group(200, 5), "control": Group(100, 1)}, first=5_000)
    with CaptureQueriesContext(connection) as second:
        read_experiment(experiment=experiment, on=END)
    assert len(first) == len(second) == 8
    with CaptureQueriesContext(connection) as held:
        read_experiment(experiment=experiment, on=END)
    assert len(held) == 4


@pytest.mark.django_db(transaction=True)
def test_purchases_are_read_from_the_warehouse(world: World, workspace: Workspace) -> None:
    """Six customers on 1 March; the second of them turns out to be the seventh, who bought."""
    begun = FIRST_DAY + timedelta(days=59)
    people = make_parties(8)
    experiment = begin(None, metric="purchase", unit_cost=10)
    experiment.started_on, experiment.ends_on, experiment.window_days = begun, None, 30
    experiment.save()
    treated, control = Arm.objects.get(key="a"), Arm.objects.get(key="control")
    decide(experiment, treated, [one.pk for one in people[:3]], on=begun)
    decide(experiment, control, [one.pk for one in people[3:6]], on=begun)
    bought = make_purchases(
        [people[0], people[0], people[6], people[3], people[2], people[4], people[7], None],
        [60, 70, 88, 89, 30, 58, 61, 61],
    )
    Purchase.objects.filter(pk=bought[1].pk).update(base_margin=400)
    Party.objects.filter(pk=people[1].pk).update(canonical=people[6])
    run_sync(workspace)
    found = read_experiment(experiment=experiment, on=date(2026, 12, 31))
    control_arm, treated_arm = found.arms
    assert (treated_arm.successes, treated_arm.money) == (2, 1_000 + 400 + 1_002)  # the third bought before
    assert (control_arm.successes, control_arm.money) == (0, 0)  # on the thirtieth day, and on the day before
    assert (found.purchases, found.on_margin, found.ends) == (3, 1, begun + timedelta(days=29))
    assert found.whole is not None
    assert found.whole.money_plain is not None
    assert found.whole.money_plain.treated.before == 1_004.0
    assert found.whole.money_plain.control.before == 1_005.0
    assert found.whole.result is not None
    assert found.whole.result.cost == 30


@pytest.mark.django_db(transaction=True)
def test_who_sees_a_part_reads_that_part_and_who_sees_nobody_nothing(world: World, workspace: Workspace) -> None:
    people = make_parties(6)
    for place, owner in enumerate((world.ana, world.ana, world.carla, world.ana, world.carla, world.carla)):
        Party.objects.filter(pk=people[place].pk).update(
            owner=owner, team=world.north if owner == world.ana else world.south
        )
    experiment = begin(None)
    fill(experiment, {"a": Group(3, 2), "control": Group(3, 1)}, first=people[0].pk)
    run_sync(workspace)

    def seen(user: User) -> list[tuple[int, int]]:
        found = read_experiment(experiment=experiment, on=END, rule=row_rule(user))
        assert found.sees_everything == (user == world.diego)
        return [(arm.n, arm.successes) for arm in found.arms]

    assert seen(world.diego) == [(3, 1), (3, 2)]
    assert seen(world.ana) == seen(world.bruno) == [(1, 1), (2, 2)]
    assert seen(world.carla) == [(2, 0), (1, 0)]
    world.carla.is_active = False
    assert seen(world.carla) == [(0, 0), (0, 0)]


@pytest.mark.django_db
def test_a_decision_put_aside_by_a_merge_counts_no_more(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(4, 2), "control": Group(4, 2)})
    Decision.objects.filter(party=1).update(set_aside=7)
    forget_sums()
    assert [(arm.n, arm.successes) for arm in read_experiment(experiment=experiment, on=END).arms] == [(4, 2), (3, 1)]
