"""The lines of the list of customers: everything that all lines of a page share is found out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lazo.differentiate.queries.customer_columns import CustomerColumn
from lazo.differentiate.queries.customer_list import CardRow
from lazo.web.customer_cells import Writing, cell_writers
from lazo.web.initials import initials
from lazo.web.markup import drawn

AVATARS = {"ORGANIZATION": "co", "HOUSEHOLD": "ho"}
NO_LETTER = "·"
SOMEBODY = 0


@dataclass(frozen=True)
class _Words:
    """What a line says, with the places for its name, its number and the address of its customer."""

    mark: str
    nameless: str
    before: str
    behind: str


def row_lines(
    rows: Sequence[CardRow], shown: Sequence[CustomerColumn], css: Sequence[str], writing: Writing, origin: str
) -> list[SafeString]:
    """A line of the table for each row, with the columns `shown`; `origin` is the list that a customer's page leads back to.

    Drawn here and not by a template, which would take longer than the question: `data-now` and `data-coming` are minor units, for adding
    up what is marked.
    """
    before, __, behind = reverse("web:customer", args=[SOMEBODY]).partition(str(SOMEBODY))
    words = _Words(_("Marcar a %(name)s"), _("Sin nombre, n.º %(id)s"), before, f"{behind}?{escape(origin)}")
    writers = cell_writers(shown, css, writing)
    return [drawn(f"{_head(row, words)}{''.join([write(row) for write in writers])}\n</tr>") for row in rows]


def _head(row: CardRow, words: _Words) -> str:
    """The beginning of the line, with the box that marks it and the name that leads to the customer."""
    number, mark = row.customer_id, escape(words.mark % {"name": row.name})
    name = escape(row.name or words.nameless % {"id": number})
    return (
        f'<tr data-now="{row.value_12m or 0}" data-coming="{row.value_365d or 0}">\n<th scope="row" class="c-name">'
        f'<input type="checkbox" class="check pick" name="cliente" value="{number}" aria-label="{mark}">'
        f'<a href="{words.before}{number}{words.behind}" class="{AVATARS.get(row.kind, "")}"'
        f' data-initials="{escape(initials(row.name) or NO_LETTER)}">{name}</a></th>\n'
    )
