"""The directory of companies as a file."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from lazo.differentiate.operations.export import UnableToExport
from lazo.differentiate.queries.company_directory import CompanyRow, DirectoryQuestion, directory_rows
from lazo.identify.models import CompanyProfile
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.money.currency import digits_of


def export_companies(*, by: User, question: DirectoryQuestion) -> Iterator[tuple[object, ...]]:
    """The companies `by` may see that fit, with a row of headers: for a file written while it is read.

    Money is in units of the base currency, of the group too where there is one. Writes one event, `companies.exported`. Raises UnableToExport.
    """
    if not may(by, "may_export"):
        raise UnableToExport("not_allowed")
    data = {"industries": list(question.industries), "sizes": list(question.sizes), "lacking": question.lacking}
    record_event(kind="companies.exported", by=by, table="differentiate_customercard", data=data)
    company = Company.objects.filter(pk=1).first()
    unit = Decimal(10) ** -digits_of(company.currency if company else "COP")
    return _lines(directory_rows(user=by, question=question), unit)


def _lines(rows: Iterator[CompanyRow], unit: Decimal) -> Iterator[tuple[object, ...]]:
    yield (
        _("Número"), _("Empresa"), _("Documento"), _("Sector"), _("Tamaño"), _("Ciudad"), _("País"), _("Responsable"), _("Personas"),
        _("Sedes"), _("Sin quien decida"), _("Lugar"), _("Valor actual"), _("Valor proyectado"), _("Valor actual del grupo"),
    )  # fmt: skip
    industries, sizes = dict(CompanyProfile.Industry.choices), dict(CompanyProfile.Size.choices)
    for row in rows:
        card = row.card
        group = row.group.value_12m if row.group else card.value_12m
        yield (
            card.customer_id, card.name, row.tax[1] if row.tax else "", str(industries.get(row.industry, "")),
            str(sizes.get(row.size, "")), card.city, card.country, card.owner_name, row.people.people, row.people.sites,
            _("sí") if "decider" in row.people.missing else _("no"), card.area, *(_units(one, unit) for one in
            (card.value_12m, card.value_365d, group)),
        )  # fmt: skip


def _units(minor: int | None, unit: Decimal) -> str:
    return "" if minor is None else str(minor * unit)
