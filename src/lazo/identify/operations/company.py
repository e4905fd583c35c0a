"""What is known of the company itself; its currency holds once there are purchases in it."""

from typing import Any
from zoneinfo import available_timezones

from babel.numbers import is_currency
from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Purchase
from lazo.identify.operations.party_details import countries
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "company.edit"
FIELDS = ("name", "city", "country", "currency", "time_zone", "fiscal_year_start")
LONGEST = {"name": 160, "city": 120}


class UnableToEditCompany(ValueError):
    """`problems` maps a field to no_name, too_long, unknown, locked; `code` stale: somebody saved in between."""

    def __init__(self, problems: dict[str, str], code: str = "") -> None:
        super().__init__(code or ", ".join(sorted(problems)))
        self.problems, self.code = problems, code


def currency_is_locked() -> bool:
    """Whether amounts are kept in the base currency: another name for it would make every figure wrong."""
    return Purchase.objects.exists()


@transaction.atomic
def edit_company(*, changes: dict[str, Any], version: int, by: User) -> str:
    """Change what is known of the company, seen as of `version`. Returns the token that takes it back, blank for no change.

    `changes` maps name, city, country, currency, time_zone, fiscal_year_start (1 to 12). Raises UnableToEditCompany.
    """
    company = Company.objects.select_for_update().get(pk=1)
    if company.version != version:
        raise UnableToEditCompany({}, "stale")
    kept = {field: getattr(company, field) for field in FIELDS}
    wanted = kept | {field: value.strip() if isinstance(value, str) else value for field, value in changes.items()}
    changed = [field for field in FIELDS if wanted[field] != kept[field]]
    _check(wanted, changed)
    if not changed:
        return ""
    for field in changed:
        setattr(company, field, wanted[field])
    company.version += 1
    company.save(update_fields=[*changed, "version"])
    before, after = ({field: values[field] for field in changed} for values in (kept, wanted))
    record_event(kind="company.edited", by=by, table="company", row=1, before=before, after=after)
    data = {"before": before, "version": company.version}
    return offer_undo(by=by, label=_("Datos de la empresa cambiados"), kind=UNDO, data=data)


def undo_edit(by: User, data: dict[str, Any]) -> Undone:
    """Give the company what it had, unless somebody saved since. Raises UnableToUndo."""
    if not may(by, "may_administer"):
        raise UnableToUndo("not_allowed")
    try:
        edit_company(changes=data["before"], version=data["version"], by=by)
    except UnableToEditCompany as error:
        raise UnableToUndo("changed_since") from error
    return Undone(1)


def _check(wanted: dict[str, Any], changed: list[str]) -> None:
    problems = {field: "too_long" for field, most in LONGEST.items() if len(wanted[field]) > most}
    if not wanted["name"]:
        problems["name"] = "no_name"
    known = {
        "country": wanted["country"] in countries(),
        "currency": is_currency(wanted["currency"]),
        "time_zone": wanted["time_zone"] in available_timezones(),
        "fiscal_year_start": wanted["fiscal_year_start"] in range(1, 13),
    }
    problems |= {field: "unknown" for field, is_known in known.items() if field in changed and not is_known}
    if "currency" in changed and currency_is_locked():
        problems["currency"] = "locked"
    if problems:
        raise UnableToEditCompany(problems)
