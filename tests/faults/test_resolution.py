"""A resolution run whose process is killed goes on behind its last piece: nothing is lost and nothing is done twice."""

import subprocess
import sys
import time
from datetime import date

import pytest
from django.db import connection
from world import World, make_world

from lazo.identify.models import ContactPoint, GoldenRecord, MatchPair, Merge, Party, ResolutionRun
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change, Event, Job

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone(
        "its pieces are written as in resolution/test_run.py; test_import.py is killed on PostgreSQL"
    ),
]
GIVEN = ["María José", "Juan Carlos", "Ana Lucía", "Pedro Nel", "Rosa Elena", "Luis Alberto", "Carmen", "Wilmer"]
SURNAMES = ["Gutiérrez Ospina", "Rodríguez Pérez", "Mosquera Rentería", "Ríos Cano", "Quispe Aranda", "Tascón Perea"]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def add_twins(world: World) -> int:
    """Forty-eight people of two records each."""
    count = 0
    for turn in (0, 1):
        for n, given in enumerate(GIVEN):
            for m, surnames in enumerate(SURNAMES):
                name = f"{given} {surnames}"
                made = Party.objects.create(
                    name=name,
                    folded_name=name.lower(),
                    given_name=given,
                    surnames=surnames,
                    owner=world.ana,
                    birth_date=date(1950 + n * 5, m + 1, 10 + n),
                    first_contact_on=date(2024 + turn, 1, 1),
                )
                email = f"persona{n}x{m}@correo.example"
                ContactPoint.objects.create(party=made, kind="EMAIL", value=email, key=email)
                note_change(table="parties", operation=Change.Operation.APPEND, row_from=made.pk)
                count += turn
    return count


def test_killed_at_any_moment_everybody_is_joined_once(world: World, subprocess_environment: dict[str, str]) -> None:
    twins = add_twins(world)
    job = Job.objects.create(kind="identify.resolve", arguments={})
    connection.close()
    drawn = []
    for seconds in (0.2, 0.6, 0.0, None):
        process = subprocess.Popen(
            [sys.executable, "-m", "resolution_process", str(job.pk)],
            env=subprocess_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        if seconds is not None:
            time.sleep(seconds)
            process.kill()
        assert process.wait() == (0 if seconds is None else -9)
        drawn.append(Merge.objects.count())
        connection.close()
    assert drawn == sorted(drawn)
    assert drawn[0] < twins
    assert drawn[-1] == twins
    run = ResolutionRun.objects.get()
    assert (run.state, run.counts["merges"]) == ("DONE", twins)
    assert Party.objects.filter(canonical__isnull=False).count() == twins
    assert GoldenRecord.objects.count() == twins
    assert Event.objects.filter(kind="party.merged").count() == twins
    assert Event.objects.filter(kind="resolution.run").count() == 1
    assert MatchPair.objects.filter(state="JOINED").count() == twins
