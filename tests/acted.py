"""A small scored company to which something can be proposed: what tests of next actions share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scored import ON, Scored, make_company, score
from world import World

from lazo.analytics.decisions.belief import guess
from lazo.customize.facts import STRATA
from lazo.customize.models import ActionRun, NextAction, Offer
from lazo.customize.models.next_action import ROWS_OF_A_RUN
from lazo.customize.operations.decide import decide
from lazo.customize.operations.offer import create_offer
from lazo.customize.operations.offer_details import OfferDetails
from lazo.identify.models import ConsentEntry, ContactPoint, Party
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

SAID = date(2025, 1, 1)
BOUGHT: dict[str, Any] = {"purchases": {"at_least": 2}}


@dataclass(frozen=True)
class Acted:
    company: Scored
    plan: Offer
    grinder: Offer


def details(**more: Any) -> OfferDetails:
    """An offer that makes sense."""
    told = {
        "name": "Suscripción quincenal",
        "kind": "cross",
        "area": "MAXIMIZE",
        "purpose": "marketing",
        "channels": ("whatsapp", "email"),
        "guess": 0.2,
        "margin": 600_000,
        "unit_cost": 1_000,
        "valid_from": ON,
    }
    return OfferDetails(**{**told, **more})


def make_offers(world: World, workspace: Workspace, *, customers: int = 60) -> Acted:
    """A company of that size, scored on ON, with an offer for who bought twice and a dearer one for everybody."""
    company = make_company(world, customers=customers)
    agree([*company.customers, *company.prospects])
    score(workspace)
    plan = create_offer(details=details(definition=BOUGHT), by=world.diego, on=ON)
    grinder = details(name="Molino", guess=0.1, margin=500_000, unit_cost=20_000, capacity=5)
    return Acted(company, plan, create_offer(details=grinder, by=world.diego, on=ON))


def agree(parties: list[Party]) -> None:
    """All of them have an e-mail and said that we may write offers to it."""
    ContactPoint.objects.bulk_create(
        ContactPoint(party=one, kind="EMAIL", value=f"p{one.pk}@example.com", key=f"p{one.pk}@example.com")
        for one in parties
    )
    ConsentEntry.objects.bulk_create(
        ConsentEntry(party=one, purpose="marketing", channel="email", state="GRANTED", basis="consent", on=SAID)
        for one in parties
    )


def run_decision(workspace: Workspace, *, on: date = ON, seed: int | None = None) -> ActionRun:
    """Decide for everybody."""
    return decide(workspace=workspace, on=on, by=None, seed=seed, context=NullContext())


def propose(
    world: World, customers: Sequence[Party], *, on: date, money: int = 50_000, **more: Any
) -> list[NextAction]:
    """An action for each of these customers of a run of that day, each worth 1,000 less than the one before; without a warehouse."""
    offer = Offer.objects.live().first() or create_offer(details=details(valid_from=on, **more), by=world.diego, on=on)
    belief = guess(offer.guess).as_json()
    rival = {
        "offer": offer.pk, "version": 1, "experiment": offer.experiment_id, "salt": 1, "control": 1_000, "cost": 1_000, "room": 9, "capacity": -1,
        "beliefs": [belief] * len(STRATA),
    }  # fmt: skip
    counts = {"customers": len(customers), "actions": len(customers), "control": 0, "offers": [], "done": []}
    run, _new = ActionRun.objects.get_or_create(
        is_current=True,
        defaults={"on_date": on, "seed": 1, "state": "DONE", "candidates": [rival], "counts": counts},
    )
    return NextAction.objects.bulk_create(
        NextAction(
            id=run.pk * ROWS_OF_A_RUN + NextAction.objects.count() + place,
            run=run,
            party=one,
            owner_id=one.owner_id,
            offer=offer,
            channel="whatsapp",
            expected=money - 1_000 * place,
            uplift=0.085,
            margin=600_000,
            cost=1_000,
        )
        for place, one in enumerate(customers)
    )
