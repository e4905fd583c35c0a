"""The day it is at the company, which is another than the server's for some hours of every night."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

from django.utils import timezone

from lazo.kernel.models import Company
from lazo.kernel.prepared import Prepared

_zone = Prepared(lambda: Company.objects.order_by("pk").values_list("time_zone")[:1])


def company_zone() -> ZoneInfo:
    """The time zone of the company, UTC before there is one."""
    found = _zone.first()
    return ZoneInfo((found and found[0]) or str(UTC))


def company_today() -> date:
    """Read at a door or by a job that is told no day: nothing else asks a clock."""
    return timezone.localdate(timezone=company_zone())
