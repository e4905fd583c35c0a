"""Parties, roles and relations in the shape of TM Forum's open interfaces, for systems that speak them.

Resources follow TMF632 Party Management (Individual, Organization) and TMF629 Customer Management / TMF669 Party Role (Customer,
PartyRole), both of version 4: names of fields are theirs, values ours. A household is an Organization of the type `household`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lazo.identify.models import (
    ContactPoint,
    Party,
    PartyIdentifier,
    PartyRelationship,
    PartyRole,
    PreferredContact,
    SourceRecord,
)
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.queries.families import families_of
from lazo.kernel.models import User

AT_MOST = 1_000
PLACE = "/api/v1/customers/"
INDIVIDUAL, ORGANIZATION, CUSTOMER, ROLE = "Individual", "Organization", "Customer", "PartyRole"
CONTACT_FIELDS = {
    ContactPoint.Kind.EMAIL: ("email", "emailAddress"),
    ContactPoint.Kind.PHONE: ("phone", "phoneNumber"),
    ContactPoint.Kind.ADDRESS: ("postalAddress", "street1"),
}
"""Kind of a way of contact -> `mediumType` and the field of its characteristic; of networks their own name and `socialNetworkId`."""

Resource = dict[str, Any]


@dataclass(frozen=True)
class TmfPage:
    """`rows` in the order of their numbers; `last` is the number to go on after, null at the end."""

    rows: tuple[Resource, ...]
    last: int | None


def tmf_parties(*, user: User, after: int = 0, size: int = AT_MOST) -> TmfPage:
    """Individuals and organizations that `user` may see, with ways of contact, documents, numbers of sources and relations.

    At most a thousand a page, in a number of queries that does not grow with it. What holds of several records of a customer is told, each
    list once; a relation only when both ends may be seen.
    """
    size = max(1, min(size, AT_MOST))
    rows = Party.objects.visible_to(user).current().filter(pk__gt=after).select_related("golden").order_by("pk")
    found = list(rows[: size + 1])
    parties = [as_it_holds(one) for one in found[:size]]
    held = _held({one.pk for one in parties}, user)
    return TmfPage(tuple(_party(one, held) for one in parties), found[size - 1].pk if len(found) > size else None)


def tmf_roles(*, user: User, after: int = 0, size: int = AT_MOST) -> TmfPage:
    """What the parties that `user` may see are and were to us, each an engaged party with its time; the role of customer is a Customer."""
    size = max(1, min(size, AT_MOST))
    seen = Party.objects.visible_to(user).filter(canonical__isnull=True, retired_at__isnull=True)
    own = PartyRole.objects.filter(party__in=seen) | PartyRole.objects.filter(party__canonical__in=seen)
    rows = own.filter(pk__gt=after).select_related("party__golden", "party__canonical__golden").order_by("pk")
    found = list(rows.distinct()[: size + 1])
    last = found[size - 1].pk if len(found) > size else None
    return TmfPage(tuple(_role(one) for one in found[:size]), last)


@dataclass
class _Held:
    """What hangs on the customers of a page, by customer."""

    points: dict[int, list[ContactPoint]] = field(default_factory=lambda: defaultdict(list))
    preferred: set[tuple[int, str, str]] = field(default_factory=set)
    papers: dict[int, list[PartyIdentifier]] = field(default_factory=lambda: defaultdict(list))
    records: dict[int, list[SourceRecord]] = field(default_factory=lambda: defaultdict(list))
    related: dict[int, list[Resource]] = field(default_factory=lambda: defaultdict(list))


def _held(customers: Collection[int], user: User) -> _Held:
    held = _Held()
    of = {record: customer for customer, family in families_of(customers).items() for record in family}
    for point in ContactPoint.objects.filter(party_id__in=of).order_by("pk"):
        held.points[of[point.party_id]].append(point)
    chosen = PreferredContact.objects.filter(party_id__in=customers)
    held.preferred = set(chosen.values_list("party_id", "kind", "key"))
    for paper in PartyIdentifier.objects.filter(party_id__in=of).order_by("pk"):
        held.papers[of[paper.party_id]].append(paper)
    for record in SourceRecord.objects.filter(party_id__in=of).select_related("source").order_by("pk"):
        held.records[of[record.party_id]].append(record)
    _relate(held, of, user)
    return held


def _relate(held: _Held, of: Mapping[int, int], user: User) -> None:
    """Each relation from the ends on this page, in the words of its type: «<other> <role> of this one»."""
    rows = PartyRelationship.objects.touching(list(of)).select_related("type").order_by("pk")
    relations = list(rows)
    ends = {number for one in relations for number in (one.origin_id, one.target_id)}
    born = dict(Party.objects.filter(pk__in=ends).values_list("pk", "canonical_id"))
    today = {number: canonical or number for number, canonical in born.items()}
    seen = {
        party.pk: as_it_holds(party)
        for party in Party.objects.visible_to(user).filter(pk__in=set(today.values())).select_related("golden")
    }
    for one in relations:
        for mine, other, words in (
            (one.target_id, one.origin_id, one.type.key),
            (one.origin_id, one.target_id, one.type.key if one.type.is_symmetric else f"{one.type.key}:inverse"),
        ):
            party = seen.get(today[other])
            if mine in of and party is not None:
                told = {**_reference(party), "role": words, **_valid(one.valid_from, one.valid_to)}
                held.related[of[mine]].append(told)


def _party(party: Party, held: _Held) -> Resource:
    is_person = party.kind == Party.Kind.PERSON
    names: Resource = (
        {
            "givenName": party.given_name,
            "familyName": party.surnames,
            "fullName": party.name,
            "birthDate": party.birth_date.isoformat() if party.birth_date else None,
        }
        if is_person
        else {
            "name": party.legal_name or party.name,
            "tradingName": party.trade_name or party.name,
            "organizationType": "household" if party.kind == Party.Kind.HOUSEHOLD else "company",
        }
    )
    papers = [{"identificationType": one.scheme, "identificationId": one.value} for one in _once(held.papers[party.pk])]
    told: Resource = {
        "id": str(party.pk),
        "href": f"{PLACE}{party.pk}",
        "@type": INDIVIDUAL if is_person else ORGANIZATION,
        **names,
        ("individualIdentification" if is_person else "organizationIdentification"): papers,
        "contactMedium": [*_media(party, held), *_home(party)],
        "externalReference": [
            {"externalReferenceType": one.source.name, "name": one.external_id} for one in held.records[party.pk]
        ],
        "relatedParty": held.related[party.pk],
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _media(party: Party, held: _Held) -> Iterable[Resource]:
    for point in _once(held.points[party.pk]):
        kind, name = CONTACT_FIELDS.get(ContactPoint.Kind(point.kind), (point.kind.lower(), "socialNetworkId"))
        yield {
            "mediumType": kind,
            "preferred": (party.pk, point.kind, point.key) in held.preferred,
            "characteristic": {name: point.value},
        }


def _home(party: Party) -> Iterable[Resource]:
    told = {"street1": party.address, "city": party.city, "country": party.country}
    known = {name: value for name, value in told.items() if value}
    if known:
        yield {"mediumType": "postalAddress", "preferred": False, "characteristic": known}


def _role(role: PartyRole) -> Resource:
    party = as_it_holds(role.party.canonical or role.party)
    is_customer = role.kind == PartyRole.Kind.CUSTOMER
    told: Resource = {
        "id": str(role.pk),
        "href": f"{PLACE}{party.pk}/roles",
        "@type": CUSTOMER if is_customer else ROLE,
        "name": role.kind,
        "status": "active" if role.valid_to is None else "inactive",
        "engagedParty": _reference(party),
    }
    return told | _valid(role.valid_from, role.valid_to)


def _reference(party: Party) -> Resource:
    kind = INDIVIDUAL if party.kind == Party.Kind.PERSON else ORGANIZATION
    return {"id": str(party.pk), "href": f"{PLACE}{party.pk}", "name": party.name, "@referredType": kind}


def _valid(since: date | None, until: date | None) -> Resource:
    """The period, where one of its ends is known."""
    told = {"startDateTime": since, "endDateTime": until}
    known = {name: f"{day.isoformat()}T00:00:00Z" for name, day in told.items() if day}
    return {"validFor": known} if known else {}


def _once(rows: Iterable[Any]) -> list[Any]:
    """Of equal ways of contact or documents of several records, the first."""
    return list({(getattr(row, "kind", ""), row.key): row for row in reversed(list(rows))}.values())[::-1]
