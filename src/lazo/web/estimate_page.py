"""How a customer's value came about, in words, numbers and a picture."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.queries.served import Served, served_values
from lazo.web.formats import EMPTY, Formats
from lazo.web.markup import drawn
from lazo.web.queries.customer import CustomerView
from lazo.web.queries.verdict import verdict_of
from lazo.web.verdict_words import doubt_sentences, proof_chart, proof_sentence, reason_sentences, shown_sentences

DIGITS = 3


@dataclass(frozen=True)
class Parameter:
    """A number of the model, with what it means; `value` is a dash where the model was not fitted."""

    symbol: str
    value: str
    meaning: str


def estimate_context(view: CustomerView, formats: Formats) -> dict[str, Any]:
    """What `party_estimate.html` shows; without a run only that there is none."""
    if view.run is None or view.score is None:
        return {"party": view.party, "score": view.score, "run": None}
    verdict = verdict_of(view.run)
    served = served_values([view.party.pk], run_id=view.score.run_id).get(view.party.pk)
    return {
        "party": view.party,
        "score": view.score,
        "run": view.run,
        "verdict": verdict,
        "cuts": view.run.counts.get("cuts"),
        "served": served,
        "served_parts": _served_parts(served) if served else (),
        "proof": proof_sentence(verdict, formats),
        "proof_svg": drawn(proof_chart(verdict, formats)),
        "reasons": reason_sentences(verdict, formats),
        "shown": shown_sentences(verdict, formats),
        "doubts": doubt_sentences(verdict),
        "parameters": _parameters(view.run, formats),
    }


def _served_parts(served: Served) -> tuple[tuple[str, int, int], ...]:
    """What was done, how often, and what it cost."""
    return (
        (_("Contactos"), served.contacts, served.contact_cost),
        (_("Pedidos"), served.orders, served.order_cost),
        (_("Entregas"), served.orders, served.delivery_cost),
        (_("Devoluciones"), served.returns, served.return_cost),
    )


def _parameters(run: ScoreRun, formats: Formats) -> list[Parameter]:
    found = run.parameters or {}

    def value(key: str, digits: int = DIGITS) -> str:
        number = found.get(key)
        return EMPTY if number is None else formats.number(number, digits)

    gamma = found.get("gamma")
    return [
        Parameter("r", value("r"), _("cuánto se parecen los ritmos de compra entre sí")),
        Parameter("α", value("alpha"), _("cuántas semanas pesan antes de la primera compra")),
        Parameter("a", value("a"), _("cuántos se van después de una compra")),
        Parameter("b", value("b"), _("cuántos se quedan después de una compra")),
        Parameter("p", value("p"), _("cuánto varía el gasto de una persona")),
        Parameter("q", value("q"), _("cuánto varía el gasto entre personas")),
        Parameter("γ", EMPTY if gamma is None else formats.money(round(gamma)), _("la escala del gasto por compra")),
    ]
