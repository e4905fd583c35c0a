"""What interact holds of a person: what somebody promised to do for them."""

from django.utils.translation import gettext_lazy as _

from lazo.kernel.personal_data import Holding, register_holding

HOLDINGS = (
    Holding(
        model="interact.AccountPlan",
        label=_("Planes de la cuenta"),
        parties=("account_id",),
        told={"goals": _("Qué queremos lograr"), "review_on": _("Se revisa el"), "at": _("Guardado el")},
    ),
    Holding(model="interact.AccountPlanAction", parties=("account_id",)),
    Holding(model="interact.StrategicAlert", parties=("entry__customer_id",)),
    Holding(model="interact.ToDoCompletion", parties=("to_do__party_id",)),
    Holding(
        model="interact.ToDo",
        label=_("Pendientes"),
        parties=("party_id",),
        told={"title": _("Qué"), "text": _("Detalle"), "due_on": _("Para el"), "created_at": _("Guardado el")},
        rank=1,
    ),
)


def register_holdings() -> None:
    """Tell the registry; called once when the application starts."""
    for holding in HOLDINGS:
        register_holding(holding)
