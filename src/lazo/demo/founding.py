"""The fictitious company as a workspace: its name, the people who sign in, its exchange rates."""

from datetime import date
from typing import Any

from django.db import transaction

from lazo.demo import company, real
from lazo.demo.company import PEOPLE, Colleague
from lazo.demo.rates import foreign_countries, monthly_rates
from lazo.identify.models import Party
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, ExchangeRate, Job, User
from lazo.kernel.operations.company import found_company
from lazo.kernel.operations.role import assign_role
from lazo.kernel.operations.team import add_to_team
from lazo.kernel.operations.user import add_user

KIND = "demo.build"


def built_demo(arguments: dict[str, Any]) -> dict[str, Any] | None:
    """What an earlier build with the same arguments made in this workspace, if it still stands."""
    done = Job.objects.filter(kind=KIND, state=Job.State.DONE, arguments=arguments).order_by("-pk").first()
    return done.result if done is not None and Party.objects.exists() else None


class UnableToBuildDemo(Exception):
    """The workspace already holds another company, or another demo."""

    code = "workspace_in_use"

    def __init__(self) -> None:
        super().__init__("Este espacio de trabajo ya tiene una empresa. Usa otra carpeta con --home, o borra esta.")


@transaction.atomic
def found_fictitious_company(*, on: date, is_real: bool, by: User | None) -> Company:
    """Make this workspace the demo's. Raises UnableToBuildDemo when a company already works in it."""
    known = Company.objects.first()
    is_finished = Job.objects.filter(kind=KIND, state=Job.State.DONE).exists()
    if known and Party.objects.exists() and (is_finished or not known.is_fictitious):
        raise UnableToBuildDemo
    found_company(name=company.NAME, country=company.COUNTRY, currency=company.CURRENCY, by=by)
    identity = _identity(is_real=is_real)
    Company.objects.filter(pk=1).update(**identity)
    record_event(kind="demo.founded", by=by, table="company", row=1, data={"real": is_real})
    for colleague in PEOPLE:
        _welcome(colleague, by=by)
    if not is_real:
        _load_rates(on)
    return Company.objects.get(pk=1)


def _identity(*, is_real: bool) -> dict[str, object]:
    """The demo with real households is not fictitious: its page must not say so."""
    if is_real:
        names = {"name": real.NAME, "city": "", "country": real.COUNTRY, "currency": real.CURRENCY}
        return {**names, "time_zone": real.TIME_ZONE, "is_fictitious": False}
    names = {"name": company.NAME, "city": company.CITY, "country": company.COUNTRY, "currency": company.CURRENCY}
    return {**names, "time_zone": company.TIME_ZONE, "is_fictitious": True}


def _welcome(colleague: Colleague, *, by: User | None) -> None:
    user = User.objects.filter(email=colleague.email).first()
    if user is None:
        user = add_user(email=colleague.email, name=colleague.name, password=None, by=by)
    assign_role(user=user, role=colleague.role, by=by)
    for team in colleague.teams:
        add_to_team(user=user, team=team, by=by)


def _load_rates(on: date) -> None:
    rates = [
        ExchangeRate(currency=country.currency, day=month, rate=rate)
        for country in foreign_countries()
        for month, rate in monthly_rates(country, on=on).items()
    ]
    ExchangeRate.objects.bulk_create(rates, ignore_conflicts=True)
