"""The tax and identity numbers of each country: how one is recognised, checked, and compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from types import ModuleType

from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut as cl_rut
from stdnum.co import nit as co_nit
from stdnum.cu import ni as cu_ni
from stdnum.do import cedula, rnc
from stdnum.ec import ci as ec_ci
from stdnum.ec import ruc as ec_ruc
from stdnum.es import nif
from stdnum.exceptions import ValidationError
from stdnum.gt import nit as gt_nit
from stdnum.mx import curp, rfc
from stdnum.pe import cui as pe_cui
from stdnum.pe import ruc as pe_ruc
from stdnum.py import ruc as py_ruc
from stdnum.sv import nit as sv_nit
from stdnum.uy import rut as uy_rut
from stdnum.ve import rif

from lazo.identify.imports.values.tax_id import ORGANIZATION, PERSON, Holder, TaxId
from lazo.identify.imports.values.unlisted_schemes import bolivia, haiti, honduras, nicaragua

Recogniser = Callable[[str], TaxId | None]


def _sound(module: ModuleType, number: str) -> bool:
    try:
        module.validate(number)
    except ValidationError:
        return False
    return True


def chile(text: str) -> TaxId | None:
    """RUT: 50 millions and above are companies."""
    text = text.lstrip("0")
    if not re.fullmatch(r"\d{6,8}[\dK]", text) or not _sound(cl_rut, text):
        return None
    body = int(text[:-1])
    return TaxId("CL_RUT", f"{body}{text[-1]}", ORGANIZATION if body >= 50_000_000 else PERSON, f"{body}{text[-1]}")


def colombia(text: str, *, dashed: bool) -> TaxId | None:
    """NIT with or without its check digit, or cédula, which has none: both compare by the number before the digit."""
    if not text.isdigit():
        return None
    company = re.fullmatch(r"[89]\d{8}", text[:9]) is not None
    if (dashed or (company and len(text) == 10)) and _sound(co_nit, text):
        return TaxId("CO_NIT", text, ORGANIZATION if company and len(text) == 10 else PERSON, text[:-1])
    if dashed:
        return None
    if company and len(text) == 9:
        return TaxId("CO_NIT", text + co_nit.calc_check_digit(text), ORGANIZATION, text)
    if re.fullmatch(r"[1-9]\d{4,7}|1\d{9}", text):
        return TaxId("CO_CC", text, PERSON, text)
    return None


def mexico(text: str) -> TaxId | None:
    """RFC of 12 (company) or 13 signs (person), or CURP. The general public's XAXX010101000 is nobody's."""
    if text in {"XAXX010101000", "XEXX010101000"}:
        return None
    if len(text) in {12, 13} and _sound(rfc, text):
        return TaxId("MX_RFC", text, PERSON if len(text) == 13 else ORGANIZATION, text)
    if len(text) == 18 and _sound(curp, text):
        return TaxId("MX_CURP", text, PERSON, text)
    return None


def argentina(text: str) -> TaxId | None:
    """CUIT or CUIL, or a DNI, which is the middle of its holder's CUIL."""
    if len(text) == 11 and _sound(cuit, text):
        person = text[0] == "2"
        return TaxId("AR_CUIT", text, PERSON if person else ORGANIZATION, text[2:10].lstrip("0") if person else text)
    if re.fullmatch(r"[1-9]\d{6,7}", text):
        return TaxId("AR_DNI", text, PERSON, text)
    return None


def brazil(text: str) -> TaxId | None:
    """CPF or CNPJ (letters too), with the zeros that a spreadsheet took from the front put back."""
    if re.fullmatch(r"\d{8,11}", text) and len(set(text)) > 1 and _sound(cpf, text.zfill(11)):
        return TaxId("BR_CPF", text.zfill(11), PERSON, text.zfill(11))
    if 11 < len(text.zfill(12)) <= 14 and len(set(text)) > 1:
        whole = text.zfill(14)
        if re.fullmatch(r"[\dA-Z]{12}\d{2}", whole) and len(text) >= 12 and _sound(cnpj, whole):
            return TaxId("BR_CNPJ", whole, ORGANIZATION, whole)
    return None


def peru(text: str) -> TaxId | None:
    """RUC or DNI, with or without its check digit; the RUC of a person (10...) holds the DNI."""
    if len(text) == 11 and _sound(pe_ruc, text):
        person = text.startswith("10")
        return TaxId("PE_RUC", text, PERSON if text[0] == "1" else ORGANIZATION, text[2:10] if person else text)
    if re.fullmatch(r"\d{8}[\dA-K]?", text) and _sound(pe_cui, text):
        return TaxId("PE_DNI", text, PERSON, text[:8])
    return None


def cuba(text: str) -> TaxId | None:
    """Carné de identidad, which begins with the day of birth."""
    return TaxId("CU_NI", text, PERSON, text) if re.fullmatch(r"\d{11}", text) and _sound(cu_ni, text) else None


def ecuador(text: str) -> TaxId | None:
    """RUC or cédula; the RUC of a person is the cédula and 001. A zero lost from the front is put back."""
    whole = text.zfill(10) if len(text) == 9 else text.zfill(13) if len(text) == 12 else text
    if len(whole) == 13 and _sound(ec_ruc, whole):
        person = whole[2] < "6"
        return TaxId("EC_RUC", whole, PERSON if person else ORGANIZATION, whole[:10] if person else whole)
    if len(whole) == 10 and _sound(ec_ci, whole):
        return TaxId("EC_CI", whole, PERSON, whole)
    return None


