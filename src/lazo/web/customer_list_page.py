"""The list of customers as its template shows it: tabs, filters, chips, columns, rows and what can be done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lazo.differentiate.queries.customer_columns import MOST_SORTED, CustomerColumn
from lazo.differentiate.queries.customer_facets import Facets
from lazo.differentiate.queries.customer_list import CardRow, ListPage
from lazo.differentiate.queries.customer_question import TRAIT, ListQuestion
from lazo.web.customer_address import VIEW, ListAddress, with_params
from lazo.web.customer_cells import Cell, Writing, cells
from lazo.web.customer_chips import Words, chips
from lazo.web.customer_facets import facet_views, value_facet
from lazo.web.customer_headers import MANY, column_choices, headers, shown_columns
from lazo.web.customer_origin import PARAMETER


@dataclass(frozen=True)
class RowView:
    """A line of the list. `now` and `coming` are minor units as text, for adding up what is marked."""

    id: int
    href: str
    name: str
    css: str
    cells: tuple[Cell, ...]
    now: str
    coming: str


@dataclass(frozen=True)
class ListMaterial:
    """What was read for one page of the list."""

    address: ListAddress
    page: ListPage
    facets: Facets
    columns: tuple[CustomerColumn, ...]
    owners: dict[int, str]
    writing: Writing


AVATARS = {"ORGANIZATION": "co", "HOUSEHOLD": "ho"}


def rows_context(
    address: ListAddress, page: ListPage, columns: tuple[CustomerColumn, ...], writing: Writing
) -> dict[str, Any]:
    """The rows and where the next ones are."""
    shown = shown_columns(address, columns)
    heads = headers(address, shown)
    css = [head.css for head in heads[1:]]
    origin = urlencode({PARAMETER: with_params("", address.question.without("after"), address.view).removeprefix("?")})
    return {
        "headers": heads,
        "rows": [_row(row, shown, css, writing, origin) for row in page.rows],
        "more": address.href(after=page.next) if page.next else "",
        "has_many_columns": len(shown) >= MANY,
    }


def list_context(material: ListMaterial) -> dict[str, Any]:
    """Everything under the tabs."""
    m, question = material, material.address.question
    words = Words(m.owners, m.columns, m.writing.formats)
    shown = shown_columns(m.address, m.columns)
    return {
        **rows_context(m.address, m.page, m.columns, m.writing),
        "address": m.address,
        "question": question,
        "total": m.facets.total,
        "as_of": m.page.as_of,
        "chips": chips(m.address, words),
        "facets": facet_views(m.facets, question, m.owners, m.writing.formats.locale),
        "value_facet": value_facet(m.facets, question, m.writing.formats),
        "column_choices": column_choices(shown, m.columns),
        "kept": kept_fields(m.address),
        "export_action": with_params(reverse("web:customer_export"), question.without("after")),
        "batch_action": with_params(reverse("web:customer_batch"), question.without("after")),
        "cannot_sort": _cannot_sort(question, m.columns),
        "locale": str(m.writing.formats.locale).replace("_", "-"),
        "money_pattern": m.writing.formats.money(0).replace("0", "{n}"),
        "millions_pattern": m.writing.formats.money_short(10**6 * 10**m.writing.formats.minor_digits).replace(
            "1", "{n}"
        ),
        "without_text": m.address.href(text=""),
        "is_filtered": not question.is_broad,
    }


def _cannot_sort(question: ListQuestion, columns: Sequence[CustomerColumn]) -> int:
    """Where the order asked for is an own field's and there are too many customers: how many there may be; else 0."""
    key = question.sort.removeprefix("-")
    is_refused = any(column.key == key and not column.sortable for column in columns)
    return MOST_SORTED if is_refused and key.startswith(TRAIT) else 0


FORM_FIELDS = frozenset(
    {
        "q",
        "area",
        "tipo",
        "riesgo",
        "nivel",
        "ciudad",
        "pais",
        "responsable",
        "valor_desde",
        "valor_hasta",
        "desde",
        "columna",
    }
)
"""Parameters that the form of the filters has fields for; the others go along unseen."""


def kept_fields(address: ListAddress) -> list[tuple[str, str]]:
    """What the address says beyond the form: order, recency and frequency, strategic, dates, traits, the saved view."""
    told = address.question.as_params() | ({VIEW: [str(address.view)]} if address.view is not None else {})
    return [(name, value) for name, values in told.items() if name not in FORM_FIELDS for value in values]


def _row(row: CardRow, shown: Sequence[CustomerColumn], css: Sequence[str], writing: Writing, origin: str) -> RowView:
    return RowView(
        id=row.customer_id,
        href=f"{reverse('web:customer', args=[row.customer_id])}?{origin}",
        name=row.name,
        css=AVATARS.get(row.kind, ""),
        cells=cells(row, shown, css, writing),
        now=str(row.value_12m or 0),
        coming=str(row.value_365d or 0),
    )
