"""How many customers began to leave in a period, and how many of them might have been kept: retention pressure and its preventable share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from lazo.analytics.kpis import Kpi
from lazo.analytics.preventable import Case, Contact, causes_of
from lazo.differentiate.models import CyclePosition, Score
from lazo.identify.models import Interaction

RETAIN = "RETAIN"
ACTIVE = ("KEEP", "MAXIMIZE", "LOYALTY", RETAIN)
BEST = ("MVC", "SGC")
LOOKED_BACK = timedelta(days=730)
"""As far as a contact is looked for; who has a slower rhythm counts as spoken to."""


@dataclass(frozen=True)
class RetentionPressure:
    """`explicit` customers gave notice, `inferred` ones fell silent or are at risk, `collections` owe; `active` stood in the cycle past
    Adquirir when the period began. `preventable` of those that opened had a cause before them, counted by cause in `causes` (a case may have
    more than one); null while nothing is known of what was said to customers.
    """

    explicit: int
    inferred: int
    collections: int
    active: int
    preventable: int | None
    causes: tuple[tuple[str, int], ...]

    @property
    def opened(self) -> int:
        return self.explicit + self.inferred + self.collections

    @property
    def per_hundred(self) -> float | None:
        """Opened per hundred active customers; null without any."""
        return Kpi(100 * self.opened, self.active).value if self.active else None

    @property
    def preventable_share(self) -> float | None:
        return None if self.preventable is None or not self.opened else self.preventable / self.opened


def opened_cases(*, first: date, until: date) -> QuerySet[CyclePosition]:
    """The positions by which customers came to Retener from another area in the days [`first`, `until`)."""
    stood = CyclePosition.objects.filter(
        ~Q(area=RETAIN),
        customer=OuterRef("customer"),
        valid_to=OuterRef("valid_from"),
        valid_from__lt=F("valid_to"),
    )
    rows = CyclePosition.objects.filter(area=RETAIN, valid_from__gte=first, valid_from__lt=until)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))).filter(Exists(stood))


def standing_at(day: date) -> QuerySet[CyclePosition]:
    """The positions customers had at the beginning of a day."""
    return CyclePosition.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def retention_pressure(*, first: date, until: date) -> RetentionPressure:
    """Of the whole base in the days [`first`, `until`). Four queries, whatever the customers."""
    opened = list(opened_cases(first=first, until=until).values_list("customer", "valid_from", "sub_state"))
    active = standing_at(first).filter(area__in=ACTIVE).count()
    states = Counter(state for _customer, _day, state in opened)
    told = _contacts(first=first, until=until) if opened else {}
    causes = _counted(opened, told, first=first, until=until) if told else []
    tally = Counter(cause for found in causes for cause in found)
    return RetentionPressure(
        explicit=states["explicit"],
        inferred=len(opened) - states["explicit"] - states["collections"],
        collections=states["collections"],
        active=active,
        preventable=sum(bool(found) for found in causes) if told else None,
        causes=tuple(sorted(tally.items(), key=lambda one: (-one[1], one[0]))),
    )


def _counted(
    opened: list[tuple[int, date, str]], told: Mapping[int, list[Contact]], *, first: date, until: date
) -> list[tuple[str, ...]]:
    """The causes before each case, in the order of the cases."""
    customers = opened_cases(first=first, until=until).values("customer")
    scores = Score.objects.filter(pk__in=customers).values_list("pk", "first_day", "tier", "expected_gap")
    known = {pk: (first_day, tier in BEST, gap) for pk, first_day, tier, gap in scores}
    found = []
    for customer, day, _state in opened:
        first_day, is_best, gap = known.get(customer, (None, False, None))
        case = Case(day, tuple(told.get(customer, ())), first_day, gap if is_best else None)
        found.append(causes_of(case))
    return found


def _contacts(*, first: date, until: date) -> dict[int, list[Contact]]:
    """What was said to and by those who came to Retener, by customer, the oldest first. One query."""
    customers = opened_cases(first=first, until=until).values("customer")
    rows = (
        Interaction.objects.filter(Q(party__in=customers) | Q(party__canonical__in=customers))
        .filter(occurred_on__gte=first - LOOKED_BACK, occurred_on__lt=until)
        .annotate(customer=Coalesce("party__canonical", "party"))
        .values_list("customer", "occurred_on", "direction", "kind", "subject")
    )
    found: dict[int, list[Contact]] = {}
    for customer, on, direction, kind, subject in rows.iterator(chunk_size=10_000):
        contact = Contact(on, is_ours=direction == Interaction.Direction.OUT, kind=kind, subject=subject)
        found.setdefault(customer, []).append(contact)
    for contacts in found.values():
        contacts.sort(key=attrgetter("on"))
    return found
