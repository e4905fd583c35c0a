"""A score run from the database to the pages' tables, and what the next one takes over."""

import fcntl
from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.db.models import Count, F, Sum
from scored import CUSTOMERS, ON, PROSPECTS, make_company, make_purchases, score
from world import World, make_world

from lazo.analytics.bgnbd import fit_bgnbd_tuples
from lazo.analytics.tuples import compress
from lazo.differentiate.models import CyclePosition, MapCell, Movement, Score, ScoreRun, StrategicCustomer
from lazo.differentiate.operations.score import UnableToScore, run_score
from lazo.differentiate.operations.score_table import score_columns
from lazo.differentiate.queries.customer_score import customer_score, position_history, strategic_entries
from lazo.differentiate.queries.cycle_map import cycle_map
from lazo.differentiate.queries.month_before import month_before
from lazo.differentiate.queries.score_run import current_run, previous_run
from lazo.differentiate.scoring.score_file import places_path, score_path
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def assert_whole() -> None:
    """What must hold after every run, whatever happened before."""
    current = ScoreRun.objects.get(is_current=True)
    assert set(Score.objects.values_list("run_id", flat=True)) == {current.pk}
    assert [name for name in connection.introspection.table_names() if "score_next" in name] == []
    assert Event.objects.filter(kind="score.run").count() == ScoreRun.objects.filter(state="DONE").count()
    cells = MapCell.objects.filter(run=current).values("area").annotate(n=Sum("customers")).order_by("area")
    scores = Score.objects.exclude(area="").values("area").annotate(n=Count("pk")).order_by("area")
    assert [tuple(row.values()) for row in cells] == [tuple(row.values()) for row in scores]
    assert not (
        CyclePosition.objects.filter(valid_to__isnull=False)
        .values("customer", "run_id")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )


def assert_history_is_of_the_current_run() -> None:
    places = {pk: (area, sub) for pk, area, sub in Score.objects.values_list("pk", "area", "sub_state")}
    told = CyclePosition.objects.open().values_list("customer_id", "area", "sub_state")
    assert {pk: (area, sub) for pk, area, sub in told} == places
    significant = Score.objects.filter(strategic=True).values_list("pk", "strategic_kinds")
    register = StrategicCustomer.objects.filter(valid_to__isnull=True).values_list("customer_id", "kind")
    assert sorted(register) == sorted((pk, kind) for pk, kinds in significant for kind in kinds.split(","))


def test_a_run_places_everyone_with_their_reasons(workspace: Workspace, world: World) -> None:
    company = make_company(world)
    run = score(workspace)
    assert (run.state, run.is_current, run.is_refit, run.fitted_on) == ("DONE", True, True, ON)
    assert Score.objects.count() == CUSTOMERS + PROSPECTS
    assert run.counts["totals"]["customers"] == CUSTOMERS
    assert sum(area["customers"] for area in run.counts["areas"].values()) == CUSTOMERS + PROSPECTS
    assert set(Score.objects.filter(pk__in=[p.pk for p in company.prospects]).values_list("rule", flat=True)) == {
        "ACQUIRE.prospect"
    }
    assert_whole()
    assert_history_is_of_the_current_run()

    x, t_x, age = (
        list(column)
        for column in zip(
            *Score.objects.filter(first_day__isnull=False).values_list(
                "frequency", F("age_days") - F("recency_days"), "age_days"
            ),
            strict=True,
        )
    )
    fit = fit_bgnbd_tuples(compress(x, t_x, age))
    assert {name: run.parameters[name] for name in ("r", "alpha", "a", "b")} == {
        "r": fit.params.r,
        "alpha": fit.params.alpha,
        "a": fit.params.a,
        "b": fit.params.b,
    }
    assert run.log_likelihood == fit.log_likelihood
    assert run.back_test["cutoff"] == "2025-01-01"
    assert run.back_test["days"] == 364

    file = pq.read_table(score_path(workspace, run.pk))
    assert file.num_rows == CUSTOMERS + PROSPECTS
    assert set(score_columns()) < set(file.schema.names)
    assert file["value_365d"].to_pylist() == list(Score.objects.order_by("pk").values_list("value_365d", flat=True))
    row = Score.objects.filter(area="RETAIN").order_by("pk").first()
    assert row is not None
    assert 0 <= row.place <= 1
    assert row.value_365d_low <= row.value_365d <= row.value_365d_high


