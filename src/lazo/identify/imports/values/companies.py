"""What a company does and how many people it has, as files write it in three languages."""

from __future__ import annotations

import re

import pyarrow as pa

from lazo.identify.imports.values.folding import fold
from lazo.identify.imports.values.parsed import Outcome, Parsed, Texts, parse_each_unique

LEFT_OUT = "value_left_out"
SECTIONS = {
    "A": "agricultura|agropecuario|agropecuaria|agro|ganaderia|pesca|agriculture|agropecuario|agricultura ganaderia y pesca|agricultura, ganaderia y pesca|agronegocio",
    "B": "mineria|minas|minas y canteras|mining|mineracao|petroleo|oil and gas",
    "C": "industria|manufactura|manufacturera|industria manufacturera|manufacturing|industria de transformacao|fabricacion|fabrica",
    "D": "energia|electricidad|electricidad y gas|energy|utilities|eletricidade",
    "E": "agua|agua y residuos|saneamiento|residuos|water|saneamento",
    "F": "construccion|construction|construcao|construcao civil|obras",
    "G": "comercio|retail|comercio minorista|comercio mayorista|venta al por menor|venta al por mayor|tienda|trade|wholesale|varejo|atacado|ventas",
    "H": "transporte|logistica|transporte y almacenamiento|transport|transportation|logistics|correo y mensajeria|armazenagem",
    "I": "restaurante|restaurantes|hotel|hoteles|hoteleria|alojamiento y comida|alojamiento|gastronomia|turismo|hospitality|restaurants|food service|alimentacao|alojamento e alimentacao",
    "J": "tecnologia|informatica|software|telecomunicaciones|informacion y comunicaciones|medios|technology|it|information technology|media|tecnologia da informacao|ti|telecomunicacoes",
    "K": "finanzas|banca|seguros|finanzas y seguros|servicios financieros|finance|financial services|banking|insurance|financas|servicos financeiros",
    "L": "inmobiliaria|inmobiliarias|bienes raices|real estate|imobiliaria|imobiliario",
    "M": "servicios profesionales|consultoria|abogados|contabilidad|ingenieria|publicidad|servicios profesionales y tecnicos|professional services|consulting|legal|servicos profissionais|advocacia",
    "N": "servicios administrativos|servicios administrativos y de apoyo|aseo|seguridad|vigilancia|agencia de viajes|administrative services|servicos administrativos|limpeza",
    "O": "gobierno|administracion publica|sector publico|government|public administration|governo|administracao publica|setor publico",
    "P": "educacion|ensenanza|colegio|universidad|education|educacao|ensino",
    "Q": "salud|salud y asistencia social|clinica|hospital|health|healthcare|saude",
    "R": "arte|entretenimiento|deporte|recreacion|arte, entretenimiento y recreacion|arts|entertainment|sports|cultura|lazer|esporte",
    "S": "otros servicios|otros|servicios personales|other services|outros servicos|belleza|peluqueria|iglesia|ong",
    "T": "hogares como empleadores|households as employers|servicio domestico",
    "U": "organismos extraterritoriales|organismo internacional|embajada|extraterritorial",
}
DIVISIONS = (
    (3, "A"), (9, "B"), (33, "C"), (35, "D"), (39, "E"), (43, "F"), (47, "G"), (53, "H"), (56, "I"), (63, "J"), (66, "K"), (68, "L"),
    (75, "M"), (82, "N"), (84, "O"), (85, "P"), (88, "Q"), (93, "R"), (96, "S"), (98, "T"), (99, "U"),
)  # fmt: skip
"""The last division of each section of ISIC revision 4; CIIU, CNAE and NACE have the same."""
SIZES = {
    "MICRO": "micro|microempresa|me|mei|autonomo|unipersonal",
    "SMALL": "pequena|pequena empresa|small|epp|pequeno|pequeno porte|pyme|pme|sme",
    "MEDIUM": "mediana|mediana empresa|medium|media|medio|medio porte",
    "LARGE": "grande|grande empresa|gran empresa|large|grande porte",
    "HUGE": "muy grande|corporacion|corporativo|enterprise|multinacional",
}
UPTO = ((10, "MICRO"), (50, "SMALL"), (200, "MEDIUM"), (1_000, "LARGE"))
_CODE = re.compile(r"([A-U])?[\s.\-]*(\d{2,7})?[\s.\-/\d]*(?:[\s:\-–]+\S.*)?", re.IGNORECASE)
_LETTER = re.compile(r"([A-U])(?:\s*[-:.–]\s*\S.*)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[.,\s](?=\d{3}\b)")
_NUMBER = re.compile(r"\d+")


def parse_industries(texts: Texts) -> Parsed:
    """Sections of ISIC (CIIU) revision 4, from a code of any length or from words. Code: value_left_out."""
    known = {word: section for section, words in SECTIONS.items() for word in words.split("|")}

    def one(text: str) -> Outcome:
        plain = " ".join(fold(text).split())
        section = known.get(plain) or _section(text.strip())
        return (section, None) if section else (None, LEFT_OUT)

    return parse_each_unique(texts, one, pa.string())


def parse_sizes(texts: Texts) -> Parsed:
    """Sizes of companies, from how many people they have (a number, or a range of which the upper end counts) or from words. Code: value_left_out."""
    known = {word: size for size, words in SIZES.items() for word in (*words.split("|"), size.lower())}

    def one(text: str) -> Outcome:
        plain = " ".join(fold(text).split())
        size = known.get(plain) or _size(plain)
        return (size, None) if size else (None, LEFT_OUT)

    return parse_each_unique(texts, one, pa.string())


def _section(text: str) -> str | None:
    letter = _LETTER.fullmatch(text)
    if letter:
        return letter[1].upper()
    found = _CODE.fullmatch(text)
    if found is None or found[2] is None:
        return None
    if found[1]:
        return found[1].upper()
    division = int(found[2][:2])
    return next((section for last, section in DIVISIONS if 0 < division <= last), None)


def _size(plain: str) -> str | None:
    numbers = [int(number) for number in _NUMBER.findall(_THOUSANDS.sub("", plain))]
    if not numbers or numbers[-1] > 10_000_000:
        return None
    is_above = len(numbers) == 1 and plain.startswith(("mas de", "more than", "over", "+", ">", "mais de", "desde"))
    people = numbers[-1] + 1 if is_above or plain.endswith("+") else numbers[-1]
    return next((size for last, size in UPTO if 0 < people <= last), "HUGE" if people else None)
