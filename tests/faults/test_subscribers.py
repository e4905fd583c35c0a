"""Whoever follows events is killed between what it did and saying so: the next one loses no event and acts on none twice."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.db import connection
from listed import add_party
from world import make_world

from lazo.differentiate.operations.strategic import Care, Evidence, declare_strategic
from lazo.interact.models import StrategicAlert, ToDo
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, Subscription
from lazo.kernel.subscribers import follow_events, subscribers_are_behind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]
ON = date(2026, 3, 2)
CUSTOMERS = 5


def followed(environment: dict[str, str], killed_at: int = 0) -> int:
    """How many events a process says it acted on, killed in the middle of acting on one; 0: it goes to its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "subscriber_process"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    said = 0
    for _ in process.stdout:
        said += 1
        if said == killed_at:
            process.kill()
            break
        process.stdin.write("\n")
        process.stdin.flush()
    process.wait()
    return said


def test_what_was_begun_is_done_once(subprocess_environment: dict[str, str]) -> None:
    world = make_world()
    follow_events(NullContext())
    care, evidence = Care(review_on=ON + timedelta(days=100), owner=world.diego), Evidence("Lo citan otros", ON)
    customers = [add_party(f"Ana {number}", owner=world.ana) for number in range(CUSTOMERS)]
    for customer in customers:
        declare_strategic(customer=customer, kind="BENCHMARK", evidence=evidence, care=care, by=world.ana, on=ON)
    told = list(Event.objects.filter(kind="strategic.declared").order_by("pk").values_list("pk", flat=True))
    began = Subscription.objects.get(name="interact.strategic").position
    connection.close()

    # In the transaction of the first two, and in that of the next: what it had done of it is not there.
    assert followed(subprocess_environment, killed_at=1) == 1
    assert (ToDo.objects.count(), Subscription.objects.get().position) == (0, began)
    connection.close()
    assert followed(subprocess_environment, killed_at=3) == 3
    between = Subscription.objects.get().position
    assert (ToDo.objects.count(), Event.objects.filter(pk__in=told, pk__lte=between).count()) == (2, 2)
    connection.close()
    assert followed(subprocess_environment) == CUSTOMERS - 2

    assert sorted(ToDo.objects.values_list("party_id", flat=True)) == sorted(one.pk for one in customers)
    assert StrategicAlert.objects.count() == CUSTOMERS
    assert not subscribers_are_behind()
    assert follow_events(NullContext()) == 0
