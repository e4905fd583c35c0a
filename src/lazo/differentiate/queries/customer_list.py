"""The list of customers: any column, any filter, page by page, under the reader's row access."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_cards import COLUMNS, Card, read_cards
from lazo.differentiate.queries.customer_columns import OF_SCORE
from lazo.differentiate.queries.customer_filter import conditions
from lazo.differentiate.queries.customer_order import CardsFound, Order, bare
from lazo.differentiate.queries.customer_question import MOST_ROWS, TRAIT, ListQuestion
from lazo.differentiate.queries.customer_snapshot_file import has_snapshot
from lazo.differentiate.queries.customer_traits import traits_of_cards
from lazo.differentiate.queries.customer_worth import values_of_cards
from lazo.differentiate.queries.group_value import GroupValue
from lazo.differentiate.queries.household_value import household_values
from lazo.differentiate.queries.score_run import current_day
from lazo.identify.models import Party
from lazo.kernel.access import RowRule, row_rule
from lazo.kernel.models import User


@dataclass(frozen=True)
class CardRow:
    """One customer as lists show it; money in base minor units, `risk` in percent, null where nothing is known yet.

    `owner_id` and `owner_name` are null and blank where it is nobody's; `traits` has the values of the asked columns by key. Those from `potential_value` on
    are null when they are not among the asked columns. Of a household the values and purchases are those of its `members` that the reader
    sees, together with its own.
    """

    customer_id: int
    name: str
    kind: str
    country: str
    city: str
    owner_id: int | None
    owner_name: str
    team_id: int | None
    team_name: str
    area: str
    sub_state: str
    place: float | None
    also_in: tuple[str, ...]
    value_12m: int | None
    value_365d: int | None
    clv: int | None
    cost_12m: int | None
    net_12m: int | None
    p_alive: float | None
    risk: int | None
    n_purchases: int | None
    first_day: date | None
    last_day: date | None
    last_contact_on: date | None
    first_contact_on: date | None
    created_on: date
    tier: str
    rfm: str
    strategic: bool
    traits: dict[str, Any] = field(default_factory=dict)
    potential_value: int | None = None
    unrealised: int | None = None
    migrator: bool | None = None
    members: int = 0


HOUSEHOLD = Party.Kind.HOUSEHOLD
SUMMED = ("value_12m", "value_365d", "clv", "cost_12m", "net_12m", "n_purchases")


@dataclass(frozen=True)
class ListPage:
    """`next` is a cursor, blank at the end; `as_of` is the day of the scores.

    `total` is how many fit, null where counting them would cost more than the page.
    """

    rows: tuple[CardRow, ...]
    next: str
    total: int | None
    as_of: date | None


@dataclass(frozen=True)
class Neighbours:
    """The customers next door in the order of a list, null at its ends; `position` from 1, null where it costs too much."""

    previous: int | None
    next: int | None
    position: int | None


def customer_list(*, user: User, question: ListQuestion) -> ListPage:
    """One page of the customers `user` may see and that fit `question`, in its order; unknown values come last.

    A workspace with many customers answers from its snapshot, with whatever changed since; the rows are those of this moment.
    """
    rule, as_of = row_rule(user), current_day()
    if rule.nothing:
        return ListPage((), "", 0, as_of)
    question = replace(question, size=max(1, min(question.size, MOST_ROWS)))
    order = Order.of(question.sort)
    found = _from_snapshot(rule, question, order) or _from_table(rule, question, order)
    rows = with_households(card_rows(found.cards, question), user=user)
    return ListPage(rows, found.next, found.total, as_of)


def _from_snapshot(rule: RowRule, question: ListQuestion, order: Order) -> "CardsFound | None":
    if not has_snapshot():
        return None
    from lazo.differentiate.queries.customer_pages import answer_of, page_of  # NumPy: not where nobody needs it

    answer = answer_of(rule, question)
    return None if answer is None else page_of(answer, order, question.size)


def _from_table(rule: RowRule, question: ListQuestion, order: Order) -> "CardsFound":
    cards = order.apply(_fitting(rule, question))
    beyond = order.after(bare(question.after)) if question.after else None
    if beyond is not None:
        cards = cards.filter(beyond)
    found = read_cards(cards[: question.size + 1])
    if len(found) <= question.size:
        return CardsFound(found, "", None)
    return CardsFound(found[:-1], order.cursor_of(found[question.size - 1]), None)


def matching(*, user: User, question: ListQuestion) -> "QuerySet[CustomerCard]":
    """Every card that fits the question, for those who do something with all of them; no order, row access inside."""
    return _fitting(row_rule(user), question)


def customer_rows(*, user: User, question: ListQuestion) -> Iterator[CardRow]:
    """Every row of the list of `question` in its order, read page by page as they are asked for."""
    after = ""
    while True:
        page = customer_list(user=user, question=replace(question, after=after, size=MOST_ROWS))
        yield from page.rows
        after = page.next
        if not after:
            return


def neighbours(*, user: User, question: ListQuestion, customer: int) -> Neighbours | None:
    """Who comes before and after a customer in the list of `question`; null when the customer is not on it."""
    rule, order = row_rule(user), Order.of(question.sort)
    cards = _fitting(rule, question)
    here = order.apply(cards).filter(customer_id=customer).first()
    if here is None:
        return None
    if has_snapshot():
        from lazo.differentiate.queries.customer_pages import answer_of, next_door  # NumPy: not where nobody needs it

        answer = answer_of(rule, question)
        if answer is not None:
            return Neighbours(*(next_door(answer, order, customer) or (None, None, None)))
    value = here.sort_value  # type: ignore[attr-defined]  # annotated
    after = order.apply(cards).filter(order.beyond(value, customer)).values_list("customer_id", flat=True).first()
    ahead = order.backwards(cards).filter(order.before(value, customer))
    return Neighbours(ahead.values_list("customer_id", flat=True).first(), after, ahead.count() + 1)


def card_rows(cards: list[Card], question: ListQuestion) -> tuple[CardRow, ...]:
    """The cards as rows, with the traits and what only the score has among the question's columns; four queries more at most."""
    keys = [column.removeprefix(TRAIT) for column in question.columns if column.startswith(TRAIT)]
    numbers = [card["customer_id"] for card in cards]
    traits = traits_of_cards(numbers, keys) if keys else {}
    worth = values_of_cards(numbers) if OF_SCORE & set(question.columns) else {}
    return tuple(_row(card, traits.get(one, {}), worth.get(one, {})) for one, card in zip(numbers, cards, strict=True))


