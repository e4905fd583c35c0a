"""The cells of the list of customers: what each column says of one of them, ready for the template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lazo.differentiate.queries.customer_columns import DAY, FLAG, MONEY, NUMBER, SHARE, CustomerColumn
from lazo.differentiate.queries.customer_list import CardRow
from lazo.differentiate.queries.customer_question import HIGH_RISK, MEDIUM_RISK, TRAIT
from lazo.identify.company_traits import word_of_code
from lazo.web.charts.areas import CSS_KEYS
from lazo.web.charts.mini_ring import ring_use
from lazo.web.formats import EMPTY, Formats
from lazo.web.markup import drawn
from lazo.web.words import AREA_NAMES, KIND_NAMES, TIER_NAMES

FARTHEST_AGO = 99
MANY_TIMES = 3
PLACES = 20
"""A ring of twenty pixels shows no finer place than a twentieth of the way."""
RIGHT = frozenset({MONEY, NUMBER, SHARE})


@dataclass(frozen=True)
class Cell:
    """`title` is what a pointer is told, the day behind «hace 34 días»; `label` what a phone writes before it."""

    css: str
    html: SafeString | str
    title: str = ""
    label: str = ""

    def markup(self) -> str:
        """The cell as it stands in the table. A page has hundreds, and a template would take longer than the question."""
        title = f' title="{escape(self.title)}"' if self.title else ""
        label = f' data-label="{escape(self.label)}"' if self.label else ""
        content = self.html if isinstance(self.html, SafeString) else escape(self.html)
        return f'<td class="{self.css}"{title}{label}>{content}</td>'


@dataclass(frozen=True)
class Writing:
    """How the cells of one page are written: `today` is the company's day."""

    formats: Formats
    today: date


def cells(row: CardRow, columns: Sequence[CustomerColumn], css: Sequence[str], writing: Writing) -> tuple[Cell, ...]:
    """One cell per column, in their order, with the classes of its header."""
    return tuple(_cell(row, column, classes, writing) for column, classes in zip(columns, css, strict=True))


def cell_css(column: CustomerColumn, *, is_main: bool = False) -> str:
    """Money, numbers and shares stand on the right; the column's own class decides its width and what a phone shows."""
    own = f"c-{column.key}" if column.key.isidentifier() else f"c-{column.type}"
    return " ".join(name for name in (own, "num" if column.type in RIGHT else "", "c-main" if is_main else "") if name)


def _cell(row: CardRow, column: CustomerColumn, css: str, writing: Writing) -> Cell:
    if column.key == "area" and row.area in CSS_KEYS:
        return Cell(f"{css} an a-{CSS_KEYS[row.area]}", _written(row, column, writing))
    if column.type == DAY:
        day = _value(row, column)
        title = writing.formats.long_day(day) if day else ""
        return Cell(css, ago(day, writing), title, str(column.label))
    if column.key == "risk" and row.risk is not None and row.risk >= MEDIUM_RISK:
        return Cell(f"{css} {'bad' if row.risk > HIGH_RISK else 'warn'}", _written(row, column, writing))
    return Cell(css, _written(row, column, writing))


def ago(day: date | None, writing: Writing) -> str:
    """`hoy`, `ayer`, `hace 34 días`: the gap is the point; a date when it is more than some months away."""
    if day is None:
        return EMPTY
    days = (writing.today - day).days
    if not 2 <= days <= FARTHEST_AGO:
        return writing.formats.day(day, writing.today)
    return _days_ago(days, get_language())


@lru_cache(maxsize=1024)
def _days_ago(days: int, language: str | None) -> str:  # noqa: ARG001 - the words are of this language
    return ngettext("hace %(n)s día", "hace %(n)s días", days) % {"n": days}


def _written(row: CardRow, column: CustomerColumn, writing: Writing) -> SafeString | str:
    special = SPECIAL.get(column.key)
    if special:
        return special(row, writing)
    return written(_value(row, column), column, writing)


def _value(row: CardRow, column: CustomerColumn) -> Any:
    if column.key.startswith(TRAIT):
        key = column.key.removeprefix(TRAIT)
        return word_of_code(key, row.traits.get(key)) or row.traits.get(key)
    return getattr(row, column.key)


def written(value: Any, column: CustomerColumn, writing: Writing) -> SafeString | str:
    """A plain value as its column's type is written; nothing is a dash."""
    if value is None or value == "":
        return EMPTY
    write = PLAIN.get(column.type)
    return str(value) if write is None else write(value, column, writing)


def _number(value: Any, column: CustomerColumn, writing: Writing) -> str:
    number = writing.formats.number(value, 0 if value == int(value) else 2)
    return f"{number} {column.unit}".strip()


def _area(row: CardRow, writing: Writing) -> SafeString | str:  # noqa: ARG001 - the signature of every cell
    if row.area not in CSS_KEYS:
        return _outside(get_language()) if row.n_purchases is not None else EMPTY
    return _ring(row.area, round((row.place or 0.0) * PLACES) / PLACES, get_language())


@lru_cache(maxsize=1024)
def _ring(area: str, place: float, language: str | None) -> SafeString:  # noqa: ARG001 - the name is in this language
    return format_html("{}{}", drawn(ring_use(area, place)), AREA_NAMES[area])


@lru_cache
def _outside(language: str | None) -> SafeString:  # noqa: ARG001 - as above
    return format_html('<span class="faint">{}</span>', _("fuera del ciclo"))


def _now(row: CardRow, writing: Writing) -> SafeString | str:
    if not row.value_12m:
        return EMPTY
    money = writing.formats.money_short(row.value_12m)
    return drawn(f'<span title="{escape(_together(row))}">{escape(money)}</span>') if row.members else money


def _together(row: CardRow) -> str:
    return ngettext("Lo de su %(n)s integrante", "La suma de sus %(n)s integrantes", row.members) % {"n": row.members}


def _coming(row: CardRow, writing: Writing) -> SafeString | str:
    """The projected value, and how it compares with the current one: `+24 %`, from three times on `4 ×`."""
    money = writing.formats.money_short(row.value_365d)
    if row.value_365d is None or not row.value_12m or row.value_12m < 0:
        return money
    ratio = row.value_365d / row.value_12m
    change = f"{writing.formats.number(ratio)}\xa0×" if ratio >= MANY_TIMES else writing.formats.change(ratio - 1, 0)
    rounded = round(ratio - 1, 2)
    css = "up" if rounded > 0 else "down" if rounded < 0 else ""
    return drawn(f'{escape(money)}<span class="delta {css}">{escape(change)}</span>')


def _risk(row: CardRow, writing: Writing) -> str:
    if row.risk is None:
        return EMPTY
    return writing.formats.percent(row.risk / 100)


PLAIN: dict[str, Callable[[Any, CustomerColumn, Writing], SafeString | str]] = {
    MONEY: lambda value, _column, writing: writing.formats.money_short(int(value)),
    SHARE: lambda value, _column, writing: writing.formats.percent(float(value)),
    NUMBER: _number,
    FLAG: lambda value, _column, _w: _("sí") if value else _("no"),
}
SPECIAL: dict[str, Callable[[Any, Writing], SafeString | str]] = {
    "area": _area,
    "value_12m": _now,
    "value_365d": _coming,
    "risk": _risk,
    "kind": lambda row, _w: str(KIND_NAMES.get(row.kind, row.kind)),
    "tier": lambda row, _w: str(TIER_NAMES.get(row.tier, EMPTY)),
    "owner": lambda row, _w: row.owner_name or EMPTY,
    "team": lambda row, _w: row.team_name or EMPTY,
}
