"""Score runs whose process is killed: pages keep the last scores, and the next attempt finishes without doubles."""

import random
import subprocess
import sys
import time
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.db import connection
from scored import CUSTOMERS, ON, PROSPECTS, make_company, make_purchases
from world import World, make_world

from lazo.differentiate.models import CyclePosition, MapCell, Score, ScoreRun, StrategicCustomer
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]
LONGEST = 6.0


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def start(environment: dict[str, str], day: str, *more: str) -> "subprocess.Popen[str]":
    """A scoring process, past its sync: what is killed is the score run."""
    process = subprocess.Popen(
        [sys.executable, "-m", "score_process", day, *more], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "synchronised\n"
    return process


def seen_by_pages() -> tuple[set[int], int, int]:
    """Runs of the scores, runs that are current, drafts of tables that pages could meet."""
    runs = set(Score.objects.values_list("run_id", flat=True))
    return runs, ScoreRun.objects.filter(is_current=True).count(), Score.objects.count()


@pytest.mark.parametrize("seed", [11, pytest.param(12, marks=pytest.mark.nightly)])
def test_a_run_killed_three_times_finishes_once(
    seed: int, world: World, workspace: Workspace, subprocess_environment: dict[str, str]
) -> None:
    moments = random.Random(seed)
    company = make_company(world)
    connection.close()
    assert start(subprocess_environment, ON.isoformat()).wait() == 0
    first = ScoreRun.objects.get()
    tomorrow = ON + timedelta(days=1)
    make_purchases(company.source, company.customers[:40], [tomorrow] * 40, [2_000] * 40)
    connection.close()
    for _ in range(3):
        process = start(subprocess_environment, tomorrow.isoformat())
        time.sleep(moments.uniform(0.2, LONGEST))
        process.kill()
        process.wait()
        current = ScoreRun.objects.get(is_current=True)
        assert seen_by_pages() == ({current.pk}, 1, CUSTOMERS + PROSPECTS)
        connection.close()
    assert start(subprocess_environment, tomorrow.isoformat()).wait() == 0

    done = list(ScoreRun.objects.filter(state="DONE").order_by("pk"))
    assert done[0] == first
    assert not ScoreRun.objects.filter(state="RUNNING").exists()
    assert ScoreRun.objects.get(is_current=True) == done[-1]
    assert seen_by_pages() == ({done[-1].pk}, 1, CUSTOMERS + PROSPECTS)
    assert [name for name in connection.introspection.table_names() if "score_next" in name] == []
    assert Event.objects.filter(kind="score.run").count() == len(done)
    assert sum(MapCell.objects.filter(run=done[-1]).values_list("customers", flat=True)) == (
        Score.objects.exclude(area="").count()
    )
    places = dict(Score.objects.values_list("pk", "area"))
    assert dict(CyclePosition.objects.open().values_list("customer_id", "area")) == places
    assert CyclePosition.objects.open().count() == len(places)
    strategic = set(Score.objects.filter(strategic=True).values_list("pk", flat=True))
    register = StrategicCustomer.objects.filter(valid_to__isnull=True)
    assert set(register.values_list("customer_id", flat=True)) == strategic
    assert list((workspace.history / "scores").glob("*.draft")) == []


@pytest.mark.parametrize("batches", [3])
def test_a_run_killed_while_its_table_is_filled_aside_finishes_once(
    batches: int, world: World, workspace: Workspace, subprocess_environment: dict[str, str]
) -> None:
    make_company(world, customers=60)
    connection.close()
    assert start(subprocess_environment, ON.isoformat()).wait() == 0
    first = ScoreRun.objects.get()
    shown = list(Score.objects.order_by("pk").values())
    tomorrow = (ON + timedelta(days=1)).isoformat()
    connection.close()
    rows = "10"

    process = start(subprocess_environment, tomorrow, rows)
    assert process.stdout is not None
    told = next(line for line in process.stdout if line.startswith(f"escribir puntajes {batches * int(rows)}/"))
    process.kill()
    process.wait()
    assert told == f"escribir puntajes {batches * int(rows)}/{60 + PROSPECTS}\n"
    assert ScoreRun.objects.get(is_current=True) == first
    assert list(Score.objects.order_by("pk").values()) == shown
    connection.close()

    process = start(subprocess_environment, tomorrow, rows)
    process.communicate()
    assert process.returncode == 0
    done = ScoreRun.objects.get(is_current=True)
    assert ScoreRun.objects.filter(state="DONE").count() == 2
    assert seen_by_pages() == ({done.pk}, 1, 60 + PROSPECTS)
    assert [name for name in connection.introspection.table_names() if "score_next" in name] == []
    file = pq.read_table(score_path(workspace, done.pk), columns=["customer_id", "value_365d", "area"]).to_pylist()
    assert list(Score.objects.order_by("pk").values("customer_id", "value_365d", "area")) == file
