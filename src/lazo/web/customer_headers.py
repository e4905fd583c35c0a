"""The columns over the list: which are shown, what they are called, and how the list is ordered by each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lazo.differentiate.queries.customer_columns import MONEY, CustomerColumn
from lazo.web.customer_address import USUAL, ListAddress
from lazo.web.customer_cells import cell_css

NAME = "name"
MOST = 12
MANY = 8
FALLING_FIRST = frozenset({"money", "number", "day", "share", "flag"})
"""Types of which one wants the largest or newest first."""


@dataclass(frozen=True)
class Header:
    """`sort` is none, ascending or descending (of aria-sort); `href` orders by it, blank where that is not possible."""

    key: str
    label: str
    css: str
    href: str
    sort: str


@dataclass(frozen=True)
class ColumnChoice:
    key: str
    label: str
    is_shown: bool


def shown_columns(address: ListAddress, columns: Sequence[CustomerColumn]) -> tuple[CustomerColumn, ...]:
    """The columns of the address in its order, the usual ones without any; the name is always there and not among them."""
    by_key = {column.key: column for column in columns}
    asked = [key for key in address.question.columns if key in by_key and key != NAME]
    return tuple(by_key[key] for key in (asked or USUAL)[:MOST])


def headers(address: ListAddress, shown: Sequence[CustomerColumn]) -> tuple[Header, ...]:
    """The header of the name, then of each shown column."""
    main = main_column(shown)
    return (
        Header(NAME, _("Cliente"), "c-name", *_sorting(address, NAME, "text")),
        *(
            Header(
                column.key,
                str(column.label),
                cell_css(column, is_main=column == main),
                *(_sorting(address, column.key, column.type) if column.sortable else ("", "none")),
            )
            for column in shown
        ),
    )


def main_column(shown: Sequence[CustomerColumn]) -> CustomerColumn | None:
    """The one a phone shows beside the name: the first that is money."""
    return next((column for column in shown if column.type == MONEY), None)


def column_choices(shown: Sequence[CustomerColumn], columns: Sequence[CustomerColumn]) -> tuple[ColumnChoice, ...]:
    """The shown ones first, in their order."""
    rest = [column for column in columns if column not in shown and column.key != NAME]
    return tuple(ColumnChoice(column.key, str(column.label), column in shown) for column in (*shown, *rest))


def _sorting(address: ListAddress, key: str, kind: str) -> tuple[str, str]:
    """Where a click leads, and how the list is ordered now."""
    sort = address.question.sort
    first, second = (f"-{key}", key) if kind in FALLING_FIRST else (key, f"-{key}")
    now = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
    return address.href(sort=second if sort == first else first), now
