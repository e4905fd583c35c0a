"""What is said when the company's settings cannot be kept."""

from django.utils.translation import gettext_lazy as _

COMPANY_FAILURES = {
    "no_name": _("Ponle un nombre."),
    "too_long": _("Es demasiado largo."),
    "unknown": _("Elige uno de la lista."),
    "locked": _("Hay compras guardadas en esta moneda: no se puede cambiar."),
}
STALE = _("Otra persona guardó cambios mientras tú escribías. Abajo está lo de ahora; vuelve a escribir lo tuyo.")
LOGO_FAILURES = {
    "too_large": _("La imagen pesa más de 200 KB. Guárdala más pequeña."),
    "not_an_image": _("Solo PNG o JPEG. Un SVG puede llevar programas dentro, por eso no se acepta."),
}
DAY_FAILURES = {
    "no_reason": _("Di por qué."),
    "too_long": _("Es demasiado largo."),
    "already_closed": _("Ese día ya está cerrado."),
}
THRESHOLD_NAMES = {
    "welcome_days": _("Días de bienvenida tras la primera compra"),
    "silent_days": _("Días sin señales hasta que un prospecto sale del ciclo"),
    "lost_days": _("Días sin comprar hasta darlo por perdido"),
    "habit_days": _("Días de compra que hacen costumbre"),
    "overdue_from": _("Veces su ritmo: desde aquí va tarde"),
    "overdue_lost": _("Veces su ritmo: desde aquí está perdido"),
    "active_from": _("Probabilidad desde la que cuenta como activo"),
    "churn_from": _("Probabilidad de dejar el contrato en 90 días desde la que alguien está en riesgo"),
    "growth_rank": _("Le queda por crecer más que a esta parte de los demás"),
    "valuable_from": _("Nivel de valor: parte de los clientes que vale menos que los de mayor valor"),
    "growable_from": _("Nivel de valor: parte de los clientes a la que le queda por crecer menos"),
}
THRESHOLD_FAILURES = {
    "out_of_range": _("Escribe un número entre %(low)s y %(high)s."),
    "not_above": _("Debe ser mayor que el de «va tarde»."),
    "not_a_number": _("Escribe un número."),
}
MIX_FAILURE = _("Las cinco áreas deben sumar 100.")
