"""Segments: rules or a list kept by hand, what they are worth, who is in them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from lazo.api.shape import Body, Id, Money, Version

SegmentKey = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Definition = Annotated[
    dict[str, Any], Field(max_length=8, description="the tree of rules, see docs/reference/segments.md")
]
SegmentName = Annotated[str, Field(min_length=1, max_length=120)]
Description = Annotated[str, Field(max_length=240)]
Customers = Annotated[list[Id], Field(min_length=1, max_length=10_000)]


class SegmentOut(Schema):
    """`customers` whom the person may see, where it was asked for; `descriptive`: only says who somebody is, no audience."""

    key: str
    name: str
    description: str
    kind: Literal["RULES", "LIST"]
    definition: dict[str, Any]
    sentence: str
    descriptive: bool
    owner: int | None = None
    version: int
    as_of: date | None = None
    customers: int | None = None
    created_at: datetime
    changed_at: datetime


class SegmentsOut(Schema):
    data: list[SegmentOut]
    next: str | None = None


class SegmentIn(Body):
    """Blank `key`: one made from the name. A list begins empty and has no rules."""

    name: SegmentName
    key: Annotated[str, Field(max_length=60)] = ""
    description: Description = ""
    kind: Literal["RULES", "LIST"] = "RULES"
    definition: Definition | None = None


class SegmentPatch(Body):
    """Only what changes; `version`, unless If-Match says it."""

    name: SegmentName | None = None
    description: Description | None = None
    definition: Definition | None = None
    version: Version | None = None


class SegmentSavedOut(SegmentOut):
    """`undo` takes the edit back; blank when nothing changed."""

    undo: str = ""


class RulesIn(Body):
    """Rules that are still being written."""

    definition: Definition


class SegmentNumbersOut(Schema):
    """Of the customers the person may see. `rules`: customers of each condition by its path; `reach`: whom each channel may reach for marketing.

    Money is null before the first score run; `month_ago` where nobody counted then.
    """

    customers: int
    everybody: int
    value_12m: Money | None = None
    value_365d: Money | None = None
    reach: dict[str, int]
    areas: dict[str, int]
    rules: dict[str, int]
    sample: list[int]
    month_ago: int | None = None
    descriptive: bool
    sentence: str
    on: date
    as_of: datetime


class SegmentMemberOut(Schema):
    """`since`: the day of the count that found the customer in it, null where none has yet."""

    id: int
    since: date | None = None


class SegmentMembersOut(Schema):
    """`next`: the cursor of the following page, null at the end."""

    data: list[SegmentMemberOut]
    next: str | None = None
    total: int
    on: date


class ListingIn(Body):
    """Numbers of customers; those that the person may not see are passed over."""

    customers: Customers


class ListingOut(Schema):
    """How many came onto or off the list; `undo` takes it back."""

    customers: int
    undo: str


class SegmentVersionOut(Schema):
    number: int
    name: str
    description: str
    definition: dict[str, Any]
    by: int | None = None
    at: datetime


class SegmentVersionsOut(Schema):
    data: list[SegmentVersionOut]
    next: str | None = None


class RestorationIn(Body):
    """Which version becomes the newest again; `version`, unless If-Match says it."""

    number: Version
    version: Version | None = None


class FreezingIn(Body):
    """The name of the list that keeps who is in the segment today."""

    name: SegmentName


class PassageOut(Schema):
    """`because`: paths of the rules that changed, with commas; or definition, new, gone."""

    customer: int
    on: date
    entered: bool
    because: str


class PassagesOut(Schema):
    data: list[PassageOut]
    next: str | None = None


class CustomerSegmentsOut(Schema):
    """Keys of the segments, as of this moment."""

    segments: list[str]


class WordOut(Schema):
    """A field or trait of which rules may speak: what may be asked follows from its type."""

    key: str
    name: str
    type: str
    descriptive: bool
    choices: list[str]


class FamilyOut(Schema):
    """Facts that rules may count, and by which attributes."""

    key: str
    has_amount: bool
    attributes: dict[str, list[str]]


class VocabularyOut(Schema):
    """Everything of which rules may speak today."""

    fields: list[WordOut]
    traits: list[WordOut]
    families: list[FamilyOut]
    relations: list[str]
    purposes: list[str]
    channels: list[str]
    segments: list[str]


class SentenceIn(Body):
    """Rules as a person types them, in Spanish, English or Portuguese (blank: that of Accept-Language)."""

    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    language: Literal["", "es", "en", "pt-br"] = ""


class SentenceOut(Schema):
    """The rules read, and how they are said."""

    definition: dict[str, Any]
    sentence: str
