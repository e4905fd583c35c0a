"""What pages say of accounts, templates and messages: problems, answers, failures."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lazo.customize.policy.words import rule_name

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ACCOUNT_FAILURES: dict[str, "StrPromise"] = {
    "not_allowed": _("Solo lo cambia quien administra."),
    "unknown_provider": _("Elige un proveedor de la lista."),
    "no_name": _("Ponle un nombre a la cuenta."),
    "taken": _("Ya hay una cuenta con ese nombre."),
    "needed": _("Falta este dato."),
    "too_long": _("Es demasiado largo."),
    "bad_number": _("No es un número. Ejemplo: 587"),
    "bad_email": _("No es un correo. Ejemplo: hola@tuempresa.com"),
    "bad_url": _("No es una dirección. Ejemplo: https://crm.tuempresa.com"),
    "bad_choice": _("Ese valor no sirve aquí."),
    "bad_currency": _("Escribe la moneda con sus tres letras, como USD."),
    "closed": _("Esa cuenta está cerrada."),
    "stale": _("Alguien la cambió mientras tanto. Ábrela otra vez y repite el cambio."),
}
REACH_FAILURES: dict[str, "StrPromise"] = {
    "no_connection": _("No contesta: revisa el servidor, el puerto y la seguridad."),
    "bad_login": _("No acepta el usuario o la clave."),
    "bad_options": _("Faltan datos, o la clave se cifró en otra instalación: escríbela otra vez."),
    "not_possible": _("Esta cuenta no puede hacer eso."),
    "refused": _("El proveedor lo rechazó."),
}
TEMPLATE_FAILURES: dict[str, "StrPromise"] = {
    "not_allowed": _("No tienes permiso para cambiar plantillas."),
    "no_name": _("Ponle un nombre a la plantilla."),
    "taken": _("Ya hay una plantilla con ese nombre en este canal."),
    "unknown_channel": _("Elige un canal."),
    "unknown_purpose": _("Elige para qué es."),
    "no_text": _("Escríbela al menos en un idioma."),
    "no_subject": _("Falta el asunto."),
    "bad_field": _('Un campo no se entiende. Se escribe así: {{ nombre | "cliente" }}. Dice:'),
    "unknown_field": _("Ese campo no existe. Dice:"),
    "bad_mjml": _("El MJML no se entiende. El motivo:"),
    "empty": _("Falta el texto."),
    "too_long": _("Es demasiado largo."),
    "bad_characters": _("Tiene signos que no se pueden guardar."),
    "archived": _("Esa plantilla está guardada aparte."),
    "stale": _("Alguien la cambió mientras tanto. Ábrela otra vez y repite el cambio."),
    "no_template": _("Di con qué nombre la aprobó WhatsApp."),
}
TRIAL_FAILURES: dict[str, "StrPromise"] = {
    **REACH_FAILURES,
    "not_allowed": _("No tienes permiso para enviar pruebas."),
    "wrong_channel": _("Esa cuenta es de otro canal."),
    "no_text": _("No está escrita en ese idioma."),
    "not_sent": _("No salió."),
    "not_approved": _("WhatsApp no la ha aprobado."),
    "no_account": _("Primero crea una cuenta de ese canal en Ajustes."),
    "no_to": _("Di a dónde enviarla."),
}
PROBLEMS: dict[str, "StrPromise"] = {
    "bad_address": _("La dirección no existe"),
    "mailbox_full": _("El buzón está lleno"),
    "refused": _("El proveedor lo rechazó"),
    "later": _("El proveedor pidió esperar, varias veces"),
    "no_answer": _("Se cortó antes de la respuesta"),
    "sender_died": _("El proceso que lo enviaba se detuvo"),
    "no_connection": _("No se pudo hablar con el proveedor"),
    "bad_login": _("El proveedor no acepta la clave"),
    "bad_options": _("La cuenta está mal configurada"),
    "no_customer": _("El cliente ya no está"),
    "no_way": _("No tiene cómo recibirlo"),
    "dead_way": _("Su medio de contacto ya no sirve"),
    "empty_field": _("Le falta un dato que la plantilla necesita"),
    "no_text": _("La plantilla no tiene texto"),
    "no_subject": _("La plantilla no tiene asunto"),
    "bad_field": _("Un campo de la plantilla no se entiende"),
    "bad_mjml": _("El MJML de la plantilla no se entiende"),
    "empty": _("La plantilla está vacía"),
    "too_long": _("La plantilla es demasiado larga"),
    "no_public_url": _("La cuenta no dice por qué dirección darse de baja"),
    "outside_window": _("Hace más de 24 horas que no escribe: hace falta una plantilla aprobada"),
    "not_approved": _("WhatsApp no aprobó la plantilla"),
    "ended": _("La campaña terminó antes"),
}
FIELD_WORDS: dict[str, "StrPromise"] = {
    "host": _("Servidor"),
    "port": _("Puerto"),
    "security": _("Seguridad"),
    "user": _("Usuario"),
    "password": _("Clave"),
    "address": _("Correo que envía"),
    "name": _("Nombre que ve el cliente"),
    "reply_to": _("Responder a"),
    "bounce": _("Correo de los rebotes"),
    "public_url": _("Dirección de Lazo en internet"),
    "lines": _("Conexiones a la vez"),
    "imap_host": _("Servidor IMAP"),
    "imap_port": _("Puerto IMAP"),
    "imap_security": _("Seguridad IMAP"),
    "imap_user": _("Usuario IMAP"),
    "imap_password": _("Clave IMAP"),
    "imap_folder": _("Carpeta"),
    "api_key": _("Llave de la API"),
    "server_token": _("Llave del servidor"),
    "webhook_secret": _("Secreto de los avisos"),
    "signing_key": _("Llave con que firma los avisos"),
    "sender_domain": _("Dominio que envía"),
    "phone_number_id": _("Identificador del número"),
    "business_account_id": _("Identificador de la cuenta de WhatsApp"),
    "access_token": _("Token de acceso"),
    "app_secret": _("Secreto de la aplicación"),
    "verify_token": _("Token de verificación"),
    "api_url": _("Dirección de la API"),
    "stands_for": _("Por dónde saldrá"),
    "place": _("Ciudad desde donde se escribe"),
    "return_address": _("Dirección del remitente"),
}
FIELD_HINTS: dict[str, "StrPromise"] = {
    "public_url": _("Para el enlace de baja, que la ley y los buzones piden. Ejemplo: https://crm.tuempresa.com"),
    "bounce": _("Vacío: el mismo que envía."),
    "imap_host": _("De este buzón se leen respuestas y rebotes. Vacío: no se lee."),
    "verify_token": _("El que escribes también en Meta al registrar la dirección de los avisos."),
    "lines": _("Vacío: una. Más conexiones envían más rápido si el servidor lo permite."),
}
CHANNELS: dict[str, tuple[str, "StrPromise | str"]] = {
    "email": ("mail", _("Con el servidor de tu empresa o con un proveedor. Las respuestas y los rebotes vuelven a la historia de cada cliente.")),
    "whatsapp": ("brand-whatsapp", _("Con tu número en la Cloud API de Meta. Se ve qué plantillas están aprobadas y qué cuesta cada mensaje.")),
    "letter": ("printer", _("Las de cada día en un PDF para imprimir, con su hoja de direcciones.")),
    "file": ("download", _("Un ensayo que no sale de aquí, o un archivo para otro programa.")),
}  # fmt: skip
"""By channel its icon, and what one has by it."""
PROVIDERS: dict[str, "StrPromise | str"] = {
    "smtp": _("Cualquier servidor de correo (SMTP)"),
    "cloud_api": "WhatsApp Cloud API",
    "print": _("PDF para imprimir"),
    "csv": _("Archivo CSV"),
    "mailgun": "Mailgun",
    "postmark": "Postmark",
    "sendgrid": "SendGrid",
    "brevo": "Brevo",
    "mailersend": "MailerSend",
    "resend": "Resend",
    "amazon_ses": "Amazon SES",
    "sparkpost": "SparkPost",
}


def problem_words(code: str, *, is_rule: bool = False) -> str:
    """Why a message did not leave, or by which rule it was held back."""
    return rule_name(code) if is_rule else str(PROBLEMS.get(code, code))
