"""What every door knows of the company: its day, its zone, its currency."""

from datetime import date
from zoneinfo import ZoneInfo

from lazo.kernel.models import Company
from lazo.kernel.today import company_today
from lazo.kernel.workspace_company import workspace_company

DEFAULT_ZONE, DEFAULT_CURRENCY = "UTC", "COP"


def company() -> Company | None:
    """The one of the workspace; None before there is one."""
    return workspace_company()


def zone_of(found: Company | None) -> ZoneInfo:
    return ZoneInfo(found.time_zone if found else DEFAULT_ZONE)


def currency_of(found: Company | None) -> str:
    """The base currency."""
    return found.currency if found else DEFAULT_CURRENCY


def today() -> date:
    """The day it is at the company, read at the door: nothing below asks a clock."""
    return company_today()
