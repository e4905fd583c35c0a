"""An erasure whose process is killed goes on at the step it was at; an export that is killed leaves no half file."""

import subprocess
import sys
import time
import zipfile

import pytest
from django.db import connection
from erased import NAME, ON, make_known
from mirrored import run_sync
from world import World, make_world

from lazo.identify.models import DataRequestStep, Erasure, Purchase
from lazo.identify.operations.data_request import open_request
from lazo.identify.operations.erasure import start_erasure
from lazo.identify.operations.subject_export import export_path
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone(
        "each piece is written with its checkpoint, as the imports and jobs that are killed on PostgreSQL"
    ),
]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def run(environment: dict[str, str], *words: str, kill_after: float | None) -> None:
    """Begin it, and kill it after some seconds or let it come to its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "erase_process", *words], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    assert process.wait() == (0 if kill_after is None else -9)


def test_killed_at_any_moment_everything_goes_once(
    world: World, workspace: Workspace, subprocess_environment: dict[str, str]
) -> None:
    known = make_known(world)
    run_sync(workspace)
    erasure = start_erasure(request=known.request, name=NAME, by=world.diego, on=ON)
    done = []
    for seconds in (0.2, 0.6, None):
        connection.close()
        run(subprocess_environment, "erase", str(erasure.pk), kill_after=seconds)
        erasure.refresh_from_db()
        done.append(len(erasure.done))
    assert done == sorted(done)
    assert done[0] < done[2]
    found = Erasure.objects.get()
    assert (found.report["remaining"], found.values, found.finished_at is not None) == ({}, [], True)
    assert Purchase.objects.filter(party=None).count() == 2
    assert Event.objects.filter(kind="party.erased").count() == 1


def test_a_killed_export_leaves_no_half_file(
    world: World, workspace: Workspace, subprocess_environment: dict[str, str]
) -> None:
    known = make_known(world)
    asked = open_request(party=known.remedios, kind="access", way="email", received_on=ON, on=ON, by=world.ana)
    place = export_path(workspace, asked)
    words = ("export", str(asked.pk), str(world.diego.pk))
    connection.close()
    run(subprocess_environment, *words, kill_after=0.3)
    assert not place.exists()
    run(subprocess_environment, *words, kill_after=None)
    with zipfile.ZipFile(place) as archive:
        assert archive.testzip() is None
    assert DataRequestStep.objects.filter(request=asked, kind="DELIVERED").count() == 1
