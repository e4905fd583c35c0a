"""One by one from the database and all at once from the warehouse: the same answers, on companies drawn at random."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from contacted import consulted
from drawn import TIMES
from mirrored import run_sync
from rest import person
from world import World

from lazo.customize.models import ContactLimit, PlannedContact
from lazo.customize.policy import may_contact, may_contact_many
from lazo.customize.policy.asking import checked
from lazo.customize.policy.many import answers_from_truth, answers_from_warehouse
from lazo.identify.models import ConsentEntry, ContactPoint, GoldenRecord, Interaction, Party, PartyBlock, Source
from lazo.identify.operations.suppression import add_to_own_list
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change
from lazo.kernel.warehouse.snapshot import Snapshot, open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 12, 7)
COUNTRIES = ("CO", "CO", "CL", "MX", "BR", "PE", "AR", "UY", "DE", "")
CITIES = ("", "Tijuana", "Ciudad de México", "Manaus", "São Paulo", "Punta Arenas", "Santiago", "Bogotá")
PEOPLE = 240
PURPOSES, CHANNELS = ("marketing", "service", "collections", "surveys"), tuple(ConsentEntry.Channel.values)


def draw_company(chance: Random, *, by: Any) -> list[int]:
    """People of every sort; the numbers of all their records."""
    parties = Party.objects.bulk_create(
        Party(
            country=chance.choice(COUNTRIES),
            city=chance.choice(CITIES),
            address=chance.choice(("", "Calle 1")),
            birth_date=chance.choice((None, date(1980, 2, 29), date(2008, 12, 7), date(2008, 12, 8), date(2015, 5, 5))),
            retired_at=datetime(2026, 1, 1, tzinfo=UTC) if chance.random() < 0.03 else None,
        )
        for _ in range(PEOPLE)
    )
    numbers = [party.pk for party in parties]
    for party in chance.sample(parties[PEOPLE // 2 :], 20):
        customer = chance.choice(parties[: PEOPLE // 2])
        Party.objects.filter(pk=party.pk).update(canonical=customer)
        if chance.random() < 0.5:
            GoldenRecord.objects.get_or_create(
                customer=customer, defaults={"country": chance.choice(COUNTRIES), "birth_date": None}
            )
    PartyBlock.objects.bulk_create(
        PartyBlock(party_id=number, scope=chance.choice(("ALL", "SCORES"))) for number in chance.sample(numbers, 12)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(party_id=number, kind=kind, value=f"{number}", key=f"{kind}{number}", health=chance.choice(HEALTH))
        for number in numbers
        for kind in chance.sample(("EMAIL", "PHONE", "WHATSAPP", "INSTAGRAM"), chance.randint(0, 3))
    )
    ConsentEntry.objects.bulk_create(_line(chance, number) for number in numbers for _ in range(chance.randint(0, 18)))
    ConsentEntry.objects.bulk_create(
        ConsentEntry(party_id=number, purpose="marketing", channel=channel, state="GRANTED", basis="consent", on=TODAY)
        for number in numbers
        for channel in chance.sample(CHANNELS, 3)
    )
    source = Source.objects.create(key="mensajes", name="Mensajes")
    Interaction.objects.bulk_create(
        _sent(chance, number, source) for number in numbers for _ in range(chance.randint(0, 3))
    )
    PlannedContact.objects.bulk_create(
        PlannedContact(
            party=number,
            purpose=chance.choice(PURPOSES),
            channel=chance.choice(CHANNELS),
            on=TODAY + timedelta(days=chance.randint(-3, 5)),
            key=f"m{number}",
        )
        for number in chance.sample(numbers, 30)
    )
    add_to_own_list(keys=[f"EMAIL{number}" for number in numbers[:5]], by=by, on=TODAY)
    return numbers


HEALTH = ("USABLE", "USABLE", "DOUBTFUL", "DEAD")


def _line(chance: Random, party: int) -> ConsentEntry:
    state = chance.choice(("GRANTED", "GRANTED", "GRANTED", "WITHDRAWN", "EXPIRED"))
    said = TODAY - timedelta(days=chance.randint(-2, 200))
    ends = said + timedelta(days=chance.randint(1, 300)) if state == "GRANTED" and chance.random() < 0.3 else None
    return ConsentEntry(
        party_id=party,
        purpose=chance.choice(PURPOSES),
        channel=chance.choice(CHANNELS),
        state=state,
        basis="consent",
        on=said,
        expires_on=ends,
    )


def _sent(chance: Random, party: int, source: Source) -> Interaction:
    return Interaction(
        party_id=party,
        source=source,
        occurred_on=TODAY - timedelta(days=chance.randint(0, 40)),
        channel=chance.choice(("correo", "email", "phone", "whatsapp", "letter", "tienda", "SMS")),
        direction=chance.choice(("OUT", "OUT", "IN", "")),
        kind=chance.choice(("marketing", "collections", "service", "", "note", "otra cosa")),
    )


def questions(chance: Random) -> list[dict[str, Any]]:
    """Every purpose and channel at some hour of some day."""
    start = datetime(2026, 12, 5, tzinfo=UTC)
    return [
        {
            "purpose": purpose,
            "channel": channel,
            "when": start + timedelta(minutes=chance.randint(0, 6 * 24 * 60)),
            "urgent": chance.random() < 0.2,
            "reserved": [f"m{number}" for number in range(0, 10_000, 3)] if chance.random() < 0.3 else [],
        }
        for purpose in PURPOSES
        for channel in CHANNELS
    ]


def compare(numbers: list[int], said_each: list[dict[str, Any]], chance: Random, snapshot: Snapshot) -> set[str]:
    """Ask each question both ways; the rules that were met."""
    asked_of, met = [*numbers, 10**9, numbers[0]], set[str]()
    for said in said_each:
        asked = checked(**said)
        many, one_by_one = answers_from_warehouse(asked_of, asked, snapshot), answers_from_truth(asked_of, asked)
        found = [many.rule_of(place) for place in range(len(asked_of))]
        assert found == [one_by_one.rule_of(place) for place in range(len(asked_of))], said
        assert many.allowed.tolist() == one_by_one.allowed.tolist() == [not rule for rule in found]
        assert many.counts() == one_by_one.counts()
        met |= set(found)
        number = chance.choice(numbers)
        assert may_contact(party=number, **said).rule == found[asked_of.index(number)]
    return met


@pytest.mark.parametrize("seed", range(1, 1 + TIMES))
def test_all_at_once_says_what_one_by_one_says(world: World, workspace: Workspace, seed: int) -> None:
    chance = Random(seed)
    numbers = draw_company(chance, by=world.diego)
    consulted("ar-no-llame", on=date(2026, 11, 20))
    consulted("co-rne", on=date(2026, 11, 20))
    ContactLimit.objects.create(kind="budget", most=2, days=30)
    ContactLimit.objects.create(kind="gap", channels=["email", "whatsapp"], days=3, country="DE")
    run_sync(workspace)
    met = compare(numbers, questions(chance), chance, open_snapshot(workspace))
    assert {"", "erased", "blocked", "minor", "contact-point", "withdrawn", "consent-expired", "no-consent"} <= met
    assert {"co-2300-hours", "co-2300-one-channel", "mx-repep-age"} <= met


@pytest.mark.sqlite_alone("what is read from the database the test above reads on PostgreSQL")
def test_what_was_said_since_the_sync_counts(world: World, workspace: Workspace) -> None:
    chance = Random(3)
    numbers = draw_company(chance, by=world.diego)
    run_sync(workspace)
    snapshot, source = open_snapshot(workspace), Source.objects.get()
    ConsentEntry.objects.bulk_create(_line(chance, number) for number in chance.sample(numbers, 40))
    Interaction.objects.bulk_create(_sent(chance, number, source) for number in chance.sample(numbers, 40))
    party = person(world.diego, country="CO")
    edited = Party.objects.filter(pk=numbers[0])
    edited.update(country="CL", city="Santiago")
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=numbers[0], row_to=numbers[0])
    some = chance.sample(questions(chance), 8 * TIMES)
    compare([*numbers, party.pk], some, chance, snapshot)


def test_a_few_cost_the_same_queries_as_one(world: World, django_assert_max_num_queries: Any) -> None:
    numbers = draw_company(Random(7), by=world.diego)
    with django_assert_max_num_queries(15):
        answers = may_contact_many(
            parties=numbers, purpose="marketing", channel="email", when=datetime(2026, 12, 7, 15, tzinfo=UTC)
        )
    allowed, codes = answers
    assert len(allowed) == len(codes) == PEOPLE
    assert allowed.sum() + sum(answers.counts().values()) == PEOPLE
