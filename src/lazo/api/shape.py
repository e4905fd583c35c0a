"""The bricks of every body and parameter: numbers a database holds, texts of a length, nothing that nobody asked for."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

LARGEST = 2**63 - 1
MOST_ROWS = 1000

Id = Annotated[int, Field(ge=1, le=LARGEST)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Minor = Annotated[int, Field(ge=-(2**62), le=2**62, description="minor units of the currency")]
Name = Annotated[str, Field(max_length=240)]
ShortText = Annotated[str, Field(max_length=120)]
LongText = Annotated[str, Field(max_length=20_000)]
Contact = Annotated[str, Field(max_length=254)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217")]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows of a page")]
Cursor = Annotated[str, Field(max_length=2000, description="the `next` of the page before; blank for the first")]
Fields = Annotated[str, Field(max_length=1000, description="only these fields, comma separated; blank: all")]
Day = Annotated[date, Field(ge=date(1000, 1, 1), le=date(9998, 12, 31))]


class Body(Schema):
    """What a program sends: an unknown field is an error, not something to pass over."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Money(Schema):
    """An amount in minor units (cents, centavos) of its currency."""

    amount: int
    currency: str


class MoneyIn(Body):
    """An amount in minor units (cents, centavos) of its currency."""

    amount: Minor
    currency: Currency


class UndoOfferOut(Schema):
    """`undo` is the token by which `POST /undos` takes it back, by who did it; blank when nothing changed."""

    undo: str


class FieldProblem(Schema):
    """`field`: JSON pointer into the body, or the name of a parameter."""

    field: str
    code: str
    message: str


class ProblemOut(Schema):
    """RFC 9457: what went wrong and what to do about it."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = []


Kind = Literal["PERSON", "ORGANIZATION", "HOUSEHOLD"]
Plain = str | int | float | bool | None
Row = dict[str, Any]
