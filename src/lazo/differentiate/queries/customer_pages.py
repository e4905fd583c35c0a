"""A page of the list out of the snapshot, with what changed since put in its place; the rows themselves always come from the table."""

from collections.abc import Iterable, Iterator
from functools import cmp_to_key
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import QuerySet

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.queries.customer_cards import Card, read_cards
from lazo.differentiate.queries.customer_filter import conditions
from lazo.differentiate.queries.customer_masks import Answer
from lazo.differentiate.queries.customer_order import MARK, CardsFound, Order, bare
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.customer_snapshot import Rows, current_snapshot
from lazo.kernel.access import RowRule


def answer_of(rule: RowRule, question: ListQuestion) -> Answer | None:
    """The snapshot under this question; None where there is no snapshot."""
    held = current_snapshot()
    return None if held is None else Answer(*held, rule, question)


def page_of(answer: Answer, order: Order, size: int) -> CardsFound | None:
    """One page; None when the cursor names a place that this snapshot cannot find."""
    start = _start(answer, order)
    if start is None:
        return None
    changed = overlay(answer)
    newer = read_cards(_newer(changed, answer, order)[: size + 1])
    older = list(islice(_older(answer, order, start), size + 1))
    places = {card["customer_id"]: place for card, place in older}
    cards = sorted([*newer, *(card for card, _ in older)], key=cmp_to_key(_compare(order)))
    shown = cards[:size]
    total = answer.total + (len(newer) if len(newer) <= size and not answer.question.after else changed.count())
    if len(cards) <= size:
        return CardsFound(shown, "", total)
    last = max((places[one] for one in (card["customer_id"] for card in shown) if one in places), default=start - 1)
    cursor = f"v{answer.snapshot.version}.{last + 1}{MARK}{order.cursor_of(shown[-1])}"
    return CardsFound(shown, cursor, total)


def overlay(answer: Answer) -> "QuerySet[CustomerCard]":
    """The cards that changed since the snapshot and fit, few as they are; none when they are too many to ask for."""
    if answer.changed.too_many or not answer.changed.touched:
        return CustomerCard.objects.none()
    words = answer.words if answer.question.text else None
    return overlay_seen(answer).filter(*conditions(answer.question, one_by_one=True, words=words).values())


def overlay_seen(answer: Answer) -> "QuerySet[CustomerCard]":
    """The same whatever was asked."""
    newer = CustomerCard.objects.filter(touched__gt=answer.snapshot.upto)
    return newer.filter(answer.rule.as_q(customer="customer_id"))


def next_door(answer: Answer, order: Order, customer: int) -> tuple[int | None, int | None, int] | None:
    """Who is before and after a customer, and at which place; None for one whom the snapshot does not have."""
    rows = answer.snapshot.places_of(np.array([customer], np.int64))
    if not len(rows):
        return None
    place = answer.place_of(int(rows[0]), order.stored, descending=order.descending)
    column = answer.order(order.stored, descending=order.descending)
    fits = np.ones(len(column), np.bool_) if answer.mask is None else answer.mask[column]
    ahead, behind = np.flatnonzero(fits[:place]), np.flatnonzero(fits[place + 1 :])
    ids = answer.snapshot.ids
    before = int(ids[column[ahead[-1]]]) if len(ahead) else None
    after = int(ids[column[place + 1 + behind[0]]]) if len(behind) else None
    return before, after, len(ahead) + 1


def _start(answer: Answer, order: Order) -> int | None:
    """The place in the order at which a page begins."""
    after = answer.question.after
    place = order.read(bare(after)) if after else None
    if place is None:
        return 0
    version, _, number = after.partition(MARK)[0].removeprefix("v").partition(".")
    if version == answer.snapshot.version and number.isdecimal():
        return int(number)
    rows = answer.snapshot.places_of(np.array([place[1]], np.int64))
    if not len(rows) or rows[0] in answer.changed.rows:
        return None
    return answer.place_of(int(rows[0]), order.stored, descending=order.descending) + 1


def _newer(changed: "QuerySet[CustomerCard]", answer: Answer, order: Order) -> "QuerySet[CustomerCard]":
    cards = order.apply(changed)
    beyond = order.after(bare(answer.question.after)) if answer.question.after else None
    return cards if beyond is None else cards.filter(beyond)


def _older(answer: Answer, order: Order, start: int) -> Iterator[tuple[Card, int]]:
    """Cards of the snapshot's rows in order with their places; who may no longer be seen, or is gone, is left out."""
    plain = conditions(answer.question.without("text", "traits", "segments")).values()
    held = CustomerCard.objects.filter(answer.rule.as_q(customer="customer_id"), *plain)
    found = answer.ordered(order.stored, descending=order.descending, start=start)
    for rows, places in _portions(found, answer.question.size + 1):
        ids = answer.snapshot.ids[rows].tolist()
        cards = read_cards(order.apply(held.filter(pk__in=ids)).order_by())
        by_id = {card["customer_id"]: card for card in cards}
        for customer, place in zip(ids, places.tolist(), strict=True):
            if customer in by_id:
                yield by_id[customer], place


def _portions(pieces: Iterable[Rows], size: int) -> Iterator[Rows]:
    """Rows and places again, `size` at a time: of rows that lie far apart each piece has a few, and each portion is a question."""
    waiting: list[Rows] = []
    held = 0
    for piece in pieces:
        waiting.append(piece)
        held += piece.shape[1]
        while held >= size:
            joined = np.concatenate(waiting, axis=1)
            yield joined[:, :size]
            waiting, held = [joined[:, size:]], held - size
    if held:
        yield np.concatenate(waiting, axis=1)


def _compare(order: Order) -> Any:
    """By value, unknown last both ways, then by id."""

    def compare(one: Card, other: Card) -> int:
        mine, theirs = one["sort_value"], other["sort_value"]
        if mine == theirs:
            return int(one["customer_id"] - other["customer_id"])
        if mine is None or theirs is None:
            return 1 if mine is None else -1
        return 1 if (mine < theirs) == order.descending else -1

    return compare
