"""Relations, households and their bodies."""

from datetime import date

from ninja import Schema

from lazo.api.shape import Body, Day, Id, Money, Name, ShortText


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


class MadeRelationOut(RelationOut):
    """`undo` takes it back, by `/undos`."""

    undo: str


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


class GroupValueOut(Schema):
    """Sums over the members the person may see; null where nothing is known of any. `hidden` members are in no sum."""

    members: int
    customers: int
    value_12m: Money | None = None
    value_365d: Money | None = None
    clv: Money | None = None
    cost_12m: Money | None = None
    net_12m: Money | None = None
    purchases: int | None = None
    strategic: int
    worst_area: str
    worst_place: float | None = None
    at_risk: int
    hidden: int


class HouseholdOut(Schema):
    """Of its members, those the person may see."""

    id: int
    name: str
    members: list[MemberOut]
    value: GroupValueOut


class MadeHouseholdOut(HouseholdOut):
    """`undo` takes it back, by `/undos`."""

    undo: str


class GroupCompanyOut(Schema):
    """A company of the group, in the order of its tree: `above` is the one over it, null for a head."""

    id: int
    name: str
    depth: int
    above: int | None = None
    relation: int | None = None
    since: date | None = None
    site: bool


class GroupOut(Schema):
    """Of its companies, those the person may see; none where the company stands alone."""

    companies: list[GroupCompanyOut]
    value: GroupValueOut


class PlaceIn(Body):
    """Under which company: as its subsidiary, or as a place of it."""

    under: Id
    site: bool = False


class PlacedOut(Schema):
    """The relation that holds now, those that ended for it, and the token for /undos."""

    relation: int
    ended: list[int]
    undo: str
