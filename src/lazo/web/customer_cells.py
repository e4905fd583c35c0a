"""The cells of the list of customers: what each column says of one of them, ready for the template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from html import escape
from operator import attrgetter
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
Read = Callable[[CardRow], Any]
CellWriter = Callable[[CardRow], str]


@dataclass(frozen=True)
class Writing:
    """How the cells of one page are written: `today` is the company's day."""

    formats: Formats
    today: date


Write = Callable[[Any, CustomerColumn, str, Writing], str]


def cell_writers(columns: Sequence[CustomerColumn], css: Sequence[str], writing: Writing) -> tuple[CellWriter, ...]:
    """For each column what writes its cell of a row, with the classes of its header.

    A page has hundreds of cells, and a template would take longer than the question: what all cells of a column share is found out once,
    and cells that say the same are written once.
    """
    named = [replace(column, label=str(column.label)) for column in columns]
    return tuple(_writer(column, classes, writing) for column, classes in zip(named, css, strict=True))


def cell_css(column: CustomerColumn, *, is_main: bool = False) -> str:
    """Money, numbers and shares stand on the right; the column's own class decides its width and what a phone shows."""
    own = f"c-{column.key}" if column.key.isidentifier() else f"c-{column.type}"
    return " ".join(name for name in (own, "num" if column.type in RIGHT else "", "c-main" if is_main else "") if name)


def _writer(column: CustomerColumn, css: str, writing: Writing) -> CellWriter:
    read, write = COLUMNS.get(column.key) or _plain(column)
    written: dict[Any, str] = {}

    def cell(row: CardRow) -> str:
        said = read(row)
        found = written.get(said)
        if found is None:
            found = written[said] = write(said, column, css, writing)
        return found

    return cell


def _td(css: str, content: SafeString | str) -> str:
    return f'<td class="{css}">{content if isinstance(content, SafeString) else escape(content)}</td>'


def _plain(column: CustomerColumn) -> tuple[Read, Write]:
    """A value as the type of its column is written."""
    if column.key.startswith(TRAIT):
        return partial(_trait, column.key.removeprefix(TRAIT)), _day_cell if column.type == DAY else _plain_cell
    return attrgetter(column.key), _day_cell if column.type == DAY else _plain_cell


def _trait(key: str, row: CardRow) -> Any:
    return word_of_code(key, row.traits.get(key)) or row.traits.get(key)


def _plain_cell(value: Any, column: CustomerColumn, css: str, writing: Writing) -> str:
    return _td(css, written(value, column, writing))


def _day_cell(day: Any, column: CustomerColumn, css: str, writing: Writing) -> str:
    """How long ago; a pointer is told the day itself, and a phone the column's name before it."""
    title = f' title="{escape(writing.formats.long_day(day))}"' if day else ""
    label = f' data-label="{escape(str(column.label))}"' if column.label else ""
    return f'<td class="{css}"{title}{label}>{escape(ago(day, writing))}</td>'


def ago(day: date | None, writing: Writing) -> str:
    """`hoy`, `ayer`, `hace 34 días`: the gap is the point; a date when it is more than some months away."""
    if day is None:
        return EMPTY
    days = (writing.today - day).days
    if not 2 <= days <= FARTHEST_AGO:
        return writing.formats.day(day, writing.today)
    return _days_ago(days, writing.formats.language)


@lru_cache(maxsize=1024)
def _days_ago(days: int, language: str) -> str:  # noqa: ARG001 - the words are of this language
    return ngettext("hace %(n)s día", "hace %(n)s días", days) % {"n": days}


def written(value: Any, column: CustomerColumn, writing: Writing) -> SafeString | str:
    """A plain value as its column's type is written; nothing is a dash."""
    if value is None or value == "":
        return EMPTY
    write = PLAIN.get(column.type)
    return str(value) if write is None else write(value, column, writing)


def _number(value: Any, column: CustomerColumn, writing: Writing) -> str:
    number = writing.formats.number(value, 0 if value == int(value) else 2)
    return f"{number} {column.unit}".strip()


def _area(said: Any, _column: CustomerColumn, css: str, writing: Writing) -> str:
    area, place, purchases = said
    language = writing.formats.language
    if area not in CSS_KEYS:
        return _td(css, _outside(language) if purchases is not None else EMPTY)
    return _td(f"{css} an a-{CSS_KEYS[area]}", _ring(area, round((place or 0.0) * PLACES) / PLACES, language))


@lru_cache(maxsize=1024)
def _ring(area: str, place: float, language: str) -> SafeString:  # noqa: ARG001 - the name is in this language
    return format_html("{}{}", drawn(ring_use(area, place)), AREA_NAMES[area])


@lru_cache
def _outside(language: str) -> SafeString:  # noqa: ARG001 - as above
    return format_html('<span class="faint">{}</span>', _("fuera del ciclo"))


def _now(said: Any, _column: CustomerColumn, css: str, writing: Writing) -> str:
    now, members = said
    if not now:
        return _td(css, EMPTY)
    money = writing.formats.money_short(now)
    return _td(css, drawn(f'<span title="{escape(_together(members))}">{escape(money)}</span>') if members else money)


def _together(members: int) -> str:
    return ngettext("Lo de su %(n)s integrante", "La suma de sus %(n)s integrantes", members) % {"n": members}


def _coming(said: Any, _column: CustomerColumn, css: str, writing: Writing) -> str:
    """The projected value, and how it compares with the current one: `+24 %`, from three times on `4 ×`."""
    coming, now = said
    money = writing.formats.money_short(coming)
    if coming is None or not now or now < 0:
        return _td(css, money)
    ratio = coming / now
    change = f"{writing.formats.number(ratio)}\xa0×" if ratio >= MANY_TIMES else writing.formats.change(ratio - 1, 0)
    rounded = round(ratio - 1, 2)
    way = "up" if rounded > 0 else "down" if rounded < 0 else ""
    return _td(css, drawn(f'{escape(money)}<span class="delta {way}">{escape(change)}</span>'))


def _risk(risk: Any, _column: CustomerColumn, css: str, writing: Writing) -> str:
    if risk is None:
        return _td(css, EMPTY)
    mark = "" if risk < MEDIUM_RISK else " bad" if risk > HIGH_RISK else " warn"
    return _td(f"{css}{mark}", writing.formats.percent(risk / 100))


PLAIN: dict[str, Callable[[Any, CustomerColumn, Writing], SafeString | str]] = {
    MONEY: lambda value, _column, writing: writing.formats.money_short(int(value)),
    SHARE: lambda value, _column, writing: writing.formats.percent(float(value)),
    NUMBER: _number,
    FLAG: lambda value, _column, _w: _("sí") if value else _("no"),
}
COLUMNS: dict[str, tuple[Read, Write]] = {
    "area": (attrgetter("area", "place", "n_purchases"), _area),
    "value_12m": (attrgetter("value_12m", "members"), _now),
    "value_365d": (attrgetter("value_365d", "value_12m"), _coming),
    "risk": (attrgetter("risk"), _risk),
    "kind": (attrgetter("kind"), lambda kind, _c, css, _w: _td(css, str(KIND_NAMES.get(kind, kind)))),
    "tier": (attrgetter("tier"), lambda tier, _c, css, _w: _td(css, str(TIER_NAMES.get(tier, EMPTY)))),
    "owner": (attrgetter("owner_name"), lambda name, _c, css, _w: _td(css, name or EMPTY)),
    "team": (attrgetter("team_name"), lambda name, _c, css, _w: _td(css, name or EMPTY)),
}
"""The columns that say more than one value of the row, or say it in words: what they read, and how their cell is written."""
