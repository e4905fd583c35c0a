"""Customers: persons, companies and households, one by one."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from lazo.api.answer import answer, asked_version, nothing, sparse
from lazo.api.caller import caller
from lazo.api.company import company, currency_of, today
from lazo.api.found import found_party
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.routers.customer_list import router as router  # noqa: PLC0414 - one address, one router: handed on
from lazo.api.schemas.customer import CustomerIn, CustomerOut, CustomerPatch
from lazo.api.shape import Fields, Id
from lazo.api.views_of_customer import custom_in, customer_row, summary_row
from lazo.identify.models import Party
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.operations.party import Added, UnableToAddParty, UnableToEditParty, add_party, plain
from lazo.identify.operations.party_correction import correct_party
from lazo.identify.operations.retirement import UnableToRetireParty, retire_party
from lazo.identify.operations.source_record import UnableToNameRecord, name_record
from lazo.identify.queries.custom_fields import CUSTOM
from lazo.kernel.models import User

OF_KIND = {
    "PERSON": {"given_name", "surnames", "birth_date"},
    "ORGANIZATION": {"name", "legal_name", "trade_name"},
    "HOUSEHOLD": {"name"},
}
ONLY = {"name", "legal_name", "trade_name", "given_name", "surnames", "birth_date"}


@router.post("/customers", response={201: CustomerOut})
def create_customer(request: HttpRequest, payload: CustomerIn) -> HttpResponse:
    """A new person or company, of whom the caller is the owner unless another is named. Nobody is looked for: `/duplicates` asks before."""
    user = caller(request, "customers:write")
    try:
        made = _named(payload, user) if payload.source or payload.external_id else _added(payload, user)
    except (UnableToAddParty, UnableToNameRecord) as error:
        raise refused_party(error) from error
    row, number = customer_row(made.party, made.values), made.party.pk
    return answer(row, status=201, version=made.party.version, location=f"/api/v1/customers/{number}")


@router.get("/customers/{customer}", response=CustomerOut)
def get_customer(request: HttpRequest, customer: Id, fields: Fields = "") -> HttpResponse:
    """Everything at a glance. The number of a record that was found to be somebody else answers with that customer."""
    user = caller(request, "customers:read")
    party = found_party(user, customer)
    row = summary_row(party, user=user, currency=currency_of(company()))
    return answer(sparse(row, fields), version=party.version)


@router.patch("/customers/{customer}", response=CustomerOut)
def edit_customer(request: HttpRequest, customer: Id, payload: CustomerPatch) -> HttpResponse:
    """Change the fields that are sent and no others. If somebody saved since the version it is made on: 409, with both values. `undo` takes it back."""
    user = caller(request, "customers:write")
    party = found_party(user, customer)
    version = asked_version(request, payload.version)
    said = payload.model_dump(exclude_unset=True, exclude={"version", "custom"})
    said |= custom_in(payload.custom, fields_for(party.kind)) if payload.custom else {}
    try:
        made = correct_party(party=party, version=version, changes=said, by=user)
    except UnableToEditParty as error:
        raise (_stale(error) if error.code == "stale" else refused_party(error)) from error
    return answer({**customer_row(made.party), "undo": made.undo}, version=made.party.version)


@router.delete("/customers/{customer}", response={204: None})
def retire_customer(request: HttpRequest, customer: Id) -> HttpResponse:
    """Take a customer out of lists and counts. What it bought and said stays."""
    user = caller(request, "customers:write")
    try:
        retire_party(party=found_party(user, customer), by=user)
    except UnableToRetireParty as error:
        raise refused(error) from error
    return nothing()


def refused_party(error: Exception) -> Problem:
    """With the pointer to the field, and to the line of a list."""
    field, params = str(getattr(error, "field", "")), dict(getattr(error, "params", None) or {})
    pointer = f"/custom/{field.removeprefix(CUSTOM)}" if field.startswith(CUSTOM) else f"/{field}"
    if isinstance(params.get("line"), int):
        pointer += f"/{params['line'] - 1}"
    return refused(error, pointers={field: pointer} if field else None)


@transaction.atomic
def _named(payload: CustomerIn, user: User) -> Added:
    made = _added(payload, user)
    name_record(party=made.party, source=payload.source, external_id=payload.external_id, by=user)
    return made


def _added(payload: CustomerIn, user: User) -> Added:
    said: dict[str, Any] = payload.model_dump(exclude_unset=True, exclude={"kind", "source", "external_id", "custom"})
    wrong = sorted(name for name in ONLY - OF_KIND[payload.kind] if said.pop(name, None))
    if wrong:
        raise Problem(422, "invalid", [FieldError(f"/{name}", "unknown_field") for name in wrong])
    if payload.custom:
        own = custom_in(payload.custom, fields_for(payload.kind))
        said["custom"] = {name.removeprefix(CUSTOM): value for name, value in own.items()}
    return add_party(kind=Party.Kind(payload.kind), said=said, by=user, on=today())


def _stale(error: UnableToEditParty) -> Problem:
    conflicts = [
        {"field": one.field.replace(CUSTOM, "custom/", 1), "kept": plain(one.kept), "wanted": plain(one.wanted)}
        for one in error.conflicts
    ]
    return Problem(
        409,
        "stale",
        params={"version": error.version},
        extra={"version": error.version, "conflicts": conflicts},
        headers={"ETag": f'"{error.version}"'},
    )
