"""Decides the best action for everybody twice, of one customer again, and one decision once more, in this process.

Prints CPU seconds and those of the clock of both days, of one customer and of a replay, and how many actions there were.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

from lazo.bench.purchases import LAST_DAY

OFFERS, ASKED = 10, 21
AREAS = ("ACQUIRE", "KEEP", "LOYALTY", "RETAIN")
"""Not MAXIMIZE: what it tells as a trait belongs to parties that this ground does not have in the database."""
RULES: tuple[dict[str, Any], ...] = (
    {},
    {"purchases": {"at_least": 3}},
    {"field": "country", "in": ["MX", "CO"]},
    {"all": [{"field": "kind", "in": ["PERSON"]}, {"purchases": {"at_least": 1, "period": {"last_days": 180}}}]},
    {"not": {"field": "area", "in": ["RETAIN"]}},
)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured()) + "\n")


def measured() -> dict[str, Any]:
    from django.conf import settings

    from lazo.analytics.bare_arrow import leave_pandas_out
    from lazo.customize.models import NextAction, Offer
    from lazo.customize.operations.decide import decide, decide_for
    from lazo.customize.queries.replay import replay
    from lazo.kernel.jobs import NullContext

    leave_pandas_out()
    if not Offer.objects.exists():
        _write_offers()
    told: dict[str, Any] = {}
    for name, day in (("first", LAST_DAY), ("next", LAST_DAY + timedelta(days=1))):
        told[name] = spent(
            lambda day=day: decide(workspace=settings.WORKSPACE, on=day, by=None, context=NullContext())  # type: ignore[misc]  # bound now
        )
    rows = list(NextAction.objects.order_by("-expected", "pk").values_list("pk", "party_id")[:ASKED])
    one = [spent(lambda party=party: decide_for(customer=party, on=LAST_DAY)) for _pk, party in rows]  # type: ignore[misc]  # as above
    told["one"] = {name: median(each[name] for each in one) * 1_000 for name in ("cpu", "wall")}
    found: list[bool] = []
    kept = NextAction.objects.order_by("pk").values_list("pk", flat=True)[0]
    told["replay"] = spent(lambda: found.append(replay(workspace=settings.WORKSPACE, action=kept).is_equal))
    return {**told, "equal": found[0], "actions": NextAction.objects.count()}


def _write_offers() -> None:
    from lazo.customize.operations.offer import create_offer
    from lazo.customize.operations.offer_details import OfferDetails

    for number in range(OFFERS):
        create_offer(
            details=OfferDetails(
                name=f"Oferta {number}",
                kind="service",
                area=AREAS[number % len(AREAS)],
                purpose="service" if number % 2 else "marketing",
                channels=("email", "whatsapp") if number % 3 else ("phone",),
                guess=0.03 + 0.01 * number,
                margin=200_00 + 40_00 * number,
                unit_cost=2_00 * number,
                definition=RULES[number % len(RULES)],
                capacity=10 if number == 3 else None,
                cap_day=50_000 if number == 6 else None,
                valid_from=LAST_DAY,
            ),
            by=None,
            on=LAST_DAY,
        )


def spent(work: Callable[[], object]) -> dict[str, float]:
    """Seconds of CPU of this process and by the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


if __name__ == "__main__":
    main()
