"""Names of people and companies."""

from __future__ import annotations

import re

import pyarrow as pa

from lazo.identify.imports.values.folding import fold
from lazo.identify.imports.values.numbers import NOTHING
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, parse_each_unique

NAME = pa.struct([("given", pa.string()), ("surnames", pa.string())])
_SUFFIX = re.compile(
    r"(?:^|[\s,.])(?:s\.?\s?a\.?(?:\s?s\.?|\s?c\.?|\s?b\.?|\s?p\.?\s?i\.?)?(?:\s?de\s?c\.?\s?v\.?)?|s\.?\s?r\.?\s?l\.?(?:\s?de\s?c\.?\s?v\.?)?"
    r"|s\.? ?de ?r\.? ?l\.?(?: ?de ?c\.? ?v\.?)?|ltda\.?|limitada|s\.?\s?p\.?\s?a\.?|e\.?i\.?r\.?l\.?|eireli|s\.?\s?l\.?\s?u?\.?|c\.?\s?a\.?|s\.?\s?c\.?(?:\s?a\.?)?"
    r"|s\.? ?en ?c\.?(?:s\.?)?|e\.?\s?u\.?|s\.?\s?a\.?\s?a\.?|s\.?\s?a\.?\s?c\.?|a\.?\s?c\.?|m\.?e\.?i?|e\.?p\.?p\.?|s/a|s/s|ltd\.?a?\.?|llc|inc\.?|corp\.?|gmbh|sas|sapi)\s*$"
)
_WORD = re.compile(
    r"\b(?:comercial|comercializadora|distribuidora|inversiones|constructora|transportes|servicios|industrias?|fundacion|corporacion"
    r"|asociacion|cooperativa|sociedad|empresas?|compania|cia|grupo|universidad|colegio|hospital|clinica|municipalidad|alcaldia|ministerio"
    r"|banco|seguros|hotel|restaurante|ferreteria|farmacia|supermercados?|agencia|consultora|laboratorios?|importadora|exportadora"
    r"|inmobiliaria|agricola|minera|tecnologias?|soluciones|logistica|prefeitura|associacao|fundacao|industria e comercio|comercio de"
    r"|servicos|transportadora|escola|sindicato|junta de|iglesia|club|hermanos|hnos|hijos|e filhos|y cia)\b"
)
_PARTICLES = {
    "de",
    "del",
    "la",
    "las",
    "los",
    "y",
    "e",
    "da",
    "do",
    "dos",
    "das",
    "von",
    "van",
    "di",
    "san",
    "santa",
    "mac",
}
PERSON, ORGANIZATION = "PERSON", "ORGANIZATION"


def guess_kind(name: str) -> str | None:
    """ORGANIZATION by its legal suffix or its trade, PERSON by two to six words without figures; null when neither is clear."""
    plain = fold(name)
    # The suffix is looked for with its accents: Sá is a surname.
    if _SUFFIX.search(name.strip().lower()) or _WORD.search(plain) or "&" in plain:
        return ORGANIZATION
    words = plain.replace(",", " ").split()
    if 2 <= len(words) <= 6 and all(
        word.replace("'", "").replace(".", "").replace("-", "").isalpha() for word in words
    ):
        return PERSON
    return None


def guess_kinds(texts: Texts) -> pa.Array:
    """Guess the kind of each name of a column: PERSON, ORGANIZATION or null."""
    return parse_each_unique(texts, lambda text: (guess_kind(text), None), pa.string()).values


def parse_names(texts: Texts) -> Parsed:
    """Split a column of persons' names to struct<given, surnames>; `Pérez Soto, Juan` is turned round. No codes."""

    def read(text: str) -> Outcome:
        if text.strip().lower() in NOTHING:
            return None, None
        given, surnames = split_name(text)
        return {"given": given, "surnames": surnames or None}, None

    return parse_each_unique(texts, read, NAME)


def split_name(name: str) -> tuple[str, str]:
    """Split one name into given names and surnames.

    With a comma the surnames come first. Without one, two words are one of each and of more the last two are the surnames, particles
    (de la, dos) going with what follows. It is a proposal: where a file has both columns they are used as they are.
    """
    surnames, comma, given = (part.strip() for part in name.partition(","))
    if comma and given:
        return " ".join(given.split()), " ".join(surnames.split())
    units = _units(name.replace(",", " ").split())
    if len(units) == 1:
        return units[0], ""
    cut = 1 if len(units) <= 3 else len(units) - 2
    return " ".join(units[:cut]), " ".join(units[cut:])


def _units(words: list[str]) -> list[str]:
    units: list[str] = []
    waiting: list[str] = []
    for word in words:
        waiting.append(word)
        if word.lower() not in _PARTICLES:
            units.append(" ".join(waiting))
            waiting = []
    return [*units, " ".join(waiting)] if waiting else units
