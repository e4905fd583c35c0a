"""The plain list of customers: fifty a page by keyset, the most valuable first, under the reader's row access."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from lazo.differentiate.models import MapCell, Score, ScoreRun
from lazo.identify.models import Party
from lazo.kernel.access import row_rule
from lazo.kernel.models import User

PAGE = 50
LAST_LETTER = "\uffff"


@dataclass(frozen=True)
class CustomerQuestion:
    """What the reader asks for: an area ("" all), the beginning of a name, and where the page before ended."""

    area: str = ""
    name: str = ""
    after: str = ""


@dataclass(frozen=True)
class CustomerRow:
    """One customer as a list shows it; money in base minor units, None where nothing is known yet."""

    id: int
    name: str
    kind: str
    city: str
    area: str
    place: float
    also_in: tuple[str, ...]
    value_12m: int
    value_365d: int | None
    tier: str
    strategic: bool
    p_alive: float | None
    last_day: date | None


@dataclass(frozen=True)
class CustomerPage:
    """`total` by the map's cube, None while a name is sought or nothing was computed; `next` is where the next page begins."""

    rows: tuple[CustomerRow, ...]
    next: str
    total: int | None
    by_area: dict[str, int]
    on: date | None


def customer_page(*, user: User, question: CustomerQuestion) -> CustomerPage:
    """One page of the customers that `user` may see. Two runs never mix: the list reads the table that is swapped in whole."""
    rule = row_rule(user)
    found = Score.objects.filter(rule.as_q()).select_related("customer")
    if question.area:
        found = found.filter(area=question.area)
    if question.name:
        found = found.filter(_name_begins(question.name))
    ordered = _after(found, question.after).order_by(F("value_365d").desc(nulls_last=True), "customer_id")
    scores = list(ordered[: PAGE + 1])
    run = ScoreRun.objects.filter(is_current=True).first()
    by_area = _counts(run, rule.as_q()) if run else {}
    total = by_area.get(question.area, 0) if question.area else sum(by_area.values())
    return CustomerPage(
        rows=tuple(_row(score) for score in scores[:PAGE]),
        next=_cursor(scores[PAGE - 1]) if len(scores) > PAGE else "",
        total=None if question.name or run is None else total,
        by_area=by_area,
        on=run.on_date if run else None,
    )


def _name_begins(name: str) -> Q:
    """By range, so that the index on folded names answers on both databases."""
    from lazo.identify.imports.values.folding import fold  # it loads Arrow, which no page needs before the first search

    folded = fold(name)
    return Q(customer__folded_name__gte=folded, customer__folded_name__lt=folded + LAST_LETTER)


def _counts(run: ScoreRun, rule: Q) -> dict[str, int]:
    rows = MapCell.objects.filter(rule, run=run).values_list("area").annotate(Sum("customers"))
    return dict(rows)


def _cursor(score: Score) -> str:
    value = "" if score.value_365d is None else str(score.value_365d)
    return f"{value}~{score.customer_id}"


def _after(found: "QuerySet[Score]", cursor: str) -> "QuerySet[Score]":
    """What comes after the row that `cursor` names; a cursor nobody gave out is the beginning."""
    value, _, customer = cursor.partition("~")
    if not customer.isdecimal() or not (value == "" or value.lstrip("-").isdecimal()):
        return found
    if value == "":
        return found.filter(value_365d__isnull=True, customer_id__gt=int(customer))
    same = Q(value_365d=int(value), customer_id__gt=int(customer))
    return found.filter(same | Q(value_365d__lt=int(value)) | Q(value_365d__isnull=True))


def _row(score: Score) -> CustomerRow:
    party: Party = score.customer
    return CustomerRow(
        id=score.customer_id,
        name=party.name,
        kind=score.kind,
        city=party.city,
        area=score.area,
        place=score.place,
        also_in=tuple(key for key in score.also_in.split(",") if key),
        value_12m=score.value_12m,
        value_365d=score.value_365d,
        tier=score.tier,
        strategic=score.strategic,
        p_alive=score.p_alive,
        last_day=score.last_day,
    )
