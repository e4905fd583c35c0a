"""What the part after the @ says: a provider of millions, one typed wrong, or somebody's own company.

Sources: Gmail ignores dots and has googlemail.com for a second name (support.google.com/mail/answer/7436150), Gmail, Outlook.com, Proton
and Fastmail deliver `name+tag` to `name`. Only comparing uses this: an address is shown and written to as it was given.
"""

import re
from functools import cache

GOOGLE = frozenset({"gmail.com", "googlemail.com"})
TAGGED = GOOGLE | {"proton.me", "protonmail.com", "pm.me", "fastmail.com", "live.com.mx", "live.com.ar"}
"""With those of Microsoft, which are told by their name: outlook.*, hotmail.*, live.*."""
MICROSOFT = r"(?:outlook|hotmail|live)\.(?:com|es|cl|fr|it|com\.(?:ar|br|mx|pe|co))"
_MICROSOFT = re.compile(MICROSOFT)
PROVIDERS = (
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "hotmail.es", "outlook.es", "yahoo.es", "yahoo.com.mx",
    "yahoo.com.ar", "yahoo.com.br", "yahoo.com.co", "yahoo.com.pe", "yahoo.com.ve", "yahoo.cl", "hotmail.com.ar", "hotmail.com.mx",
    "hotmail.cl", "outlook.cl", "outlook.com.br", "outlook.com.ar", "live.com", "live.com.mx", "live.com.ar", "live.cl", "msn.com",
    "googlemail.com", "ymail.com", "rocketmail.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.es", "mail.com", "email.com",
    "zoho.com", "proton.me", "protonmail.com", "pm.me", "fastmail.com", "yandex.com", "tutanota.com", "uol.com.br", "bol.com.br",
    "terra.com.br", "ig.com.br", "globo.com", "globomail.com", "r7.com", "oi.com.br", "zipmail.com.br", "prodigy.net.mx", "terra.cl",
    "vtr.net", "fibertel.com.ar", "arnet.com.ar", "speedy.com.ar", "ciudad.com.ar", "adinet.com.uy", "une.net.co", "etb.net.co",
    "cantv.net", "racsa.co.cr", "mi.cl", "entelchile.net", "live.com.br", "hotmail.com.br", "gmail.com.br",
)  # fmt: skip
"""Where anybody has an address: it tells no company."""
_GUARDED = PROVIDERS[:21]
_EVERYBODYS = frozenset(PROVIDERS)
_REAL = frozenset(PROVIDERS) - {"gmail.com.br"} | {"gmx.net", "mail.es", "mail.ru", "hotmail.fr"}
"""Never taken for a slip of another, near as they are."""
_ADDRESS = re.compile(r"[^\s<>()\"';,:]+@[^\s<>()\"';,:@]+")
_NEIGHBOURS = {
    row[place]: {row[near] for near in (place - 1, place + 1) if 0 <= near < len(row)}
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place in range(len(row))
}
WRONG_END = r"\.(?:con|cmo|ocm|comm|vom|xom|cpm|cim)$"
_WRONG_END = re.compile(WRONG_END)
_ENDS = {"com": ("con", "co", "cm", "om", "comm", "cim", "cmo", "ocm", "vom", "xom", "cpm")}
_HAND_MADE = {
    "gmail.com": ("gmeil.com", "gemail.com", "gmail.es", "gmail.cl", "gmail.net", "mali.com", "maili.com", "gmil.com"),
    "hotmail.com": ("ormail.com", "hormail.com", "hotmil.com", "htomail.com"),
}
ROLES = frozenset(
    [
        "info",
        "informacion",
        "informaciones",
        "contacto",
        "contato",
        "contact",
        "ventas",
        "vendas",
        "sales",
        "comercial",
        "admin",
        "administracion",
        "administracao",
        "administrador",
        "soporte",
        "suporte",
        "support",
        "ayuda",
        "atencion",
        "atendimento",
        "sac",
        "servicio",
        "servicioalcliente",
        "cobranza",
        "cobranzas",
        "cobranca",
        "facturacion",
        "faturamento",
        "billing",
        "contabilidad",
        "contabilidade",
        "finanzas",
        "financeiro",
        "tesoreria",
        "compras",
        "pagos",
        "pagamentos",
        "rrhh",
        "rh",
        "recursoshumanos",
        "empleos",
        "curriculum",
        "marketing",
        "prensa",
        "gerencia",
        "recepcion",
        "recepcao",
        "oficina",
        "escritorio",
        "secretaria",
        "direccion",
        "hola",
        "ola",
        "hello",
        "mail",
        "correo",
        "email",
        "office",
        "webmaster",
        "postmaster",
        "hostmaster",
        "abuse",
        "noreply",
        "no-reply",
        "no_reply",
        "noresponder",
        "no-responder",
        "newsletter",
        "pedidos",
        "reservas",
        "reclamos",
        "logistica",
        "bodega",
        "almacen",
        "tienda",
        "loja",
    ]
)
"""Whoever sits at the desk reads them: several people, nobody in particular."""


