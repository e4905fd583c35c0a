"""The offers that Lazo brings along: a welcome, a call to who is late, a visit to a strategic customer nobody spoke with, a payment that may be late."""

from importlib import import_module
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from lazo.customize.candidates import Candidate, Maker, Standard, register_candidates
from lazo.customize.models import Offer
from lazo.differentiate.models import Propensity, PropensityModel

if TYPE_CHECKING:
    from lazo.customize.facts import Facts


def register_standards() -> None:
    """Tell the registry; called once when the application starts: what counts is loaded when somebody decides."""
    register_candidates("", _later("by_rules"))
    register_candidates("welcome-call", _later("welcome"), standard=WELCOME_CALL)
    register_candidates("overdue-contact", _later("overdue"), standard=OVERDUE_CONTACT)
    register_candidates("strategic-visit", _later("untouched"), standard=STRATEGIC_VISIT)
    register_candidates("payment-reminder", _later("late"), standard=PAYMENT_REMINDER)


def _later(name: str) -> Maker:
    def maker(facts: "Facts", offer: Offer) -> Candidate | None:
        found: Candidate | None = getattr(import_module("lazo.customize.makers"), name)(facts, offer)
        return found

    return maker


WELCOME_CALL = Standard(
    name=_("Llamada de bienvenida"),
    what=_("Llama, da la bienvenida y pregunta cómo llegó su primera compra"),
    kind="welcome",
    area="KEEP",
    purpose="service",
    channels=("phone", "whatsapp"),
    guess=0.06,
    margin_share=60.0,
    more={"capacity": 8, "cap_person": 1},
)
OVERDUE_CONTACT = Standard(
    name=_("Contactar a quien se atrasa"),
    what=_("Pregúntale qué pasó y si necesita algo"),
    kind="save",
    area="RETAIN",
    purpose="marketing",
    channels=("phone", "whatsapp", "email"),
    guess=0.05,
    margin_share=50.0,
    more={"capacity": 8, "cap_person": 3},
)
STRATEGIC_VISIT = Standard(
    name=_("Visitar a un cliente estratégico"),
    what=_("Visítalo o llámalo y pregunta cómo le va con nosotros"),
    kind="visit",
    area="LOYALTY",
    purpose="service",
    channels=("visit", "phone"),
    guess=0.04,
    margin_share=30.0,
    more={"capacity": 2, "cap_person": 4},
)
PAYMENT_REMINDER = Standard(
    name=_("Recordar el pago antes de que venza"),
    what=_("Recuérdale la fecha y ofrece partir el pago, sin apuro"),
    kind="collect",
    area="RETAIN",
    purpose="service",
    channels=("whatsapp", "email", "phone"),
    guess=0.1,
    margin_share=10.0,
    more={"capacity": 8, "cap_person": 6},
    needs=lambda: Propensity.objects.filter(model__kind=PropensityModel.Kind.LATE_PAYMENT).exists(),
)
