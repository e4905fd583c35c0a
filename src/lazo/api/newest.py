"""A page of rows by their number, the newest first: the order of most lists."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse

from lazo.api.answer import page
from lazo.api.cursor import make_cursor, read_cursor

M = TypeVar("M", bound=Model)


def newest_page(rows: QuerySet[M], told: Callable[[M], Mapping[str, Any]], *, limit: int, cursor: str) -> HttpResponse:
    """`told` says a row as JSON; `rows` are those that the person may see. One query, and what `told` asks. Raises Problem 422."""
    if cursor:
        rows = rows.filter(pk__lt=read_cursor(cursor, int)[0])
    found = list(rows.order_by("-pk")[: limit + 1])
    following = make_cursor(found[limit - 1].pk) if len(found) > limit else ""
    return page((told(one) for one in found[:limit]), next_cursor=following)
