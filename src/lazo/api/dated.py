"""Pages of rows that have a name and a day: by name, the newest of each first, page after page by a cursor."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse

from lazo.api.answer import page
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.problem import FieldError, Problem

M = TypeVar("M", bound=Model)


def dated_page(
    rows: QuerySet[M], told: Callable[[M], Mapping[str, Any]], *, name: str, day: str, limit: int, cursor: str
) -> HttpResponse:
    """`told` says a row as JSON; `name` and `day` are the columns that together tell one row. One query. Raises Problem 422."""
    rows = rows.order_by(name, f"-{day}")
    if cursor:
        last_name, last_day = read_cursor(cursor, str, str)
        rows = rows.filter(Q(**{f"{name}__gt": last_name}) | Q(**{name: last_name, f"{day}__lt": _day(last_day)}))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = make_cursor(getattr(last, name), getattr(last, day).isoformat()) if last else ""
    return page((told(one) for one in found[:limit]), next_cursor=following)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")]) from None
