"""Counts segments, finds the members of a hundred again and asks one customer of them, in this process.

Prints milliseconds by the clock and of CPU: p95 of counts, medians of the rest; and the CPU seconds of the rebuild.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from lazo.bench.purchases import LAST_DAY

SEGMENTS = 100
ROUNDS = 3
FIRST: dict[str, Any] = {
    "all": [
        {"purchases": {"at_least": 3}},
        {"field": "country", "in": ["MX"]},
        {"field": "created", "period": {"calendar": "last_year"}},
    ]
}
"""More than two orders, in Mexico, created last year."""


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    sys.stdout.write(json.dumps(measured()) + "\n")


def measured() -> dict[str, Any]:
    from lazo.analytics.bare_arrow import leave_pandas_out
    from lazo.differentiate.models import Segment
    from lazo.differentiate.operations.segment import create_segment
    from lazo.kernel.models import User

    leave_pandas_out()
    user = User.objects.order_by("pk")[0]
    definitions = drawn(np.random.default_rng(3))
    if not Segment.objects.exists():
        for number, definition in enumerate(definitions):
            create_segment(by=user, name=f"Segmento {number}", definition=definition)
    return {**_rebuild(), **_first(user), **_counts(user, drawn(np.random.default_rng(4))), **_customer()}


def _clean() -> None:
    """As if nobody had ever asked."""
    from django.conf import settings

    from lazo.differentiate.queries.segment_base import forget_bases
    from lazo.differentiate.segments.segment_base import FOLDER, warm

    forget_bases()
    warm.clear()
    shutil.rmtree(settings.WORKSPACE.warehouse / FOLDER, ignore_errors=True)


def _first(user: Any) -> dict[str, Any]:
    """A question nobody asked before, after the segments were found again; and asked once more."""
    from lazo.analytics.segments.parsing import parse
    from lazo.differentiate.queries.segments import count_of
    from lazo.differentiate.segments.rules import vocabulary

    words = vocabulary()
    count_of(user=user, tree=parse({"field": "kind", "in": ["PERSON"]}, words))
    tree = parse(FIRST, words)
    cold = _spent(lambda: count_of(user=user, tree=tree))
    again = [_spent(lambda: count_of(user=user, tree=tree)) for _ in range(20)]
    return {"first_cold": cold, "first_warm": _p95(again)}


def _counts(user: Any, definitions: list[dict[str, Any]]) -> dict[str, Any]:
    from lazo.analytics.segments.parsing import parse
    from lazo.differentiate.queries.segments import count_of, numbers_of
    from lazo.differentiate.segments.rules import vocabulary

    words = vocabulary()
    trees = [parse(one, words) for one in definitions]
    cold = [_spent(lambda tree=tree: count_of(user=user, tree=tree)) for tree in trees[:30]]  # type: ignore[misc]  # bound now
    warm = [_spent(lambda tree=tree: count_of(user=user, tree=tree)) for tree in trees[:30] * 3]  # type: ignore[misc]  # as above
    numbers = [_spent(lambda tree=tree: numbers_of(user=user, tree=tree)) for tree in trees[:10] * 2][10:]  # type: ignore[misc]  # as above
    return {"cold": _p95(cold), "warm": _p95(warm), "numbers": _p95(numbers)}


def _rebuild() -> dict[str, Any]:
    from django.conf import settings

    from lazo.differentiate.operations.segment_rebuild import rebuild_segments
    from lazo.kernel.jobs import NullContext

    _clean()
    cpu, wall = time.process_time(), time.perf_counter()
    report = rebuild_segments(workspace=settings.WORKSPACE, context=NullContext())
    spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    cpu, wall = time.process_time(), time.perf_counter()
    rebuild_segments(workspace=settings.WORKSPACE, context=NullContext())
    again = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    return {"rebuild": spent, "rebuild_again": again, "members": report.entered}


def _customer() -> dict[str, Any]:
    """Someone with forty purchases against all segments, from the database."""
    from datetime import timedelta

    from lazo.differentiate.queries.segment_customer import fitting
    from lazo.differentiate.segments.rules import catalogue
    from lazo.identify.models import Party, Purchase, Source

    party, is_new = Party.objects.get_or_create(name="Bench", country="MX")
    if is_new:
        source, _ = Source.objects.get_or_create(key="bench", defaults={"name": "Bench"})
        Purchase.objects.bulk_create(
            Purchase(
                party=party,
                source=source,
                occurred_on=LAST_DAY - timedelta(days=9 * number),
                currency="COP",
                amount=1_000 * number,
                base_amount=1_000 * number,
            )
            for number in range(1, 41)
        )
    known = catalogue()
    spent = [_spent(lambda: fitting(party=party, known=known, on=LAST_DAY)) for _ in range(30)]
    return {"customer": _p95(spent), "live": len(known.trees)}


def drawn(rng: np.random.Generator) -> list[dict[str, Any]]:
    """A hundred nested segments of six conditions each, of every kind of which the base has data."""
    return [_segment(rng) for _ in range(SEGMENTS)]


def _segment(rng: np.random.Generator) -> dict[str, Any]:
    makers = [_field, _value, _purchases, _purchases, _lines, _other]
    conditions = [make(rng) for make in makers]
    order = rng.permutation(6)
    a, b, c, d, e, f = (conditions[place] for place in order)
    return {"all": [{"any": [a, b]}, {"any": [c, {"all": [d, e]}]}, {"not": f}]}


def _field(rng: np.random.Generator) -> dict[str, Any]:
    countries = ["MX", "CO", "CL", "AR", "PE", "BR"]
    kinds: list[dict[str, Any]] = [
        {"field": "country", "in": [str(one) for one in rng.choice(countries, 2, replace=False)]},
        {"field": "city", "in": [f"Ciudad {rng.integers(40)}"]},
        {"field": "age", "at_least": int(rng.integers(20, 60))},
        {"field": "created", "period": {"last_days": int(rng.choice([30, 90, 180, 365]))}},
        {"trait": "canal", "in": [str(rng.choice(["Feria", "Tienda", "Web"]))]},
    ]
    return kinds[rng.integers(len(kinds))]


def _value(rng: np.random.Generator) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [
        {"field": "clv", "at_least": int(rng.integers(1, 50)) * 100_000},
        {"field": "value_12m", "at_most": int(rng.integers(1, 50)) * 100_000},
        {"field": "risk", "at_least": int(rng.integers(10, 90))},
        {"field": "area", "in": [str(rng.choice(["KEEP", "RETAIN", "LOYALTY", "OUT"]))]},
        {"field": "tier", "in": [str(rng.choice(["MVC", "SGC", "LMC"]))]},
        {"field": "recency", "at_least": int(rng.integers(2, 6))},
    ]
    return kinds[rng.integers(len(kinds))]


def _purchases(rng: np.random.Generator) -> dict[str, Any]:
    days = int(rng.choice([7, 14, 30, 45, 60, 90, 120, 180, 270, 365, 545, 730, 1095]))
    measure = rng.integers(3)
    if measure == 2:
        return {"purchases": {"measure": "last", "period": {"more_than_days_ago": days}}}
    if measure:
        amount = int(rng.integers(1, 40)) * 1_000_000
        return {"purchases": {"measure": "amount", "at_least": amount, "period": {"last_days": days}}}
    return {"purchases": {"at_least": int(rng.integers(1, 6)), "period": {"last_days": days}}}


def _lines(rng: np.random.Generator) -> dict[str, Any]:
    category, other = (f"Categoría {number}" for number in rng.integers(0, 20, 2))
    days = int(rng.choice([30, 90, 180, 365]))
    if rng.random() < 0.2:
        ends = {"first": {"categories": [category]}, "then": {"categories": [other]}}
        return {"sequence": {**ends, "days": 30, "happened": False, "period": {"last_days": days}}}
    return {"purchases": {"categories": [category], "period": {"last_days": days}}}


def _other(rng: np.random.Generator) -> dict[str, Any]:
    days = int(rng.choice([30, 90, 180]))
    kinds: list[dict[str, Any]] = [
        {"interactions": {"channels": [str(rng.choice(["email", "phone", "web"]))], "period": {"last_days": days}}},
        {"interactions": {"directions": ["IN"], "at_least": 2, "period": {"last_days": days}}},
        {"movement": {"way": "entered", "areas": [str(rng.choice(["KEEP", "RETAIN"]))], "period": {"last_days": days}}},
        {"consent": {"purpose": "marketing", "channel": str(rng.choice(["email", "whatsapp"]))}},
    ]
    return kinds[rng.integers(len(kinds))]


def _spent(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of CPU and by the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    ask()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _p95(spent: Any) -> dict[str, float]:
    cpu, wall = zip(*spent, strict=True)
    return {"cpu": float(np.percentile(cpu, 95)), "wall": float(np.percentile(wall, 95))}


if __name__ == "__main__":
    main()
