"""A decision about everybody whose process is killed anywhere: the next attempt ends as an undisturbed one, and nobody has two groups."""

import subprocess
import sys

import pytest
from acted import make_offers, run_decision
from django.db import connection
from scored import ON
from world import World, make_world

from lazo.customize.models import ActionRun, Decision, NextAction, Offer
from lazo.customize.queries.replay import replay
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone("one transaction a run, as the scores that are killed on PostgreSQL"),
]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def killed_at(environment: dict[str, str], line: str) -> None:
    """A decision that dies the moment it says a line."""
    command = [sys.executable, "-m", "decide_process", ON.isoformat(), line]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for told in process.stdout:
        if told.startswith(line):
            process.kill()
            break
    process.wait()


def state() -> tuple[object, ...]:
    rows = NextAction.objects.order_by("party_id").values_list("party_id", "offer_id", "expected", "channel")
    groups = Decision.objects.order_by("experiment_id", "party").values_list(
        "experiment_id", "party", "arm__key", "expected"
    )
    return list(rows), list(groups)


def test_a_decision_killed_anywhere_ends_as_if_it_had_not_been(
    world: World, workspace: Workspace, subprocess_environment: dict[str, str]
) -> None:
    make_offers(world, workspace, customers=60)
    Offer.objects.filter(name="Molino").update(cap_day=6)
    connection.close()
    # While it compares, in the transaction of the first groups, between two, in that of the whole run.
    for line in ("comparar acciones", "writing 10", "formar grupos 20/", "writing the run"):
        killed_at(subprocess_environment, line)
    assert not ActionRun.objects.filter(is_current=True).exists()
    killed_at(subprocess_environment, "never")
    found = state()
    run = ActionRun.objects.get(is_current=True)
    assert ActionRun.objects.count() == 1
    assert Event.objects.filter(kind="actions.decided").count() == 1

    # The same company undisturbed.
    Decision.objects.all().delete()
    NextAction.objects.all().delete()
    again = run_decision(workspace)
    assert state() == found
    assert list((workspace.history / "actions").glob("*.draft")) == []
    first = NextAction.objects.order_by("pk").first()
    assert first is not None
    told = replay(workspace=workspace, action=first.pk)
    assert (told.is_equal, told.run, told.chosen, told.customer) == (True, again.pk, first.offer_id, first.party_id)
    assert run.pk != again.pk
