"""Models and the tables they learn from, as programs read and write them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from lazo.api.shape import Body, Id, ShortText, Version

ModelKind = Literal["CHURN", "SILENCE", "LATE_PAYMENT", "NEXT_CATEGORY", "RESPONSE"]
Horizon = Annotated[int, Field(ge=1, le=3650)]
ColumnText = Annotated[str, Field(max_length=2000)]


class ModelVersionOut(Schema):
    """One training; `card` holds everything that was measured (docs: reference/propensity)."""

    id: int
    number: int
    on: date
    is_useful: bool
    card: dict[str, Any]
    created_at: datetime


class ModelOut(Schema):
    """`version` is the one that holds: the pinned one, else the newest; null before the first."""

    id: int
    kind: str
    name: str
    table: int | None = None
    horizon_days: int | None = None
    version: ModelVersionOut | None = None
    pinned: bool
    customers: int
    told_on: date | None = None


class ModelsOut(Schema):
    data: list[ModelOut]
    next: str | None = None


class ModelVersionsOut(Schema):
    data: list[ModelVersionOut]
    next: str | None = None


class ModelIn(Body):
    """`table` null learns from the purchases: SILENCE and NEXT_CATEGORY alone."""

    kind: ModelKind
    name: ShortText
    table: Id | None = None
    horizon_days: Horizon | None = None


class PinIn(Body):
    """`version` is the id of a model version."""

    version: Id


class PropensityOut(Schema):
    """`chance` and `confidence` from 0 to 1; `reasons`: column, cell, share of the log of the odds; `answer` of a model that names one."""

    customer: int
    chance: float
    confidence: float
    answer: str
    reasons: list[list[Any]]
    version: int
    on: date
    expires_on: date


class PropensitiesOut(Schema):
    data: list[PropensityOut]
    next: str | None = None


class LabelTableOut(Schema):
    """`choices` empty: nothing was decided yet; `version` is what a change is made on."""

    id: int
    name: str
    file_name: str
    rows: int
    columns: list[dict[str, Any]]
    choices: dict[str, Any]
    version: int
    created_at: datetime


class LabelTablesOut(Schema):
    data: list[LabelTableOut]
    next: str | None = None


class ChoicesIn(Body):
    """Columns by name; `rule` is the value that means yes, or `> 3`; `declared` says of columns whether they are known before or after."""

    label: ColumnText
    rule: ColumnText = ""
    id: ColumnText = ""
    day: ColumnText = ""
    known: ColumnText = ""
    declared: dict[str, Literal["before", "after"]] = {}
    version: Version


class FindingOut(Schema):
    """A column left out; `is_leak`: because it is known only afterwards."""

    column: str
    reason: str
    figure: float | None = None
    is_leak: bool


class TriedOut(Schema):
    """The choices tried on the first 20,000 rows."""

    rows: int
    yes: int
    open_rows: int
    ids: int
    matched: int
    findings: list[FindingOut]
