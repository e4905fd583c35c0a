"""A search for relations whose process is killed writes the rest the next time, and nothing twice."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from world import World, make_world

from lazo.identify.models import Party, RelationCandidate
from lazo.identify.operations.relation_decision import decide_candidates
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.models import Event

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone(
        "each piece is written with its checkpoint, as the imports and jobs that are killed on PostgreSQL"
    ),
]
FAMILIES = 200


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def test_killed_at_any_moment_each_is_proposed_once(
    world: World, subprocess_environment: dict[str, str], tmp_path: Path
) -> None:
    seed_relationship_types()
    Party.objects.bulk_create(
        Party(
            name=f"{given} Rojas",
            given_name=given,
            surnames="Rojas",
            address=f"Calle {n} # 1-2",
            city="Cali",
            owner=world.ana,
        )
        for n in range(FAMILIES)
        for given in ("Ana", "Beto")
    )
    connection.close()
    counts = []
    for seconds in (0.03, 0.12, None):
        process = subprocess.Popen(
            [sys.executable, "-m", "relations_process", str(tmp_path)],
            env=subprocess_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        if seconds is not None:
            time.sleep(seconds)
            process.kill()
        process.communicate()
        assert process.returncode == (0 if seconds is None else -9)
        counts.append(RelationCandidate.objects.count())
        if len(counts) == 2:
            first = RelationCandidate.objects.order_by("pk").values_list("pk", flat=True)[:1]
            decide_candidates(candidates=list(first), outcome="REFUSED", by=world.diego, on=date(2026, 11, 22))
        connection.close()
    assert counts[0] < counts[2]
    assert counts == sorted(counts)
    assert counts[2] == FAMILIES
    assert Event.objects.filter(kind="relation.candidates_found").count() == 1
    assert RelationCandidate.objects.filter(decisions__outcome="REFUSED").count() == 1
