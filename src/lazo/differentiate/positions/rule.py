"""The rules of place in the cycle, as data: what must hold, where it leads, what is shown as evidence.

They are the entry and exit rules of the domain as far as purchases, interactions and the party graph go; areas above
add their signals through traits. `docs/reference/positions.md` explains each in a sentence.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.positions.condition import (
    Condition,
    above,
    all_of,
    any_of,
    at_least,
    at_most,
    below,
    equal,
    one_of,
    unknown,
)
from lazo.differentiate.positions.thresholds import Thresholds, in_force

VERSION = "3"
"""Of the rules and models; a run with another version fits again and is said so."""

OUTSIDE = ""
"""The area of whom the cycle does not hold today: lost customers and silent prospects."""

STEPS = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """`condition` over the columns of `features`; the first rule that holds, in order, gives the primary area.

    `why` is the sentence a person reads, with the columns of `evidence` as named placeholders.
    """

    key: str
    area: str
    sub_state: str
    condition: Condition
    evidence: tuple[str, ...]
    why: Promise | str


IS_CUSTOMER = equal("is_customer", True)
CAME_BACK = at_least("frequency", 1)
IS_WORTH_OFFERING = any_of(unknown("worth_offering"), above("worth_offering", 0))
"""Some offer is expected to bring more than it costs, as the last decision said; not known where nothing was decided."""
HAS_CONTRACT, HAS_NONE = equal("has_contract", True), equal("has_contract", False)


@lru_cache(maxsize=8)
def rules_of(t: Thresholds) -> tuple[Rule, ...]:
    """The rules with these numbers in them, in order; keys, areas and sub-states are the same for all numbers."""
    is_active = any_of(unknown("p_alive"), at_least("p_alive", t.active_from))
    # Who has a contract leaves by ending it: neither silence nor a broken rhythm says so of them.
    is_fading = all_of(HAS_NONE, CAME_BACK, below("p_alive", t.active_from), at_least("p_alive_before", 0.8))
    # A weekly buyer two weeks silent is at a ratio of 2 and almost surely still active: the model, where there is one,
    # must doubt as well. Who bought once has no rhythm to break.
    is_overdue = all_of(
        HAS_NONE,
        CAME_BACK,
        at_least("overdue_ratio", t.overdue_from),
        any_of(unknown("p_alive"), below("p_alive", 0.8)),
    )
    is_lost = all_of(
        HAS_NONE,
        any_of(
            above("recency_days", t.lost_days),
            all_of(
                CAME_BACK,
                above("overdue_ratio", t.overdue_lost),
                any_of(unknown("p_alive"), below("p_alive", t.active_from)),
            ),
        ),
    )
    showed_interest = at_most("interest_days", t.silent_days)
    is_nobodys = all_of(equal("is_customer", False), HAS_NONE)
    return (
        Rule(
            "RETAIN.leaving",
            "RETAIN",
            "explicit",
            all_of(HAS_CONTRACT, at_least("contract_end_in_days", 1)),
            ("contract_end_in_days", "contract_renewals"),
            _("Su contrato termina en %(contract_end_in_days)s días y no se renueva."),
        ),
        Rule(
            "RETAIN.contract",
            "RETAIN",
            "inferred",
            all_of(
                HAS_CONTRACT,
                any_of(at_least("churn_90d", t.churn_from), all_of(at_least("churn_rank", 0.9), above("churn_90d", 0))),
            ),
            ("churn_90d", "contract_renewals"),
            _("Puede dejar su contrato en los próximos 90 días: %(churn_90d)s de probabilidad."),
        ),
        Rule(
            "KEEP.starting",
            "KEEP",
            "welcome",
            all_of(HAS_CONTRACT, below("contract_age_days", t.welcome_days)),
            ("contract_age_days",),
            _("Empezó su primer contrato hace %(contract_age_days)s días."),
        ),
        Rule(
            "LOYALTY.renewed",
            "LOYALTY",
            "",
            all_of(HAS_CONTRACT, at_least("contract_renewals", 1), below("churn_90d", 0.2)),
            ("contract_renewals", "churn_90d"),
            _("Ha renovado %(contract_renewals)s veces y es poco probable que se vaya (%(churn_90d)s en 90 días)."),
        ),
        Rule(
            "ACQUIRE.prospect",
            "ACQUIRE",
            "",
            all_of(is_nobodys, showed_interest),
            ("steps", "interest_days"),
            _("Aún no tiene una compra neta. Última señal hace %(interest_days)s días; van %(steps)s de 4 pasos."),
        ),
        Rule(
            "OUT.silent",
            OUTSIDE,
            "silent",
            is_nobodys,
            ("interest_days",),
            _("No tiene una compra neta y no da señales desde hace %(interest_days)s días."),
        ),
        Rule(
            "ACQUIRE.recycled",
            "ACQUIRE",
            "recycled",
            all_of(is_lost, above("lost_for_days", t.lost_days), showed_interest),
            ("recency_days", "lost_for_days", "interest_days"),
            _("Se perdió hace %(lost_for_days)s días y volvió a mostrar interés hace %(interest_days)s."),
        ),
        Rule(
            "OUT.lost",
            OUTSIDE,
            "lost",
            is_lost,
            ("recency_days", "overdue_ratio", "p_alive"),
            _("Lleva %(recency_days)s días sin comprar, %(overdue_ratio)s veces su ritmo: se da por perdido."),
        ),
        Rule(
            "RETAIN.fading",
            "RETAIN",
            "inferred",
            is_fading,
            ("p_alive", "p_alive_before", "recency_days"),
            _("La probabilidad de que siga activo bajó de %(p_alive_before)s a %(p_alive)s."),
        ),
        Rule(
            "RETAIN.overdue",
            "RETAIN",
            "inferred",
            is_overdue,
            ("overdue_ratio", "recency_days", "expected_gap"),
            _(
                "Compra cada %(expected_gap)s días y lleva %(recency_days)s sin hacerlo: %(overdue_ratio)s veces su ritmo."
            ),
        ),
        Rule(
            "RETAIN.shrinking",
            "RETAIN",
            "inferred",
            all_of(equal("kind", "ORGANIZATION"), at_most("revenue_ratio", 0.5)),
            ("revenue_ratio",),
            _("En el último trimestre compró el %(revenue_ratio)s de lo que solía: se está yendo en parte."),
        ),
        Rule(
            "KEEP.welcome",
            "KEEP",
            "welcome",
            all_of(equal("n_days", 1), below("age_days", t.welcome_days)),
            ("age_days",),
            _("Hizo su primera compra hace %(age_days)s días y aún no la segunda."),
        ),
        Rule(
            "LOYALTY.tier",
            "LOYALTY",
            "",
            all_of(CAME_BACK, one_of("tier", ("MVC", "SGC")), is_active),
            ("tier", "frequency", "p_alive"),
            _("Está entre los de mayor valor (%(tier)s), ha vuelto %(frequency)s veces y sigue activo (%(p_alive)s)."),
        ),
        Rule(
            "LOYALTY.class",
            "LOYALTY",
            "",
            all_of(CAME_BACK, one_of("customer_class", ("best", "frequent")), at_least("p_alive", 0.7)),
            ("customer_class", "frequency", "p_alive"),
            _("Es de los que más vuelven: %(frequency)s veces, y sigue activo (%(p_alive)s)."),
        ),
        Rule(
            "MAXIMIZE.potential",
            "MAXIMIZE",
            "",
            all_of(
                CAME_BACK,
                is_active,
                IS_WORTH_OFFERING,
                at_least("unrealised_rank", t.growth_rank),
                above("unrealised", 0),
            ),
            ("unrealised_rank", "p_alive"),
            _(
                "Está activo, y clientes como él llegan a valer más: le queda por crecer más que al %(unrealised_rank)s."
            ),
        ),
        Rule(
            "MAXIMIZE.holdings",
            "MAXIMIZE",
            "",
            all_of(CAME_BACK, is_active, IS_WORTH_OFFERING, at_least("missing_holdings", 1)),
            ("holdings", "usual_holdings", "p_alive"),
            _("Está activo y compra de %(holdings)s categorías; clientes como él, de %(usual_holdings)s."),
        ),
        Rule(
            "KEEP.contract",
            "KEEP",
            "",
            HAS_CONTRACT,
            ("contract_age_days", "contract_renewals"),
            _(
                "Tiene un contrato vigente desde hace %(contract_age_days)s días; lo ha renovado %(contract_renewals)s veces."
            ),
        ),
        Rule(
            "KEEP.once",
            "KEEP",
            "once",
            equal("n_days", 1),
            ("recency_days",),
            _("Compró una sola vez, hace %(recency_days)s días; falta la segunda compra."),
        ),
        Rule(
            "KEEP.base",
            "KEEP",
            "",
            IS_CUSTOMER,
            ("n_days", "recency_days"),
            _("Ha comprado %(n_days)s días distintos, el último hace %(recency_days)s."),
        ),
    )


RULES = rules_of(Thresholds())
"""With the proposed numbers."""


def rules_in_force() -> tuple[Rule, ...]:
    """With the numbers of the run that this process computes."""
    return rules_of(in_force())


BY_KEY = {rule.key: rule for rule in RULES}
