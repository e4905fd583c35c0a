"""Notes, calls and other interactions."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from lazo.api.shape import Body, Day, LongText, Version


class InteractionOut(Schema):
    """`by` null: it came by the channel, nobody of us wrote it."""

    id: int
    customer: int
    kind: str
    channel: str
    direction: str
    subject: str
    text: str
    outcome: str | None = None
    minutes: int | None = None
    on: date
    at: datetime | None = None
    by: int | None = None
    version: int


class InteractionsOut(Schema):
    data: list[InteractionOut]
    next: str | None = None


class NoteIn(Body):
    text: Annotated[LongText, Field(min_length=1)]
    on: Day | None = None
    at: AwareDatetime | None = None


class NotePatch(Body):
    text: Annotated[LongText, Field(min_length=1)]
    version: Version | None = None


class CallIn(Body):
    direction: Literal["IN", "OUT"]
    outcome: Annotated[str, Field(max_length=20)]
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    text: LongText = ""
    on: Day | None = None
    at: AwareDatetime | None = None


class CallPatch(Body):
    direction: Literal["IN", "OUT"]
    outcome: Annotated[str, Field(max_length=20)]
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    text: LongText = ""
    version: Version | None = None
