"""A small company to score: customers drawn from known parameters, accounts, prospects; two owners and their teams."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db import transaction
from mirrored import note, run_sync
from world import World

from lazo.analytics.bgnbd import BgNbd
from lazo.analytics.simulate import simulate_bgnbd
from lazo.differentiate.models import ScoreRun
from lazo.differentiate.operations.score import run_score
from lazo.identify.models import Party, Purchase, Source
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change
from lazo.kernel.workspace import Workspace

START = date(2024, 1, 1)
ON = date(2025, 12, 31)
TRUTH = BgNbd(r=0.9, alpha=6.0, a=0.6, b=4.0)
CUSTOMERS, PROSPECTS = 400, 20


@dataclass(frozen=True)
class Scored:
    """The parties made: customers in order, then prospects; every third belongs to Carla, the others to Ana."""

    customers: list[Party]
    prospects: list[Party]
    source: Source


def make_company(world: World, *, seed: int = 7, customers: int = CUSTOMERS) -> Scored:
    """Write the company into the database, changes noted; call `run_sync` before scoring."""
    rng = np.random.default_rng(seed)
    firsts = np.sort(rng.integers(0, 600, customers))
    with transaction.atomic():
        parties = Party.objects.bulk_create(
            Party(
                name=f"Parte {number}",
                kind="ORGANIZATION" if number % 10 == 0 else "PERSON",
                country=("CO", "MX")[number % 2],
                first_contact_on=START + timedelta(days=int(firsts[number])) if number < customers else ON,
                owner=world.carla if number % 3 == 0 else world.ana,
                team=world.south if number % 3 == 0 else world.north,
            )
            for number in range(customers + PROSPECTS)
        )
        note_change(table="parties", operation="A", row_from=parties[0].pk, row_to=parties[-1].pk)
        source = Source.objects.create(key="caja", name="Caja")
        bought = simulate_bgnbd(rng, TRUTH, first_days=firsts, last_day=(ON - START).days)
        level = rng.gamma(4.0, 1.0, customers)
        make_purchases(
            source,
            [parties[int(one)] for one in bought.customer],
            [START + timedelta(days=int(day)) for day in bought.day],
            [int(value) for value in 100 + rng.gamma(6.0, 2000.0, len(bought.day)) / level[bought.customer]],
        )
    return Scored(parties[:customers], parties[customers:], source)


def make_purchases(source: Source, parties: list[Party], days: list[date], amounts: list[int]) -> list[Purchase]:
    """Purchases in one transaction, their change noted."""
    with transaction.atomic():
        rows = Purchase.objects.bulk_create(
            Purchase(party=party, source=source, occurred_on=day, currency="COP", amount=amount, base_amount=amount)
            for party, day, amount in zip(parties, days, amounts, strict=True)
        )
        note(rows, Change.Operation.APPEND)
    return rows


def score(workspace: Workspace, *, on: date = ON, refit: bool | None = None) -> ScoreRun:
    """Bring the warehouse up to date and score."""
    run_sync(workspace)
    return run_score(workspace=workspace, on=on, by=None, refit=refit, context=NullContext())
