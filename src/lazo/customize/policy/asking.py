"""The two questions: of one customer, with the sentence and the first lawful instant, and of any number of them at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lazo.customize.policy.answer import ALLOWED, Answer, Answers
from lazo.customize.policy.asked import Asked, Ground, ask
from lazo.customize.policy.customer import Customer, allowed_from, block_of
from lazo.customize.policy.reading_truth import read_customers, read_for_each
from lazo.customize.policy.words import block_words
from lazo.identify.models import ConsentEntry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 5_000
"""Up to so many are read from the operational database; beyond, from the warehouse as of its last sync."""


class UnableToAsk(ValueError):
    """`code` is unknown_purpose, unknown_channel or no_zone (an instant without a time zone)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def may_contact(
    *, party: int, purpose: str, channel: str, when: datetime, urgent: bool = False, reserved: Collection[str] = ()
) -> Answer:
    """May we write to or call one customer? Nothing of theirs is checked for who asks: that is the caller's.

    `party` is the number of a customer or of a record of theirs, `when` aware. An `urgent` service is not held by hours or counts.
    `reserved` are the keys of planned contacts that are this very message, so that it does not stand in its own way. A dozen queries.
    Raises UnableToAsk.
    """
    asked = checked(purpose=purpose, channel=channel, when=when, urgent=urgent, reserved=reserved)
    return answer_for(read_customers([party], asked)[party], asked)


def answer_for(customer: Customer, asked: Asked) -> Answer:
    """The answer about a customer who was read for that question."""
    block = block_of(customer, asked)
    if block is None:
        return Answer(True, ALLOWED, "", asked.when)
    return Answer(False, block.key, block_words(block, customer, asked), allowed_from(customer, asked), block.country)


def may_contact_many(
    *,
    parties: "Sequence[int] | NDArray[Any]",
    purpose: str,
    channel: str,
    when: datetime,
    urgent: bool = False,
    reserved: Collection[str] = (),
) -> Answers:
    """`may_contact` of each of `parties`, up to millions: who may be contacted, and which rule holds back the others.

    Up to five thousand are read from the operational database; more come from the warehouse (without one, from the database, slowly), with
    what was said and sent since its last sync, while that is about fewer than five thousand. Raises UnableToAsk.
    """
    asked = checked(purpose=purpose, channel=channel, when=when, urgent=urgent, reserved=reserved)
    from lazo.customize.policy.many import (  # NumPy, which one customer needs not
        answers_from_truth,
        answers_from_warehouse,
    )
    from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse, open_snapshot

    if len(parties) <= FEW:
        return answers_from_truth(parties, asked)
    try:
        snapshot = open_snapshot(settings.WORKSPACE)
    except UnableToOpenWarehouse:
        return answers_from_truth(parties, asked)
    return answers_from_warehouse(parties, asked, snapshot)


def may_contact_by_each(
    *, parties: "Sequence[int] | NDArray[Any]", ways: Collection[tuple[str, str]], when: datetime
) -> "dict[tuple[str, str], NDArray[np.bool_]]":
    """`may_contact` of some `parties` for each of `ways` (purpose and channel) at once: as many queries as for one way. Raises UnableToAsk."""
    import numpy as np

    ground = Ground.now()
    order = sorted(ways)
    asks = [checked(purpose=purpose, channel=channel, when=when, ground=ground) for purpose, channel in order]
    numbers = [int(party) for party in parties]
    read = read_for_each(numbers, asks)
    return {
        way: np.array([block_of(read[number][place], asked) is None for number in numbers], np.bool_)
        for place, (way, asked) in enumerate(zip(order, asks, strict=True))
    }


def checked(
    *,
    purpose: str,
    channel: str,
    when: datetime,
    urgent: bool = False,
    reserved: Collection[str] = (),
    ground: Ground | None = None,
) -> Asked:
    """The question, once it is one. Raises UnableToAsk."""
    if purpose not in ConsentEntry.Purpose.values:
        raise UnableToAsk("unknown_purpose")
    if channel not in ConsentEntry.Channel.values:
        raise UnableToAsk("unknown_channel")
    if when.utcoffset() is None:
        raise UnableToAsk("no_zone")
    return ask(purpose=purpose, channel=channel, when=when, urgent=urgent, reserved=frozenset(reserved), ground=ground)
