"""What a key may be for. It never lets a program do what the person whose key it is may not."""

from django.utils.translation import gettext_lazy as _

SCOPES = {
    "customers:read": _("Leer clientes, sus datos y su historia"),
    "customers:write": _("Crear y cambiar clientes, notas, pendientes y permisos"),
    "purchases:read": _("Leer compras y productos"),
    "purchases:write": _("Registrar compras y productos"),
    "imports:write": _("Importar archivos y deshacer importaciones"),
    "scores:read": _("Leer valor, lugar en el ciclo y segmentos"),
    "scores:write": _("Pedir un cálculo"),
    "messages:read": _("Leer mensajes, plantillas y qué se supo de ellos"),
    "messages:write": _("Enviar mensajes a clientes"),
    "campaigns:read": _("Leer campañas, sus grupos y lo que trajeron"),
    "campaigns:write": _("Escribir, aprobar, lanzar y parar campañas"),
    "money:read": _("Leer el dinero del ciclo y los experimentos"),
    "money:write": _("Anotar y deshacer costos"),
    "rights:read": _("Leer solicitudes sobre datos y listas de exclusión"),
    "rights:write": _("Atender solicitudes: entregar datos, bloquear y borrar"),
    "exports:read": _("Exportar listas"),
    "events:read": _("Leer lo que pasa, sin datos personales"),
    "events:personal": _("Leer también los valores de antes y de después"),
    "webhooks:write": _("Administrar sus propios webhooks"),
    "admin": _("Administrar personas, equipos, roles y trabajos"),
}
READING = frozenset(key for key in SCOPES if key.endswith(":read"))