def with_households(rows: tuple[CardRow, ...], *, user: User) -> tuple[CardRow, ...]:
    """Households worth what their members of today are together, as far as `user` may see them; two queries, none where there is no household.

    Lists stay in the order of what each row has itself: whom somebody does not see is in no sum of theirs.
    """
    homes = [row.customer_id for row in rows if row.kind == HOUSEHOLD]
    if not homes:
        return rows
    together = household_values(homes, user=user)
    return tuple(_summed(row, together[row.customer_id]) if row.customer_id in together else row for row in rows)


def _summed(row: CardRow, together: GroupValue) -> CardRow:
    sums: dict[str, int | None] = {}
    for name in SUMMED:
        known = [value for value in (getattr(row, name), getattr(together, name)) if value is not None]
        sums[name] = sum(known) if known else None
    return replace(row, **sums, members=together.members)  # type: ignore[arg-type]  # columns of the row


def _fitting(rule: RowRule, question: ListQuestion) -> "QuerySet[CustomerCard]":
    held = Q()
    for condition in conditions(question).values():
        held &= condition
    return CustomerCard.objects.filter(rule.as_q(customer="customer_id"), held)


def _row(card: Card, traits: dict[str, Any], worth: dict[str, Any]) -> CardRow:
    return CardRow(
        **{name: card[name] for name in COLUMNS},
        owner_name=card["owner__name"] or "",
        team_name=card["team__name"] or "",
        also_in=tuple(key for key in card["also_in"].split(",") if key),
        traits=traits,
        **worth,
    )