def domain_of(address: str) -> str:
    """What follows the @, in lower case; blank of what is no address."""
    return address.rpartition("@")[2].lower() if "@" in address else ""


def is_role_address(address: str) -> bool:
    """Whether the address is a desk's (info@, ventas@), which several people share."""
    local = address.partition("@")[0].lower().partition("+")[0]
    return "@" in address and local.rstrip("0123456789") in ROLES


def company_domain(address: str) -> str:
    """The domain that tells for whom somebody works; blank where anybody has an address, or where it was typed wrong."""
    domain = domain_of(address)
    return "" if domain in _EVERYBODYS or likely_domain(domain) else domain


def email_key(address: str) -> str:
    """The form under which addresses of one mailbox meet: without tag, and at Gmail without dots."""
    local, at, domain = address.lower().rpartition("@")
    if not at:
        return address.lower()
    if domain in TAGGED or _MICROSOFT.fullmatch(domain):
        local = local.partition("+")[0] or local
    if domain in GOOGLE:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def likely_domain(domain: str) -> str:
    """The domain that was meant, of one that is a slip away from a great provider; blank of any other."""
    found = slips().get(domain)
    if found is None and domain not in _REAL and _WRONG_END.search(domain):
        ended = _WRONG_END.sub(".com", domain)
        found = slips().get(ended, ended)
    return found or ""


def likely_address(address: str) -> str:
    """What the address probably should be: `ana@gmail.com` of `ana@gmial.com`; blank when nothing looks wrong.

    Of a text around an address, such as `Ana <ana@gmial.com>`, the address counts.
    """
    found = _ADDRESS.search(address.lower())
    local, _at, domain = found[0].rstrip(".").rpartition("@") if found else ("", "", "")
    meant = likely_domain(domain) if local else ""
    return f"{local}@{meant}" if meant else ""


@cache
def slips() -> dict[str, str]:
    """Domains a slip of the finger away from a provider of millions, and the provider: a letter left out, doubled, exchanged with its
    neighbour or with that of the next key, a dot forgotten, the end cut or bent.
    """
    found: dict[str, str] = {}
    for domain in reversed(_GUARDED):
        name, _dot, end = domain.partition(".")
        bent = {f"{wrong}.{end}" for wrong in _mistyped(name)} if len(name) > 4 else set()
        bent |= {f"{name}.{wrong}" for wrong in _ENDS.get(end, _mistyped(end) if "." in end else ())}
        bent |= (
            {f"{wrong}.{last}" for wrong in _mistyped(name) for last in ("con", "co", "cm")} if end == "com" else set()
        )
        bent |= set(_HAND_MADE.get(domain, ()))
        found |= dict.fromkeys(bent, domain)
    return {wrong: right for wrong, right in found.items() if wrong not in _REAL}


def _mistyped(word: str) -> set[str]:
    places = range(len(word))
    left_out = {word[:place] + word[place + 1 :] for place in places}
    doubled = {word[:place] + word[place] + word[place:] for place in places}
    exchanged = {word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in places[:-1]}
    beside = {word[:p] + key + word[p + 1 :] for p in places for key in _NEIGHBOURS.get(word[p], ())}
    return (left_out | doubled | exchanged | beside) - {word}
