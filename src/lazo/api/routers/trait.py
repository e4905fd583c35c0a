"""What is known about customers: definitions, and each value with where it comes from. A company's own fields are among them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.schemas.customer import Value
from lazo.api.shape import Body, Id, ShortText
from lazo.identify.models import Party, TraitDefinition
from lazo.identify.operations.trait import UnableToDefineTrait, UnableToSetTrait, define_trait, set_trait
from lazo.identify.queries.traits import Trait, traits_of
from lazo.kernel.models import User

router = Router()
TYPES = Literal["TEXT", "NUMBER", "MONEY", "DATE", "FLAG"]


class DefinitionOut(Schema):
    """`package` custom: a field the company made itself."""

    id: int
    key: str
    name: str
    type: str
    kind: str
    unit: str
    package: str


class DefinitionsOut(Schema):
    data: list[DefinitionOut]
    next: str | None = None


class DefinitionIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    type: TYPES
    unit: Annotated[str, Field(max_length=40)] = ""


class TraitOut(Schema):
    """`holds` is true of the one value that counts."""

    key: str
    name: str
    type: str
    unit: str
    method: str
    value: Any = None
    kind: str
    confidence: float
    source: str
    set_at: datetime
    holds: bool


class TraitsOut(Schema):
    data: list[TraitOut]
    next: str | None = None


class TraitIn(Body):
    """In the type of the trait: days as ISO, money in minor units of the base currency; null takes it back."""

    value: Value


@router.get("/traits", response=DefinitionsOut)
def list_definitions(request: HttpRequest) -> HttpResponse:
    """All traits that are defined."""
    caller(request, "customers:read")
    return page(_definition(one) for one in TraitDefinition.objects.order_by("name", "pk"))


@router.post("/traits", response={201: DefinitionOut})
def add_definition(request: HttpRequest, payload: DefinitionIn) -> HttpResponse:
    """A field of the company's own, for who administers; the same name and type again is the same field."""
    user = caller(request, "customers:write", permission="may_administer")
    try:
        made = define_trait(name=payload.name, of=payload.type, unit=payload.unit, by=user)
    except UnableToDefineTrait as error:
        raise refused(error, pointers={"": "/type" if error.code == "other_type" else "/name"}) from error
    return answer(_definition(made), status=201)


@router.get("/customers/{customer}/traits", response=TraitsOut)
def list_traits(request: HttpRequest, customer: Id) -> HttpResponse:
    """Every value, by name of trait, the one that holds first."""
    user = caller(request, "customers:read")
    return page(_row(one) for one in traits_of(party=found_party(user, customer)))


@router.put("/customers/{customer}/traits/{key}", response=TraitsOut)
def put_trait(request: HttpRequest, customer: Id, key: ShortText, payload: TraitIn) -> HttpResponse:
    """Say the value of a trait, declared by a person: it stands beside what was inferred, and counts before it."""
    user = caller(request, "customers:write")
    party = found_party(user, customer)
    _set(party, key, payload.value, user)
    return page(_row(one) for one in traits_of(party=party) if one.key == key)


def _set(party: Party, key: str, value: Any, user: User) -> None:
    definition = TraitDefinition.objects.filter(key=key).first()
    if definition is not None and definition.type == TraitDefinition.Type.DATE and isinstance(value, str):
        value = _day(value)
    try:
        set_trait(party=party, key=key, value=value, by=user, kind=TraitDefinition.Kind.DECLARED)
    except UnableToSetTrait as error:
        raise refused(error, pointers={"": "key" if error.code == "unknown_trait" else "/value"}) from error


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Problem(422, "invalid", [FieldError("/value", "bad_date")]) from None


def _definition(one: TraitDefinition) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "key", "name", "type", "kind", "unit", "package")}


def _row(one: Trait) -> dict[str, Any]:
    names = ("key", "name", "type", "unit", "method", "value", "kind", "confidence", "source", "set_at", "holds")
    return {name: getattr(one, name) for name in names}
