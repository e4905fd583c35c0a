"""Gives customers 1 to N what the contact policy looks at: two ways of contact, permissions, three months of messages, a list of who said no."""

import os
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lazo.bench.cases.filler import open_filler

TODAY = date(2026, 11, 30)
"""A Monday."""
LISTED_EVERY = 10
"""Of so many customers one is on the list of Colombia."""
SEED = 17
POINT = ("party_id", "kind", "value", "key", "is_likely")
CONSENT = ("party_id", "purpose", "channel", "state", "basis", "evidence", "on")
SENT = ("party_id", "source_id", "occurred_on", "channel", "direction", "kind", "subject", "text")
PLANNED = ("party", "purpose", "channel", "on", "key")


def main(customers: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    chance = random.Random(SEED)
    with open_filler() as filler:
        filler.rows("identify_contactpoint", POINT, _points(customers))
        filler.rows("identify_consententry", CONSENT, _consents(chance, customers))
        filler.rows("identify_interaction", SENT, _sent(chance, customers))
        filler.rows("customize_plannedcontact", PLANNED, _planned(customers))
        filler.note("interactions", filler.value("SELECT max(id) FROM identify_interaction"))
    _suppress(customers)


def _points(customers: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, customers + 1):
        yield number, "EMAIL", f"c{number}@correo.example", f"c{number}@correo.example", True
        if number % 5:
            yield number, "PHONE", f"+573{number:09}", f"+573{number:09}", True


def _consents(chance: random.Random, customers: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, customers + 1):
        for channel in ("email", "whatsapp"):
            if chance.random() < 0.8:
                yield number, "marketing", channel, "GRANTED", "consent", "", "2026-01-02"
            if chance.random() < 0.05:
                yield number, "marketing", channel, "WITHDRAWN", "", "", "2026-06-02"


def _sent(chance: random.Random, customers: int) -> Iterator[tuple[Any, ...]]:
    days = [(TODAY - timedelta(days=back)).isoformat() for back in range(90)]
    for _ in range(customers * 2):
        way = "OUT" if chance.random() < 0.7 else "IN"
        channel, kind = chance.choice(("email", "whatsapp", "phone")), chance.choice(("marketing", "service", ""))
        yield chance.randint(1, customers), 1, chance.choice(days), channel, way, kind, "", ""


def _planned(customers: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, customers + 1, 5):
        yield number, "marketing", "email", (TODAY + timedelta(days=number % 3)).isoformat(), f"bench:{number}"


def _suppress(customers: int) -> None:
    from django.db import connection

    from lazo.identify.models import SuppressionConsultation, SuppressionList
    from lazo.identify.operations.suppression import list_of
    from lazo.identify.suppression_keys import hasher

    digest, row = hasher(), list_of("co-rne")
    current = SuppressionConsultation.objects.create(
        list=row, state="DONE", consulted_on=TODAY, expires_on=TODAY + timedelta(days=30)
    )
    own = SuppressionConsultation.objects.create(list=list_of("own"), state="DONE", consulted_on=TODAY)
    listed = [
        (digest(f"+573{number:09}"), consultation.pk)
        for number in range(1, customers + 1)
        for consultation, every in ((current, LISTED_EVERY), (own, LISTED_EVERY * 10))
        if number % every == 1
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO identify_suppressionentry (digest, consultation) VALUES (%s, %s)", listed)
    SuppressionList.objects.filter(pk=row.pk).update(current=current)
    SuppressionList.objects.filter(key="own").update(current=own)


if __name__ == "__main__":
    main(int(sys.argv[1]))
