"""The register of strategic customers as its pages and files show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.differentiate.models import StrategicCustomer
from lazo.differentiate.queries.customer_question import STRATEGIC
from lazo.differentiate.queries.strategic import (
    OVERDUE,
    STATES,
    UNPLANNED,
    RegisterCounts,
    RegisterLine,
    RegisterQuestion,
)
from lazo.kernel.models import User
from lazo.web.formats import Formats
from lazo.web.words import STRATEGIC_KINDS

SLUGS = {kind: slug for slug, kind in STRATEGIC.items()}


def read_register(params: QueryDict) -> RegisterQuestion:
    """The question of an address; what nobody can have meant is left out."""
    owner, state = params.get("responsable", ""), params.get("estado", "")
    return RegisterQuestion(
        kind=STRATEGIC.get(params.get("clase", ""), ""),
        owner=int(owner) if owner.isdecimal() and owner.isascii() and len(owner) < 18 else None,
        state=state if state in STATES else "",
    )


def register_params(question: RegisterQuestion, **more: str) -> str:
    """The same question as the query of an address."""
    told = {
        "clase": SLUGS.get(question.kind, ""),
        "responsable": "" if question.owner is None else str(question.owner),
        "estado": question.state,
        **more,
    }
    return urlencode({name: value for name, value in told.items() if value})


def read_after(params: QueryDict) -> tuple[date, int] | None:
    """Behind which entry the page begins; null from the first."""
    day, _sign, number = params.get("desde", "").partition("_")
    try:
        return date.fromisoformat(day), int(number[:18])
    except ValueError:
        return None


@dataclass(frozen=True)
class Choice:
    label: str
    href: str
    count: int | None
    is_chosen: bool


def kind_choices(question: RegisterQuestion, counts: RegisterCounts) -> list[Choice]:
    """All of them, then each kind with how many it has."""
    kinds = [("", _("Todos"), counts.total), *((k, str(STRATEGIC_KINDS[k]), counts.kinds[k]) for k in STRATEGIC_KINDS)]
    return [
        Choice(label, _address(RegisterQuestion(kind, question.owner, question.state)), count, question.kind == kind)
        for kind, label, count in kinds
    ]


def state_choices(question: RegisterQuestion, counts: RegisterCounts) -> list[Choice]:
    found = (
        ("", _("Cualquier estado"), None),
        (OVERDUE, _("Revisión vencida"), counts.overdue),
        (UNPLANNED, _("Sin plan"), counts.unplanned),
    )
    return [
        Choice(label, _address(RegisterQuestion(question.kind, question.owner, state)), count, question.state == state)
        for state, label, count in found
    ]


def owner_choices() -> list[tuple[int, str]]:
    rows = User.objects.filter(is_active=True).order_by("name", "pk")
    return [(0, _("Nadie")), *rows.values_list("pk", "name")]


def evidence_words(kind: str, evidence: dict[str, Any], formats: Formats) -> str:
    """The number by which the data show it, in words; blank where people said it."""
    if "clv" in evidence:
        return _("Valor de vida de %(money)s, en el mejor 20 %%") % {"money": formats.money_short(evidence["clv"])}
    if "value_12m" in evidence:
        return _("Dejó %(money)s en 12 meses, en el mayor 5 %% por volumen") % {
            "money": formats.money_short(evidence["value_12m"])
        }
    if "bought" in evidence and kind == StrategicCustomer.Kind.REFEREE:
        return ngettext(
            "%(n)s que llegó por su recomendación compró",
            "%(n)s que llegaron por su recomendación compraron",
            evidence["bought"],
        ) % {"n": formats.number(evidence["bought"])}
    return ""


def register_csv(lines: Iterator[RegisterLine], formats: Formats, *, on: date) -> Iterator[tuple[object, ...]]:
    """The register as rows of plain values, the header first; money in whole currency units."""
    yield (
        "customer_id", "name", "kind", "since", "evidence", "owner", "plan", "review_on", "overdue", "computed", "area",
        "value_365d",
    )  # fmt: skip
    for line in lines:
        told = line.last_told or evidence_words(line.kind, line.evidence, formats)
        value = "" if line.value_365d is None else formats.major(line.value_365d)
        yield (
            line.customer, line.name, line.kind, line.since.isoformat(), told, line.owner_name, line.plan,
            line.review_on.isoformat(), int(line.is_overdue(on)), int(line.is_computed), line.area, value,
        )  # fmt: skip


def _address(question: RegisterQuestion) -> str:
    asked = register_params(question)
    return reverse("web:strategic") + (f"?{asked}" if asked else "")
