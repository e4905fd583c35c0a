"""Addresses of the list of customers: a question, and the saved view it was opened from."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from lazo.differentiate.queries.customer_question import PAGE, ListQuestion
from lazo.web.charts.areas import AREA_OF_CSS_KEY
from lazo.web.field_span import is_span, read_spans
from lazo.web.formats import Formats
from lazo.web.written_amount import read_amount

VIEW = "vista"
TYPED = {
    "monto_desde": "value_from",
    "monto_hasta": "value_to",
    "monto_costo_desde": "cost_from",
    "monto_costo_hasta": "cost_to",
    "monto_margen_desde": "net_from",
    "monto_margen_hasta": "net_to",
}
"""Fields of the page in which people type an amount, each with the field of the question that it becomes."""
USUAL = ("area", "value_12m", "value_365d", "risk", "last_day", "last_contact_on")
"""The columns of a list of which nobody chose any; the name is always there."""
FEWEST_ROWS, STEP = 30, 4
"""A page with more columns has fewer rows: a browser on a small machine draws cells, not rows."""


@dataclass(frozen=True)
class ListAddress:
    """What the page shows: `view` is the number of the saved view it came from, null for none."""

    question: ListQuestion
    view: int | None = None

    def href(self, **changes: Any) -> str:
        """The address with some fields of the question changed, from its first page unless a cursor is given."""
        question = replace(self.question, **{"after": "", **changes})
        return list_href(question, self.view)


def list_href(question: ListQuestion, view: int | None = None) -> str:
    """The address of a question."""
    return with_params(reverse("web:customers"), question, view)


def with_params(path: str, question: ListQuestion, view: int | None = None) -> str:
    """Any address with a question behind it."""
    params = question.as_params() | ({VIEW: [str(view)]} if view is not None else {})
    return f"{path}?{urlencode(params, doseq=True)}" if params else path


def read_address(params: QueryDict, formats: Formats) -> ListAddress:
    """The address of a request; short names of areas and amounts as people type them count too."""
    told = {name: params.getlist(name) for name in params}
    told["area"] = [LONG_AREAS.get(area, area) for area in told.get("area", [])]
    question = ListQuestion.from_params(told)
    typed = {asks: read_amount(params.get(name, ""), formats) for name, asks in TYPED.items() if name in params}
    question = replace(question, **typed)  # type: ignore[arg-type]  # fields of the question
    question = replace(question, traits=read_spans(told, question.traits, formats))
    if question.columns == USUAL:
        question = replace(question, columns=())
    if len(question.columns) > len(USUAL):
        question = replace(question, size=max(FEWEST_ROWS, PAGE - STEP * (len(question.columns) - len(USUAL))))
    view = params.get(VIEW, "")
    return ListAddress(question, int(view) if view.isascii() and view.isdecimal() and len(view) < 19 else None)


def is_tidy(params: QueryDict) -> bool:
    """Whether the address is written as a link writes it: no empty field, no amount as typed."""
    return all(all(values) and name not in TYPED and not is_span(name) for name, values in params.lists())


LONG_AREAS = {
    css: word for css, area in AREA_OF_CSS_KEY.items() for word in ListQuestion(areas=(area,)).as_params()["area"]
}
"""`ret` is `retener`: addresses of the map's first version stay good."""
