"""Keeping on each way of contact the health that follows from its outcomes."""

from collections import defaultdict
from collections.abc import Iterable

from lazo.identify.contact_health import Health, health_of
from lazo.identify.models import ContactOutcome, ContactPoint, Party
from lazo.kernel.prepared import Prepared

Pair = tuple[str, str]
AT_ONCE = 500


_told_of = Prepared(
    lambda keys: ContactOutcome.objects.standing().filter(key__in=keys).values_list("kind", "key").distinct(), list
)


def refresh_health(pairs: Iterable[Pair]) -> int:
    """Derive anew the health of the ways of contact with these (kind, key); how many changed. A number of queries per 500 keys.

    What is said of an address counts for everybody who has it; what is said of a party, for all records found to be that customer.
    """
    wanted = sorted(set(pairs))
    return sum(_refresh(wanted[start : start + AT_ONCE]) for start in range(0, len(wanted), AT_ONCE))


def refresh_new_health(pairs: Iterable[Pair]) -> None:
    """The same for ways of contact just written: most keys have no outcome, and those cost one query together."""
    wanted = set(pairs)
    if wanted:
        refresh_health(wanted & set(_told_of(sorted({key for _kind, key in wanted}))))


def refresh_health_of_batch(batch: int) -> None:
    """The same for what an import brought; the register leads, which is small beside the ways of contact."""
    told = ContactOutcome.objects.standing().filter(party__isnull=True).exclude(outcome=ContactOutcome.Outcome.REPLIED)
    keys = sorted(set(told.values_list("kind", "key").distinct()))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        brought = ContactPoint.objects.filter(key__in={key for _kind, key in some}, batch=batch)
        refresh_health(set(some) & set(brought.values_list("kind", "key")))


def _refresh(pairs: list[Pair]) -> int:
    keys = {key for _kind, key in pairs}
    points = [point for point in ContactPoint.objects.filter(key__in=keys) if (point.kind, point.key) in set(pairs)]
    customers = _customers({point.party_id for point in points})
    told = _told(keys, customers)
    changed: dict[Health, list[int]] = defaultdict(list)
    for point in points:
        mine = customers[point.party_id]
        health = health_of([what for what, whose in told[point.kind, point.key] if whose in {None, mine}])
        if (health.state, health.why) != (point.health, point.health_why):
            changed[health].append(point.pk)
    for health, rows in changed.items():
        ContactPoint.objects.filter(pk__in=rows).update(health=health.state, health_why=health.why)
    return sum(map(len, changed.values()))


def _told(keys: Iterable[str], customers: dict[int, int]) -> dict[Pair, list[tuple[str, int | None]]]:
    """By way of contact, the outcomes in the order in which they happened, and the customer of whom each is said (null: of the address)."""
    rows = ContactOutcome.objects.standing().filter(key__in=set(keys)).order_by("happened_at", "pk")
    found: dict[Pair, list[tuple[str, int | None]]] = defaultdict(list)
    for kind, key, outcome, party, canonical in rows.values_list(
        "kind", "key", "outcome", "party_id", "party__canonical_id"
    ):
        found[kind, key].append((outcome, None if party is None else customers.get(party, canonical or party)))
    return found


def _customers(parties: Iterable[int]) -> dict[int, int]:
    """Whom each record stands for."""
    rows = Party.objects.filter(pk__in=set(parties)).values_list("pk", "canonical_id")
    return {pk: canonical or pk for pk, canonical in rows}
