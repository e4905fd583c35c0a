"""Postal addresses of the region in the form by which equal ones meet: the kind of way and its name, the numbers, the city, the country.

«Calle 45 # 12-30 Of. 201», «Cl 45 No 12 - 30 oficina 201» and «CALLE 45 N° 12-30, OFC 201» are one. Kinds of way follow DIAN's table of
nomenclature (Colombia), Correios' of logradouros (Brazil) and what people write elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lazo.identify.folding import fold

_WAYS = {
    "cl": "calle cll cle clle street st c",
    "cr": "carrera cra kra kr crr carr cr",
    "av": "avenida avda ave aven avd av",
    "ak": "avenidacarrera",
    "dg": "diagonal diag dg",
    "tv": "transversal trans transv tr tv",
    "cq": "circular circ cq",
    "blvd": "boulevard bulevar bvar blv blvr bvd blvd",
    "pje": "pasaje psje psj pj pasje pje",
    "prol": "prolongacion prolong prol",
    "cam": "camino cno cmno cam",
    "rta": "ruta autopista autop aut rodovia rod carretera rta",
    "cda": "cerrada cda",
    "priv": "privada priv",
    "jr": "jiron jr",
    "r": "rua r",
    "al": "alameda alam al",
    "tra": "travessa trav",
    "pza": "plaza praca pca plza pza",
    "lgo": "largo lgo",
    "est": "estrada estr",
}
_PARTS = {
    "of": "oficina ofc ofic ofi escritorio sala of",
    "ap": "apartamento departamento depto dpto dpt dto apto apt apart ap",
    "casa": "casa cs",
    "torre": "torre tor to bloco bloque blq bl edificio edif ed",
    "piso": "piso andar pso p",
    "int": "interior int interno",
    "lote": "lote lt",
    "mz": "manzana mza quadra qd mz",
    "local": "local loc loja lj",
    "km": "kilometro kilometros klm km",
    "col": "colonia col",
    "urb": "urbanizacion urbaniz urb",
    "brr": "barrio bairro barr brr b",
    "sur": "sur sul",
    "norte": "norte nte",
    "este": "este ote oriente leste",
    "oeste": "oeste pte poniente occidente",
    "bis": "bis",
    "gral": "general gral",
    "dr": "doctor doutor dr",
    "pdte": "presidente pdte pte pres",
    "sta": "santa sta",
    "sto": "santo sto",
    "san": "san sao s",
}
_SHORT = {
    word: short for table in (_PARTS, _WAYS) for short, words in table.items() for word in (short, *words.split())
}
_NUMBER_MARK = re.compile(
    r"\b(?:n(?:o|ro|um|umero)?\.?\s*[º°ª]?|num\.|numero|altura|nº|n°)\s*(?=\d)|[#№]", re.IGNORECASE
)
_SN = re.compile(r"\bs\s*/\s*n(?:o|ro)?\b\.?", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|\d+")
_LEAST = frozenset({"de", "del", "da", "do", "dos", "das", "la", "las", "el", "los", "y", "e", "con", "esq", "esquina"})
POSTCODES = {
    "AR": r"[A-Z]\d{4}[A-Z]{3}|\d{4}", "BO": r"\d{4}", "BR": r"\d{5}-?\d{3}", "CL": r"\d{3}-?\d{4}", "CO": r"\d{6}", "CR": r"\d{5}",
    "CU": r"\d{5}", "DO": r"\d{5}", "EC": r"\d{6}", "GT": r"\d{5}", "HN": r"\d{5}", "HT": r"\d{4}", "MX": r"\d{5}", "NI": r"\d{5}",
    "PA": r"\d{4}", "PE": r"\d{5}", "PR": r"\d{5}(?:-\d{4})?", "PY": r"\d{4,6}", "SV": r"\d{4}", "UY": r"\d{5}", "VE": r"\d{4}",
    "ES": r"\d{5}", "US": r"\d{5}(?:-\d{4})?",
}  # fmt: skip
"""By the addressing systems of the Universal Postal Union (upu.int)."""
_LABEL = r"(?:c\.?\s?p\.?|cep|cod(?:igo)?\.?\s?post(?:al)?\.?|zip)\s*:?\s*"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """`street` is the line without its postcode; `key` says the whole in one form, blank parts left blank."""

    street: str
    city: str
    postcode: str
    country: str
    key: str


def read_address(text: str, *, country: str = "", city: str = "") -> PostalAddress | None:
    """An address in one line, of `country` (ISO alpha-2) and `city` where they are known; null of what has no words or is longer than 240.

    A postcode counts when it is labelled (CP, CEP), or stands at the end and is none of the numbers of the way.
    """
    line = " ".join(text.split())
    street, postcode = _without_postcode(line, country.upper())
    words = list(_words(street))
    if not words or len(line) > LONGEST:
        return None
    place = " ".join(_words(city))
    # Who writes the city again at the end of the line says nothing new.
    if place and len(words) > 1 and " ".join(words).endswith(f" {place}"):
        words = " ".join(words).removesuffix(f" {place}").split()
    key = "|".join((country.upper(), place, " ".join(words)))
    return PostalAddress(street, city, postcode, country.upper(), key[:254])


LONGEST = 240


def address_key(text: str, *, country: str = "", city: str = "") -> str:
    """The key of `read_address`; blank where there is no address."""
    found = read_address(text, country=country, city=city)
    return found.key if found else ""


def _without_postcode(line: str, country: str) -> tuple[str, str]:
    form = POSTCODES.get(country)
    if form is None:
        return line, ""
    found = re.search(rf",?\s*\b{_LABEL}({form})\b", line, re.IGNORECASE) or re.search(
        rf",\s*({form})(?=\s*(?:,|$))", line, re.IGNORECASE
    )
    if found is None:
        return line, ""
    rest = f"{line[: found.start()]}{line[found.end() :]}".strip(" ,")
    return (rest, re.sub(r"\W", "", found[1]).upper()) if rest else (line, "")


def _words(text: str) -> Iterator[str]:
    """Words in their short form, numbers without zeros before them, marks and small words left out."""
    plain = _SN.sub(" ", _NUMBER_MARK.sub(" ", text))
    found = _WORD.findall(fold(plain))
    for place, word in enumerate(found):
        if word.isdigit():
            yield word.lstrip("0") or "0"
        elif word not in _LEAST:
            # One letter is the short form of a way only at the beginning: «C 10» is a street, «10 C» is a side of it.
            yield word if len(word) == 1 and place else _SHORT.get(word, word)
