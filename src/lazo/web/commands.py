"""What the palette can do and where it can go, with the letters that do it. Each part of the house adds its own lines here."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lazo.web.folding import folded_words
from lazo.web.navigation import PLACES, address


class Kind(StrEnum):
    GO = "go"
    DO = "do"


@dataclass(frozen=True)
class Command:
    """One line of the palette.

    `route` is the name of an address, left out where this installation has none; `keys` the letters that do it anywhere, "g l" being one
    after the other; `also` other words under which it is found; `needs` one of these permissions; with `posts` the line sends that field
    to the address, without it the line is a link.
    """

    key: str
    label: str | Promise
    route: str
    icon: str
    kind: Kind = Kind.DO
    keys: str = ""
    also: str | Promise = ""
    needs: frozenset[str] = frozenset()
    posts: tuple[str, str] | None = None


@dataclass(frozen=True)
class Line:
    """A command as a page shows it."""

    key: str
    label: str
    href: str
    icon: str
    kind: Kind
    keys: tuple[str, ...] = ()
    posts: tuple[str, str] | None = None
    also: str = ""

    def fits(self, typed: tuple[str, ...]) -> bool:
        """Whether each typed word begins one of its own."""
        words = _words_of(f"{self.label} {self.also}") if typed else ()
        return all(any(word.startswith(one) for word in words) for one in typed)


@lru_cache(maxsize=512)
def _words_of(said: str) -> tuple[str, ...]:
    """Of what commands are called in any language, never of what somebody typed."""
    return folded_words(said)


IMPORTING = frozenset({"may_import"})
ADMINISTERING = frozenset({"may_administer"})
LOOKING_AFTER_DATA = frozenset({"may_import", "may_export"})

GO = (
    Command("sources", _("Fuentes de datos"), "web:sources", "database", Kind.GO, needs=LOOKING_AFTER_DATA),
    Command("imports", _("Importaciones"), "web:imports", "file-spreadsheet", Kind.GO, "g i", needs=LOOKING_AFTER_DATA),
    Command(
        "runs", _("Cálculos de puntajes"), "web:score_runs", "refresh", Kind.GO, also=_("corridas modelos"),
        needs=LOOKING_AFTER_DATA,
    ),
    Command("identities", _("Identidades por revisar"), "web:identities", "git-merge", Kind.GO, "g u", also=_("duplicados unir misma persona")),
    Command("quality", _("Calidad de los datos"), "web:quality", "target-arrow", Kind.GO, also=_("completitud validez metas"), needs=LOOKING_AFTER_DATA),
    Command("strategic", _("Clientes estratégicos"), "web:strategic", "rosette", Kind.GO, also=_("ssc registro referentes")),
    Command("migration", _("Migración de clientes"), "web:migration", "arrow-right", Kind.GO, also=_("matriz suben bajan")),
    Command("portfolio", _("Cartera de cuentas"), "web:portfolio", "building-store", Kind.GO, also=_("fiocca matriz estrategias")),
    Command("campaign_calendar", _("Calendario de campañas"), "web:campaign_calendar", "speakerphone", Kind.GO, also=_("choques mes")),
    Command("merges", _("Uniones de clientes"), "web:merges", "git-merge", Kind.GO, also=_("separar duplicados")),
    Command(
        "data_requests", _("Derechos sobre datos"), "web:data_requests", "shield-check", Kind.GO,
        also=_("arco lgpd acceso borrar solicitudes"), needs=frozenset({"may_add"}),
    ),
    Command(
        "suppression_lists", _("Listas de exclusión"), "web:suppression_lists", "hand-stop", Kind.GO,
        also=_("no llame repep reus rne no contactar"), needs=IMPORTING,
    ),
    Command(
        "contact_settings", _("Reglas de contacto"), "web:contact_settings", "hand-stop", Kind.GO,
        also=_("horario legal tope ley 2300 límites"), needs=ADMINISTERING,
    ),
    Command("currencies", _("Monedas y tasas"), "web:currencies", "coin", Kind.GO, needs=LOOKING_AFTER_DATA),
    Command("price_indexes", _("Índices de precios"), "web:price_indexes", "coin", Kind.GO, needs=LOOKING_AFTER_DATA),
    Command("users", _("Personas y acceso"), "web:users", "users-group", Kind.GO, also=_("usuarios invitar"), needs=ADMINISTERING),
    Command("teams", _("Equipos"), "web:teams", "users-group", Kind.GO, needs=ADMINISTERING),
    Command("roles", _("Roles"), "web:roles", "shield-check", Kind.GO, also=_("permisos"), needs=ADMINISTERING),
    Command("fields", _("Campos propios"), "web:custom_fields", "adjustments-horizontal", Kind.GO, needs=ADMINISTERING),
    Command("audit", _("Auditoría"), "web:audit", "history", Kind.GO, also=_("quién cambió eventos"), needs=ADMINISTERING),
    Command("api_tokens", _("Llaves para programas"), "web:api_tokens", "key", Kind.GO, also=_("api token")),
    Command("webhooks", _("Webhooks"), "web:webhooks", "bell", Kind.GO, also=_("avisos api")),
    Command("profile", _("Tu perfil"), "web:profile", "user", Kind.GO, "g p", also=_("clave contraseña sesiones idioma")),
    Command("gallery", _("Componentes de Lazo"), "web:gallery", "table", Kind.GO, also=_("galería diseño")),
)  # fmt: skip

DO = (
    Command(
        "party_new", _("Crear un cliente"), "web:party_new", "plus", keys="c", also=_("nuevo agregar persona empresa"),
        needs=frozenset({"may_add"}),
    ),
    Command(
        "campaign_new", _("Crear una campaña"), "web:campaign_new", "speakerphone", also=_("enviar correo mensaje segmento"),
        needs=frozenset({"may_campaign"}),
    ),
    Command(
        "import", _("Importar un archivo"), "web:import_new", "upload", also=_("cargar subir csv excel"), needs=IMPORTING
    ),
    Command(
        "score", _("Calcular los puntajes"), "web:score_runs", "refresh", also=_("valor ciclo actualizar"),
        needs=frozenset({"may_export"}),
    ),
    Command("light", _("Usar la apariencia clara"), "web:theme", "sun", also=_("tema color"), posts=("theme", "light")),
    Command("dark", _("Usar la apariencia oscura"), "web:theme", "moon", also=_("tema color noche"), posts=("theme", "dark")),
    Command("system", _("Usar la apariencia del equipo"), "web:theme", "sun", also=_("tema color"), posts=("theme", "system")),
    Command("es", "Leer en español", "web:language", "world", also="idioma language español", posts=("language", "es")),
    Command("en", "Read in English", "web:language", "world", also="idioma language inglés", posts=("language", "en")),
    Command("pt-br", "Ler em português", "web:language", "world", also="idioma língua portugués", posts=("language", "pt-br")),
    Command("sign_out", _("Salir de Lazo"), "web:sign_out", "arrow-right", also=_("cerrar sesión"), posts=("", "")),
)  # fmt: skip


WITH_A_CUSTOMER = (
    ("note", _("Anotar: %(name)s"), "web:notes", "note"),
    ("call", _("Registrar una llamada: %(name)s"), "web:calls", "phone"),
    ("to_do", _("Agregar un pendiente: %(name)s"), "web:to_dos", "check"),
)
"""What can be done with the first customer that a search found: key, label, route of one customer, icon."""


def commands() -> tuple[Command, ...]:
    """All of them: what can be done, then the places of the navigation, then those that are deeper in."""
    places = tuple(
        Command(place.section, place.label, place.route, place.icon, Kind.GO, place.keys, needs=place.needs)
        for place in PLACES
    )
    return (*DO, *places, *GO)


def lettered() -> tuple[Command, ...]:
    """Those that letters do anywhere."""
    return tuple(command for command in commands() if command.keys)


def lines(permissions: frozenset[str], text: str = "", among: Iterable[Command] | None = None) -> list[Line]:
    """The commands open to whoever holds `permissions` whose words begin with those of `text`; all of them for a blank one."""
    typed = folded_words(text)
    found = []
    for command in commands() if among is None else among:
        href = address(command.route)
        if not href or (command.needs and not command.needs & permissions):
            continue
        line = _line(command, href)
        if line.fits(typed):
            found.append(line)
    return found


def lines_with(customer: int, name: str) -> list[Line]:
    """What can be done with one customer."""
    return [
        Line(key, str(label) % {"name": name}, reverse(route, args=[customer]), icon, Kind.DO)
        for key, label, route, icon in WITH_A_CUSTOMER
    ]


def _line(command: Command, href: str) -> Line:
    keys = tuple(command.keys.split())
    return Line(
        command.key, str(command.label), href, command.icon, command.kind, keys, command.posts, str(command.also)
    )
