"""The list of customers as a file, written while it is sent."""

from typing import Annotated, Literal

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router
from pydantic import Field

from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.schemas.customer_list import CustomerQuestion
from lazo.differentiate.operations.customer_export import CONTENT_TYPES, export_customers
from lazo.differentiate.operations.export import UnableToExport
from lazo.differentiate.queries.customer_columns import COLUMNS

router = Router()
FILE = {kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in CONTENT_TYPES.values()}
Columns = Annotated[str, Field(max_length=1000, description="comma separated, in their order; blank: the usual ones")]


class ExportQuestion(CustomerQuestion):
    """Whom, which columns, in which order, as which file."""

    columns: Columns = ""
    sort: Annotated[str, Field(max_length=80)] = "-value_365d"
    format: Literal["csv", "xlsx"] = "csv"


@router.get("/exports/customers", openapi_extra={"responses": {200: {"content": FILE}}})
def export(request: HttpRequest, asked: Query[ExportQuestion]) -> StreamingHttpResponse:
    """Everybody who fits, for who may export; money in units of the base currency. One event says who took how many rows."""
    user = caller(request, "exports:read")
    columns = tuple(name.strip() for name in asked.columns.split(",") if name.strip())
    if any(name not in COLUMNS and not name.startswith("trait:") for name in columns):
        raise Problem(422, "invalid", [FieldError("columns", "unknown_field")])
    if asked.sort.removeprefix("-") not in COLUMNS:
        raise Problem(422, "invalid", [FieldError("sort", "bad_order")])
    question = asked.question(sort=asked.sort, columns=columns)
    try:
        made = export_customers(by=user, question=question, file_format=asked.format, on=today())
    except UnableToExport as error:
        raise refused(error) from error
    response = StreamingHttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return response
