"""The list of customers: what is asked, and each row."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from lazo.api.shape import Body, Cursor, Day, Fields, Id, Kind, Limit, Minor, Money, ShortText
from lazo.differentiate.queries.customer_question import OPERATORS, ListQuestion

Strategic = Literal["HIGH_LTV", "COST_MAGNET", "BENCHMARK", "INSPIRATION", "REFEREE", "DOOR_OPENER"]
Words = Annotated[list[ShortText], Field(max_length=50)]
Area = Literal["ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN", "outside"]
Risk = Literal["high", "medium", "low"]
Cell = Annotated[str, Field(pattern=r"^[1-9]{2}$")]
Owner = Annotated[int, Field(ge=0, le=2**62)]
Trait = Annotated[
    str,
    Field(
        max_length=320, description="key:operator:value; operators is (alternatives), from, to, contains, has, empty"
    ),
]


class CustomerQuestion(Schema):
    """Values of one filter are alternatives, filters all hold. Money is minor units; `value` is the projected value of a year."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[ShortText, Field(description="names, e-mail, telephone, document, external number")] = ""
    areas: Annotated[list[Area], Field(max_length=50)] = []
    kinds: Annotated[list[Kind], Field(max_length=50)] = []
    risks: Annotated[list[Risk], Field(max_length=50)] = []
    cities: Words = []
    countries: Words = []
    owners: Annotated[list[Owner], Field(max_length=50, description="0: nobody's")] = []
    tiers: Words = []
    rfm: Annotated[list[Cell], Field(max_length=50)] = []
    strategic: bool | None = None
    strategic_kinds: Annotated[list[Strategic], Field(max_length=50)] = []
    segments: Annotated[
        list[Annotated[str, Field(max_length=60)]],
        Field(max_length=20, description="keys of segments; in any of them"),
    ] = []
    value_from: Minor | None = None
    value_to: Minor | None = None
    cost_from: Annotated[Minor | None, Field(description="what serving cost in 12 months")] = None
    cost_to: Minor | None = None
    net_from: Annotated[Minor | None, Field(description="margin of 12 months after cost to serve")] = None
    net_to: Minor | None = None
    last_day_from: Day | None = None
    last_day_to: Day | None = None
    created_from: Day | None = None
    contact_to: Day | None = None
    traits: Annotated[list[Trait], Field(max_length=20)] = []

    def question(self, **more: Any) -> ListQuestion:
        """The same question as the list of the pages asks it."""
        traits = (one.split(":", 2) for one in self.traits)
        asked = tuple(
            (key, how, value) for key, how, value in (one for one in traits if len(one) == 3) if how in OPERATORS
        )
        several = (
            "areas",
            "kinds",
            "risks",
            "cities",
            "countries",
            "owners",
            "tiers",
            "rfm",
            "strategic_kinds",
            "segments",
        )
        single = (
            "strategic",
            "value_from",
            "value_to",
            "cost_from",
            "cost_to",
            "net_from",
            "net_to",
            "last_day_from",
            "last_day_to",
            "created_from",
            "contact_to",
        )
        told: dict[str, Any] = {name: tuple(getattr(self, name)) for name in several}
        told |= {name: getattr(self, name) for name in single}
        return ListQuestion(text=self.q, traits=asked, **told, **more)


class CustomerListQuestion(CustomerQuestion):
    """And in which order, which page, which fields."""

    sort: Annotated[str, Field(max_length=80, description="a column, with a minus for the largest first")] = (
        "-value_365d"
    )
    cursor: Cursor = ""
    limit: Limit = 50
    fields: Fields = ""


class CustomerFacetsQuestion(CustomerQuestion):
    """And whether the company's own fields are counted too."""

    custom: Annotated[bool, Field(description="count the company's own fields")] = False


class CustomerRow(Schema):
    """One line of the list; null where nothing is known yet, `risk` in percent."""

    id: int
    name: str | None = None
    kind: Kind | None = None
    country: str | None = None
    city: str | None = None
    owner: int | None = None
    team: int | None = None
    area: str | None = None
    sub_state: str | None = None
    place: float | None = None
    also_in: list[str] | None = None
    value_12m: Money | None = None
    value_365d: Money | None = None
    clv: Money | None = None
    potential_value: Money | None = None
    unrealised: Money | None = None
    cost_12m: Money | None = None
    net_12m: Money | None = None
    migrator: bool | None = None
    p_alive: float | None = None
    risk: int | None = None
    n_purchases: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    last_contact_on: date | None = None
    first_contact_on: date | None = None
    created_on: date | None = None
    tier: str | None = None
    rfm: str | None = None
    strategic: bool | None = None
    traits: dict[str, Any] | None = None


class CustomerRows(Schema):
    """`next`: the cursor of the following page, null at the end. `as_of`: the day of the scores."""

    data: list[CustomerRow]
    next: str | None = None
    as_of: date | None = None


class RangeOut(Schema):
    """Customers whose value is at least `low` and below `high`, null: no end. Money is minor units, days are ISO."""

    low: int | date | None = None
    high: int | date | None = None
    customers: int


class CustomFacetOut(Schema):
    """A field of the company's own: customers by choice, of a flag by "1" and "0", of the other types by range."""

    key: str
    type: str
    counts: dict[str, int]
    ranges: list[RangeOut]


class FacetsOut(Schema):
    """By filter, each value and how many fit it and everything else that was asked; `total` fit all of it.

    `custom` has the company's own fields, where they were asked for.
    """

    total: int
    counts: dict[str, dict[str, int]]
    custom: list[CustomFacetOut]
    as_of: date | None = None


class BulkChangeIn(Body):
    """What everybody who fits `filter` is given: an owner, a team, a value of an own field, or the end of their time in the lists."""

    filter: CustomerQuestion
    action: Literal["assign_owner", "assign_team", "fill_field", "retire"]
    owner: Id | None = None
    team: Id | None = None
    field: Annotated[ShortText, Field(description="key of the company's own field, for fill_field")] = ""
    value: Annotated[str | bool | int | float | None, Field(description="of the field's type; null takes it away")] = (
        None
    )


class BulkChangeOut(Schema):
    """How many change; `job` does it when they are many, null when it is done; `undo` takes it back."""

    customers: int
    undo: str
    job: int | None = None
