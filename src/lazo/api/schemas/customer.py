"""A customer as programs write and read it."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StrictBool, StrictFloat, StrictInt

from lazo.api.shape import Body, Contact, Day, Id, Kind, Money, Name, ShortText, Version

Value = (
    Annotated[str, Field(max_length=240)]
    | StrictBool
    | Annotated[StrictInt, Field(ge=-(2**62), le=2**62)]
    | StrictFloat
    | None
)
Custom = Annotated[dict[Annotated[str, Field(max_length=60)], Value], Field(max_length=100)]
Contacts = Annotated[list[Contact], Field(max_length=20)]
Role = Annotated[str, Field(max_length=12)]


class Details(Body):
    """What may be said of anybody. A person has given name and surnames, an organization or a household a name."""

    given_name: ShortText = ""
    surnames: ShortText = ""
    birth_date: Day | None = None
    name: Name = ""
    legal_name: Name = ""
    trade_name: Name = ""
    country: Annotated[str, Field(max_length=2, description="ISO 3166, two letters")] = ""
    city: ShortText = ""
    address: Name = ""
    emails: Contacts = []
    phones: Contacts = []
    handles: Annotated[
        Contacts,
        Field(
            description="names in networks: «Instagram: @ana», the address of its page, or WhatsApp's id without a number"
        ),
    ] = []
    addresses: Annotated[Contacts, Field(description="further postal addresses, one line each")] = []
    documents: Annotated[
        Contacts, Field(description="identity documents and tax numbers, checked by the rules of the country")
    ] = []
    roles: Annotated[list[Role], Field(max_length=20)] = []
    owner: Id | None = None
    team: Id | None = None
    custom: Annotated[
        Custom, Field(description="the company's own fields by key; money in minor units of the base currency")
    ] = {}


class CustomerIn(Details):
    """A new customer. `source` and `external_id` say what another system calls it, both or neither. `allow_erased`: also one who was erased before."""

    kind: Kind = "PERSON"
    source: ShortText = ""
    external_id: ShortText = ""
    allow_erased: StrictBool = False


class CustomerPatch(Details):
    """Only the fields that change; lists are given whole. `version`, unless If-Match says it."""

    version: Version | None = None


class RecordSourceOut(Schema):
    source: str
    external_id: str


class ServedOut(Schema):
    """What serving the customer cost in 12 months, where unit costs are stated; `net_12m` is the margin after it, null where no margin is known."""

    contacts: int
    orders: int
    returns: int
    contact_cost: Money
    order_cost: Money
    return_cost: Money
    delivery_cost: Money
    cost: Money
    net_12m: Money | None = None
    coming_cost: Money


class ScoreOut(Schema):
    """What the current score run says; money in the base currency.

    `potential_value` is what the best tenth of the look-alikes is worth, `unrealised` what is left to grow, `migrator` whether the tier is near its cut-off or was another.
    """

    on: date
    area: str
    sub_state: str
    place: float
    also_in: list[str]
    why: str
    value_12m: Money | None = None
    value_365d: Money | None = None
    value_365d_low: Money | None = None
    value_365d_high: Money | None = None
    clv: Money | None = None
    potential_value: Money | None = None
    unrealised: Money | None = None
    served: ServedOut | None = None
    p_alive: float | None = None
    tier: str
    migrator: bool
    rfm: str
    strategic: bool
    n_purchases: int
    first_day: date | None = None
    last_day: date | None = None


class CustomerOut(Schema):
    """Only what was asked for with `fields`; fields of another kind of party are not there."""

    id: int
    kind: Kind | None = None
    name: str | None = None
    given_name: str | None = None
    surnames: str | None = None
    birth_date: date | None = None
    legal_name: str | None = None
    trade_name: str | None = None
    country: str | None = None
    city: str | None = None
    address: str | None = None
    emails: list[str] | None = None
    phones: list[str] | None = None
    handles: list[str] | None = None
    addresses: list[str] | None = None
    documents: list[str] | None = None
    roles: list[str] | None = None
    owner: int | None = None
    team: int | None = None
    first_contact_on: date | None = None
    created_at: str | None = None
    version: int | None = None
    retired: bool | None = None
    custom: dict[str, Any] | None = None
    sources: list[RecordSourceOut] | None = None
    household: int | None = None
    score: ScoreOut | None = None
    undo: str | None = None
