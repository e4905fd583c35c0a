"""The list of customers, what its filters count, and changing everybody who fits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from lazo.api.answer import answer, page
from lazo.api.caller import caller
from lazo.api.company import company, currency_of
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.schemas.customer_list import (
    BulkChangeIn,
    BulkChangeOut,
    CustomerFacetsQuestion,
    CustomerListQuestion,
    CustomerRows,
    FacetsOut,
)
from lazo.api.views_of_customer import custom_in
from lazo.differentiate.operations.bulk import (
    BulkDone,
    UnableToChangeMany,
    assign_owner,
    assign_team,
    fill_field,
    retire_customers,
)
from lazo.differentiate.queries.customer_columns import OF_SCORE
from lazo.differentiate.queries.customer_facets import facet_counts
from lazo.differentiate.queries.customer_list import CardRow, customer_list
from lazo.differentiate.queries.customer_order import Order
from lazo.differentiate.queries.customer_question import TRAIT
from lazo.differentiate.queries.field_facets import FieldFacet, field_facets
from lazo.identify.operations.custom_value import fields_for
from lazo.identify.queries.custom_fields import CUSTOM
from lazo.kernel.models import Team, User

router = Router()
MONEY = ("value_12m", "value_365d", "clv", "potential_value", "unrealised", "cost_12m", "net_12m")
POINTERS = {"unknown_field": "/field", "bad_value": "/value"}
PLAIN = (
    "name", "kind", "country", "city", "area", "sub_state", "place", "also_in", "p_alive", "risk", "n_purchases", "first_day",
    "last_day", "last_contact_on", "first_contact_on", "created_on", "tier", "migrator", "rfm", "strategic", "traits",
)  # fmt: skip


@router.get("/customers", response=CustomerRows)
def list_customers(request: HttpRequest, asked: Query[CustomerListQuestion]) -> HttpResponse:
    """The customers the person may see, by any column and filter. A field `trait:<key>` adds the value of a trait to `traits`;
    potential_value, unrealised and migrator are null unless `fields` asks for them.
    """
    user = caller(request, "customers:read")
    _check(asked)
    further = tuple(name for name in asked.fields.split(",") if name.startswith(TRAIT) or name in OF_SCORE)
    question = asked.question(sort=asked.sort, after=asked.cursor, size=asked.limit, columns=further)
    found = customer_list(user=user, question=question)
    currency = currency_of(company())
    fields = ",".join("traits" if name.startswith(TRAIT) else name for name in asked.fields.split(","))
    return page([_row(row, currency) for row in found.rows], next_cursor=found.next, fields=fields, as_of=found.as_of)


@router.get("/customers/facets", response=FacetsOut)
def count_customers(request: HttpRequest, asked: Query[CustomerFacetsQuestion]) -> HttpResponse:
    """How many customers each value of a filter would leave, the others held; with `custom` also of the company's own fields."""
    user = caller(request, "customers:read")
    question = asked.question()
    found = facet_counts(user=user, question=question)
    counts = {name: {str(value): count for value, count in values.items()} for name, values in found.counts.items()}
    own = [_own_facet(facet) for facet in field_facets(user=user, question=question)] if asked.custom else []
    return answer({"total": found.total, "counts": counts, "custom": own, "as_of": found.as_of})


@router.post("/customers/changes", response={201: BulkChangeOut})
def change_customers(request: HttpRequest, payload: BulkChangeIn) -> HttpResponse:
    """Give everybody who fits another owner or team or a value of an own field, or take them out of the lists; a job does it when they are many."""
    user = caller(request, "customers:write")
    try:
        done = _changed(user, payload)
    except UnableToChangeMany as error:
        raise refused(error, pointers={"": POINTERS.get(error.code, "")}) from error
    return answer({"customers": done.customers, "undo": done.undo, "job": done.job}, status=201)


def _changed(user: User, payload: BulkChangeIn) -> BulkDone:
    question = payload.filter.question()
    match payload.action:
        case "retire":
            return retire_customers(by=user, question=question)
        case "assign_owner":
            return assign_owner(by=user, question=question, owner=_named(User, payload.owner, "/owner"))
        case "assign_team":
            return assign_team(by=user, question=question, team=_named(Team, payload.team, "/team"))
    key = payload.field
    value = custom_in({key: payload.value}, fields_for(""))[f"{CUSTOM}{key}"]
    return fill_field(by=user, question=question, key=key, value=value)


def _own_facet(facet: FieldFacet) -> dict[str, Any]:
    spans = [{"low": span.low, "high": span.high, "customers": span.customers} for span in facet.spans]
    return {"key": facet.field.key, "type": facet.field.type, "counts": facet.counts, "ranges": spans}


def _check(asked: CustomerListQuestion) -> None:
    """A misspelt column or a foreign cursor is refused: passed over, it would answer another question."""
    order = Order.asked(asked.sort)
    if order is None:
        raise Problem(422, "invalid", [FieldError("sort", "bad_order")])
    if asked.cursor and order.read(asked.cursor) is None:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])


def _named(model: Any, number: int | None, field: str) -> Any:
    """The row that is named; None for nobody. Raises Problem 422."""
    if number is None:
        return None
    found = model.objects.filter(pk=number).first()
    if found is None:
        raise Problem(422, "invalid", [FieldError(field, "bad_value")])
    return found


def _row(row: CardRow, currency: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": row.customer_id, "owner": row.owner_id, "team": row.team_id}
    for name in PLAIN:
        told[name] = getattr(row, name)
    for name in MONEY:
        amount = getattr(row, name)
        told[name] = None if amount is None else {"amount": amount, "currency": currency}
    return told
