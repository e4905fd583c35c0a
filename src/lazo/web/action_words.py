"""A proposed action in words: what to do, why, what it is expected to bring and from what that follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lazo.analytics.decisions.belief import Belief, Evidence, read_belief
from lazo.analytics.segments.vocabulary import AREAS
from lazo.customize.models import NextAction, Offer
from lazo.customize.queries.next_action import Reckoning, Rivalry
from lazo.differentiate.models import Score
from lazo.differentiate.queries.segment_speech import speech, spoken
from lazo.differentiate.segments.rules import read_kept, vocabulary
from lazo.identify.models import Party
from lazo.identify.models.golden_record import as_it_holds
from lazo.web.formats import MINUS, Formats

CHANNEL_ICONS = {
    "phone": "phone", "whatsapp": "brand-whatsapp", "email": "mail", "sms": "message", "letter": "file-invoice", "visit": "building-store",
}  # fmt: skip
DOING = {
    "phone": gettext_lazy("Llamar"),
    "whatsapp": gettext_lazy("Escribir"),
    "email": gettext_lazy("Escribir"),
    "sms": gettext_lazy("Escribir"),
    "letter": gettext_lazy("Enviar"),
    "visit": gettext_lazy("Visitar"),
}
VERDICTS = {
    "chosen": gettext_lazy("Es la que más trae"),
    "worth_less": gettext_lazy("Otra trae más"),
    "cap": gettext_lazy("Se llenó su tope"),
    "capacity": gettext_lazy("Quien lo atiende ya tiene el día lleno"),
    "not_eligible": gettext_lazy("No cumple sus condiciones"),
    "resting": gettext_lazy("Descansa: dijo que no, o se pospuso"),
    "enough": gettext_lazy("Ya la recibió las veces previstas"),
    "not_allowed": gettext_lazy("No se le puede contactar para eso"),
    "no_gain": gettext_lazy("No trae más de lo que cuesta"),
    "held_back": gettext_lazy("Está en el grupo que se deja sin nada, para medir"),
    "waiting": gettext_lazy("Se hizo y espera respuesta"),
}


@dataclass(frozen=True)
class Share:
    """A part of the expected money, base minor units and as it is written, with what it is for; the parts add up to it."""

    amount: int
    written: str
    words: str


@dataclass(frozen=True)
class ActionView:
    """An action as a page shows it. `area` and `place` are the customer's, `worth` says effect and margin."""

    action: NextAction
    customer: int
    name: str
    kind: str
    city: str
    title: str
    why: str
    worth: str
    area: str
    place: float
    icon: str
    doing: str


@dataclass(frozen=True)
class _Said:
    """What all actions of a page share: rules of offers in words, beliefs of the run by offer and stratum."""

    rules: Mapping[int, str]
    beliefs: Mapping[tuple[int, int, int], Belief]


def action_views(actions: Sequence[NextAction], formats: Formats) -> list[ActionView]:
    """Those of a page; a fixed number of queries."""
    scores = Score.objects.in_bulk([one.party_id for one in actions])
    said = _Said(rules_in_words([one.offer for one in actions]), _beliefs(actions))
    return [_view(one, scores.get(one.party_id), said, formats) for one in actions]


def rules_in_words(offers: Sequence[Offer]) -> dict[int, str]:
    """The conditions of offers as sentences, by number; no query where none has any."""
    asked = {one.pk: one.definition for one in offers if one.definition and not one.maker}
    if not asked:
        return {}
    words, known = speech(), vocabulary()
    trees = {pk: read_kept(definition, known) for pk, definition in asked.items()}
    return {pk: spoken(tree, words) for pk, tree in trees.items() if tree is not None}


def _beliefs(actions: Sequence[NextAction]) -> dict[tuple[int, int, int], Belief]:
    runs = {one.run_id: one.run for one in actions}
    return {
        (run.pk, told["offer"], stratum): read_belief(belief)
        for run in runs.values()
        for told in run.candidates
        for stratum, belief in enumerate(told["beliefs"])
    }


def stratum_of(score: Score | None) -> int:
    """The place of the customer's group among those in which offers are learned."""
    return AREAS.index(score.area) if score is not None and score.area in AREAS else len(AREAS)


