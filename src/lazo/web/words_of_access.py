"""What is said about users, teams, roles and keys: failures, scopes, ways of coming in."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lazo.kernel.models import User

FACTOR_FAILURES = {
    "wrong_code": _("Ese código no es. Mira el que muestra ahora tu aplicación."),
    "already_there": _("Ya tienes una aplicación de códigos. Quítala antes de poner otra."),
    "no_name": _("Ponle un nombre, por ejemplo «Mi celular»."),
}

SCOPE_SENTENCES = {
    "NONE": _("No ve clientes"),
    "OWN": _("Solo los suyos"),
    "TEAM": _("Los suyos y los de sus equipos"),
    "ALL": _("Todos"),
}

USER_FAILURES = {
    "bad_email": _("Ese correo no está bien escrito. Ejemplo: nombre@empresa.com"),
    "email_taken": _("Ya hay alguien con ese correo."),
}

ROLE_FAILURES = {
    "no_name": _("Ponle un nombre."),
    "too_long": _("Es demasiado largo."),
    "unknown_scope": _("Elige una de la lista."),
    "unknown_area": _("Elige una de la lista."),
    "in_use": _("Alguien tiene esta función. Cámbiasela antes de borrarla."),
}

TEAM_FAILURES = {
    "no_name": _("Ponle un nombre."),
    "too_long": _("Es demasiado largo."),
    "name_taken": _("Ya hay un equipo con ese nombre."),
}

SHARE_FAILURES = {
    "not_seen": _("No ves a este cliente."),
    "closed_user": _("Esa persona ya no tiene acceso."),
    "already_shared": _("Ya lo compartes con esa persona o equipo."),
    "too_many": _("Ya ve demasiados clientes compartidos uno por uno. Ponlos en un equipo."),
}

LAST_ADMINISTRATOR = _("Nadie quedaría para administrar Lazo. Dale antes esa función a otra persona.")


def handed_over(count: int, heir: User | None) -> str:
    """What is said after the customers of somebody went to `heir`, or to nobody."""
    if heir is None:
        return ngettext(
            "%(count)s cliente quedó sin responsable.", "%(count)s clientes quedaron sin responsable.", count
        ) % {"count": count}
    return ngettext("%(count)s cliente pasó a %(name)s.", "%(count)s clientes pasaron a %(name)s.", count) % {
        "count": count,
        "name": heir.name,
    }
