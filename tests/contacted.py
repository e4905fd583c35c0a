"""What the tests of contact share: somebody who may be written to, and what was sent to them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lazo.identify.models import ConsentEntry, ContactPoint, Interaction, Party, Source, SuppressionList
from lazo.identify.models.suppression import SuppressionConsultation

BOGOTA = ZoneInfo("America/Bogota")
SANTIAGO = ZoneInfo("America/Santiago")
LONG_AGO = date(2026, 1, 1)
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=BOGOTA)
"""Ten in the morning of an ordinary Monday in Bogotá."""


def somebody(*, country: str = "CO", purposes: tuple[str, ...] = ("marketing",), **fields: Any) -> Party:
    """A customer with an address, an e-mail and a telephone, who allows `purposes` by every channel."""
    party = Party.objects.create(country=country, **{"address": "Calle 1", **fields})
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(party=party, kind="EMAIL", value=f"p{party.pk}@example.com", key=f"p{party.pk}@example.com"),
            ContactPoint(party=party, kind="PHONE", value=f"+57300{party.pk:07}", key=f"+57300{party.pk:07}"),
        ]
    )
    for purpose in purposes:
        for channel in ConsentEntry.Channel.values:
            say(party, purpose=purpose, channel=channel)
    return party


def say(
    party: Party, *, purpose: str = "marketing", channel: str = "email", state: str = "GRANTED", **fields: Any
) -> None:
    """A line of the ledger."""
    line = {"on": LONG_AGO, "basis": "consent" if state == "GRANTED" else "", **fields}
    ConsentEntry.objects.create(party=party, purpose=purpose, channel=channel, state=state, **line)


def wrote(party: Party, *, on: date, channel: str = "email", kind: str = "marketing", **fields: Any) -> Interaction:
    """Something of ours that reached them."""
    source, _ = Source.objects.get_or_create(key="mensajes", defaults={"name": "Mensajes"})
    said = {"direction": "OUT", "source": source, "kind": kind, **fields}
    return Interaction.objects.create(party=party, occurred_on=on, channel=channel, **said)


def consulted(key: str, *, on: date, days: int | None = 30) -> SuppressionConsultation:
    """An empty registry, consulted on a day."""
    from lazo.identify.operations.suppression import list_of

    row = list_of(key)
    current = SuppressionConsultation.objects.create(
        list=row, state="DONE", consulted_on=on, expires_on=on + timedelta(days=days) if days else None
    )
    SuppressionList.objects.filter(pk=row.pk).update(current=current)
    return current


def at(zone: ZoneInfo, *parts: int) -> datetime:
    """An instant by the clock of a place, in UTC."""
    return datetime(*parts, tzinfo=zone).astimezone(UTC)  # type: ignore[misc,arg-type]  # year, month, day, hour, minute
