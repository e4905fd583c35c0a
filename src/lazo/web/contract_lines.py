"""Contracts of a customer in words: what is paid, when it renews, how likely it ends, and on what that rests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.differentiate.models import Score, ScoreRun
from lazo.differentiate.queries.contract_outlook import ContractOutlook, outlooks
from lazo.identify.models import Contract
from lazo.identify.operations.contract import is_by_hand
from lazo.identify.queries.contract import contracts_of_parties
from lazo.kernel.prepared import PreparedRows
from lazo.web.formats import Formats

SHOWN = 20


@dataclass(frozen=True)
class ContractLine:
    """`period` and `state` in words; `churn` and `worth` blank where no survival says so, and `why` says what they rest on."""

    name: str
    contract: Contract
    amount: str
    period: str
    state: str
    is_running: bool
    is_open: bool
    is_by_hand: bool
    next_renewal: date | None
    churn: str
    worth: str
    why: str


_newest = PreparedRows(lambda family: contracts_of_parties(family)[:SHOWN], tuple)


def contract_lines(family: Sequence[int], run: ScoreRun | None, formats: Formats, *, today: date) -> list[ContractLine]:
    """The newest first; one question, and none more for the survival, which the run keeps."""
    found = _newest(family)
    if not found:
        return []
    survival: Sequence[dict[str, Any]] = (run.counts.get("contracts") or []) if run else []
    return [_line(one, run, formats) for one in outlooks(found, survival, on=run.on_date if run else today)]


def kept_contract(one: Contract, formats: Formats) -> list[tuple[str, str]]:
    """What is saved of a contract, by the names of its fields: for who finds it changed meanwhile."""
    own = Formats(formats.language, formats.country, one.currency)
    return [
        (_("Plan o producto"), (one.product.name or one.product.sku) if one.product else ""),
        (_("Paga por periodo"), f"{own.money(one.amount)} {_period(one.period_months)}"),
        (_("Desde"), formats.day(one.started_on)),
        (_("Primer día sin contrato"), formats.day(one.ends_on) if one.ends_on else ""),
        (_("Número"), one.external_id or ""),
    ]


def counted_sentence(run: ScoreRun | None, score: Score | None, lines: Sequence[ContractLine]) -> str:
    """How contracts are in the lifetime value of the customer; blank where no run counted any."""
    told = run.counts.get("contract_worth") if run else None
    if not told:
        return ""
    if score is not None and not score.n_purchases and any(line.is_running for line in lines):
        if score.clv is None:
            return _(
                "Sin valor de vida: no tiene compras, y todavía no se puede proyectar cuánto durarán sus contratos."
            )
        return _("No tiene compras: su valor de vida es lo que se espera de sus contratos.")
    if not told["amount"]:
        return ""
    if told["among_purchases"]:
        return _("El valor de vida cuenta los contratos una vez: sus pagos llegan también como compras, y no se suman.")
    return _("El valor de vida suma lo que se espera de los contratos a lo que se espera de las compras.")


def _line(outlook: ContractOutlook, run: ScoreRun | None, formats: Formats) -> ContractLine:
    one = outlook.contract
    own = Formats(formats.language, formats.country, one.currency)
    return ContractLine(
        name=(one.product.name or one.product.sku) if one.product else one.external_id or _("Contrato"),
        contract=one,
        amount=own.money(one.amount),
        period=_period(one.period_months),
        state=_state(outlook, formats),
        is_running=outlook.state in {"running", "ending"},
        is_open=one.ended_on() is None,
        is_by_hand=is_by_hand(one),
        next_renewal=outlook.next_renewal,
        churn="" if outlook.churn_90d is None else formats.percent(outlook.churn_90d),
        worth="" if outlook.worth is None else formats.money_short(outlook.worth),
        why=_why(outlook, run, formats),
    )


def _period(months: int) -> str:
    known = {1: _("al mes"), 3: _("al trimestre"), 6: _("al semestre"), 12: _("al año")}
    return known.get(months) or ngettext("cada %(n)s mes", "cada %(n)s meses", months) % {"n": months}


def _state(outlook: ContractOutlook, formats: Formats) -> str:
    end = outlook.contract.ended_on()
    if outlook.state == "ended" and end:
        return _("terminó el %(day)s") % {"day": formats.day(end)}
    if outlook.state == "ending" and end:
        return _("termina el %(day)s") % {"day": formats.day(end)}
    if outlook.state == "coming":
        return _("empieza el %(day)s") % {"day": formats.day(outlook.contract.started_on)}
    return _("vigente desde el %(day)s") % {"day": formats.day(outlook.contract.started_on)}


def _why(outlook: ContractOutlook, run: ScoreRun | None, formats: Formats) -> str:
    if outlook.state != "running":
        return ""
    if run is None:
        return _("El riesgo se sabrá con el próximo cálculo.")
    if outlook.method == "none":
        return _missing(outlook, formats)
    reliable = {
        "sbg": _("Proyectado con la supervivencia de tus contratos al %(on)s; acertó sobre un periodo guardado."),
        "cox": _("Proyectado con tus contratos, su precio y su plan, al %(on)s; acertó sobre un periodo guardado."),
    }
    doubtful = {
        "sbg": _(
            "Proyectado con la supervivencia de tus contratos al %(on)s; no confiable: falta historia para probarlo, o falló."
        ),
        "cox": _(
            "Proyectado con tus contratos, su precio y su plan, al %(on)s; no confiable: falló sobre un periodo guardado."
        ),
    }
    counted = _("Contado entre los contratos que llegaron a la misma renovación, al %(on)s.")
    words = (reliable if outlook.is_reliable else doubtful).get(outlook.method, counted)
    return words % {"on": formats.day(run.on_date)}


def _missing(outlook: ContractOutlook, formats: Formats) -> str:
    problem = outlook.problem or {}
    found, needed = (formats.number(problem.get(name, 0)) for name in ("found", "needed"))
    words = {
        "few_customers": _(
            "Sin riesgo calculado: %(found)s contratos así han llegado a renovarse; hacen falta %(needed)s."
        ),
        "few_ended": _("Sin riesgo calculado: %(found)s contratos así han terminado; hacen falta %(needed)s."),
    }
    said = words.get(problem.get("code", ""), _("El riesgo se sabrá con el próximo cálculo."))
    return said % {"found": found, "needed": needed}
