"""Who has to do with a company: how many people, and which parts in its purchases nobody has."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce

from lazo.identify.models import Party, PartyIdentifier, PartyRelationship, RelationshipType
from lazo.kernel.access import row_rule
from lazo.kernel.models import User

BUYING = ("decider", "influencer", "signatory", "buyer", "initiator", "user", "gatekeeper")
ASKED = ("decider", "signatory")
"""The parts a company should have somebody for."""
Family = RelationshipType.Family


@dataclass(frozen=True)
class CompanyPeople:
    """`people` are those the reader may see; `missing` are the parts of ASKED that nobody has, whoever may see them."""

    people: int = 0
    sites: int = 0
    missing: tuple[str, ...] = ASKED


def company_people(companies: Collection[int], *, user: User) -> dict[int, CompanyPeople]:
    """By company, three queries for all of them; the relations of all its records are its own."""
    ends = _records(companies)
    rows = PartyRelationship.objects.open().filter(
        target_id__in=ends, type__family__in=(Family.COMPANY, Family.BUYING_CENTER)
    )
    columns = ("target_id", "target__canonical_id", "type_id", "origin_id", "origin__canonical_id", "origin__kind")
    told = list(rows.values_list(*columns)[:20_000])
    persons = {canonical or origin for _, _, _, origin, canonical, kind in told if kind == Party.Kind.PERSON}
    seen = set(Party.objects.filter(row_rule(user).as_q(customer="id"), pk__in=persons).values_list("pk", flat=True))
    people: dict[int, set[int]] = {company: set() for company in companies}
    sites: dict[int, set[int]] = {company: set() for company in companies}
    parts: dict[int, set[str]] = {company: set() for company in companies}
    for target, target_is, type_key, origin, origin_is, kind in told:
        company, other = target_is or target, origin_is or origin
        if kind == Party.Kind.PERSON:
            parts[company].add(type_key)
            people[company] |= {other} & seen
        elif type_key == "site-of":
            sites[company].add(other)
    return {
        company: CompanyPeople(
            len(people[company]), len(sites[company]), tuple(one for one in ASKED if one not in parts[company])
        )
        for company in companies
    }


def lacks(part: str, company: str) -> Q:
    """The condition that nobody has that part in the purchases of the company in the column `company`."""
    held = PartyRelationship.objects.open().filter(type=part)
    has = held.order_by().annotate(company=Coalesce("target__canonical_id", "target_id")).values("company")
    return ~Q(**{f"{company}__in": has})


def tax_numbers(companies: Collection[int]) -> dict[int, tuple[str, str, bool]]:
    """By company, its first valid document, else its first: scheme, number, whether its check digit is right."""
    rows = PartyIdentifier.objects.filter(party_id__in=_records(companies)).order_by("is_valid", "-pk")
    return {
        canonical or party: (scheme, value, is_valid)
        for party, canonical, scheme, value, is_valid in rows.values_list(
            "party_id", "party__canonical_id", "scheme", "value", "is_valid"
        )
    }


def _records(companies: Collection[int]) -> list[int]:
    """The companies and the records found to be them: asked for by themselves, since no index spans the two tables."""
    born = Party.objects.filter(canonical_id__in=companies).values_list("pk", flat=True)
    return [*companies, *born]
