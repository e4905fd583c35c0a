"""The fields that a company defines itself, whole: kinds, choices, order, put away and taken out again; for who administers."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.shape import Body, Kind, ShortText, UndoOfferOut
from lazo.identify.models import TraitDefinition
from lazo.identify.operations.custom_field import (
    FieldDetails,
    UnableToDefineField,
    add_custom_field,
    archive_custom_field,
    edit_custom_field,
    order_custom_fields,
    restore_custom_field,
)
from lazo.identify.queries.custom_fields import OWN, CustomField, custom_field, definitions
from lazo.kernel.models import User

router = Router()
Type = Literal["TEXT", "NUMBER", "MONEY", "DATE", "FLAG", "CHOICE", "PARTY"]
Key = Annotated[str, Field(min_length=1, max_length=60)]
POINTERS = {"unknown_type": "/type", "unknown_field": "/keys"}


class FieldOut(Schema):
    """`kinds` empty: for all; `archived`: no form or list offers it, its values stay."""

    key: str
    name: str
    type: str
    help: str
    unit: str
    choices: list[str]
    kinds: list[str]
    required: bool
    archived: bool


class FieldsOut(Schema):
    data: list[FieldOut]
    next: str | None = None


class FieldDetailsIn(Body):
    """`choices` are those of a CHOICE, in order; `unit` what a NUMBER counts."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    help: Annotated[str, Field(max_length=240)] = ""
    unit: Annotated[str, Field(max_length=40)] = ""
    choices: Annotated[list[ShortText], Field(max_length=200)] = []
    kinds: Annotated[list[Kind], Field(max_length=3)] = []
    required: bool = False

    def details(self) -> FieldDetails:
        return FieldDetails(
            self.name, self.help, self.unit, tuple(self.choices), tuple(self.kinds), is_required=self.required
        )


class FieldIn(FieldDetailsIn):
    """The key follows from the name; the type is chosen once."""

    type: Type


class KeysIn(Body):
    keys: Annotated[list[Key], Field(max_length=500)]


@router.get("/custom-fields", response=FieldsOut)
def list_fields(request: HttpRequest) -> HttpResponse:
    """All in their order, those that are put away among them."""
    caller(request, "customers:read")
    return page(_row(one) for one in definitions(archived=True))


@router.post("/custom-fields", response={201: FieldOut})
def create_field(request: HttpRequest, payload: FieldIn) -> HttpResponse:
    """At once in forms, lists, exports, imports and here."""
    user = _administrator(request)
    try:
        made = add_custom_field(of=payload.type, details=payload.details(), by=user)
    except UnableToDefineField as error:
        raise _refused(error) from error
    return answer(_row(custom_field(made)), status=201)


@router.put("/custom-fields/order", response=FieldsOut)
def put_order(request: HttpRequest, payload: KeysIn) -> HttpResponse:
    """In the order of these keys; those not named come behind."""
    user = _administrator(request)
    try:
        order_custom_fields(keys=payload.keys, by=user)
    except UnableToDefineField as error:
        raise _refused(error) from error
    return page(_row(one) for one in definitions(archived=True))


@router.put("/custom-fields/{key}", response=FieldOut)
def change_field(request: HttpRequest, key: Key, payload: FieldDetailsIn) -> HttpResponse:
    """All that is said of it; its key and type stay. A choice that customers have cannot go."""
    user = _administrator(request)
    try:
        return answer(_row(custom_field(edit_custom_field(field=_found(key), details=payload.details(), by=user))))
    except UnableToDefineField as error:
        raise _refused(error) from error


@router.post("/custom-fields/{key}/archive", response={201: UndoOfferOut})
def archive_field(request: HttpRequest, key: Key) -> HttpResponse:
    """Put it away: its values stay, no form or list offers it."""
    user = _administrator(request)
    return answer({"undo": archive_custom_field(field=_found(key), by=user)}, status=201)


@router.delete("/custom-fields/{key}/archive", response=FieldOut)
def restore_field(request: HttpRequest, key: Key) -> HttpResponse:
    """Take it out again, with its values."""
    user = _administrator(request)
    return answer(_row(custom_field(restore_custom_field(field=_found(key), by=user))))


def _administrator(request: HttpRequest) -> User:
    return caller(request, "customers:write", permission="may_administer")


def _found(key: str) -> TraitDefinition:
    found = TraitDefinition.objects.filter(key=key, package=OWN).first()
    if found is None:
        raise not_found()
    return found


def _refused(error: UnableToDefineField) -> Problem:
    field = {"party_kinds": "kinds"}.get(error.field, error.field)
    if error.code == "choice_in_use":
        return Problem(409, error.code, [FieldError("/choices", error.code, {"count": error.count})])
    return refused(error, pointers={error.field: f"/{field}" if field else POINTERS.get(error.code, "")})


def _row(one: CustomField) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("key", "name", "type", "help", "unit")}
    return {
        **told,
        "choices": list(one.choices),
        "kinds": list(one.party_kinds),
        "required": one.is_required,
        "archived": one.is_archived,
    }
