"""What the words of interactions mean for the policy: by which channel we wrote, and for what."""

from collections.abc import Mapping
from functools import cache

from lazo.identify.folding import fold

NOTE = "note"
"""The kind of what we wrote for ourselves: nobody got it."""
CHANNELS: Mapping[str, str] = {
    "email": "email|e mail|e-mail|mail|correo|correo electronico",
    "phone": "phone|telefono|telefone|llamada|call|ligacao",
    "sms": "sms|mensaje de texto|torpedo",
    "whatsapp": "whatsapp|wsp|wa",
    "letter": "letter|carta|correo postal",
    "visit": "visit|visita",
}
PURPOSES: Mapping[str, str] = {
    "marketing": "marketing|publicidad|publicidade|promocion|promocao|oferta|campana|campanha|newsletter",
    "service": "service|servicio|servico|aviso|transaccional|soporte|atencion|reclamo|queja",
    "surveys": "surveys|survey|encuesta|pesquisa",
    "profiling": "profiling",
    "collections": "collections|cobranza|cobranca|cobro",
    "sharing": "sharing",
}


@cache
def channel_of(word: str) -> str:
    """One of the channels of consent; blank for what is none of them (a shop, a chat)."""
    return _by_word(tuple(CHANNELS.items())).get(fold(word), "")


@cache
def purpose_of(kind: str) -> str:
    """One of the purposes of consent; blank where nobody says: such a contact counts for every purpose."""
    return _by_word(tuple(PURPOSES.items())).get(fold(kind), "")


@cache
def _by_word(told: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {word: value for value, words in told for word in words.split("|")}
