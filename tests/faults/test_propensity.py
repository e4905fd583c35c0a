"""Training and telling whose process is killed: one version comes of it, and each customer is told once."""

import random
import subprocess
import sys
import time
from datetime import date

import pytest
from django.db import connection
from foretold import OPEN, Foretold, make_answers
from world import make_world

from lazo.differentiate.models import ModelVersion, Propensity
from lazo.differentiate.operations.propensity import start_applying, trait_key
from lazo.differentiate.operations.propensity_model import start_training
from lazo.identify.models import TraitValue
from lazo.kernel.models import Event, Job
from lazo.kernel.workspace import Workspace

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone("each piece is written with its checkpoint, as the jobs that are killed on PostgreSQL"),
]
ON = date(2025, 11, 30)


@pytest.fixture
def made(transactional_db: None, workspace: Workspace) -> Foretold:
    return make_answers(make_world())


def start(environment: dict[str, str], job: Job) -> "subprocess.Popen[str]":
    connection.close()
    return subprocess.Popen(
        [sys.executable, "-m", "propensity_process", str(job.pk)], env=environment, stdout=subprocess.PIPE, text=True
    )


def finish(environment: dict[str, str], job: Job) -> None:
    process = start(environment, job)
    process.communicate()
    assert process.returncode == 0


def test_killed_while_it_learns_one_version_comes_of_it(made: Foretold, subprocess_environment: dict[str, str]) -> None:
    moments = random.Random(5)
    assert made.model.created_by is not None
    job = start_training(model=made.model, on=ON, by=made.model.created_by)
    for _ in range(3):
        process = start(subprocess_environment, job)
        time.sleep(moments.uniform(0.5, 4.0))
        process.kill()
        process.communicate()
        assert ModelVersion.objects.count() <= 1
    job.refresh_from_db()
    if job.state != Job.State.DONE:
        finish(subprocess_environment, job)
    version = ModelVersion.objects.get()
    assert (version.number, version.is_useful) == (1, True)
    assert Event.objects.filter(kind="model.trained").count() == 1


def test_killed_while_it_tells_each_customer_is_told_once(
    made: Foretold, subprocess_environment: dict[str, str]
) -> None:
    assert made.model.created_by is not None
    finish(subprocess_environment, start_training(model=made.model, on=ON, by=made.model.created_by))
    job = start_applying(model=made.model, on=ON, by=made.model.created_by)
    process = start(subprocess_environment, job)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("aplicar el modelo 20"):
            process.kill()
            break
    process.wait()
    half = Propensity.objects.count()
    assert 20 <= half < OPEN
    finish(subprocess_environment, job)
    told = Propensity.objects.filter(model=made.model)
    assert set(told.values_list("customer_id", flat=True)) == {one.pk for one in made.customers[-OPEN:]}
    assert told.count() == OPEN
    values = TraitValue.objects.filter(definition__key=trait_key(made.model))
    assert values.count() == OPEN
    assert Event.objects.filter(kind="model.applied").count() == 1
