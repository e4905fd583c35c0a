"""Some customers as the policy sees them, from the operational database: what anybody said a moment ago counts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F

from lazo.customize.models import PlannedContact
from lazo.customize.policy.asked import Asked
from lazo.customize.policy.contact_words import NOTE, channel_of, purpose_of
from lazo.customize.policy.customer import BLOCKED, ERASED, Contact, Customer
from lazo.identify.models import (
    ConsentEntry,
    ContactPoint,
    Interaction,
    Party,
    PartyBlock,
    PartyIdentifier,
    SuppressionEntry,
)
from lazo.identify.queries.consent import STRICTEST, UNKNOWN
from lazo.identify.suppression_keys import hasher

AT_ONCE, DIGESTS_AT_ONCE = 2_000, 5_000
POINTS = {
    "email": (ContactPoint.Kind.EMAIL,),
    "phone": (ContactPoint.Kind.PHONE,),
    "sms": (ContactPoint.Kind.PHONE,),
    "whatsapp": (ContactPoint.Kind.PHONE, ContactPoint.Kind.WHATSAPP),
}
"""By channel the kinds of contact points that reach somebody; a letter and a visit need an address."""
Point = tuple[int, str, str, str]
"""Whose, which kind, how it is, and its key."""
Line = tuple[int, str, str, str, date, date | None]
"""Of whom, for what, by which channel, what they said, on which day and until when."""
FIELDS = ("pk", "canonical_id", "retired_at", "country", "city", "birth_date", "address")
GOLDEN = ("golden__customer_id", "golden__country", "golden__city", "golden__birth_date")


def read_customers(parties: Collection[int], asked: Asked) -> dict[int, Customer]:
    """What is known of the customers that `parties` stand for, by the number asked about; twelve queries for two thousand of them."""
    return {party: customers[0] for party, customers in read_for_each(parties, [asked]).items()}


def read_for_each(parties: Collection[int], asks: Sequence[Asked]) -> dict[int, list[Customer]]:
    """The same for several questions at once, in their order; as many queries as for one."""
    found: dict[int, list[Customer]] = {}
    numbers = sorted(set(parties))
    for start in range(0, len(numbers), AT_ONCE):
        found |= _read(numbers[start : start + AT_ONCE], asks)
    return found


def _read(parties: list[int], asks: Sequence[Asked]) -> dict[int, list[Customer]]:
    canonical = dict(Party.objects.filter(pk__in=parties).values_list("pk", "canonical_id"))
    customers = {party: canonical.get(party) or party for party in parties}
    records = _records(set(customers.values()))
    whose = {row["pk"]: row["canonical_id"] or row["pk"] for row in records}
    blocked, points = _blocked(whose), _points(whose)
    lines, contacts = _lines(whose, asks), _contacts(whose, asks)
    listed = _listed(whose, points, asks)
    own = [row for row in records if row["canonical_id"] is None]
    every: dict[int, list[Customer]] = {row["pk"]: [] for row in own}
    for asked in asks:
        reached, consent = _reached(whose, records, points, asked.channel), _consent(whose, lines, asked)
        for row in own:
            number = row["pk"]
            lists = {asked.lists[one] for one in listed.get(number, ()) if one in asked.lists}
            customer = replace(
                _customer(row, is_blocked=number in blocked),
                is_reached=number in reached,
                consent=consent.get(number, UNKNOWN),
                lists=tuple(sorted(lists)),
                contacts=tuple(contact for key, contact in contacts.get(number, ()) if key not in asked.reserved),
            )
            every[number].append(customer)
    return {party: every.get(number, [Customer(number, ERASED)] * len(asks)) for party, number in customers.items()}


def _customer(row: dict[str, Any], *, is_blocked: bool) -> Customer:
    has_golden = row["golden__customer_id"] is not None
    retired = ERASED if row["retired_at"] is not None else ""
    return Customer(
        id=row["pk"],
        state=BLOCKED if is_blocked and not retired else retired,
        country=row["golden__country"] if has_golden else row["country"],
        city=row["golden__city"] if has_golden else row["city"],
        born_on=row["golden__birth_date"] or row["birth_date"],
    )


def _records(customers: set[int]) -> list[dict[str, Any]]:
    """The customers' own rows and those of their other records."""
    own = Party.objects.filter(pk__in=customers).order_by().values(*FIELDS, *GOLDEN)
    others = Party.objects.filter(canonical_id__in=customers).order_by().values(*FIELDS)
    return [*own, *others]


