"""The lines of the list of customers: everything that all lines of a page share is found out once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lazo.differentiate.queries.customer_columns import CustomerColumn
from lazo.differentiate.queries.customer_list import CardRow
from lazo.web.customer_cells import Writing, cells
from lazo.web.markup import drawn

AVATARS = {"ORGANIZATION": "co", "HOUSEHOLD": "ho"}
SOMEBODY = 0


@dataclass(frozen=True)
class RowView:
    """A line of the list. `now` and `coming` are minor units as text, for adding up what is marked; `mark` says what its box does."""

    id: int
    href: str
    name: str
    mark: str
    css: str
    cells: SafeString
    now: str
    coming: str


def row_views(
    rows: Sequence[CardRow], shown: Sequence[CustomerColumn], css: Sequence[str], writing: Writing, origin: str
) -> list[RowView]:
    """A line for each row, with the columns `shown`; `origin` is the list that a customer's page leads back to."""
    before, __, behind = reverse("web:customer", args=[SOMEBODY]).partition(str(SOMEBODY))
    mark = _("Marcar a %(name)s")
    plain = [replace(column, label=str(column.label)) for column in shown]
    return [
        RowView(
            id=row.customer_id,
            href=f"{before}{row.customer_id}{behind}?{origin}",
            name=row.name,
            mark=mark % {"name": row.name},
            css=AVATARS.get(row.kind, ""),
            cells=drawn("".join(cell.markup() for cell in cells(row, plain, css, writing))),
            now=str(row.value_12m or 0),
            coming=str(row.value_365d or 0),
        )
        for row in rows
    ]
