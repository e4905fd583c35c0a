"""How many customers each of the company's limits would hold back: counted over all of them, as of the last sync."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from lazo.customize.policy.rule import Rule
from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse, open_snapshot


@dataclass(frozen=True)
class Preview:
    """`held` customers of `customers` whom each rule, in the order given, holds back; `as_of` is the instant of the last sync."""

    held: tuple[int, ...]
    customers: int
    as_of: datetime


def preview_limits(*, rules: Sequence[Rule], when: datetime) -> Preview | None:
    """Each rule by itself, whatever the others say: for hours whose clock is closed at `when`, for counts who has no place left.

    Null without a warehouse.
    """
    from lazo.customize.policy.previewing import held_back  # NumPy, which no other settings page needs

    try:
        snapshot = open_snapshot(settings.WORKSPACE)
    except UnableToOpenWarehouse:
        return None
    held, customers = held_back(rules, when=when, snapshot=snapshot)
    return Preview(tuple(held), customers, snapshot.as_of)
