"""How long contracts last, as the workbench shows it: which way was chosen and why, what it rests on, and whether it came true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.differentiate.models import ScoreRun
from lazo.identify.models import Product
from lazo.web.charts.canvas import two_widths
from lazo.web.charts.course import CoursePoint, course
from lazo.web.formats import Formats
from lazo.web.markup import drawn

NORMAL_95 = 1.96
COX, SBG, COUNTED = "cox", "sbg", "counted"


@dataclass(frozen=True)
class TraitLine:
    """`times` is by what the hazard is multiplied, in its 95 % interval."""

    name: str
    times: str
    interval: str


@dataclass(frozen=True)
class ContractModelCard:
    """Of the contracts renewed every so many months; `state` is reliable, not_reliable or untested."""

    period: str
    numbers: Mapping[str, Any]
    method: str
    why: str
    proof: str
    state: str
    traits: list[TraitLine]
    curve: SafeString


def contract_cards(run: ScoreRun | None, formats: Formats) -> list[ContractModelCard]:
    """One a length of period, the shortest first; one question for the names of plans, none where no contract is known."""
    survival = (run.counts.get("contracts") or []) if run else []
    wanted = {
        one["product"] for told in survival if told["method"] == COX for one in told["cox"]["traits"] if one["product"]
    }
    plans = {one.pk: one.name or one.sku for one in Product.objects.filter(pk__in=wanted)} if wanted else {}
    return [_card(told, plans, formats) for told in survival]


def period_words(months: int) -> str:
    """`cada mes`, `cada 6 meses`."""
    return ngettext("Cada mes", "Cada %(n)s meses", months) % {"n": months}


def counted_words(run: ScoreRun | None, formats: Formats) -> str:
    """How what is expected of contracts is in the lifetime value of the company; blank before it was counted."""
    told = run.counts.get("contract_worth") if run else None
    if not told:
        return ""
    numbers = {"covered": formats.number(told["covered"]), "payers": formats.number(told["payers"])}
    if told["among_purchases"]:
        return (
            _(
                "De %(payers)s clientes a quienes se les cobró algo en 12 meses, %(covered)s tienen compras por ese monto: los pagos llegan "
                "también como compras, y en el valor de vida los contratos los reemplazan."
            )
            % numbers
        )
    return (
        _(
            "De %(payers)s clientes a quienes se les cobró algo en 12 meses, %(covered)s tienen compras por ese monto: los pagos no llegan "
            "como compras, y el valor de vida suma los contratos."
        )
        % numbers
    )


def _card(told: Mapping[str, Any], plans: Mapping[int, str], formats: Formats) -> ContractModelCard:
    test = told.get("back_test")
    return ContractModelCard(
        period=period_words(told["period_months"]),
        numbers=told,
        method=_method(told["method"]),
        why=_why(told, formats),
        proof=_proof(test, formats),
        state="untested" if not test else "reliable" if told["is_reliable"] else "not_reliable",
        traits=[_trait(one, plans, formats) for one in told["cox"]["traits"]] if told["method"] == COX else [],
        curve=drawn(_curve(told, formats)),
    )


def _method(method: str) -> str:
    names = {
        COX: _("Riesgos proporcionales (Cox): cada contrato por su precio y su plan"),
        SBG: _("Beta-geométrica desplazada (sBG): todos juntos, proyectada"),
        COUNTED: _("Contada (Kaplan-Meier): hasta donde se ha visto"),
    }
    return names.get(method, _("Nada todavía"))


def _why(told: Mapping[str, Any], formats: Formats) -> str:
    problem, choice = told.get("problem") or {}, told.get("choice") or {}
    found = {name: formats.number(value) for name, value in (problem or choice).items() if name in {"found", "needed"}}
    found |= {name: formats.number(choice.get(name) or 0, 2) for name in ("concordance", "concordance_of_all")}
    found |= {name: formats.number(choice.get(name) or 0, 3) for name in ("missed", "missed_of_all")}
    words = {
        "few_customers": _("Han llegado a renovarse %(found)s; hacen falta %(needed)s para decir algo."),
        "few_ended": _("Han terminado %(found)s; hacen falta %(needed)s para decir algo."),
        "no_time": _("Solo se ha visto una renovación: se cuenta, y no se proyecta."),
    }
    reasons = {
        "no_traits": _("Todos pagan lo mismo por lo mismo: no hay precio ni plan que distingan a unos de otros."),
        "few_ended": _("Para distinguir por precio y plan hacen falta %(needed)s que hayan terminado; van %(found)s."),
        "not_fitted": _("El ajuste por precio y plan no se asentó."),
        "no_test": _("Falta historia para probar si el precio y el plan ayudan."),
        "no_better": _(
            "Por precio y plan no se acertó más sobre el periodo guardado (orden %(concordance)s contra %(concordance_of_all)s, error "
            "%(missed)s contra %(missed_of_all)s), así que se usa la de todos."
        ),
        "better": _(
            "Por precio y plan se acertó más sobre el periodo guardado: orden %(concordance)s contra %(concordance_of_all)s de la de todos, "
            "error %(missed)s contra %(missed_of_all)s."
        ),
    }
    said = words.get(problem.get("code", "")) if problem else reasons.get(choice.get("code", ""))
    return said % found if said else ""


def _proof(test: Mapping[str, Any] | None, formats: Formats) -> str:
    if not test:
        return _("No hay historia suficiente para guardar una parte y ponerlo a prueba con ella.")
    return _(
        "De los %(running)s vigentes el %(cutoff)s se esperaba perder %(expected)s hasta el %(until)s. Se perdieron %(lost)s."
    ) % {
        "running": formats.number(test["running"]),
        "cutoff": formats.long_day(date.fromisoformat(test["cutoff"])),
        "expected": formats.number(round(test["expected"])),
        "until": formats.long_day(date.fromisoformat(test["until"])),
        "lost": formats.number(test["lost"]),
    }


def _trait(one: Mapping[str, Any], plans: Mapping[int, str], formats: Formats) -> TraitLine:
    from math import exp

    middle, spread = one["coefficient"], NORMAL_95 * one["error"]
    ends = {
        name: formats.number(exp(value), 2) for name, value in (("low", middle - spread), ("high", middle + spread))
    }
    name = _("El doble de precio") if one["name"] == "amount" else plans.get(one["product"] or 0, "") or _("Sin plan")
    return TraitLine(name, formats.number(exp(middle), 2), _("entre %(low)s y %(high)s") % ends)


def _curve(told: Mapping[str, Any], formats: Formats) -> str:
    """The share kept by renewal, counted, with 95 %."""
    rows = list(zip(told["kept"], told["low"], told["high"], strict=True))
    if len(rows) < 2:
        return ""
    last = len(rows) - 1
    points = [CoursePoint(place / last, kept, low, high) for place, (kept, low, high) in enumerate(rows)]
    ends = _("al empezar"), ngettext("tras %(n)s renovación", "tras %(n)s renovaciones", last) % {"n": last}
    title = _("Contratos que siguen, por renovación")
    return two_widths(
        lambda width: course(points, ends=ends, title=title, number=formats.percent, width=width), 620, 340
    )
