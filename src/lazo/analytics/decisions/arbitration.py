"""Who gets what, when each customer gets one thing and not everybody can have it: by expected money, within every limit.

The order is the money, then the customer, then the candidate; each pair is taken when its customer has nothing yet and all its limits
have room. That is greedy, and what comes out is the same whichever way it is computed: nobody who was passed over is worth more than
somebody who took their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
BLOCK = 8_192
UNLIMITED = np.iinfo(np.int64).max
FREE = -1
"""The limit of a pair that has none."""


class Verdict(IntEnum):
    """What became of a candidate for a customer; what is not CHOSEN says why it lost."""

    CHOSEN = 0
    WORTH_LESS = 1
    CAP = 2
    CAPACITY = 3
    NOT_ELIGIBLE = 4
    RESTING = 5
    ENOUGH = 6
    NOT_ALLOWED = 7
    NO_GAIN = 8
    HELD_BACK = 9
    WAITING = 10


@dataclass(frozen=True)
class Pairs:
    """Customers and candidates that may meet, ordered by customer and then candidate.

    `money` in minor units; `counts` is false of a pair that takes no room (the control group); `cap` and `capacity` are the places of its
    limits among the caps and the rooms, FREE without one.
    """

    customer: NDArray[np.int32]
    candidate: NDArray[np.int32]
    money: Ints
    counts: NDArray[np.bool_]
    cap: NDArray[np.int32]
    capacity: NDArray[np.int32]


@dataclass
class _Table:
    """What is settled so far: verdicts by pair, who has something, and what room is left."""

    pairs: Pairs
    verdict: Codes
    taken: NDArray[np.bool_]
    caps: Ints
    rooms: Ints


def arbitrate(pairs: Pairs, *, customers: int, caps: Ints, rooms: Ints) -> Codes:
    """The verdict of each pair: CHOSEN, WORTH_LESS, CAP or CAPACITY. `caps` and `rooms` are the room of each limit."""
    verdict = np.full(len(pairs.money), Verdict.WORTH_LESS, np.int8)
    table = _Table(pairs, verdict, np.zeros(customers, np.bool_), caps.copy(), rooms.copy())
    order = np.argsort(-pairs.money, kind="stable")
    for start in range(0, len(order), BLOCK):
        _settle(order[start : start + BLOCK], table)
    _say_less(order, pairs, verdict, customers)
    return verdict


def _settle(ahead: NDArray[np.intp], table: _Table) -> None:
    """Decide these pairs, in their order; what they take is gone from the rooms."""
    pairs = table.pairs
    while True:
        ahead = ahead[~table.taken[pairs.customer[ahead]]]
        ahead = _refuse(ahead, pairs.cap, table.caps, table.verdict, Verdict.CAP)
        ahead = _refuse(ahead, pairs.capacity, table.rooms, table.verdict, Verdict.CAPACITY)
        if not len(ahead):
            return
        first = np.sort(np.unique(pairs.customer[ahead], return_index=True)[1])
        head = ahead[first]
        counts = pairs.counts[head]
        fits = min(
            _before_full(pairs.cap[head], counts, table.caps),
            _before_full(pairs.capacity[head], counts, table.rooms),
        )
        chosen = head[:fits]
        table.verdict[chosen] = Verdict.CHOSEN
        table.taken[pairs.customer[chosen]] = True
        _take(pairs.cap[chosen], pairs.counts[chosen], table.caps)
        _take(pairs.capacity[chosen], pairs.counts[chosen], table.rooms)
        if fits == len(head):
            return
        ahead = ahead[first[fits] :]


def _say_less(order: NDArray[np.intp], pairs: Pairs, verdict: Codes, customers: int) -> None:
    """Whatever comes behind what a customer got is worth less, whether or not it had room."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    got = np.full(customers, UNLIMITED)
    chosen = verdict == Verdict.CHOSEN
    got[pairs.customer[chosen]] = rank[chosen]
    verdict[rank > got[pairs.customer]] = Verdict.WORTH_LESS


def _refuse(
    ahead: NDArray[np.intp], limit: NDArray[np.int32], room: Ints, verdict: Codes, why: Verdict
) -> NDArray[np.intp]:
    limits = limit[ahead]
    full = np.zeros(len(ahead), np.bool_)
    bound = limits >= 0
    full[bound] = room[limits[bound]] <= 0
    verdict[ahead[full]] = why
    return ahead[~full]


def _before_full(limits: NDArray[np.int32], counts: NDArray[np.bool_], room: Ints) -> int:
    """How many from the beginning find room, each after those before it."""
    places = np.flatnonzero(limits >= 0)
    places = places[room[limits[places]] != UNLIMITED]
    if not len(places):
        return len(limits)
    by_limit = places[np.argsort(limits[places], kind="stable")]
    groups, weights = limits[by_limit], counts[by_limit].astype(np.int64)
    before = np.cumsum(weights) - weights
    starts = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
    before -= np.repeat(before[starts], np.diff(np.concatenate((starts, [len(groups)]))))
    full = by_limit[before >= room[groups]]
    return int(full.min()) if len(full) else len(limits)


def _take(limits: NDArray[np.int32], counts: NDArray[np.bool_], room: Ints) -> None:
    used = limits[(limits >= 0) & counts]
    taken = np.bincount(used, minlength=len(room))
    room -= np.where(room == UNLIMITED, 0, taken)
