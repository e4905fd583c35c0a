"""The directory of companies, what is said of one, and who knows whom."""

from dataclasses import replace
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from lazo.api.answer import answer, money, page
from lazo.api.caller import caller
from lazo.api.company import company, currency_of
from lazo.api.found import found_party, named_party
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.routers.company_group import value_row
from lazo.api.schemas.relation import GroupValueOut
from lazo.api.shape import Body, Cursor, Id, Limit, Money
from lazo.differentiate.queries.company_directory import CompanyRow, DirectoryQuestion, company_directory
from lazo.differentiate.queries.customer_order import Order, bare
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.identify.operations.company_profile import UnableToDescribe, describe_company
from lazo.identify.queries.acquaintance import Way, ways_between, ways_from_us

router = Router()
Industry = Literal[
    "", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U"
]
Size = Literal["", "MICRO", "SMALL", "MEDIUM", "LARGE", "HUGE"]
Part = Literal["", "decider", "influencer", "signatory", "buyer", "initiator", "user", "gatekeeper"]
Sort = Literal["name", "-name", "-value_365d", "-value_12m", "-last_day", "city"]


class DirectoryCompanyOut(Schema):
    """`missing` are the parts in its purchases that nobody has; `group` is null of a company with none below it."""

    id: int
    name: str
    city: str
    country: str
    tax_scheme: str
    tax_number: str
    tax_valid: bool | None = None
    industry: str
    size: str
    owner: int | None = None
    area: str
    value_12m: Money | None = None
    value_365d: Money | None = None
    people: int
    sites: int
    missing: list[str]
    group: GroupValueOut | None = None


class CompaniesOut(Schema):
    data: list[DirectoryCompanyOut]
    next: str | None = None


class ProfileIn(Body):
    """A section of ISIC (CIIU) revision 4, and how many people it has; blank: not known."""

    industry: Industry = ""
    size: Size = ""


class ProfileOut(Schema):
    """The token for /undos is blank when nothing changed."""

    industry: str
    size: str
    undo: str


class StepOut(Schema):
    """«<origin> <words> <target>»."""

    origin: int
    target: int
    words: str
    confidence: float


class AcquaintanceWayOut(Schema):
    """`parties` from the first to the last; `owner` is who of ours looks after the first, `strength` how sure all of it is."""

    owner: int | None = None
    parties: list[int]
    sentence: str
    strength: float
    steps: list[StepOut]


class WaysOut(Schema):
    data: list[AcquaintanceWayOut]
    next: str | None = None


@router.get("/companies", response=CompaniesOut)
def list_companies(  # noqa: PLR0917 - the parameters of the address, each by its name
    request: HttpRequest,
    q: str = "",
    industry: Industry = "",
    size: Size = "",
    lacking: Part = "",
    sort: Sort = "name",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> HttpResponse:
    """The companies the person may see; `lacking` asks for those where nobody has that part in purchases."""
    user = caller(request, "customers:read")
    listed = ListQuestion.from_params({"q": [q]})
    if cursor and Order.of(sort).read(bare(cursor)) is None:
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])
    question = DirectoryQuestion(
        listed=replace(listed, sort=sort, size=limit, after=cursor),
        industries=(industry,) if industry else (),
        sizes=(size,) if size else (),
        lacking=lacking,
    )
    found = company_directory(user=user, question=question)
    return page((_row(one) for one in found.rows), next_cursor=found.next)


@router.put("/customers/{customer}/company-profile", response=ProfileOut)
def describe(request: HttpRequest, customer: Id, payload: ProfileIn) -> HttpResponse:
    """Say what a company does and how large it is."""
    user = caller(request, "customers:write")
    party = found_party(user, customer)
    try:
        token = describe_company(company=party, industry=payload.industry, size=payload.size, by=user)
    except UnableToDescribe as error:
        raise refused(error) from error
    return answer({"industry": payload.industry, "size": payload.size, "undo": token})


@router.get("/customers/{customer}/ways", response=WaysOut)
def list_ways(request: HttpRequest, customer: Id, origin: Id | None = None) -> HttpResponse:
    """Who knows whom: ways of at most four steps to the customer, from `origin` or from those our people look after."""
    user = caller(request, "customers:read")
    party = found_party(user, customer)
    if origin is None:
        return page(_way(way, owner=way.parties[0].owner_id) for way in ways_from_us(target=party, user=user))
    other = named_party(user, origin, "origin")
    ways = ways_between(origin=other, target=party, user=user) if other.pk != party.pk else []
    return page(_way(way, owner=None) for way in ways)


def _row(one: CompanyRow) -> dict[str, Any]:
    card, currency = one.card, currency_of(company())
    scheme, number, valid = one.tax or ("", "", None)
    return {
        "id": card.customer_id,
        "name": card.name,
        "city": card.city,
        "country": card.country,
        "tax_scheme": scheme,
        "tax_number": number,
        "tax_valid": valid,
        "industry": one.industry,
        "size": one.size,
        "owner": card.owner_id,
        "area": card.area,
        "value_12m": money(card.value_12m, currency),
        "value_365d": money(card.value_365d, currency),
        "people": one.people.people,
        "sites": one.people.sites,
        "missing": list(one.people.missing),
        "group": value_row(one.group) if one.group else None,
    }


def _way(way: Way, *, owner: int | None) -> dict[str, Any]:
    steps = [
        {"origin": step.origin, "target": step.target, "words": step.words, "confidence": step.confidence}
        for step in way.steps
    ]
    return {
        "owner": owner,
        "parties": [one.pk for one in way.parties],
        "sentence": way.sentence,
        "strength": way.strength,
        "steps": steps,
    }
