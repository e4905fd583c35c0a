"""A company's industry and size, said by a person."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import CompanyProfile, Party
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "company_profile.set"


class UnableToDescribe(Exception):
    """`code` is not_visible, not_current, not_a_company, unknown_industry or unknown_size."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def describe_company(*, company: Party, industry: str, size: str, by: User) -> str:
    """Say what a company does (a section of ISIC, blank: not known) and how many people it has; gives the token to take it back.

    The same again changes nothing and gives a blank token. Raises UnableToDescribe.
    """
    if industry and industry not in CompanyProfile.Industry.values:
        raise UnableToDescribe("unknown_industry")
    if size and size not in CompanyProfile.Size.values:
        raise UnableToDescribe("unknown_size")
    seen = Party.objects.visible_to(by).filter(pk=company.pk)
    if not seen.exists():
        raise UnableToDescribe("not_visible")
    if not seen.current().exists():
        raise UnableToDescribe("not_current")
    if company.kind != Party.Kind.ORGANIZATION:
        raise UnableToDescribe("not_a_company")
    before, after = _told(company.pk), {"industry": industry, "size": size}
    if before == after:
        return ""
    _write(company.pk, after)
    _record(company.pk, by, before, after)
    data = {"party": company.pk, "before": before, "after": after}
    return offer_undo(by=by, label=_("Sector y tamaño"), kind=UNDO, data=data)


def undo_describing(by: User, data: dict[str, Any]) -> Undone:
    """Give a company back what was said of it; registered with kernel.undo. Raises UnableToUndo."""
    party = data["party"]
    if not Party.objects.visible_to(by).filter(pk=party).exists():
        raise UnableToUndo("not_allowed")
    if _told(party) != data["after"]:
        raise UnableToUndo("changed_since")
    _write(party, data["before"])
    _record(party, by, data["after"], data["before"])
    return Undone(restored=1)


def _told(party: int) -> dict[str, str]:
    found = CompanyProfile.objects.filter(pk=party).values("industry", "size").first()
    return {"industry": found["industry"], "size": found["size"]} if found else {"industry": "", "size": ""}


def _write(party: int, told: dict[str, str]) -> None:
    CompanyProfile.objects.update_or_create(party_id=party, defaults=told)
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=party, party=party)


def _record(party: int, by: User, before: dict[str, str], after: dict[str, str]) -> None:
    record_event(kind="company_profile.set", by=by, table="identify_party", row=party, before=before, after=after)
