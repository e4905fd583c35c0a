"""Why a key or a webhook cannot be as somebody wrote it."""

from django.utils.translation import gettext_lazy as _

TOKEN_FAILURES = {
    "not_allowed": _("Solo quien administra hace llaves de otra persona."),
    "no_name": _("Ponle un nombre."),
    "too_long": _("Es demasiado largo."),
    "no_scope": _("Elige al menos una cosa para la que sirva."),
    "unknown_scope": _("Eso no existe. Vuelve a elegir."),
    "past_expiry": _("El vencimiento tiene que estar en el futuro."),
    "already_revoked": _("Esa llave ya estaba revocada."),
}
WEBHOOK_FAILURES = {
    "not_allowed": _("Ese webhook es de otra persona."),
    "too_many": _("Ya tienes veinte. Quita uno que no uses."),
    "bad_url": _("Escribe una dirección que empiece por https:// o http://, sin usuario ni clave dentro."),
    "private_address": _(
        "Es de una red privada, y este servidor solo llama a direcciones de Internet. Quien lo instala puede permitirlo con LAZO_WEBHOOKS_PRIVATE=1."
    ),
    "too_long": _("Es demasiado larga."),
    "bad_kind": _("Son demasiadas clases de sucesos, o alguna es demasiado larga."),
    "bad_event": _("Todavía no hay un suceso con ese número."),
}
PROBLEMS = {
    "private_address": _("La dirección es de una red privada, y este servidor no llama a esas."),
    "unknown_host": _("Ese nombre no existe en Internet."),
    "no_connection": _("Nadie contesta en esa dirección."),
    "no_answer": _("Contestó tarde o a medias."),
    "bad_certificate": _("Su certificado no es de esa dirección o venció."),
    "refused": _("Contestó que no."),
}
