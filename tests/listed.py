"""A small list of customers: Ana's, Carla's and nobody's, with and without a score, and their cards."""

from datetime import date
from typing import Any

from world import World

from lazo.differentiate.models import Score, ScoreRun, StrategicCustomer
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.identify.models import ContactPoint, Party, PartyIdentifier, Source, SourceRecord
from lazo.identify.operations.party_details import folded
from lazo.identify.search.tokens import refresh_tokens
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Team, User

ON = date(2025, 10, 31)


def add_party(name: str, *, owner: User | None = None, team: Team | None = None, **columns: Any) -> Party:
    """A party as an operation leaves it: its change noted, so that its card and its words are there."""
    party = Party.objects.create(name=name, folded_name=folded(name), owner=owner, team=team, **columns)
    note_change(table="parties", operation=Change.Operation.APPEND, row_from=party.pk)
    return party


def add_score(party: Party, run: ScoreRun, **columns: Any) -> Score:
    values: dict[str, Any] = {"frequency": 1, "n_purchases": 2, "value_12m": 0, "rule": "keep", **columns}
    return Score.objects.create(
        customer=party, run_id=run.pk, on_date=ON, owner=party.owner, team=party.team, kind=party.kind, **values
    )


def add_keys(party: Party, *, email: str = "", phone: str = "", tax_id: str = "", number: str = "") -> None:
    """Ways to find a party beyond its name."""
    if email:
        ContactPoint.objects.create(party=party, kind="EMAIL", value=email, key=email)
    if phone:
        ContactPoint.objects.create(party=party, kind="PHONE", value=phone, key=phone)
    if tax_id:
        PartyIdentifier.objects.create(party=party, scheme="CO_NIT", value=tax_id, key=f"CO:{tax_id}")
    if number:
        source = Source.objects.get_or_create(key="caja", defaults={"name": "Caja"})[0]
        SourceRecord.objects.create(source=source, external_id=number, party=party)
    refresh_tokens([party.pk])


def _served(cost: int, net: int | None) -> dict[str, int | None]:
    return {"cost_12m": cost, "net_12m": net}


def make_list(world: World) -> dict[str, Party]:
    """Five customers with scores of one run and one without; Rosa is Carla's, the others Ana's and, of them, Luz nobody's."""
    run = ScoreRun.objects.create(on_date=ON, state=ScoreRun.State.DONE, version="1", is_current=True)
    ana = {"owner": world.ana, "team": world.north}
    made = {
        "ana": add_party("Ana Pérez Gárate", city="Cali", country="CO", **ana),
        "beto": add_party("Beto Núñez", city="Lima", country="PE", **ana),
        "cia": add_party("Café Óptimo", kind="ORGANIZATION", city="Cali", country="CO", **ana),
        "rosa": add_party("Rosa Pérez", city="Cali", country="CO", owner=world.carla, team=world.south),
        "luz": add_party("Luz Ana Marín", city="", country="CO"),
        "new": add_party("Zoe Nueva", country="CO", **ana),
    }
    told: dict[str, dict[str, Any]] = {
        "ana": {
            "value_365d": 500,
            "p_alive": 0.9,
            "area": "LOYALTY",
            "rfm": "555",
            "tier": "MVC",
            "strategic": True,
            **_served(40, 60),
        },
        "beto": {
            "value_365d": 300,
            "p_alive": 0.7,
            "area": "KEEP",
            "rfm": "515",
            "tier": "LMC",
            "place": 0.5,
            **_served(90, -30),
        },
        "cia": {
            "value_365d": 300,
            "p_alive": 0.2,
            "area": "RETAIN",
            "rfm": "155",
            "last_day": date(2025, 9, 1),
            **_served(10, None),
        },
        "rosa": {"value_365d": 900, "p_alive": 0.95, "area": "KEEP", "rfm": "555", "place": 0.25},
        "luz": {"value_365d": None, "p_alive": None, "area": "", "n_purchases": 0},
    }
    for key, columns in told.items():
        add_score(made[key], run, **columns)
    for key, kind in (("ana", "HIGH_LTV"), ("ana", "COST_MAGNET"), ("rosa", "HIGH_LTV")):
        StrategicCustomer.objects.create(customer=made[key], kind=kind, valid_from=ON, run_id=run.pk, review_on=ON)
    StrategicCustomer.objects.create(
        customer=made["beto"], kind="HIGH_LTV", valid_from=ON, valid_to=ON, run_id=run.pk, review_on=ON
    )
    rebuild_cards(context=NullContext())
    return made
