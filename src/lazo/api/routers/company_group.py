"""The group a company stands in: read, put under another, taken back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lazo.api.answer import answer, money
from lazo.api.caller import caller
from lazo.api.company import company, currency_of, today
from lazo.api.found import found_party, named_party
from lazo.api.problem import refused
from lazo.api.schemas.relation import GroupOut, PlacedOut, PlaceIn
from lazo.api.shape import Id
from lazo.differentiate.queries.group_value import GroupValue, group_values
from lazo.identify.operations.hierarchy import UnableToPlace, place_company
from lazo.identify.queries.hierarchy import PARENT, SITE, GroupCompany, group_of

router = Router()


@router.get("/customers/{customer}/group", response=GroupOut)
def get_group(request: HttpRequest, customer: Id) -> HttpResponse:
    """The whole group of a company, however deep, and what it is worth together."""
    user = caller(request, "customers:read")
    group = group_of(found_party(user, customer), user)
    value = group_values(groups={0: group.members}, user=user)[0]
    rows = [_row(one) for one in group.companies]
    return answer({"companies": rows, "value": value_row(value) | {"hidden": group.hidden}})


@router.post("/customers/{customer}/group", response={201: PlacedOut})
def place(request: HttpRequest, customer: Id, payload: PlaceIn) -> HttpResponse:
    """Put a company under another from today; where it stood before ends and stays as history."""
    user = caller(request, "customers:write")
    party, under = found_party(user, customer), named_party(user, payload.under, "/under")
    try:
        type_key = SITE if payload.site else PARENT
        placed = place_company(company=party, under=under, by=user, on=today(), type_key=type_key)
    except UnableToPlace as error:
        raise refused(error, pointers={"": "/under"}) from error
    return answer({"relation": placed.relation.pk, "ended": list(placed.ended), "undo": placed.undo}, status=201)


def value_row(value: GroupValue) -> dict[str, Any]:
    """What several customers are worth together, as programs read it."""
    currency = currency_of(company())
    amounts = {
        name: money(getattr(value, name), currency)
        for name in ("value_12m", "value_365d", "clv", "cost_12m", "net_12m")
    }
    return {
        "members": value.members,
        "customers": value.customers,
        **amounts,
        "purchases": value.n_purchases,
        "strategic": value.strategic,
        "worst_area": value.area,
        "worst_place": value.place,
        "at_risk": value.at_risk,
        "hidden": value.hidden,
    }


def _row(one: GroupCompany) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "depth": one.depth,
        "above": one.above,
        "relation": one.relation,
        "since": one.since,
        "site": one.is_site,
    }
