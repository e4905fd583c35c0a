"""Inferring and letting go what was inferred, killed in the middle of a piece: nothing is lost and nothing is there or told twice."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from world import World, make_world

from lazo.identify.models import Party, Product, Purchase, PurchaseLine, Source, TraitDefinition, TraitValue
from lazo.kernel.models import Change, Event, Job

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.unmeasured,
    pytest.mark.sqlite_alone(
        "each piece is written with its checkpoint, as the imports and jobs that are killed on PostgreSQL"
    ),
]
PEOPLE = 16
KILLED_AT = (1, 3, 3, None)
"""In which of its pieces of four people each process is killed, the event at the end being one; the last lives."""


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def run_killed(what: str, job: Job, environment: dict[str, str], piece: int | None) -> None:
    connection.close()
    command = [sys.executable, "-m", "infer_process", what, str(job.pk), str(piece)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if piece is not None:
        assert process.stdout.readline() == "writing\n"
        process.kill()
    process.communicate()
    assert process.returncode == (0 if piece is None else -9)
    job.refresh_from_db()


def told(operation: str, table: str = "traits") -> list[int]:
    """The rows that changes name, each as often as it is named."""
    rows = Change.objects.filter(table=table, operation=operation).values_list("row_from", "row_to")
    return sorted(number for first, last in rows for number in range(first, last + 1))


def people(world: World) -> list[Party]:
    # Numbered from one: pieces go by numbers, and in a database that has seen other tests the next is far.
    made = [Party.objects.create(pk=n + 1, name=f"P{n}", folded_name=f"p{n}", owner=world.ana) for n in range(PEOPLE)]
    Change.objects.all().delete()
    return made


def test_inferring_killed_in_any_piece_says_each_once(world: World, subprocess_environment: dict[str, str]) -> None:
    shop = Source.objects.create(key="tienda", name="Tienda")
    product = Product.objects.create(sku="cafe", name="Café", category="Café")
    for party in people(world):
        for _ in range(3):
            sale = Purchase.objects.create(
                party=party, source=shop, occurred_on=date(2026, 5, 2), currency="COP", amount=100, base_amount=100
            )
            PurchaseLine.objects.create(purchase=sale, product=product, amount=100)
    job = Job.objects.create(kind="identify.infer", arguments={})
    counts = []
    for piece in KILLED_AT:
        run_killed("infer", job, subprocess_environment, piece)
        counts.append(TraitValue.objects.count())
        assert job.checkpoint.get("new", 0) == counts[-1]
    assert counts == sorted(counts)
    assert counts[1] < counts[-1] == PEOPLE
    assert told("A") == sorted(TraitValue.objects.values_list("pk", flat=True))
    event = Event.objects.get(kind="traits.inferred")
    assert {name: event.data[name] for name in ("new", "changed", "gone")} == {"new": PEOPLE, "changed": 0, "gone": 0}
    run_killed("infer", job, subprocess_environment, None)
    assert Event.objects.filter(kind="traits.inferred").count() == 1


def test_expiring_killed_in_any_piece_lets_each_go_once(world: World, subprocess_environment: dict[str, str]) -> None:
    definition = TraitDefinition.objects.create(key="x.y", name="X", type="TEXT", kind="INFERRED", package="x")
    old = datetime(2026, 1, 2, tzinfo=UTC)
    values = [
        TraitValue.objects.create(party=party, definition=definition, text="a", kind="INFERRED", set_at=old)
        for party in people(world)
    ]
    job = Job.objects.create(kind="identify.expire_inferred", arguments={})
    left = []
    for piece in KILLED_AT:
        run_killed("expire", job, subprocess_environment, piece)
        left.append(TraitValue.objects.count())
    # Nothing, two pieces, and the other two, before the event was there.
    assert left == [16, 8, 0, 0]
    assert told("D") == sorted(value.pk for value in values)
    assert told("U", "parties") == sorted(value.party_id for value in values)
    assert Event.objects.get(kind="traits.expired").data == {"values": PEOPLE, "days": 180}
    run_killed("expire", job, subprocess_environment, None)
    assert Event.objects.filter(kind="traits.expired").count() == 1
