"""A thousand customers of another system at once."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, StrictBool

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.problem import FieldError, refused
from lazo.api.schemas.customer import Details
from lazo.api.shape import Body, FieldProblem, Kind
from lazo.api.views_of_customer import custom_in
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.operations.party_upsert import MOST, UnableToUpsert, Upserted, upsert_parties
from lazo.identify.operations.upsert_row import RowTrouble, UpsertRow
from lazo.identify.queries.custom_fields import CUSTOM

router = Router()


class BulkRow(Details):
    """Only the fields the source knows: what is not sent stays as it is. Lists add, they take nothing away."""

    external_id: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Kind = "PERSON"


class BulkIn(Body):
    """`source`: the system whose numbers these are; made on first use. `allow_erased`: also people who were erased before."""

    source: Annotated[str, Field(min_length=1, max_length=120)]
    rows: Annotated[list[BulkRow], Field(min_length=1, max_length=MOST)]
    allow_erased: StrictBool = False


class BulkResult(Schema):
    """`row` from 0; `id` null when it was rejected and is not there; `kept`: fields a person wrote by hand, which stay."""

    row: int
    external_id: str
    outcome: Literal["created", "updated", "same", "rejected"]
    id: int | None = None
    kept: list[str]
    errors: list[FieldProblem]


class BulkOut(Schema):
    created: int
    updated: int
    same: int
    rejected: int
    results: list[BulkResult]


@router.post("/customers/bulk", response=BulkOut)
def upsert_customers(request: HttpRequest, payload: BulkIn) -> HttpResponse:
    """Make or bring up to date up to 1,000 customers by the number their source gives them. A row that cannot be read is rejected alone."""
    user = caller(request, "customers:write")
    fields = {kind: fields_for(kind) for kind in {row.kind for row in payload.rows}}
    rows = []
    for row in payload.rows:
        said = row.model_dump(exclude_unset=True, exclude={"external_id", "kind", "custom", "roles"})
        rows.append(UpsertRow(row.external_id.strip(), row.kind, {**said, **custom_in(row.custom, fields[row.kind])}))
    try:
        erased = payload.allow_erased
        found = upsert_parties(source=payload.source, rows=rows, by=user, on=today(), allow_erased=erased)
    except UnableToUpsert as error:
        raise refused(error, pointers={"": "/source" if error.code == "no_source" else ""}) from error
    results = [_result(place, row.external_id, one) for place, (row, one) in enumerate(zip(rows, found, strict=True))]
    counts = {name: sum(one.outcome == name for one in found) for name in ("created", "updated", "same", "rejected")}
    return answer({**counts, "results": results})


def _result(place: int, number: str, one: Upserted) -> dict[str, Any]:
    errors = [_error(place, trouble).told() for trouble in one.troubles]
    kept = list(one.kept)
    return {
        "row": place,
        "external_id": number,
        "outcome": one.outcome,
        "id": one.party,
        "kept": kept,
        "errors": errors,
    }


def _error(place: int, trouble: RowTrouble) -> FieldError:
    name = trouble.field.replace(CUSTOM, "custom/", 1)
    line = trouble.params.get("line")
    pointer = f"/rows/{place}/{name}" + (f"/{line - 1}" if isinstance(line, int) else "")
    return FieldError(pointer, trouble.code, trouble.params)
