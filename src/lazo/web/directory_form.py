"""What the address of the directory asks, and how it is written back."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.queries.company_directory import SORTS, DirectoryQuestion
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.identify.models import CompanyProfile
from lazo.identify.queries.company_people import BUYING

SORT_WORDS = {
    "name": _("por nombre"),
    "-value_12m": _("valor actual, mayor primero"),
    "-value_365d": _("valor proyectado, mayor primero"),
    "-last_day": _("última compra primero"),
    "city": _("por ciudad"),
}
LACKING_WORDS = {
    "decider": _("sin quien decida"),
    "signatory": _("sin quien firme"),
    "influencer": _("sin quien influya"),
    "buyer": _("sin quien compre"),
}


def read_directory(params: QueryDict) -> DirectoryQuestion:
    """The question of an address; what nobody can have meant is left out."""
    text = params.get("q", "").replace("\x00", "").strip()[:120]
    sort = params.get("orden", "name")
    listed = ListQuestion.from_params({"q": [text], "desde": [params.get("desde", "")], "pais": params.getlist("pais")})
    return DirectoryQuestion(
        listed=_sorted(listed, sort if sort in SORTS else "name"),
        industries=tuple(one for one in params.getlist("sector") if one in CompanyProfile.Industry.values),
        sizes=tuple(one for one in params.getlist("tamano") if one in CompanyProfile.Size.values),
        lacking=params.get("falta", "") if params.get("falta", "") in BUYING else "",
    )


def directory_params(question: DirectoryQuestion, *, after: str = "") -> str:
    """The same question as an address, from its first page unless `after` says where."""
    told = {
        "q": question.listed.text,
        "pais": list(question.listed.countries),
        "sector": list(question.industries),
        "tamano": list(question.sizes),
        "falta": question.lacking,
        "orden": "" if question.listed.sort == "name" else question.listed.sort,
        "desde": after,
    }
    return urlencode({name: value for name, value in told.items() if value}, doseq=True)


def _sorted(listed: ListQuestion, sort: str) -> ListQuestion:
    return replace(listed, sort=sort)