def uruguay(text: str) -> TaxId | None:
    """RUT of companies, or cédula de identidad."""
    if len(text) == 12 and _sound(uy_rut, text):
        return TaxId("UY_RUT", text, ORGANIZATION, text)
    if re.fullmatch(r"\d{7,8}", text):
        whole = text.zfill(8)
        check = -sum(int(digit) * weight for digit, weight in zip(whole, (2, 9, 8, 7, 6, 3, 4), strict=False)) % 10
        return TaxId("UY_CI", whole, PERSON, whole) if check == int(whole[-1]) else None
    return None


def paraguay(text: str, *, dashed: bool) -> TaxId | None:
    """RUC with its check digit, or cédula, the number before it."""
    if not re.fullmatch(r"\d{5,9}", text):
        return None
    if dashed and _sound(py_ruc, text):
        return TaxId("PY_RUC", text, ORGANIZATION if int(text[:-1]) >= 80_000_000 else PERSON, text[:-1])
    return None if dashed or len(text) > 8 else TaxId("PY_CI", text, PERSON, text)


def guatemala(text: str) -> TaxId | None:
    """NIT, which people and companies share, or the CUI of a person."""
    if len(text) == 13 and text.isdigit():
        return TaxId("GT_CUI", text, PERSON, text) if _is_cui(text) else None
    return TaxId("GT_NIT", text, None, text) if 5 <= len(text) <= 12 and _sound(gt_nit, text) else None


def _is_cui(text: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(text[:8], range(2, 10), strict=True)) % 11
    return rest < 10 and rest == int(text[8]) and 1 <= int(text[9:11]) <= 22


def el_salvador(text: str) -> TaxId | None:
    """NIT of 14 digits, or the DUI of a person."""
    if len(text) == 14 and _sound(sv_nit, text):
        return TaxId("SV_NIT", text, None, text)
    if re.fullmatch(r"\d{8,9}", text):
        whole = text.zfill(9)
        check = -sum(int(digit) * weight for digit, weight in zip(whole, range(9, 1, -1), strict=False)) % 10
        return TaxId("SV_DUI", whole, PERSON, whole) if check == int(whole[-1]) else None
    return None


def costa_rica(text: str) -> TaxId | None:
    """Cédula física (9 digits, or 10 with the leading zero), jurídica (3 and 9 more), or DIMEX."""
    if re.fullmatch(r"0?[1-9]\d{8}", text):
        whole = text.zfill(10)
        return TaxId("CR_CPF", whole, PERSON, whole)
    if re.fullmatch(r"[2-5]\d{9}", text):
        return TaxId("CR_CPJ", text, ORGANIZATION, text)
    return TaxId("CR_DIMEX", text, PERSON, text) if re.fullmatch(r"1\d{10,11}", text) else None


def dominican_republic(text: str) -> TaxId | None:
    """RNC of companies, or cédula."""
    if len(text) == 9 and _sound(rnc, text):
        return TaxId("DO_RNC", text, ORGANIZATION, text)
    return TaxId("DO_CEDULA", text, PERSON, text) if len(text) == 11 and _sound(cedula, text) else None


def venezuela(text: str) -> TaxId | None:
    """RIF: V and E are persons, J, G, C companies; or a cédula without letter."""
    if re.fullmatch(r"[VEJGCP]\d{9}", text):
        letter = text[0]
        person = letter in "VEP"
        return TaxId("VE_RIF", text, PERSON if person else ORGANIZATION, text) if _sound(rif, text) else None
    if re.fullmatch(r"[VE]?\d{6,8}", text):
        letter, digits = (text[0], text[1:]) if text[0] in "VE" else ("V", text)
        return TaxId("VE_CI", f"{letter}{digits}", PERSON, f"{letter}{digits.zfill(8)}")
    return None


def spain(text: str) -> TaxId | None:
    """NIF of persons and companies."""
    person = re.match(r"[\dXYZKLM]", text) is not None
    return (
        TaxId("ES_NIF", text, PERSON if person else ORGANIZATION, text)
        if len(text) == 9 and _sound(nif, text)
        else None
    )


def unchecked(text: str, *, scheme: str, pattern: str, holder: Holder = None) -> TaxId | None:
    """A number whose check digit, if any, isn't published: only its form is looked at."""
    return TaxId(scheme, text, holder, text) if re.fullmatch(pattern, text) else None


SCHEMES: dict[str, Recogniser] = {
    "CL": chile,
    "MX": mexico,
    "AR": argentina,
    "BR": brazil,
    "PE": peru,
    "EC": ecuador,
    "UY": uruguay,
    "GT": guatemala,
    "SV": el_salvador,
    "CR": costa_rica,
    "DO": dominican_republic,
    "VE": venezuela,
    "ES": spain,
    "CU": cuba,
    "BO": bolivia,
    "HN": honduras,
    "NI": nicaragua,
    "HT": haiti,
    "PA": partial(unchecked, scheme="PA_RUC", pattern=r"(?=.*\d{3})[\dA-Z]{5,20}"),
}
DASHED: dict[str, Callable[..., TaxId | None]] = {"CO": colombia, "PY": paraguay}
# Tried in this order when the country is not known: the strictest first.
BY_STRICTNESS = ("MX", "BR", "CL", "AR", "ES", "EC", "PE", "DO", "UY", "CO", "VE", "PY", "SV", "GT", "CR")
