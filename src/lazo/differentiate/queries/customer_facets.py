"""How many customers each choice of a filter would leave, the other filters held."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_filter import RISK, conditions
from lazo.differentiate.queries.customer_question import NOBODY, OUTSIDE, ListQuestion
from lazo.differentiate.queries.customer_snapshot_file import has_snapshot
from lazo.differentiate.queries.score_run import current_day
from lazo.differentiate.queries.served import ever_had_costs
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User

MOST_CITIES = 12
STEPS = (1, 2, 5)
LARGEST = 10**15


@dataclass(frozen=True)
class Bar:
    """Customers whose projected value of a year is at least `low` and below `high`, base minor units; null: no bound."""

    low: int | None
    high: int | None
    customers: int


@dataclass(frozen=True)
class Facets:
    """By field of the question, each value and how many fit it and everything else that was asked, the most first.

    `counts` has areas, kinds, risks, cities (the twelve largest and those asked), countries, owners (NOBODY: nobody's), tiers, rfm, strategic
    ("1", "0"). `total` is how many fit the whole question; `histogram` counts them by projected value, whatever span was asked.
    """

    counts: dict[str, dict[Any, int]] = field(default_factory=dict)
    histogram: tuple[Bar, ...] = ()
    total: int = 0
    as_of: date | None = None
    has_costs: bool = False
    """Whether a run ever computed what serving costs."""


def facet_counts(*, user: User, question: ListQuestion) -> Facets:
    """The counts beside the list, for the customers `user` may see."""
    rule = row_rule(user)
    as_of = current_day()
    if rule.nothing:
        return Facets(as_of=as_of)
    counted = _by_snapshot(rule, question) if has_snapshot() else None
    if counted is None:
        seen = CustomerCard.objects.filter(rule.as_q(customer="customer_id"))
        counted = _by_table(seen, conditions(question))
    ranked = {name: _ranked(found) for name, found in counted.counts.items()}
    ranked["cities"] = shortened(ranked["cities"], question.cities)
    return Facets(ranked, bars(counted.places), counted.total, as_of, ever_had_costs())


@dataclass
class _Counted:
    """Counts as they come: by facet and value, by step of the histogram, and of all that fit."""

    counts: dict[str, dict[Any, int]]
    places: dict[int, int]
    total: int

    def add(self, other: "_Counted") -> None:
        for name, found in other.counts.items():
            _add(self.counts[name], found)
        _add(self.places, other.places)
        self.total += other.total


def _by_table(seen: "QuerySet[CustomerCard]", asked: dict[str, Q]) -> _Counted:
    counts = {name: _counted(_but(seen, asked, name), expression) for name, expression in EXPRESSIONS.items()}
    return _Counted(counts, _places(_but(seen, asked, "value")), _but(seen, asked, "").count())


def _by_snapshot(rule: RowRule, question: ListQuestion) -> _Counted | None:
    from lazo.differentiate.queries.customer_pages import answer_of, overlay_seen  # NumPy: not where nobody needs it

    answer = answer_of(rule, question)
    if answer is None:
        return None
    counted = _Counted({name: answer.counts(name) for name in EXPRESSIONS}, answer.bars(), answer.total)
    if answer.changed.touched and not answer.changed.too_many:
        counted.add(_by_table(overlay_seen(answer), conditions(question, one_by_one=True)))
    return counted


def _ranked(found: dict[Any, int]) -> dict[Any, int]:
    return dict(sorted(found.items(), key=lambda one: (-one[1], str(one[0]))))


def _add(into: dict[Any, int], more: dict[Any, int]) -> None:
    for value, n in more.items():
        into[value] = into.get(value, 0) + n


def shortened(cities: dict[Any, int], asked: tuple[str, ...]) -> dict[Any, int]:
    """The largest cities, and those that were asked for."""
    kept = list(cities)[:MOST_CITIES]
    return {city: cities[city] for city in cities if city in kept or city in asked}


def value_steps() -> tuple[int, ...]:
    """Where the bars of the histogram begin: 1, 2, 5, 10... units of money, in minor units whatever they are."""
    steps, power = [0, 1], 100
    while power <= LARGEST:
        steps += [step * power for step in STEPS]
        power *= 10
    return tuple(steps)


def bars(counts: dict[int, int]) -> tuple[Bar, ...]:
    """The bars from the first to the last that has somebody; by the place of the step below each value, -1 below all."""
    if not counts:
        return ()
    steps = value_steps()
    return tuple(
        Bar(
            None if place < 0 else steps[place],
            steps[place + 1] if place + 1 < len(steps) else None,
            counts.get(place, 0),
        )
        for place in range(min(counts), max(counts) + 1)
    )


EXPRESSIONS: dict[str, Any] = {
    "areas": Case(When(area="", n_purchases__isnull=False, then=Value(OUTSIDE)), default="area"),
    "kinds": "kind",
    "risks": Case(*(When(condition, then=Value(risk)) for risk, condition in RISK.items()), default=Value("")),
    "cities": "city",
    "countries": "country",
    "owners": "owner_id",
    "tiers": "tier",
    "rfm": Substr("rfm", 1, 2),
    "strategic": Case(When(strategic=True, then=Value("1")), default=Value("0")),
}


def _but(seen: "QuerySet[CustomerCard]", asked: dict[str, Q], left_out: str) -> "QuerySet[CustomerCard]":
    for name, condition in asked.items():
        if name != left_out:
            seen = seen.filter(condition)
    return seen


def _counted(cards: "QuerySet[CustomerCard]", expression: Any) -> dict[Any, int]:
    value = F(expression) if isinstance(expression, str) else expression
    rows = cards.annotate(facet=value).values_list("facet").annotate(n=Count("pk"))
    counted = {NOBODY if expression == "owner_id" and value is None else value: n for value, n in rows.order_by()}
    return {value: n for value, n in counted.items() if value != "" and value is not None}


def _places(cards: "QuerySet[CustomerCard]") -> dict[int, int]:
    """How many have each step of the histogram as the one below their value; -1 is below all."""
    steps = value_steps()
    whens = [When(value_365d__gte=step, then=Value(place)) for place, step in reversed(list(enumerate(steps)))]
    place = Case(*whens, default=Value(-1))
    rows = cards.filter(value_365d__isnull=False).annotate(bar=place).values_list("bar").annotate(n=Count("pk"))
    return dict(rows.order_by())
