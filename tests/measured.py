"""A small company whose quality is known figure by figure: five people, two companies, a household, two sources."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from world import World

from lazo.identify.models import (
    CompanyProfile,
    ConsentEntry,
    ContactPoint,
    MatchPair,
    Party,
    PartyIdentifier,
    Purchase,
    Source,
    SourceRecord,
)

ON = date(2026, 11, 22)
FRESH, STALE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2023, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Measured:
    """`rosa` has two records; `double` is the second one."""

    rosa: Party
    double: Party
    luis: Party
    ines: Party
    digits: Party
    acme: Party
    beta: Party
    shop: Source
    till: Source


def make_measured(world: World) -> Measured:
    def add(name: str, kind: str = "PERSON", **more: Any) -> Party:
        return Party.objects.create(name=name, kind=kind, owner=world.ana, team=world.north, **more)

    rosa = add("Rosa Díaz", city="Cali", country="CO", birth_date=date(1980, 5, 1), address="Calle 1")
    double = add("Rosa D.", city="Bogotá", birth_date=date(1980, 5, 1), canonical=rosa)
    luis = add("Luis Paz", city="Cali", country="CO", birth_date=date(1880, 1, 1))
    ines = add("Inés Gil", country="CL")
    digits = add("Cliente 4711")
    acme, beta = add("Acme 2 SA", "ORGANIZATION", country="CO"), add("Beta SA", "ORGANIZATION")
    add("Familia Paz", "HOUSEHOLD", country="CO")
    add("Retirada", retired_at=FRESH, country="CO")
    shop, till = Source.objects.create(key="tienda", name="Tienda"), Source.objects.create(key="caja2", name="Caja")
    for number, (source, party) in enumerate([(shop, rosa), (shop, luis), (till, double), (till, acme)]):
        SourceRecord.objects.create(source=source, party=party, external_id=str(number))
    found = Measured(rosa, double, luis, ines, digits, acme, beta, shop, till)
    _add_contacts(found)
    _add_rest(found)
    return found


def _add_contacts(one: Measured) -> None:
    def point(party: Party, value: str, kind: str = "PHONE", **more: Any) -> None:
        made = ContactPoint.objects.create(party=party, kind=kind, value=value, key=value, **more)
        ContactPoint.objects.filter(pk=made.pk).update(created_at=more.get("created_at", STALE))

    point(one.rosa, "+573001", health="DEAD", health_why="WRONG_PERSON")
    point(one.double, "+573002", last_seen_on=date(2026, 5, 1))
    point(one.luis, "+573002")
    point(one.ines, "+573003", health="DOUBTFUL")
    point(one.acme, "+573004", is_likely=False)
    point(one.luis, "luis@x.example", "EMAIL", verified_at=FRESH)


def _add_rest(one: Measured) -> None:
    def document(party: Party, key: str, *, is_valid: bool = True) -> None:
        PartyIdentifier.objects.create(party=party, scheme="CO_CC", value=key, key=key, is_valid=is_valid)

    document(one.rosa, "1")
    document(one.double, "2")
    document(one.luis, "2", is_valid=False)
    document(one.acme, "9")
    CompanyProfile.objects.create(party=one.acme, industry="G")
    said: dict[str, Any] = {
        "purpose": "marketing",
        "basis": "consent",
        "on": date(2026, 1, 5),
        "evidence": "formulario",
    }
    ConsentEntry.objects.create(party=one.rosa, channel="email", state="GRANTED", **said)
    ConsentEntry.objects.create(party=one.double, channel="email", state="WITHDRAWN", **said)
    ConsentEntry.objects.create(
        party=one.luis, channel="phone", state="GRANTED", expires_on=date(2026, 6, 1), **said | {"on": date(2020, 1, 1)}
    )
    ConsentEntry.objects.create(party=one.acme, channel="phone", state="GRANTED", **said)
    for party, source in ((one.rosa, one.shop), (None, one.shop), (None, one.till), (one.acme, one.till)):
        Purchase.objects.create(party=party, source=source, occurred_on=ON, currency="COP", amount=100, base_amount=100)
    MatchPair.objects.create(left=one.double, right=one.luis, kind="SAME", probability=0.9, weight=3.0)
