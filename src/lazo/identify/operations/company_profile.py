"""A company's industry and size, said by a person."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.identify.company_traits import COLUMN_OF, company_definitions
from lazo.identify.models import CompanyProfile, Party, TraitDefinition, TraitValue
from lazo.identify.operations.trait_changes import APPEND, DELETE, UPDATE, note_value
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

    A person's word holds before a file's; blank takes back the person's, and a file's holds again. The same again changes nothing and gives a
    blank token. Raises UnableToDescribe.
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
    said = _said(company.pk)
    _write(company.pk, after, by)
    _record(company.pk, by, before, after)
    data = {"party": company.pk, "before": said, "after": after}
    return offer_undo(by=by, label=_("Sector y tamaño"), kind=UNDO, data=data)


def undo_describing(by: User, data: dict[str, Any]) -> Undone:
    """Give a company back what was said of it; registered with kernel.undo. Raises UnableToUndo."""
    party = data["party"]
    if not Party.objects.visible_to(by).filter(pk=party).exists():
        raise UnableToUndo("not_allowed")
    held = _told(party)
    if _said(party) != data["after"]:
        raise UnableToUndo("changed_since")
    _write(party, data["before"], by)
    _record(party, by, held, _told(party))
    return Undone(restored=1)


def _told(party: int) -> dict[str, str]:
    """What holds."""
    found = CompanyProfile.objects.filter(pk=party).values("industry", "size").first()
    return {"industry": found["industry"], "size": found["size"]} if found else {"industry": "", "size": ""}


def _said(party: int) -> dict[str, str]:
    """What people said of it, whatever files say."""
    rows = _values(party).values_list("definition__key", "text")
    return {"industry": "", "size": ""} | {COLUMN_OF[key]: text or "" for key, text in rows}


def _values(party: int) -> "QuerySet[TraitValue]":
    kind = TraitDefinition.Kind.DECLARED
    return TraitValue.objects.filter(party_id=party, definition__key__in=COLUMN_OF, kind=kind, source=None)


def _write(party: int, told: dict[str, str], by: User) -> None:
    """Each is a declared trait, which the profile repeats; a blank one takes back what a person said."""
    held = {row.definition_id: row for row in _values(party)}
    for key, definition in company_definitions().items():
        text, row = told[COLUMN_OF[key]], held.get(definition.pk)
        if row is not None and text == row.text:
            continue
        if not text:
            if row is not None:
                number = row.pk
                row.delete()
                note_value(DELETE, row=number, party=party)
        elif row is not None:
            TraitValue.objects.filter(pk=row.pk).update(text=text, by=by, set_at=Now())
            note_value(UPDATE, row=row.pk, party=party)
        else:
            made = TraitValue.objects.create(party_id=party, definition=definition, text=text, by=by)
            note_value(APPEND, row=made.pk, party=party)
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=party, party=party)


def _record(party: int, by: User, before: dict[str, str], after: dict[str, str]) -> None:
    record_event(kind="company_profile.set", by=by, table="identify_party", row=party, before=before, after=after)
