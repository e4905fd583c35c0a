"""What somebody mostly buys, inferred by a rule anybody can check: more than half of their money of a year went to one category.

Kept beside what anybody said, with how sure it is and why; taken back as soon as the rule no longer says so, over after 180 days.
"""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from lazo.identify.models import Party, PurchaseLine, TraitDefinition, TraitValue
from lazo.identify.operations.trait_changes import APPEND, UPDATE, note_values
from lazo.identify.traits import register_trait, registered_traits
from lazo.kernel.changes import note_changes, runs
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Change, Event

KEY = "identify.favourite_category"
EVERY = 7
DAYS, LEAST_PURCHASES, LEAST_SHARE = 365, 3, 0.5
PARTIES_AT_ONCE = 20_000
COUNTS = ("new", "changed", "gone")
AGE_WHEN_SAID_AGAIN = 30
"""What the rule still says is said again so that it does not run out, but not every day."""
RULE = """
    SELECT party, category, share FROM (
        SELECT party, category, spent * 1.0 / sum(spent) OVER (PARTITION BY party) AS share,
            sum(purchases) OVER (PARTITION BY party) AS purchases,
            row_number() OVER (PARTITION BY party ORDER BY spent DESC, category) AS place
        FROM (
            SELECT coalesce(p.canonical_id, p.id) AS party, o.category, sum(l.amount) AS spent, count(DISTINCT b.id) AS purchases
            FROM identify_party p JOIN identify_purchase b ON b.party_id = p.id
            JOIN identify_purchaseline l ON l.purchase_id = b.id JOIN identify_product o ON o.id = l.product_id
            WHERE (p.id BETWEEN %s AND %s AND p.canonical_id IS NULL OR p.canonical_id BETWEEN %s AND %s)
                AND p.retired_at IS NULL AND o.category <> '' AND l.amount > 0 AND b.occurred_on > %s AND b.occurred_on <= %s
            GROUP BY 1, 2) said) ranked
    WHERE place = 1 AND share > %s AND purchases >= %s"""


def register_favourite_category() -> None:
    """Announce the trait; called when the application starts."""
    register_trait(
        key=KEY,
        name=gettext_noop("Lo que más compra"),
        type=TraitDefinition.Type.TEXT,
        kind=TraitDefinition.Kind.INFERRED,
        method=gettext_noop("más de la mitad de lo que compró en 12 meses, con 3 compras o más"),
        package="identify",
    )


def infer_favourites(*, on: date, context: JobContext) -> dict[str, int]:
    """Say of each customer which category more than half of their money of the 365 days up to `on` went to, with at least three purchases.

    The confidence is that share. Twenty thousand customers in each transaction, with the checkpoint; killed, the next attempt goes on there,
    on another day it begins anew and comes to the same. What somebody declared stands beside and holds. Counts: new, changed, gone. One
    event, `traits.inferred`.
    """
    definition = _definition()
    last = Party.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    day = on.isoformat()
    done = context.saved if context.saved.get("on") == day else {}
    counts = {name: int(done.get(name, 0)) for name in COUNTS}
    for start in range(done.get("next", 1), last + 1, PARTIES_AT_ONCE):
        end = min(start + PARTIES_AT_ONCE - 1, last)
        with transaction.atomic():
            for name, count in _infer(definition, start, end, on).items():
                counts[name] += count
            context.checkpoint(on=day, next=end + 1, is_told=False, **counts)
        context.progress(end, last, "rasgos")
        context.raise_if_cancelled()
    if not done.get("is_told"):
        with transaction.atomic():
            context.checkpoint(on=day, next=last + 1, is_told=True, **counts)
            data = {"trait": KEY, "on": day, **counts}
            record_event(kind="traits.inferred", by=None, table="identify_traitvalue", data=data)
    return counts


def favourites_are_behind(*, at: datetime) -> bool:
    """Whether a week has gone since the rule was asked, where something was bought by category."""
    latest = Event.objects.filter(kind="traits.inferred", at__gt=at - timedelta(days=EVERY))
    return not latest.exists() and PurchaseLine.objects.filter(product__isnull=False).exists()


def _infer(definition: TraitDefinition, first: int, last: int, on: date) -> dict[str, int]:
    said = {party: (category[:240], share) for party, category, share in _rule(first, last, on)}
    rows = TraitValue.objects.filter(definition=definition, kind=TraitDefinition.Kind.INFERRED, source=None)
    held = {row.party_id: row for row in rows.filter(party_id__gte=first, party_id__lte=last)}
    fresh = [
        TraitValue(
            party_id=party, definition=definition, text=text, confidence=share, kind=TraitDefinition.Kind.INFERRED
        )
        for party, (text, share) in said.items()
        if party not in held
    ]
    made = [row.pk for row in TraitValue.objects.bulk_create(fresh, batch_size=1_000)]
    other = [held[party] for party, told in said.items() if party in held and _differs(held[party], told, on)]
    for row in other:
        row.text, row.confidence, row.set_at = *said[row.party_id], Now()
    # An insert that meets every row: one statement for a thousand.
    columns = ["text", "confidence", "set_at"]
    TraitValue.objects.bulk_create(
        other, update_conflicts=True, unique_fields=["id"], update_fields=columns, batch_size=1_000
    )
    changed = [row.pk for row in other]
    gone = {party: row.pk for party, row in held.items() if party not in said}
    TraitValue.objects.filter(pk__in=gone.values()).delete()
    note_values(APPEND, made)
    note_values(UPDATE, changed)
    _tell_gone(gone)
    return {"new": len(made), "changed": len(changed), "gone": len(gone)}


def _rule(first: int, last: int, on: date) -> list[tuple[int, str, float]]:
    since = (on - timedelta(days=DAYS)).isoformat()
    values: list[int | float | str] = [first, last, first, last, since, on.isoformat(), LEAST_SHARE, LEAST_PURCHASES]
    with connection.cursor() as cursor:
        cursor.execute(RULE, values)
        return [(int(party), str(category), min(1.0, float(share))) for party, category, share in cursor.fetchall()]


def _differs(row: TraitValue, told: tuple[str, float], on: date) -> bool:
    is_old = (on - row.set_at.date()).days >= AGE_WHEN_SAID_AGAIN
    return is_old or row.text != told[0] or abs(row.confidence - told[1]) >= 0.05


def _tell_gone(gone: dict[int, int]) -> None:
    note_changes(
        [
            Change(table="traits", operation=Change.Operation.DELETE, row_from=first, row_to=last)
            for first, last in runs(gone.values())
        ]
    )
    note_changes(
        [
            Change(table="parties", operation=Change.Operation.UPDATE, row_from=first, row_to=last)
            for first, last in runs(gone)
        ]
    )


def _definition() -> TraitDefinition:
    told = next(trait for trait in registered_traits() if trait.key == KEY)
    defaults = {name: getattr(told, name) for name in ("name", "type", "kind", "method", "unit", "package")}
    return TraitDefinition.objects.get_or_create(key=KEY, defaults=defaults)[0]
