"""Who gets a batch: the customers of its messages, the way of contact of each and what their merge fields stand for, in a few queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from lazo.customize.policy.words import country_name
from lazo.identify.folding import fold
from lazo.identify.models import ContactPoint, GoldenRecord, Interaction, Party, PreferredContact
from lazo.identify.operations.preferences import language_of
from lazo.identify.queries.custom_fields import values_for
from lazo.interact.channels.contract import Adapter, Recipient
from lazo.interact.sending.claim import Held
from lazo.interact.writing.values import written
from lazo.kernel.models import Company, User

NAMES = ("name", "given_name", "surnames", "trade_name", "country", "city", "address")
POINT = ("id", "party_id", "kind", "value", "key", "health", "health_why", "verified_at", "is_likely", "last_seen_on", "created_at")  # fmt: skip
OWN, SAID = "dato.", "mensaje."
DEAD = ContactPoint.Health.DEAD
FIELDS = (
    "nombre", "apellidos", "nombre_completo", "ciudad", "pais", "direccion", "correo", "telefono",
    "responsable", "empresa", "baja",
)  # fmt: skip
"""The merge fields of every customer; beside them `dato.<own field>` and `mensaje.<what the message itself brought>`."""


@dataclass(frozen=True)
class Found:
    """The recipient of a message, or why there is none: no_customer, no_way or dead_way."""

    recipient: Recipient | None
    problem: str = ""
    point: tuple[str, str] = ("", "")


@dataclass
class Recipients:
    """What a batch needs to know of its customers."""

    company: str
    country: str
    customers: dict[int, int] = field(default_factory=dict)
    families: dict[int, list[int]] = field(default_factory=dict)
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    points: dict[int, list[tuple[Any, ...]]] = field(default_factory=dict)
    chosen: dict[tuple[int, str], str] = field(default_factory=dict)
    own: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    lately: set[int] = field(default_factory=set)

    def of(self, message: Held, kinds: Sequence[str]) -> Found:
        """`kinds` are those of contact point that may be written to, the best first; none: the postal address."""
        customer = self.customers.get(message.party)
        if customer is None or customer not in self.names:
            return Found(None, "no_customer")
        country = self.names[customer][4] or self.country
        language = language_of(country)
        values = self._values(customer, message, language)
        told: dict[str, Any] = {"language": language, "values": values, "country": country}
        if not kinds:
            address = self._postal(values)
            return Found(Recipient(to=address, **told) if address else None, "" if address else "no_way")
        ranked = sorted(self._ranked(customer, kinds, message.contact_point))
        if not ranked:
            return Found(None, "no_way")
        rank, point = ranked[0]
        if rank[0]:
            return Found(None, "dead_way")
        is_in_window = customer in self.lately
        made = Recipient(to=point[3], kind=point[2], is_in_window=is_in_window, **told)
        return Found(made, point=(point[2], point[4]))

    def _postal(self, values: Mapping[str, str]) -> str:
        """The lines below the name on an envelope: city and, abroad, country follow what the address says; blank without an address."""
        address, city, country = (values[name].strip() for name in ("direccion", "ciudad", "pais"))
        if not address:
            return ""
        lines = [address] if not city or fold(city) in fold(address) else [address, city]
        return "\n".join([*lines, country_name(country)] if country and country != self.country else lines)

    def _ranked(
        self, customer: int, kinds: Sequence[str], wanted: int | None
    ) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        """Living ones before dead, the one the message names, by kind, chosen, verified, newest: as `contact_book` has them."""
        found = []
        for point in self.points.get(customer, ()):
            number, _party, kind, _value, key, health, _why, verified, _likely, seen, made = point
            if kind in kinds:
                day = seen or made.date()
                rank = (
                    health == DEAD,
                    number != wanted,
                    kinds.index(kind),
                    self.chosen.get((customer, kind)) != key,
                    verified is None,
                    -day.toordinal(),
                    number,
                )
                found.append((rank, point))
        return found

    def _values(self, customer: int, message: Held, language: str) -> dict[str, str]:
        name, given, surnames, trade, country, city, address = self.names[customer]
        is_person = self.kinds[customer] == Party.Kind.PERSON
        values = {
            "nombre": (given or name).partition(" ")[0] if is_person else trade or name,
            "apellidos": surnames,
            "nombre_completo": name if is_person else trade or name,
            "ciudad": city,
            "pais": country,
            "direccion": address,
            "responsable": self.owners.get(customer, ""),
            "empresa": self.company,
        }
        for kind, field_name in (("EMAIL", "correo"), ("PHONE", "telefono")):
            values[field_name] = next((p[3] for p in self.points.get(customer, ()) if p[2] == kind), "")
        own = self.own.get(customer)
        if own:
            values.update({f"{OWN}{key}": written(value, language) for key, value in own.items()})
        for key, said in (message.data or {}).items():
            values[f"{SAID}{key}"] = written(said, language)
        return values


def recipients_of(
    messages: Sequence[Held], *, adapter: Adapter, own: Collection[str] = (), at: datetime, channel: str = ""
) -> Recipients:
    """Read what the batch needs: six queries at most, whatever its size. `own` are the own fields that its templates name."""
    company = Company.objects.values("name", "country").first() or {"name": "", "country": ""}
    found = Recipients(company["name"], company["country"])
    parties = {message.party for message in messages}
    rows = Party.objects.filter(pk__in=parties).values_list("pk", "canonical_id")
    found.customers = {pk: canonical or pk for pk, canonical in rows}
    customers = set(found.customers.values())
    _read_names(found, customers)
    _read_points(found, customers)
    if own:
        found.own = values_for(parties=customers, keys=own)
    if adapter.limits.window is not None:
        found.lately = _wrote_lately(found, channel, since=at - adapter.limits.window)
    return found


def _read_names(found: Recipients, customers: set[int]) -> None:
    owners: dict[int, int] = {}
    family = Party.objects.filter(Q(pk__in=customers) | Q(canonical__in=customers)).order_by("pk")
    for pk, canonical, kind, owner, retired, *names in family.values_list(
        "pk", "canonical_id", "kind", "owner_id", "retired_at", *NAMES
    ):
        found.families.setdefault(canonical or pk, []).append(pk)
        if pk in customers and retired is None:
            found.names[pk], found.kinds[pk] = tuple(names), kind
            if owner is not None:
                owners[pk] = owner
    for pk, *names in GoldenRecord.objects.filter(pk__in=customers).values_list("pk", *NAMES):
        if pk in found.names:
            found.names[pk] = tuple(names)
    people = dict(User.objects.filter(pk__in=set(owners.values())).values_list("pk", "name")) if owners else {}
    found.owners = {customer: people.get(owner, "") for customer, owner in owners.items()}


def _read_points(found: Recipients, customers: set[int]) -> None:
    customer_of = {pk: customer for customer, family in found.families.items() for pk in family}
    for row in ContactPoint.objects.filter(party__in=customer_of).order_by("pk").values_list(*POINT):
        found.points.setdefault(customer_of[row[1]], []).append(row)
    chosen = PreferredContact.objects.filter(party__in=customers).values_list("party_id", "kind", "key")
    found.chosen = {(party, kind): key for party, kind, key in chosen}


def _wrote_lately(found: Recipients, channel: str, *, since: datetime) -> set[int]:
    """The customers who wrote to us by that channel since then: its window is open for them."""
    customer_of = {pk: customer for customer, family in found.families.items() for pk in family}
    days = since.date() - timedelta(days=1)
    rows = Interaction.objects.filter(party__in=customer_of, occurred_on__gte=days, occurred_at__gt=since)
    wrote = rows.filter(channel=channel, direction=Interaction.Direction.IN).values_list("party_id", flat=True)
    return {customer_of[party] for party in wrote}
