"""An import, step by step."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StrictBool

from lazo.api.shape import Body, Id, ShortText

Cell = Annotated[str, Field(max_length=2000)]


class ImportOut(Schema):
    """`state`: UPLOADED, MAPPED, CHECKED, RUNNING, DONE, UNDOING, UNDONE, FAILED; the counts add up to `rows`."""

    id: int
    source: str
    entity: str
    state: str
    file_name: str
    size: int
    mapping: dict[str, str]
    options: dict[str, Any]
    rows: int
    new: int
    updated: int
    duplicate: int
    rejected: int
    kept: int
    report: dict[str, Any]
    error: dict[str, Any] | None = None
    created_at: datetime
    finished_at: datetime | None = None
    undone_at: datetime | None = None
    job: int | None = None


class ImportsOut(Schema):
    data: list[ImportOut]
    next: str | None = None


class PreviewOut(Schema):
    """The first rows, how each column would be read, and what a person should decide (`questions`)."""

    header: list[str]
    sample: list[dict[str, str | None]]
    mapping: dict[str, str]
    options: dict[str, Any]
    remembered: bool
    questions: dict[str, list[str]]
    n_rows: int | None = None
    sheets: list[str]
    suggested_entity: str


class Options(Body):
    """How the cells are written; what is not said is recognised. See the reference of import options."""

    country: Annotated[str, Field(max_length=2)] | None = None
    currency: Annotated[str, Field(max_length=3)] | None = None
    number_format: Annotated[str, Field(max_length=2)] | None = None
    date_order: Annotated[str, Field(max_length=3)] | None = None
    tax_country: Annotated[str, Field(max_length=2)] | None = None
    sheet: ShortText | None = None
    header_row: Annotated[int, Field(ge=1, le=1000)] | None = None
    owner: Id | None = None
    team: Id | None = None
    customer_source: Id | None = None
    create_unknown: StrictBool | None = None
    force: StrictBool | None = None
    allow_erased: StrictBool | None = None


class MappingIn(Body):
    """Column of the file -> field; columns left out are not imported."""

    mapping: Annotated[dict[Cell, Annotated[str, Field(max_length=120)]], Field(max_length=2000)]
    options: Options = Options()


class ProblemRow(Schema):
    row: int
    column: str
    code: str
    reason: str
    rejects: bool


class ProblemRows(Schema):
    """The first thousand rows that stay out or go in with a doubt."""

    data: list[ProblemRow]
    next: str | None = None
