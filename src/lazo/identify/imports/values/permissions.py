"""What people allow, as files write it in three languages: the purpose, the channels, the answer, the legal basis, the text shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow as pa

from lazo.identify.imports.values.folding import fold
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, parse_each_unique

GRANTED, WITHDRAWN = "GRANTED", "WITHDRAWN"
PURPOSES = {
    "marketing": "marketing|publicidad|publicidade|promociones|promocion|promocoes|ofertas|publicidad y ofertas|mercadeo|mercadotecnia|comercial|newsletter|boletin|advertising",
    "service": "service|servicio|servico|atencion|atendimento|avisos|avisos de servicio|atencion y avisos de servicio|transaccional|transactional",
    "surveys": "surveys|survey|encuestas|encuesta|satisfaccion|pesquisas|pesquisa|estudios",
    "profiling": "profiling|perfil|perfiles|perfilamiento|perfilado|perfilamento|ofertas segun su perfil|personalizacion",
    "collections": "collections|collection|cobranza|cobranzas|cobranca|cobro|cobros|debt collection",
    "sharing": "sharing|compartir|compartir con terceros|terceros|terceiros|third parties|cesion|compartilhamento|aliados",
}
CHANNELS = {
    "email": "email|e mail|mail|correo|correo electronico|correo e",
    "phone": "phone|telefono|telefone|llamada|llamadas|call|calls|ligacao|ligacoes|voz|telefonico",
    "sms": "sms|mensaje de texto|mensajes de texto|texto|text|torpedo",
    "whatsapp": "whatsapp|wsp|wa|whats app|zap",
    "letter": "letter|carta|cartas|correo postal|postal|correio",
    "visit": "visit|visita|visitas|presencial|domicilio",
}
EVERY = frozenset(
    ["todos", "todas", "todo", "all", "any", "cualquiera", "todos los canales", "todos os canais", "all channels", "*"]
)
ANSWERS = {
    GRANTED: "si|s|yes|y|sim|true|verdadero|1|x|ok|acepta|acepto|aceptado|aceita|aceito|accepted|autoriza|autorizo|autorizado|otorgado|concedido|granted|permitido|activo|vigente|opt in|optin|in|alta|suscrito|subscribed",
    WITHDRAWN: "no|n|nao|false|falso|0|rechaza|rechazo|rechazado|niega|negado|denegado|denied|revocado|revoca|revogado|retirado|retira|withdrawn|revoked|no autoriza|no acepta|opt out|optout|out|baja|inactivo|desuscrito|unsubscribed",
}
BASES = {
    "consent": "consent|consentimiento|consentimento|autorizacion|autorizacao|autorizacion del titular|autorizacion previa",
    "contract": "contract|contrato|ejecucion de contrato",
    "legal_duty": "legal duty|obligacion legal|obrigacao legal|ley|legal obligation",
    "legitimate_interest": "legitimate interest|interes legitimo|interesse legitimo",
    "credit": "credit|credito|proteccion del credito|protecao do credito",
}
_MARKS = re.compile(r"[\s_\-.]+")
_BETWEEN = re.compile(r"\s*[,;/|+&]\s*|\s+(?:y|e|and)\s+", re.IGNORECASE)
_VERSION = re.compile(r"(?:(es|en|pt)\b[^\d]*)?\D*(\d{1,6})\D*")
LANGUAGES = {"es": "es", "en": "en", "pt": "pt-br"}


def parse_purposes(texts: Texts) -> Parsed:
    """Codes of purposes. Code: purpose_unknown."""
    return _words(texts, PURPOSES, "purpose_unknown")


def parse_channels(texts: Texts) -> Parsed:
    """Codes of channels, joined by commas in the order of the house: a cell may name several, or all. Code: channel_unknown."""
    known = _known(CHANNELS)

    def one(text: str) -> Outcome:
        whole = _plain(text)
        if whole in EVERY:
            return ",".join(CHANNELS), None
        found = {whole} if whole in known else {_plain(part) for part in _BETWEEN.split(text) if part.strip()}
        if not found or not found <= known.keys():
            return None, "channel_unknown"
        named = {known[part] for part in found}
        return ",".join(channel for channel in CHANNELS if channel in named), None

    return parse_each_unique(texts, one, pa.string())


def parse_answers(texts: Texts) -> Parsed:
    """GRANTED or WITHDRAWN. Code: answer_unknown."""
    return _words(texts, ANSWERS, "answer_unknown")


def parse_bases(texts: Texts) -> Parsed:
    """Codes of legal bases. Code: basis_unknown."""
    return _words(texts, BASES, "basis_unknown")


def parse_text_versions(texts: Texts) -> Parsed:
    """The version of the text that was shown as `language|number`; `language` is blank where the cell names none. Code: text_version_unreadable."""

    def one(text: str) -> Outcome:
        found = _VERSION.fullmatch(fold(text).strip())
        if found is None:
            return None, "text_version_unreadable"
        return f"{LANGUAGES.get(found[1] or '', '')}|{int(found[2])}", None

    return parse_each_unique(texts, one, pa.string())


def _words(texts: Texts, told: Mapping[str, str], code: str) -> Parsed:
    known = _known(told)
    return parse_each_unique(
        texts, lambda text: (known[_plain(text)], None) if _plain(text) in known else (None, code), pa.string()
    )


def _known(told: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, words in told.items() for word in (*words.split("|"), code.replace("_", " ").lower())}


def _plain(text: str) -> str:
    return _MARKS.sub(" ", fold(text)).strip()
