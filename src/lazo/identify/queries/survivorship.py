"""Which of several values of a field holds: a rule on values, without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from lazo.identify.queries.identity_settings import USUAL_ORDER, VERIFIED
from lazo.identify.queries.well_written import best_written, folded_value

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
    """`holds` is the value that counts, `losing` the other ones, the strongest first, equal ones told once. `holds` null: nobody says anything.

    Values that differ only in how they are written (capitals, accents, punctuation, spaces) are equal, and the best written of them is
    shown: `written` is the record it was taken from, null where that of `holds` itself is the best; `spellings` are the other ways.
    """

    field: str
    holds: Told[ValueT] | None
    losing: tuple[Told[ValueT], ...] = ()
    written: Told[ValueT] | None = None
    spellings: tuple[Told[ValueT], ...] = ()

    @property
    def shown_of(self) -> int | None:
        """The record whose very letters are shown."""
        shown = self.written or self.holds
        return shown.record if shown else None


def surviving(
    field: str, told: Sequence[Told[ValueT]], *, customer: int, orders: Mapping[str, Sequence[str]]
) -> GoldenField[ValueT]:
    """The value of the stronger kind, of one kind the newest, of one instant that of the customer's own record, then of the lower number.

    Equal values show as the best written of them; what a person of ours wrote stays as it is written.
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
    holds = ranked[0]
    if len({one.value for one in ranked}) == 1:
        return GoldenField(field, holds)
    held = _plain(holds.value)
    seen, losing, same = {held}, [], [holds]
    for one in ranked[1:]:
        key = _plain(one.value)
        if key == held and key:
            same.append(one)
        if key not in seen and one.value not in ("", None):
            seen.add(key)
            losing.append(one)
    return _written(GoldenField(field, holds, tuple(losing)), same)


def _written(found: GoldenField[ValueT], same: Sequence[Told[ValueT]]) -> GoldenField[ValueT]:
    """The field with the best of the ways in which its value is written, `same` having the strongest first."""
    ways = list({str(one.value): one for one in reversed(same)}.values())[::-1]
    holds = found.holds
    if holds is None or len(ways) < 2 or not isinstance(holds.value, str):
        return found
    best = 0 if holds.kind == VERIFIED else best_written(found.field, [str(one.value) for one in ways])
    spellings = tuple(one for place, one in enumerate(ways) if place != best)
    shown = replace(holds, value=ways[best].value)
    return replace(found, holds=shown, written=ways[best] if best else None, spellings=spellings)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else folded_value(str(value if value is not None else ""))
