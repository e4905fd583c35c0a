"""The list of customers as its template shows it: tabs, filters, chips, columns, rows and what can be done with them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lazo.differentiate.queries.customer_columns import CustomerColumn
from lazo.differentiate.queries.customer_facets import Facets
from lazo.differentiate.queries.customer_list import ListPage
from lazo.differentiate.queries.segments import segment_names
from lazo.web.customer_address import VIEW, ListAddress, with_params
from lazo.web.customer_cells import Writing
from lazo.web.customer_chips import Words, chips
from lazo.web.customer_facets import cost_facet, facet_views, value_facet
from lazo.web.customer_field_facets import FieldView
from lazo.web.customer_headers import MANY, column_choices, headers, shown_columns
from lazo.web.customer_origin import PARAMETER
from lazo.web.customer_row import row_lines
from lazo.web.formats import Formats


@dataclass(frozen=True)
class ListMaterial:
    """What was read for the rows of one page of the list; `total` is how many fit."""

    address: ListAddress
    page: ListPage
    total: int
    columns: tuple[CustomerColumn, ...]
    owners: dict[int, str]
    writing: Writing


@dataclass(frozen=True)
class OwnFilters:
    """The filters by own fields: `views` when they are shown (then `spoken` is what they say), else `href` brings them and `page` shows them.

    Both are blank where there is no field to filter by.
    """

    href: str = ""
    page: str = ""
    views: tuple[FieldView, ...] | None = None
    spoken: Collection[tuple[str, str, str]] = field(default_factory=tuple)


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
        "lines": row_lines(page.rows, shown, css, writing, origin),
        "more": address.href(after=page.next) if page.next else "",
        "has_many_columns": len(shown) >= MANY,
    }


def result_context(material: ListMaterial) -> dict[str, Any]:
    """The rows, how many fit, and what was asked in words that can be taken away."""
    m, question = material, material.address.question
    return {
        **rows_context(m.address, m.page, m.columns, m.writing),
        "address": m.address,
        "question": question,
        "total": m.total,
        "as_of": m.page.as_of,
        "chips": chips(m.address, Words(m.owners, m.columns, m.writing.formats, segment_names(question.segments))),
        "without_text": m.address.href(text=""),
        "is_filtered": not question.is_broad,
    }


def filters_context(
    address: ListAddress, facets: Facets, owners: Mapping[int, str], formats: Formats, own: OwnFilters
) -> dict[str, Any]:
    """The filters beside the list, with what each choice would leave; own fields are counted where they are asked for."""
    return {
        "own": own,
        "facets": facet_views(facets, address.question, owners, formats.locale),
        "cost_facet": cost_facet(facets, address.question, formats),
        "value_facet": value_facet(facets, address.question, formats),
        "total": facets.total,
    }


def list_context(material: ListMaterial, facets: Facets, own: OwnFilters) -> dict[str, Any]:
    """Everything under the tabs."""
    m, question, formats = material, material.address.question, material.writing.formats
    million = formats.money_short(10**6 * 10**formats.minor_digits)
    return {
        **result_context(m),
        **filters_context(m.address, facets, m.owners, formats, own),
        "column_choices": column_choices(shown_columns(m.address, m.columns), m.columns),
        "kept": kept_fields(m.address, own.spoken),
        "export_action": with_params(reverse("web:customer_export"), question.without("after")),
        "batch_action": with_params(reverse("web:customer_batch"), question.without("after")),
        "locale": str(formats.locale).replace("_", "-"),
        "money_pattern": formats.money(0).replace("0", "{n}"),
        "millions_pattern": million.replace("1", "{n}"),
    }


COST_FIELDS = ("costo_desde", "costo_hasta", "margen_desde", "margen_hasta")
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
        *COST_FIELDS,
        "desde",
        "columna",
    }
)
"""Parameters that the form of the filters has fields for; the others go along unseen."""


def kept_fields(address: ListAddress, spoken: Collection[tuple[str, str, str]] = ()) -> list[tuple[str, str]]:
    """What the address says beyond the form: order, recency and frequency, strategic, dates, traits but those `spoken` of, the saved view."""
    address = replace(address, question=replace(address.question, traits=_but(address.question.traits, spoken)))
    told = address.question.as_params() | ({VIEW: [str(address.view)]} if address.view is not None else {})
    return [(name, value) for name, values in told.items() if name not in FORM_FIELDS for value in values]


def _but(traits: tuple[tuple[str, str, str], ...], spoken: Collection[tuple[str, str, str]]) -> Any:
    return tuple(one for one in traits if one not in spoken)
