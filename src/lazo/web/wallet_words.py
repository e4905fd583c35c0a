"""What is said on the page of wallet share."""

from django.utils.translation import gettext_lazy as _

WALLET_FIELDS = {
    "rank_field": _("Nuestro lugar entre las marcas que usa (1 es la preferida)"),
    "brands_field": _("Cuántas marcas usa"),
    "spend_field": _("Cuánto dice que gasta en la categoría, al año"),
    "panel_field": _("Cuánto gasta en la categoría según un panel, al año"),
}
WALLET_FAILURES = {
    "unknown_field": _("Ese campo ya no está. Elige otro."),
    "other_type": _("Ese campo no es de ese tipo."),
    "both_needed": _("El lugar y cuántas marcas van juntos: elige los dos."),
}
WALLET_METHODS = {
    "rank": _("por el lugar que nos da"),
    "declared": _("por lo que dice que gasta"),
    "panel": _("por un panel"),
    "look_alikes": _("por sus parecidos"),
}
