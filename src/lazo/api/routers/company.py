"""The company itself: what is known of it, its logo, the days on which it is closed."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from lazo.api.answer import answer, asked_version, page
from lazo.api.caller import caller
from lazo.api.found import found_row
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.shape import Body, Currency, Day, Id, UndoOfferOut, Version
from lazo.identify.operations.company import UnableToEditCompany, edit_company
from lazo.kernel.models import ClosedDay, Company, User
from lazo.kernel.operations.closed_day import UnableToCloseDay, close_day, open_day
from lazo.kernel.operations.logo import LARGEST, UnableToSetLogo, remove_logo, set_logo

router = Router()
CODES = {"no_name": "missing", "unknown": "bad_value"}


class CompanyOut(Schema):
    """`logo` is the name of its picture, blank without one; `fiscal_year_start` a month, 1 to 12."""

    name: str
    city: str
    country: str
    currency: str
    time_zone: str
    fiscal_year_start: int
    logo: str
    version: int


class EditedCompanyOut(CompanyOut):
    """`undo` takes the change back; blank when nothing changed."""

    undo: str


class CompanyPatch(Body):
    """Only what changes. The currency holds once there are purchases."""

    name: Annotated[str, Field(max_length=160)] | None = None
    city: Annotated[str, Field(max_length=120)] | None = None
    country: Annotated[str, Field(max_length=2, description="ISO 3166, two letters")] | None = None
    currency: Currency | None = None
    time_zone: Annotated[str, Field(max_length=60)] | None = None
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] | None = None
    version: Version | None = None


class ClosedDayOut(Schema):
    """A blank `country` is everywhere."""

    id: int
    day: date
    country: str
    reason: str


class ClosedDaysOut(Schema):
    data: list[ClosedDayOut]
    next: str | None = None


class ClosedDayIn(Body):
    day: Day
    reason: Annotated[str, Field(min_length=1, max_length=120)]


@router.get("/company", response=CompanyOut)
def get_company(request: HttpRequest) -> HttpResponse:
    """What is known of the company; everybody who works there may read it."""
    caller(request, "customers:read")
    found = _company()
    return answer(_row(found), version=found.version)


@router.patch("/company", response=EditedCompanyOut)
def change_company(request: HttpRequest, payload: CompanyPatch) -> HttpResponse:
    """Change the fields that are sent and no others."""
    user, held = _administrator(request), _company()
    said = payload.model_dump(exclude_unset=True, exclude={"version"})
    version = asked_version(request, payload.version)
    try:
        undo = edit_company(changes={n: v for n, v in said.items() if v is not None}, version=version, by=user)
    except UnableToEditCompany as error:
        if error.code:
            told = {"version": held.version, "kept": _row(held)}
            raise Problem(409, "stale", params={"version": held.version}, extra=told) from error
        wrong = [FieldError(f"/{name}", CODES.get(code, code)) for name, code in error.problems.items()]
        raise Problem(422, "invalid", wrong) from error
    held.refresh_from_db()
    return answer({**_row(held), "undo": undo}, version=held.version)


@router.post("/company/logo", response={201: UndoOfferOut})
def upload_logo(request: HttpRequest, file: Annotated[UploadedFile, File(...)]) -> HttpResponse:
    """PNG or JPEG, up to 200 KB."""
    user, _ = _administrator(request), _company()
    try:
        return answer({"undo": set_logo(content=file.read(LARGEST + 1), by=user)}, status=201)
    except UnableToSetLogo as error:
        raise Problem(422, error.code, [FieldError("file", error.code)]) from error


@router.delete("/company/logo", response=UndoOfferOut)
def delete_logo(request: HttpRequest) -> HttpResponse:
    """The product's own mark again."""
    user, _ = _administrator(request), _company()
    return answer({"undo": remove_logo(by=user)})


@router.get("/closed-days", response=ClosedDaysOut)
def list_closed_days(request: HttpRequest) -> HttpResponse:
    """Days on which nobody works, beyond the public holidays, in their order."""
    caller(request, "customers:read")
    return page(_day(one) for one in ClosedDay.objects.order_by("day", "country", "pk"))


@router.post("/closed-days", response={201: ClosedDayOut})
def create_closed_day(request: HttpRequest, payload: ClosedDayIn) -> HttpResponse:
    """Nobody works that day."""
    user = _administrator(request)
    try:
        made = close_day(day=payload.day, country="", reason=payload.reason, by=user)
    except UnableToCloseDay as error:
        raise refused(error, pointers={"": "/day" if error.code == "already_closed" else "/reason"}) from error
    return answer(_day(made), status=201)


@router.delete("/closed-days/{closed}", response=UndoOfferOut)
def delete_closed_day(request: HttpRequest, closed: Id) -> HttpResponse:
    """That day is a working day after all."""
    user = _administrator(request)
    return answer({"undo": open_day(closed=found_row(ClosedDay.objects.all(), closed), by=user)})


def _administrator(request: HttpRequest) -> User:
    return caller(request, "admin", permission="may_administer")


def _company() -> Company:
    found = Company.objects.filter(pk=1).first()
    if found is None:
        raise not_found()
    return found


def _row(one: Company) -> dict[str, Any]:
    names = ("name", "city", "country", "currency", "time_zone", "fiscal_year_start", "logo", "version")
    return {name: getattr(one, name) for name in names}


def _day(one: ClosedDay) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "day", "country", "reason")}
