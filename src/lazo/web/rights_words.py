"""What pages say when something about rights is refused, and what the states of a request are called."""

from django.utils.translation import gettext_lazy as _

REQUEST_FAILURES = {
    "not_allowed": _("Tu función no permite esto. Pídelo a quien atiende derechos."),
    "not_current": _("Este registro se unió a otro o se retiró. Búscalo de nuevo en Clientes."),
    "unknown_kind": _("Elige qué pide."),
    "unknown_way": _("Elige por dónde llegó."),
    "unknown_purpose": _("Elige de la lista para qué ya no."),
    "no_purpose": _("Marca al menos una cosa para la que ya no quiere que se usen."),
    "future": _("Todavía no llega ese día."),
    "closed": _("Esta solicitud ya está cerrada."),
    "paused": _("Ya está en pausa."),
    "not_paused": _("No está en pausa."),
    "no_pause": _("La norma de este país no deja parar el plazo."),
    "no_extension": _("La norma de este país no conoce una prórroga."),
    "already_extended": _("El plazo ya se amplió una vez."),
    "no_reason": _("Escribe por qué o qué se hizo: queda como constancia."),
    "not_identified": _("Primero comprueba que quien pide es el cliente."),
    "bad_assignee": _("Esa persona no puede ver a este cliente."),
    "wrong_kind": _("Esta solicitud pide otra cosa."),
    "text_too_long": _("Es demasiado largo: caben 4.000 letras. No se perdió nada; acórtalo."),
    "bad_characters": _("Tiene signos que no se pueden guardar. Bórralos y guarda de nuevo."),
    "wrong_name": _("El nombre no coincide. Escríbelo como aparece arriba."),
    "already_running": _("El borrado ya empezó."),
    "nothing_left": _("No queda nada por aceptar."),
    "not_ready": _("Todavía no hay archivo: pide reunir los datos."),
}
SUPPRESSION_FAILURES = {
    "not_allowed": _("Tu función no permite cargar listas."),
    "unknown_list": _("Elige una lista."),
    "not_by_file": _("Esa lista la escribe solo el borrado de personas."),
    "future": _("Todavía no llega ese día."),
    "no_space": _("No hay espacio en el disco. Libera espacio y sube el archivo de nuevo."),
    "no_key": _("Escribe al menos un teléfono, correo o documento que se pueda leer."),
    "too_many": _("Son demasiados: hasta 1.000 a la vez, o sube un archivo."),
    "no_file": _("Elige el archivo que te dio el registro."),
}
LIST_PROBLEMS = {
    "nothing_found": _("En el archivo no hay una columna de teléfonos, correos o documentos."),
    "no_header": _("No se encontró dónde empiezan los datos."),
}
STATES = {
    "open": _("Por responder"),
    "overdue": _("Vencidas"),
    "paused": _("En pausa"),
    "closed": _("Cerradas"),
}