def _view(action: NextAction, score: Score | None, said: _Said, formats: Formats) -> ActionView:
    offer, party = action.offer, as_it_holds(action.party)
    belief = said.beliefs.get((action.run_id, offer.pk, stratum_of(score)))
    reasons = [fact_of(offer, score, formats, said.rules.get(offer.pk, ""))]
    if belief is not None:
        reasons.append(evidence_of(belief, formats))
    return ActionView(
        action=action,
        customer=party.pk,
        name=party.name,
        kind=party.kind,
        city=party.city,
        title=_(offer.what or offer.name),
        why=" ".join(one for one in reasons if one),
        worth=worth_of(action.uplift, action.margin, formats),
        area=score.area if score is not None else "",
        place=score.place if score is not None else 0.0,
        icon=CHANNEL_ICONS.get(action.channel, "check"),
        doing=str(DOING.get(action.channel, _("Hacer"))),
    )


def worth_of(uplift: float, margin: int, formats: Formats) -> str:
    """«31 % de $ 600.000»."""
    return _("%(share)s de %(margin)s") % {"share": formats.percent(uplift, 1), "margin": formats.money(margin)}


def fact_of(offer: Offer, score: Score | None, formats: Formats, rules: str) -> str:
    """Why this customer: a fact of theirs, or the conditions of the offer; blank where nothing is known."""
    if score is not None and offer.maker == "welcome-call" and score.age_days is not None:
        return _("Hizo su primera compra hace %(days)s días y nadie le ha hablado.") % {
            "days": formats.number(score.age_days)
        }
    if (
        score is not None
        and offer.maker == "overdue-contact"
        and score.overdue_ratio is not None
        and score.expected_gap
    ):
        told = {
            "gap": formats.number(score.expected_gap),
            "days": formats.number(score.recency_days),
            "times": formats.number(score.overdue_ratio, 1),
        }
        return _("Compra cada %(gap)s días y lleva %(days)s: %(times)s veces su ritmo.") % told
    if score is not None and offer.maker == "strategic-visit":
        return _("Es estratégico, trajo %(value)s en 12 meses y nadie le habla desde hace 90 días.") % {
            "value": formats.money_short(score.value_12m)
        }
    if offer.maker == "payment-reminder":
        return _("Un modelo dice que es probable que pague tarde.")
    return _("Cumple: %(rules)s.") % {"rules": rules} if rules else ""


def evidence_of(belief: Belief, formats: Formats) -> str:
    """How anybody knows that it works."""
    share = formats.percent(belief.mean, 1)
    if belief.evidence == Evidence.MEASURED:
        told = {"share": share, "treated": formats.number(belief.treated), "control": formats.number(belief.control)}
        return _("Medido con %(treated)s personas frente a %(control)s sin ella: %(share)s más.") % told
    if belief.evidence == Evidence.ANSWERS:
        return _("Por %(n)s respuestas, se espera que sirva al %(share)s.") % {
            "n": formats.number(belief.treated), "share": share,
        }  # fmt: skip
    return _("Sin evidencia todavía: quien la creó espera que sirva al %(share)s.") % {"share": share}


def shares_of(rival: Rivalry, formats: Formats) -> list[Share]:
    """From what the expected money follows; the parts add up to it exactly."""
    mean = round(rival.belief.mean * rival.margin)
    told = {"share": formats.percent(rival.belief.mean, 1), "margin": formats.money(rival.margin)}
    found = [_share(mean, formats, _("lo que se cree: sirve al %(share)s, y cada logro deja %(margin)s") % told)]
    luck = rival.expected + rival.cost - mean
    if luck:
        found.append(_share(luck, formats, _("el azar de hoy, con el que la oferta aprende")))
    if rival.cost:
        found.append(_share(-rival.cost, formats, _("lo que cuesta proponerla")))
    return found


def _share(amount: int, formats: Formats, words: str) -> Share:
    sign = MINUS if amount < 0 else "+"
    return Share(amount, f"{sign}{formats.money(abs(amount))}", words)


def customer_action(
    reckoning: Reckoning | None, action: NextAction | None, *, score: Score | None, formats: Formats
) -> dict[str, Any]:
    """The panel of a customer's page: the action with its reasons, and what else was weighed; empty before the first decision."""
    if reckoning is None:
        return {}
    chosen = next((one for one in reckoning.rivals if action is not None and one.offer.pk == action.offer_id), None)
    return {
        "reckoning": reckoning,
        "next_action": action_views([action], formats)[0] if action is not None else None,
        "shares": shares_of(chosen, formats) if chosen is not None else [],
        "others": [one for one in reckoning.rivals if one is not chosen],
        "alternatives": [
            {
                "rival": one,
                "why": str(VERDICTS[one.verdict]),
                "name": _(one.offer.name),
                "evidence": evidence_of(one.belief, formats),
            }
            for one in reckoning.rivals
        ],
        "stratum": stratum_of(score),
    }


def name_of(party: Party) -> str:
    """Who it is, as it holds today."""
    return as_it_holds(party).name
