"""What it costs the fictitious company to serve: pesos of one attention, from the beginning and dearer since this year."""

from datetime import date

from lazo.analytics.cost_to_serve import Activity, UnitCost
from lazo.differentiate.operations.cost_sheet import save_costs
from lazo.differentiate.queries.cost_sheet import cost_version
from lazo.kernel.models import User

CENTS = 100
PESOS = (
    (Activity.ORDER, "", "", "", 2_600),
    (Activity.DELIVERY, "", "", "", 7_900),
    (Activity.RETURN, "", "", "", 18_500),
    (Activity.CONTACT, "", "", "reclamo", 14_500),
    (Activity.CONTACT, "teléfono", "", "", 6_400),
    (Activity.CONTACT, "phone", "IN", "", 6_400),
    (Activity.CONTACT, "phone", "OUT", "", 5_200),
    (Activity.CONTACT, "tienda", "", "", 3_100),
    (Activity.CONTACT, "whatsapp", "", "", 1_900),
    (Activity.CONTACT, "correo", "OUT", "", 40),
    (Activity.CONTACT, "", "", "note", 900),
)
"""Activity, channel (as files and as people who write by hand call it), direction, kind, pesos."""
DEARER = 1.08


def state_costs(*, on: date, by: User) -> None:
    """State them since ever, and a little dearer from the first of January of the year of `on`; once."""
    if cost_version() is not None:
        return
    costs = [UnitCost(activity, pesos * CENTS, channel, way, kind) for activity, channel, way, kind, pesos in PESOS]
    save_costs(valid_from=None, costs=costs, version=None, by=by)
    dearer = [UnitCost(c.activity, round(c.amount * DEARER), c.channel, c.direction, c.kind) for c in costs]
    save_costs(valid_from=date(on.year, 1, 1), costs=dearer, version=cost_version(), by=by)
