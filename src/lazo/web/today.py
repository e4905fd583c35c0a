"""The day it is at the company, read at the door: nothing below asks a clock."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from lazo.web.context import company_of


def today(request: HttpRequest) -> date:
    """Today in the company's time zone, in the server's before there is a company."""
    company = company_of(request)
    return timezone.localdate(timezone=ZoneInfo(company.time_zone)) if company else timezone.localdate()


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The company's time zone, the server's before there is a company."""
    company = company_of(request)
    return ZoneInfo(company.time_zone if company else timezone.get_current_timezone_name())
