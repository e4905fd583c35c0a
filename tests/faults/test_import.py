"""Imports and undos killed at random moments and started again: nothing is lost, nothing is done twice."""

import random
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.db.models import Count, Sum
from drawn import examples
from importing import bring, counts, hand_in
from world import make_world

from lazo.identify.models import (
    BatchChange,
    ContactPoint,
    ImportBatch,
    Party,
    Product,
    Purchase,
    PurchaseLine,
    SourceRecord,
)
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.unmeasured

PEOPLE, SALES = 3_000, 4_000
KILLS = examples(2)
MOST_ATTEMPTS = 30


def people(city: str = "Lota") -> str:
    rows = (f"{n};Persona {n};p{n}@correo.cl;{city}" for n in range(PEOPLE))
    return "Código cliente;Nombre;Correo;Ciudad\n" + "\n".join(rows) + "\n"


def sales(price: int = 10) -> str:
    rows = (f"F{n // 2};{n // 2 % 500};2024-03-15;P{n % 7};1;{price + n % 2}" for n in range(SALES))
    return "Factura;Código cliente;Fecha;SKU;Cantidad;Precio unitario\n" + "\n".join(rows) + "\n"


def run_killed(verb: str, batch: ImportBatch, environment: dict[str, str], seed: int) -> int:
    """Run until it ends by itself, killed KILLS times at random moments before; an attempt that was quicker than its moment ends it.

    Returns the kills.
    """
    moments = random.Random(seed)
    for kills in range(MOST_ATTEMPTS):
        command = [sys.executable, "-m", "import_process", verb, str(batch.pk)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        if kills < KILLS:
            time.sleep(moments.uniform(0.1, 1.2))
            process.kill()
        status = process.wait()
        process.stdout.close()
        if status == 0:
            return kills
    raise AssertionError("it never ended")


def settled(batch: ImportBatch, state: str) -> ImportBatch:
    connection.close()
    batch.refresh_from_db()
    assert batch.state == state
    return batch


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.nightly)])
def test_killed_import_of_customers_loses_and_doubles_nothing(subprocess_environment, seed):
    world = make_world()
    batch = hand_in("customers", people(), world.diego)
    connection.close()
    assert run_killed("import", batch, subprocess_environment, seed) > 0
    assert counts(settled(batch, "DONE")) == (PEOPLE, 0, 0, 0)
    assert Party.objects.count() == SourceRecord.objects.count() == ContactPoint.objects.count() == PEOPLE
    assert SourceRecord.objects.aggregate(n=Count("external_id", distinct=True))["n"] == PEOPLE
    assert Event.objects.filter(kind="import.done").count() == 1
    noted = Change.objects.filter(table="parties").values_list("row_from", "row_to")
    assert sum(last - first + 1 for first, last in noted) == PEOPLE


@pytest.mark.parametrize("seed", [4, pytest.param(5, marks=pytest.mark.nightly)])
def test_killed_import_of_purchases_loses_and_doubles_nothing(subprocess_environment, seed):
    world = make_world()
    batch = hand_in("purchases", sales(), world.diego)
    connection.close()
    assert run_killed("import", batch, subprocess_environment, seed) > 0
    assert counts(settled(batch, "DONE")) == (SALES, 0, 0, 0)
    assert (Purchase.objects.count(), PurchaseLine.objects.count(), Product.objects.count()) == (SALES // 2, SALES, 7)
    assert Purchase.objects.aggregate(total=Sum("amount"))["total"] == SALES // 2 * 2100
    assert Party.objects.count() == 500


@pytest.mark.sqlite_alone("the customers above are killed on PostgreSQL; test_import_customers.py updates there")
def test_killed_update_keeps_every_former_value(subprocess_environment):
    world = make_world()
    bring("customers", people(), world.diego)
    batch = hand_in("customers", people("Talca"), world.diego)
    connection.close()
    assert run_killed("import", batch, subprocess_environment, 7) > 0
    assert counts(settled(batch, "DONE")) == (0, PEOPLE, 0, 0)
    assert Party.objects.filter(city="Talca", version=2).count() == PEOPLE
    assert BatchChange.objects.filter(batch=batch).aggregate(n=Count("row", distinct=True))["n"] == PEOPLE
    assert BatchChange.objects.filter(batch=batch).count() == PEOPLE


@pytest.mark.parametrize("seed", [8, pytest.param(9, marks=pytest.mark.nightly)])
def test_killed_undo_takes_everything_back_once(subprocess_environment, seed):
    world = make_world()
    bring("purchases", sales(), world.diego)
    batch = bring("purchases", sales(20), world.diego)
    assert counts(batch) == (0, SALES, 0, 0)
    connection.close()
    assert run_killed("undo", batch, subprocess_environment, seed) > 0
    assert settled(batch, "UNDONE").kept == 0
    assert Purchase.objects.aggregate(total=Sum("amount"))["total"] == SALES // 2 * 2100
    assert PurchaseLine.objects.count() == SALES
    assert Event.objects.filter(kind="import.undone").count() == 1