def _blocked(whose: Mapping[int, int]) -> set[int]:
    rows = PartyBlock.objects.filter(party_id__in=list(whose), lifted_at__isnull=True, scope=PartyBlock.Scope.ALL)
    return {whose[party] for party in rows.values_list("party_id", flat=True)}


def _points(whose: Mapping[int, int]) -> list[Point]:
    rows = ContactPoint.objects.filter(party_id__in=list(whose))
    return list(rows.values_list("party_id", "kind", "health", "key"))


def _reached(whose: Mapping[int, int], records: list[dict[str, Any]], points: list[Point], channel: str) -> set[int]:
    kinds = POINTS.get(channel)
    if kinds is None:
        return {whose[row["pk"]] for row in records if row["address"]}
    dead = ContactPoint.Health.DEAD
    return {whose[party] for party, kind, health, _key in points if kind in kinds and health != dead}


def _lines(whose: Mapping[int, int], asks: Sequence[Asked]) -> list[Line]:
    """The standing lines of the ledger that any question asks for, in the order in which they were said."""
    rows = ConsentEntry.objects.standing().filter(
        party_id__in=list(whose),
        purpose__in={asked.purpose for asked in asks},
        channel__in={asked.channel for asked in asks},
    )
    return list(rows.order_by("on", "pk").values_list("party_id", "purpose", "channel", "state", "on", "expires_on"))


def _consent(whose: Mapping[int, int], lines: list[Line], asked: Asked) -> dict[int, str]:
    """The strictest of what each record of a customer said last."""
    last = {
        party: (state, ends)
        for party, purpose, channel, state, on, ends in lines
        if (purpose, channel) == (asked.purpose, asked.channel) and on <= asked.on
    }
    found: dict[int, str] = {}
    for party, (state, ends) in last.items():
        said = _state(state, ends, asked.on)
        held = found.get(whose[party])
        if held is None or STRICTEST.index(said) < STRICTEST.index(ConsentEntry.State(held)):
            found[whose[party]] = said
    return found


def _state(state: str, ends: date | None, on: date) -> ConsentEntry.State:
    has_ended = state == ConsentEntry.State.GRANTED and ends is not None and ends <= on
    return ConsentEntry.State.EXPIRED if has_ended else ConsentEntry.State(state)


def _listed(whose: Mapping[int, int], points: list[Point], asks: Sequence[Asked]) -> dict[int, set[int]]:
    """The consultations that hold a telephone, an address or a document of each customer."""
    found: dict[int, set[int]] = defaultdict(set)
    counting = {number for asked in asks for number in asked.lists}
    if not counting or not SuppressionEntry.objects.filter(consultation__in=counting).exists():
        return found
    documents = PartyIdentifier.objects.filter(party_id__in=list(whose)).values_list("key", "party_id")
    digest = hasher()
    owners: dict[bytes, set[int]] = defaultdict(set)
    for key, party in (*((key, party) for party, _kind, _health, key in points), *documents):
        owners[digest(key)].add(whose[party])
    digests = sorted(owners)
    for start in range(0, len(digests), DIGESTS_AT_ONCE):
        some = SuppressionEntry.objects.filter(digest__in=digests[start : start + DIGESTS_AT_ONCE])
        for entry, consultation in some.filter(consultation__in=counting).values_list("digest", "consultation"):
            for customer in owners[bytes(entry)]:
                found[customer].add(consultation)
    return found


def _contacts(whose: Mapping[int, int], asks: Sequence[Asked]) -> dict[int, list[tuple[str, Contact]]]:
    """What was sent, and under its key what is planned, since the first day that any question looks at."""
    found: dict[int, list[tuple[str, Contact]]] = defaultdict(list)
    since = min((asked.since for asked in asks if asked.since is not None), default=None)
    if since is not None:
        for party, key, contact in (*_sent(whose, since), *_planned(whose, since)):
            found[whose[party]].append((key, contact))
    return found


def _sent(whose: Mapping[int, int], since: date) -> Iterator[tuple[int, str, Contact]]:
    rows = Interaction.objects.filter(
        party_id__in=list(whose), occurred_on__gte=since, direction=Interaction.Direction.OUT
    ).exclude(kind=NOTE)
    for party, day, channel, kind in rows.values_list("party_id", "occurred_on", "channel", "kind"):
        if known := channel_of(channel):
            yield party, "", Contact(day, known, purpose_of(kind))


def _planned(whose: Mapping[int, int], since: date) -> Iterator[tuple[int, str, Contact]]:
    rows = PlannedContact.objects.filter(party__in=list(whose), on__gte=since)
    for party, day, channel, purpose, key in rows.values_list("party", F("on"), "channel", "purpose", "key"):
        yield party, key, Contact(day, channel, purpose)
