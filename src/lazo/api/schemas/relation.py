"""Relations, households and their bodies."""

from datetime import date

from ninja import Schema

from lazo.api.shape import Body, Day, Id, Name, ShortText


class RelationOut(Schema):
    """Read from the customer asked about: «<customer> <words> <other>»."""

    id: int
    type: str
    words: str
    other: int
    other_name: str
    other_kind: str
    kind: str
    confidence: str
    valid_from: date | None = None
    valid_to: date | None = None
    outgoing: bool


class RelationsOut(Schema):
    data: list[RelationOut]
    next: str | None = None


class RelationIn(Body):
    """The customer <type> `other`, since that day (null: nobody knows)."""

    type: ShortText
    other: Id
    since: Day | None = None


class EndIn(Body):
    """The first day on which it no longer holds; today unless said."""

    on: Day | None = None


class RelationTypeOut(Schema):
    key: str
    family: str
    name: str
    inverse_name: str
    symmetric: bool


class RelationTypesOut(Schema):
    data: list[RelationTypeOut]
    next: str | None = None


class HouseholdIn(Body):
    name: Name
    members: list[Id]


class MemberIn(Body):
    member: Id


class MemberOut(Schema):
    id: int
    name: str
    since: date | None = None


class HouseholdOut(Schema):
    """Of its members, those the person may see."""

    id: int
    name: str
    members: list[MemberOut]
