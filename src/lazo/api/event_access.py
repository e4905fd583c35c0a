"""Which events a user may see: those of customers they see, their own acts, those of campaigns for who makes them, and all for who sees and
administers all.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lazo.identify.models import ContactPoint, Interaction, Party, PartyRelationship, Purchase, RelationCandidate
from lazo.interact.models import ToDo
from lazo.interact.models.campaign import CAMPAIGNING
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import Event, User

PARTIES = Party._meta.db_table  # noqa: SLF001 - documented API of Django despite its name
BETWEEN: dict[str, Any] = {
    model._meta.db_table: model  # noqa: SLF001 - documented API of Django despite its name
    for model in (PartyRelationship, RelationCandidate)
}
"""Tables whose rows lie between two parties."""
OWNED: dict[str, Any] = {
    model._meta.db_table: model  # noqa: SLF001 - documented API of Django despite its name
    for model in (ContactPoint, Interaction, Purchase, ToDo)
}
"""Tables whose rows belong to a party."""
CAMPAIGNS = frozenset({"interact_campaign", "interact_message", "customize_experiment"})
"""What happens to campaigns and to their messages as wholes: what they brought, what left, what came back."""


def visible_events(events: Sequence[Event], *, user: User) -> list[Event]:
    """Those of `events` that `user` may see, in their order; a number of queries that does not grow with the events."""
    if row_rule(user).everything and may(user, "may_administer"):
        return list(events)
    parties = _parties_of(events)
    seen = set(
        Party.objects.visible_to(user).filter(pk__in=set().union(*parties.values())).values_list("pk", flat=True)
    )
    heard = CAMPAIGNS if may(user, CAMPAIGNING) else frozenset[str]()
    return [event for event in events if _is_visible(event, user, parties.get(event.pk), seen, heard)]


def _is_visible(event: Event, user: User, parties: set[int] | None, seen: set[int], heard: frozenset[str]) -> bool:
    if parties:
        return parties <= seen
    if event.table in heard:
        return True
    return event.by_id == user.pk and not event.table.startswith("identify_")


def _parties_of(events: Iterable[Event]) -> dict[int, set[int]]:
    """By event, the parties it is about; an event about a row that is gone, or about none, is of nobody."""
    rows: dict[str, dict[int, set[int]]] = {}
    found: dict[int, set[int]] = {}
    for event in events:
        told = event.data.get("party") if isinstance(event.data, dict) else None
        if event.row is not None and event.table == PARTIES:
            found[event.pk] = {event.row, *_both_ends(event.data)}
        elif isinstance(told, int):
            found[event.pk] = {told}
        elif event.row is not None and (event.table in OWNED or event.table in BETWEEN):
            rows.setdefault(event.table, {}).setdefault(event.row, set()).add(event.pk)
    for table, wanted in rows.items():
        for row, parties in _owners(table, wanted):
            for number in wanted[row]:
                found[number] = parties
    return found


def _both_ends(data: Any) -> set[int]:
    """The two records that an event of identity is about: who does not see both hears nothing of it."""
    told = [data.get(end) for end in ("left", "right")] if isinstance(data, dict) else []
    return {number for number in told if isinstance(number, int)}


def _owners(table: str, rows: Mapping[int, Any]) -> Iterable[tuple[int, set[int]]]:
    if table in BETWEEN:
        ends = BETWEEN[table].objects.filter(pk__in=rows).values_list("pk", "origin_id", "target_id")
        return [(pk, {origin, target}) for pk, origin, target in ends]
    owners = OWNED[table].objects.filter(pk__in=rows).values_list("pk", "party_id")
    return [(pk, {party}) for pk, party in owners if party is not None]
