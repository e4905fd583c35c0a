"""What is said about users, teams, roles and keys: failures, scopes, ways of coming in."""

from django.utils.translation import gettext_lazy as _

FACTOR_FAILURES = {
    "wrong_code": _("Ese código no es. Mira el que muestra ahora tu aplicación."),
    "already_there": _("Ya tienes una aplicación de códigos. Quítala antes de poner otra."),
    "no_name": _("Ponle un nombre, por ejemplo «Mi celular»."),
}