def test_each_user_sees_the_map_of_their_own_customers(workspace: Workspace, world: World) -> None:
    company = make_company(world)
    score(workspace)
    everything, of_ana, of_carla = (cycle_map(user) for user in (world.diego, world.ana, world.carla))
    assert everything is not None
    assert of_ana is not None
    assert of_carla is not None
    inside = Score.objects.exclude(area="").count()
    assert everything.customers == inside
    assert of_ana.customers + of_carla.customers == inside
    assert of_carla.customers == Score.objects.filter(owner=world.carla).exclude(area="").count()
    assert [area.area for area in everything.areas] == ["ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"]
    assert all(sum(area.bins["customers"]) == area.customers for area in everything.areas)
    assert everything.since == date(2025, 11, 30)
    assert sum(way.customers for way in everything.ways) == sum(way.customers for way in (*of_ana.ways, *of_carla.ways))
    of_carlas = company.customers[0].pk
    seen = customer_score(customer_id=of_carlas, user=world.carla)
    assert seen is not None
    assert seen.why.endswith(".")
    assert [entry.position.area for entry in position_history(customer_id=of_carlas, user=world.carla)] == [
        seen.score.area
    ]
    assert customer_score(customer_id=of_carlas, user=world.ana) is None
    assert position_history(customer_id=of_carlas, user=world.ana) == []
    assert not strategic_entries(customer_id=of_carlas, user=world.ana)


def test_the_next_day_writes_only_what_changed(workspace: Workspace, world: World) -> None:
    company = make_company(world)
    first = score(workspace)
    assert places_path(workspace, date(2025, 11, 30)).exists()
    before = dict(CyclePosition.objects.open().values_list("customer_id", "pk"))
    once = Score.objects.filter(rule="KEEP.once").order_by("pk").first()
    assert once is not None
    tomorrow = ON + timedelta(days=1)
    party = next(one for one in company.customers if one.pk == once.pk)
    make_purchases(company.source, [party], [tomorrow], [5_000])

    second = score(workspace, on=tomorrow)
    assert (second.is_refit, second.fitted_on, second.parameters) == (False, ON, first.parameters)
    assert second.back_test == first.back_test
    assert second.counts["cohorts"]["on"] == "2025-12-31"
    after = dict(CyclePosition.objects.open().values_list("customer_id", "pk"))
    moved = {customer for customer, position in after.items() if before[customer] != position}
    assert once.pk in moved
    assert len(moved) < CUSTOMERS / 10
    old = CyclePosition.objects.get(pk=before[once.pk])
    new = CyclePosition.objects.get(pk=after[once.pk])
    assert (old.valid_to, old.closed_by_run, old.area) == (tomorrow, second.pk, "KEEP")
    assert (new.valid_from, new.valid_to, new.run_id) == (tomorrow, None, second.pk)
    assert Score.objects.get(pk=once.pk).frequency == 1
    assert Movement.objects.filter(run=second).values_list("since", flat=True).distinct().get() == date(2025, 11, 30)
    assert (current_run(), previous_run()) == (second, first)
    assert_whole()
    assert_history_is_of_the_current_run()

    rerun = score(workspace, on=tomorrow, refit=True)
    assert (rerun.is_refit, rerun.fitted_on) == (True, tomorrow)
    assert_whole()
    assert_history_is_of_the_current_run()


