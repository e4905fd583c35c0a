"""Telling customers how much a treatment changes them is killed in any piece: each is told once, and it is said once."""

import subprocess
import sys

import pytest
from django.db import connection
from experimented import END
from uplifted import two_emails
from world import make_world

from lazo.identify.models import TraitValue
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, Job
from lazo.kernel.workspace import Workspace
from lazo.measure.models import UpliftStudy
from lazo.measure.operations.uplift import study_experiment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]
KILLED_AT = (1, 2, 3, None)
"""In which of its pieces each process is killed, the event at the end being one; the last lives."""


def test_killed_in_any_piece_each_is_told_once(workspace: Workspace, subprocess_environment: dict[str, str]) -> None:
    experiment = two_emails(make_world().diego, workspace, each=600)
    study_experiment(experiment=experiment, on=END, by=None, context=NullContext())
    study = UpliftStudy.objects.get(arm__key="b")
    job, told = Job.objects.create(kind="measure.uplift_apply", arguments={}), []
    for piece in KILLED_AT:
        connection.close()
        command = [sys.executable, "-m", "uplift_process", str(study.pk), str(job.pk), str(piece)]
        process = subprocess.Popen(command, env=subprocess_environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        if piece is not None:
            assert process.stdout.readline() == "writing\n"
            process.kill()
        process.communicate()
        assert process.returncode == (0 if piece is None else -9)
        told.append(TraitValue.objects.count())
    # Nothing, a piece, two more, and the last.
    assert told == [0, 500, 1_500, 1_800]
    assert TraitValue.objects.values("party").distinct().count() == 1_800
    assert Event.objects.get(kind="uplift.applied").data["customers"] == 1_800
    study.refresh_from_db()
    assert study.applied_on == END
