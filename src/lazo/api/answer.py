"""Answers: JSON made from plain values, only the fields asked for, with the version of the row as its ETag."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse

from lazo.api.problem import FieldError, Problem

JSON = "application/json"


def answer(
    value: Any,
    *,
    status: int = 200,
    version: int | None = None,
    location: str = "",
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """`value` as JSON: dates in ISO, decimals as text. `version` becomes the ETag that If-Match gives back."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    response = HttpResponse(body, status=status, content_type=JSON, headers=dict(headers or {}))
    if version is not None:
        response["ETag"] = f'"{version}"'
    if location:
        response["Location"] = location
    return response


def nothing() -> HttpResponse:
    """Done, and there is nothing to say."""
    return HttpResponse(status=204)


def page(rows: Iterable[Mapping[str, Any]], *, next_cursor: str = "", fields: str = "", **more: Any) -> HttpResponse:
    """A page of a list: `data`, and `next`, null at the end."""
    return answer({"data": sparse_rows(list(rows), fields), "next": next_cursor or None, **more})


def sparse_rows(rows: Sequence[Mapping[str, Any]], fields: str) -> Sequence[Mapping[str, Any]]:
    """Only the fields named in `fields` (comma separated; blank: all), and the id always."""
    if not fields or not rows:
        return rows
    wanted = wanted_fields(fields, rows[0].keys())
    return [{name: row[name] for name in row if name in wanted} for row in rows]


def sparse(row: Mapping[str, Any], fields: str) -> Mapping[str, Any]:
    return sparse_rows([row], fields)[0]


def wanted_fields(fields: str, known: Iterable[str]) -> set[str]:
    """The fields of a `fields` parameter. Raises Problem 422 for one that is not there."""
    wanted = {name.strip() for name in fields.split(",") if name.strip()}
    if wanted - set(known):
        raise Problem(422, "invalid", [FieldError("fields", "unknown_field")])
    return wanted | {"id"}


def asked_version(request: HttpRequest, said: int | None) -> int:
    """The version a change is made on: from If-Match, else from the body. Raises Problem 412 or 422."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        if said is None:
            raise Problem(412, "no_version")
        return said
    number = header.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise Problem(422, "invalid", [FieldError("If-Match", "bad_version")])
    return int(number)


def money(amount: int | None, currency: str) -> dict[str, Any] | None:
    """Minor units and currency, as everywhere; null stays null."""
    return None if amount is None else {"amount": amount, "currency": currency}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return str(value)