def test_gaps_carried_over_are_those_read_anew(workspace: Workspace, world: World) -> None:
    company = make_company(world)
    score(workspace)
    tomorrow = ON + timedelta(days=1)
    buyers = company.customers[::7]
    make_purchases(company.source, buyers, [tomorrow] * len(buyers), [1_000] * len(buyers))
    carried = score(workspace, on=tomorrow)
    anew = score(workspace, on=tomorrow, refit=True)
    gaps = [
        pq.read_table(score_path(workspace, run.pk), columns=["customer_id", "gap_median_days"]).to_pylist()
        for run in (carried, anew)
    ]
    assert gaps[0] == gaps[1]


def test_a_run_of_an_earlier_day_leaves_the_history_alone(workspace: Workspace, world: World) -> None:
    make_company(world)
    score(workspace)
    history = list(CyclePosition.objects.order_by("pk").values())
    earlier = score(workspace, on=date(2025, 6, 30))
    assert (current_run(), earlier.is_refit) == (earlier, True)
    assert list(CyclePosition.objects.order_by("pk").values()) == history
    last = score(workspace)
    assert last.is_current
    assert CyclePosition.objects.filter(run_id=earlier.pk).count() == 0
    assert_history_is_of_the_current_run()


def test_who_is_gone_is_closed(workspace: Workspace, world: World) -> None:
    company = make_company(world)
    score(workspace)
    gone = company.customers[3]
    gone.retired_at = "2026-01-01T00:00:00Z"
    gone.save()
    from lazo.kernel.changes import note_change

    note_change(table="parties", operation="U", row_from=gone.pk)
    run = score(workspace)
    assert not Score.objects.filter(pk=gone.pk).exists()
    assert CyclePosition.objects.filter(customer_id=gone.pk).values_list("valid_to", "closed_by_run").get() == (
        ON,
        run.pk,
    )
    assert_history_is_of_the_current_run()


def test_a_company_without_purchases_has_prospects(workspace: Workspace, world: World) -> None:
    make_company(world, customers=1)
    run = score(workspace)
    assert run.parameters["r"] is None
    assert run.parameters["diagnostics"]["problems"]["bgnbd"]["code"] == "few_customers"
    assert not run.is_reliable
    assert run.counts["areas"]["ACQUIRE"]["customers"] == PROSPECTS
    assert_whole()


def test_nothing_to_score_before_the_first_sync(workspace: Workspace, world: World) -> None:
    with pytest.raises(UnableToOpenWarehouse):
        run_score(workspace=workspace, on=ON, by=None, context=NullContext())
    assert ScoreRun.objects.count() == 0
    assert cycle_map(world.diego) is None
    assert previous_run() is None


def test_one_run_at_a_time(workspace: Workspace, world: World) -> None:
    with (workspace.history / ".score.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(UnableToScore):
            run_score(workspace=workspace, on=ON, by=None, context=NullContext())


def test_a_failure_is_written_and_the_last_scores_stay(workspace: Workspace, world: World) -> None:
    make_company(world, customers=60)
    first = score(workspace)
    (workspace.history / "scores").rename(workspace.history / "kept")
    (workspace.history / "scores").write_text("a file where the folder should be")
    with pytest.raises(FileExistsError):
        score(workspace, on=ON + timedelta(days=1))
    failed = ScoreRun.objects.latest("pk")
    assert (failed.state, failed.reason) == ("FAILED", "FileExistsError")
    assert current_run() == first
    assert set(Score.objects.values_list("run_id", flat=True)) == {first.pk}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 3, 31), date(2025, 2, 28)),
        (date(2025, 3, 30), date(2025, 2, 28)),
        (date(2025, 2, 28), date(2025, 1, 31)),
        (date(2025, 1, 15), date(2024, 12, 15)),
    ],
)
def test_month_before_keeps_the_ends_of_months(day: date, expected: date) -> None:
    assert month_before(day) == expected
