"""Campaigns: what they say, to whom they are, what they came to."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from lazo.api.shape import Body, Day, Id, Minor, Money, Version

Area = Literal["ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"]
Purpose = Literal["marketing", "service", "surveys", "profiling", "collections", "sharing"]
Way = Literal["email", "whatsapp", "letter"]
State = Literal["DRAFT", "WAITING", "APPROVED", "SCHEDULED", "PREPARING", "RUNNING", "PAUSED", "ENDED"]
SegmentOf = Annotated[str, Field(max_length=60, description="key of a segment")]
Metric = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_-]+$")]
Rate = Annotated[float, Field(ge=0, le=1)]
Parts = Annotated[int, Field(ge=0, le=10_000, description="parts of ten thousand")]


class CampaignArmIn(Body):
    """One thing to say. `weight`: its part of those who are written to; `unit_cost` of one, in minor units of the company's currency;
    `templates`: the number of a template's version by channel.
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    weight: Annotated[int, Field(ge=1, le=10_000)] = 1
    unit_cost: Minor = 0
    templates: dict[Way, Id] = {}


class CampaignIn(Body):
    """A draft. `control` is left alone and gets nothing; without one, `no_control` says why. `channels` in the order in which they are tried.

    `metric` is `purchase` (who buys within `window_days`), `money` (their margin) or the name of an outcome that is told; `base` the rate
    without the campaign and `effect` what it is expected to add.
    """

    name: Annotated[str, Field(min_length=1, max_length=160)]
    segment: SegmentOf
    area: Area
    purpose: Purpose = "marketing"
    channels: Annotated[list[Way], Field(min_length=1, max_length=3)]
    arms: Annotated[list[CampaignArmIn], Field(min_length=1, max_length=5)]
    without: Annotated[list[SegmentOf], Field(max_length=20)] = []
    control: Parts = 1_000
    no_control: Annotated[str, Field(max_length=240)] = ""
    metric: Metric = "purchase"
    window_days: Annotated[int, Field(ge=1, le=730)] = 30
    unit_margin: Minor | None = None
    base: Rate | None = None
    effect: Rate | None = None
    lane: Literal["TRANSACTIONAL", "BULK"] = "BULK"
    repeats: Literal["ONCE", "WEEKLY", "DAILY"] = "ONCE"
    starts_on: Day | None = None
    ends_on: Day | None = None
    per_hour: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    budget: Minor | None = None


class CampaignChange(CampaignIn):
    """The whole draft again; `version`, unless If-Match says it."""

    version: Version | None = None


class CampaignArmOut(Schema):
    """`share` in parts of ten thousand of all; `customers` of whom the numbers are told."""

    key: str
    name: str
    is_control: bool
    share: int
    unit_cost: Money | None
    customers: int


class CampaignOut(Schema):
    """`customers`, `reached` (written to), `control` and `blocked` (by rule) are of the whole company for who makes campaigns or sees every
    customer, else of the customers the person may see (`whole` says which). `cost` is what the ledger has, null for who may not see money.
    """

    id: int
    experiment: int
    key: str
    name: str
    state: State
    area: str
    purpose: str
    segment: str
    without: list[str]
    channels: list[str]
    arms: list[CampaignArmOut]
    metric: str
    window_days: int
    unit_margin: Money | None
    lane: str
    repeats: str
    starts_on: date | None = None
    ends_on: date | None = None
    started_on: date | None = None
    measured_until: date | None = None
    per_hour: int | None = None
    budget: Money | None
    no_control: str
    owner: int | None = None
    version: int
    whole: bool
    customers: int
    reached: int
    control: int
    blocked: dict[str, int]
    cost: Money | None
    created_at: datetime
    changed_at: datetime


class CampaignsOut(Schema):
    data: list[CampaignOut]
    next: str | None = None


class CampaignMovedOut(CampaignOut):
    """`undo` takes it back; blank where it cannot be."""

    undo: str = ""


class CampaignArmForecastOut(Schema):
    key: str
    name: str
    is_control: bool
    customers: int
    cost: Money


class CampaignForecastOut(Schema):
    """Customers of the whole company as of `on`. `power`: the chance of telling `effect` from chance; `smallest`: the smallest difference that
    would be told in 80 of 100 cases. Both null without a `base`.
    """

    audience: int
    without: dict[str, int]
    already: int
    blocked: dict[str, int]
    eligible: int
    channels: dict[str, int]
    arms: list[CampaignArmForecastOut]
    cost: Money
    power: float | None
    smallest: float | None
    on: date
    as_of: datetime


class CampaignDecisionOut(Schema):
    """`message` is how far its message is, blank without one (the control group)."""

    customer: int
    on: date
    arm: str
    message: str


class CampaignDecisionsOut(Schema):
    data: list[CampaignDecisionOut]
    next: str | None = None


class CampaignBlockOut(Schema):
    customer: int
    on: date
    rule: str


class CampaignBlocksOut(Schema):
    data: list[CampaignBlockOut]
    next: str | None = None


class CampaignWaveOut(Schema):
    """`counts` of the whole company: audience, without, already, blocked, channels, arms; empty for who may not see the whole."""

    number: int
    on: date
    segment_version: int
    audience_on: date | None
    as_of: datetime | None
    rows: int | None
    done: int
    ready_at: datetime | None
    counts: dict[str, int | dict[str, int]]


class CampaignWavesOut(Schema):
    data: list[CampaignWaveOut]
    next: str | None = None


class CampaignNoteIn(Body):
    """Why, for whoever reads the history."""

    note: Annotated[str, Field(max_length=240)] = ""
