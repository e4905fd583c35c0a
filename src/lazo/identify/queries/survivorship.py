"""Which of several values of a field holds: a rule on values, without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from lazo.identify.queries.identity_settings import USUAL_ORDER

ValueT = TypeVar("ValueT")


@dataclass(frozen=True)
class Told(Generic[ValueT]):
    """A value as one record has it: of which kind, from which source (blank: none), by whom (blank: no person of ours), since when."""

    value: ValueT
    kind: str
    record: int
    at: datetime
    source: str = ""
    by: str = ""


@dataclass(frozen=True)
class GoldenField(Generic[ValueT]):
    """`holds` is the value that counts, `losing` the other ones, the strongest first, equal ones told once. `holds` null: nobody says anything."""

    field: str
    holds: Told[ValueT] | None
    losing: tuple[Told[ValueT], ...] = ()


def surviving(
    field: str, told: Sequence[Told[ValueT]], *, customer: int, orders: Mapping[str, Sequence[str]]
) -> GoldenField[ValueT]:
    """The value of the stronger kind, of one kind the newest, of one instant that of the customer's own record, then of the lower number.

    `orders` has the kinds of a field in another order than the usual one; a kind that it leaves out comes last.
    """
    order = list(orders.get(field, USUAL_ORDER))
    ranked = sorted(
        told,
        key=lambda one: (
            order.index(one.kind) if one.kind in order else len(order),
            -one.at.timestamp(),
            one.record != customer,
            one.record,
        ),
    )
    if not ranked:
        return GoldenField(field, None)
    seen = {_plain(ranked[0].value)}
    losing = []
    for one in ranked[1:]:
        if _plain(one.value) not in seen and one.value not in ("", None):
            seen.add(_plain(one.value))
            losing.append(one)
    return GoldenField(field, ranked[0], tuple(losing))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value if value is not None else "").casefold().split())
