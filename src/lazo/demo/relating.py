"""Who is who to whom in the fictitious company: households, employers, a buying centre, groups of companies, and what waits to be confirmed.

Drawn from the seed among the customers there are, written with the product's own operations in one transaction: killed, it has all of it or none.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from django.db import transaction
from django.utils.text import slugify

from lazo.demo.company import PEOPLE
from lazo.identify.company_traits import INDUSTRY, SIZE, company_definitions
from lazo.identify.models import CompanyProfile, ContactPoint, Party, TraitDefinition, TraitValue
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.hierarchy import place_company
from lazo.identify.operations.household import UnableToMakeHousehold, make_household
from lazo.identify.operations.relationship import UnableToRelate, relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.operations.trait_changes import APPEND, note_values
from lazo.identify.surnames import first_surname
from lazo.kernel.changes import note_change, note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, Event, User

WRITTEN = "demo.related"
AMONG = 3_000
"""Of the first so many customers, so that a large demo does not take long for it."""
HOMES, FAMILIES, EMPLOYERS, CENTRES, REFERRALS, PAYERS = 30, 40, 12, 40, 40, 12
INDUSTRIES = ("I", "I", "I", "G", "G", "N", "P", "Q", "M", "R")
STREETS = ("Calle", "Carrera", "Avenida")


def write_relations(*, on: date, seed: int) -> dict[str, int]:
    """Fill the demo with relations up to the day `on`; counts what was written, empty when it already stands."""
    if Event.objects.filter(kind=WRITTEN).exists():
        return {}
    rng, boss = Random(seed + 1), User.objects.get(email=PEOPLE[0].email)
    with transaction.atomic():
        seed_relationship_types()
        rows = Party.objects.current().order_by("pk")
        people = list(rows.filter(kind=Party.Kind.PERSON)[:AMONG])
        firms = list(rows.filter(kind=Party.Kind.ORGANIZATION)[:AMONG])
        families = _families(people)
        written = {
            "households": _households(families[:HOMES], boss, on),
            "addresses": _addresses(rng, families[HOMES : HOMES + FAMILIES]),
            "domains": _domains(rng, people, firms),
            "buying_centres": _buying_centres(rng, people, firms, boss, on),
            "group_companies": _groups(rng, firms, boss, on),
            "profiles": _profiles(rng, firms),
            "referrals": _referrals(rng, people, boss, on),
            "payers": _payers(rng, people, boss),
        }
        record_event(kind="demo.related", by=None, data=dict(written))
    return written


def _families(people: Sequence[Party]) -> list[tuple[Party, Party]]:
    """Pairs of one city who share their first surname and are not namesakes, nobody twice."""
    by_name: dict[tuple[str, str], list[Party]] = {}
    for person in people:
        if person.surnames and person.given_name:
            by_name.setdefault((person.city, first_surname(person.surnames)), []).append(person)
    pairs = [pair for found in by_name.values() for pair in pairwise(found[:2])]
    return [(one, other) for one, other in pairs if one.given_name[:3] != other.given_name[:3]]


def _households(families: Sequence[tuple[Party, Party]], boss: User, on: date) -> int:
    made = 0
    for pair in families:
        try:
            make_household(name=f"Hogar {first_surname(pair[0].surnames)}", members=pair, by=boss, on=on)
        except UnableToMakeHousehold:
            continue  # somebody who was found to be another meanwhile
        made += 1
    return made


def _addresses(rng: Random, families: Sequence[tuple[Party, Party]]) -> int:
    """Where families live who have no household yet: what the search for relations is to find."""
    for pair in families:
        address = f"{rng.choice(STREETS)} {rng.randint(1, 150)} # {rng.randint(1, 99)}-{rng.randint(1, 99)}"
        for person in pair:
            Party.objects.filter(pk=person.pk, address="").update(address=address)
            note_change(table="parties", operation=Change.Operation.UPDATE, row_from=person.pk, party=person.pk)
    return len(families)


def _domains(rng: Random, people: Sequence[Party], firms: Sequence[Party]) -> int:
    """Companies with a domain of their own, and people who write from it."""
    chosen = rng.sample(list(firms), min(EMPLOYERS, len(firms)))
    staff = iter(rng.sample(list(people), min(2 * EMPLOYERS, len(people))))
    boxes = []
    for firm in chosen:
        domain = f"{slugify(firm.name)[:24].strip('-')}-{firm.pk}.example"
        boxes.append((firm, f"contacto@{domain}"))
        boxes += [
            (person, f"{slugify(person.given_name) or 'correo'}@{domain}")
            for _, person in zip(range(2), staff, strict=False)
        ]
    points = [ContactPoint(party=party, kind=ContactPoint.Kind.EMAIL, value=box, key=box) for party, box in boxes]
    return len(ContactPoint.objects.bulk_create(points))


def _buying_centres(rng: Random, people: Sequence[Party], firms: Sequence[Party], boss: User, on: date) -> int:
    """Who works in a company and what they do in its purchases; in some nobody decides yet."""
    chosen = rng.sample(list(firms), min(CENTRES, len(firms)))
    staff = iter(rng.sample(list(people), min(3 * CENTRES, len(people))))
    made = 0
    for firm in chosen:
        parts = rng.choice(
            (("decider", "buyer"), ("decider", "signatory", "influencer"), ("influencer", "user"), ("buyer",))
        )
        for part, person in zip(parts, staff, strict=False):
            since = on - timedelta(days=rng.randint(60, 900))
            made += _related(person, firm, "employed-by", boss, (since, on)) + _related(
                person, firm, part, boss, (since, on)
            )
    return made


def _related(origin: Party, target: Party, type_key: str, boss: User, days: tuple[date, date]) -> int:
    """Related since the first of the two days; the second is today."""
    try:
        relate(origin=origin, target=target, type_key=type_key, by=boss, on=days[1], since=days[0])
    except UnableToRelate:
        return 0  # somebody who was found to be another meanwhile
    return 1


def _groups(rng: Random, firms: Sequence[Party], boss: User, on: date) -> int:
    """Two groups: a head with companies and sites under it, one of them three deep."""
    chosen = rng.sample(list(firms), min(11, len(firms)))
    made = 0
    for group, shape in ((chosen[:7], (0, 0, 1, 1, 2, 0)), (chosen[7:], (0, 0, 0))):
        for company, above in zip(group[1:], shape, strict=False):
            type_key = "site-of" if above else "parent-subsidiary"
            place_company(company=company, under=group[above], by=boss, on=on, type_key=type_key)
            made += 1
    return made


def _profiles(rng: Random, firms: Sequence[Party]) -> int:
    """What companies do and how large they are; each is a declared trait that the directory repeats."""
    sizes, fields = CompanyProfile.Size.values, company_definitions()
    told = [
        (firm, {INDUSTRY: rng.choice(INDUSTRIES), SIZE: rng.choices(sizes, (8, 5, 3, 1, 1))[0]})
        for firm in firms
        if rng.random() < 0.8
    ]
    values = [
        TraitValue(party=firm, definition=fields[key], text=code) for firm, codes in told for key, code in codes.items()
    ]
    note_values(APPEND, [row.pk for row in TraitValue.objects.bulk_create(values, batch_size=500)])
    spans = runs(firm.pk for firm, _codes in told)
    note_changes([Change(table="parties", operation=Change.Operation.UPDATE, row_from=a, row_to=b) for a, b in spans])
    return len(told)


def _referrals(rng: Random, people: Sequence[Party], boss: User, on: date) -> int:
    chosen = rng.sample(list(people), min(2 * REFERRALS, len(people)) // 2 * 2)
    pairs = zip(chosen[::2], chosen[1::2], strict=True)
    return sum(
        _related(one, other, "referred-by", boss, (on - timedelta(days=rng.randint(10, 700)), on))
        for one, other in pairs
    )


def _payers(rng: Random, people: Sequence[Party], boss: User) -> int:
    """A field of the company's own that names who pays for somebody."""
    details = FieldDetails("Pagador", help="Quién paga sus compras.", party_kinds=(Party.Kind.PERSON,))
    field = add_custom_field(of=TraitDefinition.Type.PARTY, details=details, by=boss)
    chosen = rng.sample(list(people), min(2 * PAYERS, len(people)) // 2 * 2)
    rows = [
        TraitValue(party=one, definition=field, other=other, by=boss)
        for one, other in zip(chosen[::2], chosen[1::2], strict=True)
    ]
    written = TraitValue.objects.bulk_create(rows)
    note_values(APPEND, [row.pk for row in written])
    return len(written)
