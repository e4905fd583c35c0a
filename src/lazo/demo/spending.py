"""What the fictitious company spends on its customers, month by month and by area of the cycle, as its accounts say."""

from datetime import date

from lazo.customize.operations.money import Booking, book_money
from lazo.demo.company import CURRENCY
from lazo.demo.trial import CENTS
from lazo.differentiate.queries.month_before import month_before
from lazo.kernel.models import User

MONTHS = 6
PESOS = (
    ("ACQUIRE", "media", 1_190, "Pauta en redes y buscadores"),
    ("ACQUIRE", "agent", 260, "Ferias y visitas a oficinas"),
    ("KEEP", "agent", 340, "Atención de primeras compras"),
    ("KEEP", "tool", 90, "Envío de guías de preparación"),
    ("MAXIMIZE", "discount", 210, "Descuentos en combos"),
    ("LOYALTY", "points", 280, "Puntos canjeados"),
    ("LOYALTY", "agent", 170, "Asesores de cuentas"),
    ("RETAIN", "agent", 310, "Llamadas a quien se atrasa"),
    ("RETAIN", "discount", 120, "Descuentos para volver"),
)
"""Area, concept, pesos a month for each customer who bought in a year, and what for."""
GROWTH = 0.96
"""Each month before was a little cheaper."""


def book_spending(*, customers: int, on: date, by: User) -> None:
    """Book the last months on their last day, the month of `on` on that day; once each."""
    day = on
    for ago in range(MONTHS):
        for area, category, pesos, note in PESOS:
            booking = Booking(
                key=f"demo:spending:{day:%Y-%m}:{area}:{category}",
                on=day,
                area=area,
                kind="COST",
                method="OBSERVED",
                category=category,
                amount=round(pesos * customers * GROWTH**ago) * CENTS,
                currency=CURRENCY,
                note=note,
            )
            book_money(booking=booking, by=by)
        day = month_before(day)
