"""The rows and sentences of the cycle page, ready for its template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lazo.web.balance_page import balance_context
from lazo.web.charts.areas import AREAS
from lazo.web.cycle_words import concentration_chart, draw
from lazo.web.formats import Formats
from lazo.web.markup import drawn
from lazo.web.queries.cycle import CyclePicture, movement_table
from lazo.web.verdict_words import doubt_sentences, proof_chart, proof_sentence, reason_sentences, shown_sentences

ORIGINS: tuple[str | None, ...] = (None, *AREAS)
DESTINATIONS: tuple[str | None, ...] = (*AREAS, None)


@dataclass(frozen=True)
class MovementCell:
    """`heat` from 0 (nobody) to 10 (the busiest way of the table)."""

    destination: str | None
    customers: int
    heat: int
    is_same: bool


@dataclass(frozen=True)
class MovementRow:
    origin: str | None
    cells: tuple[MovementCell, ...]


@dataclass(frozen=True)
class Movements:
    """From the row to the column; `balance` is who arrived less who left, and for outside who left the cycle less who entered."""

    rows: tuple[MovementRow, ...]
    balance: tuple[int, ...]


def cycle_context(picture: CyclePicture, formats: Formats) -> dict[str, Any]:
    """Everything the template of the cycle page needs. What sums up the whole base is only for who sees the whole base."""
    drawing = draw(picture, formats)
    spread = picture.concentration
    context: dict[str, Any] = {
        "section": "cycle",
        "money_of": {},
        "picture": picture,
        "unit_customers": drawing.unit,
        "map_svg": drawn(drawing.svg),
        "movements": movements(picture),
        "growth": growth(picture),
        "interval": picture.verdict.interval(picture.total.value_365d),
        "strategic_share": picture.total.strategic / max(picture.total.customers, 1),
        "pareto_svg": drawn(concentration_chart(spread, formats)) if spread else "",
    }
    if picture.money is not None:
        context |= balance_context(picture.money, formats)
        context |= {"balance_month": picture.month, "money_of": {area.area: area for area in picture.money.areas}}
    if picture.sees_everything:
        context |= {
            "proof": proof_sentence(picture.verdict, formats),
            "proof_svg": drawn(proof_chart(picture.verdict, formats)),
            "reasons": reason_sentences(picture.verdict, formats),
            "shown": shown_sentences(picture.verdict, formats),
            "doubts": doubt_sentences(picture.verdict),
        }
    return context


def movements(picture: CyclePicture) -> Movements | None:
    """The table under the map; None while nobody has moved."""
    table = movement_table(picture.flows)
    if not table:
        return None
    busiest = max(table.values())

    def cell(origin: str | None, destination: str | None) -> MovementCell:
        n = table.get((origin, destination), 0)
        return MovementCell(destination, n, -(-10 * n // busiest), origin == destination)

    rows = tuple(MovementRow(o, tuple(cell(o, d) for d in DESTINATIONS)) for o in ORIGINS)
    arrived = [sum(n for (_, to), n in table.items() if to == d) for d in DESTINATIONS]
    went = [sum(n for (origin, _), n in table.items() if origin == d) for d in DESTINATIONS]
    return Movements(rows, tuple(a - b for a, b in zip(arrived, went, strict=True)))


def growth(picture: CyclePicture) -> dict[str, float | int | None]:
    """Difference from the run before: customers as a number, money as a share; None where there is nothing to compare with."""
    before = picture.before
    if before is None:
        return {"customers": None, "value_12m": None}
    share = (picture.total.value_12m - before.value_12m) / before.value_12m if before.value_12m > 0 else None
    return {"customers": picture.total.customers - before.customers, "value_12m": share}


def parse_month(text: str) -> date | None:
    """`2025-10` as the first of that month; anything else is no month."""
    year, _, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12 and int(year)):
        return None
    return date(int(year), int(month), 1)


def number_rows(picture: CyclePicture, formats: Formats) -> Iterator[tuple[object, ...]]:
    """«El ciclo en números» as rows of plain values, the header first; money in whole currency units with decimals."""
    money = {area.area: area for area in picture.money.areas} if picture.money else {}
    more = ("cost", "incremental_return", "low", "high") if money else ()
    yield "area", "customers", "entered", "left", "strategic", "value_12m", "value_365d", *more
    for row in (*picture.areas, picture.total):
        values = formats.major(row.value_12m), formats.major(row.value_365d)
        told = _money_cells(picture, row.key, formats) if money else ()
        yield row.key or "ALL", row.customers, row.entered, row.left, row.strategic, *values, *told


def _money_cells(picture: CyclePicture, area: str, formats: Formats) -> tuple[object, ...]:
    """Cost, and the return by control groups with its interval; blank where nothing is known."""
    assert picture.money is not None
    returned = picture.money.ledger.returned(area)
    ends = (returned.amount, returned.low, returned.high) if returned.entries else (None, None, None)
    return (
        formats.major(picture.money.ledger.cost(area)),
        *("" if end is None else formats.major(end) for end in ends),
    )


def movement_rows(picture: CyclePicture) -> Iterator[tuple[object, ...]]:
    """«Movimientos» as rows of plain values, the header first; blank is outside."""
    yield "origin", "destination", "customers"
    for flow in picture.flows:
        yield flow.origin or "", flow.destination or "", flow.customers
