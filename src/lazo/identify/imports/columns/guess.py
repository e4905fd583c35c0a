"""Guesses which field each column of a file fills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import pyarrow as pa

from lazo.identify.imports.columns.evidence import MOST, Evidence, look_at
from lazo.identify.imports.columns.fields import FIELDS, TRAIT, Entity, Field
from lazo.identify.imports.values.folding import fold

LEAST = 0.45
_SEPARATORS = re.compile(r"[\s_\-./:#°º()\[\]*]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Words that name nothing alone: "postal code" is no customer code, "bank name" no customer.
_GENERIC = frozenset(
    [
        "id",
        "code",
        "cod",
        "codigo",
        "key",
        "name",
        "nome",
        "nombre",
        "number",
        "numero",
        "n",
        "nro",
        "tipo",
        "type",
        "customer",
        "client",
        "cliente",
        "product",
        "producto",
        "produto",
        "account",
        "total",
        "valor",
        "value",
        "via",
        "data",
        "date",
        "day",
        "dia",
        "area",
        "region",
        "ref",
        "cc",
        "ci",
        "tel",
        "cel",
        "unit",
        "base",
        "item",
        "company",
        "contact",
        "n",
        "int",
    ]
)
# Files call by these words the customer's code as often as the name: the cells decide.
_CODE_OR_NAME = frozenset(["cliente", "customer", "client"])
_NUMBER_WORD = re.compile(r"^(?:n|no|nro|num|numero)\s")


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column probably is. `field` is null when it is best left out; `why` is header, contents, header_and_contents or free."""

    column: str
    field: str | None
    confidence: float
    why: str


def guess_columns(header: Sequence[str], sample: pa.Table, entity: Entity, *, country: str = "CL") -> list[Guess]:
    """Guess the field of every column, in the order of the header.

    Each field is given to the column that suits it best, once unless it may repeat (telephones, e-mails). A column that suits none becomes
    a free one (`trait:<name>`) where customers are imported, and is left out elsewhere.

    `sample` holds some rows, one string column for each name of the header; `country` is where the company is, for its telephones.
    """
    evidence = {name: look_at(sample[name], country=country) for name in header}
    offers = sorted(
        (
            (score, -place, -order, name, field, why)
            for place, name in enumerate(header)
            for order, field in enumerate(FIELDS[entity])
            for score, why in [_score(name, evidence[name], field)]
            if score >= LEAST
        ),
        key=lambda offer: offer[:3],
        reverse=True,
    )
    given: dict[str, Guess] = {}
    taken: set[str] = set()
    for score, _, _, name, field, why in offers:
        if name in given or (field.key in taken and not field.repeatable):
            continue
        given[name] = Guess(name, field.key, round(score, 2), why)
        taken.add(field.key)
    return [given.get(name) or _free(name, evidence[name], entity) for name in header]


def _free(name: str, evidence: Evidence, entity: Entity) -> Guess:
    if entity != "customers" or not evidence.filled:
        return Guess(name, None, 0.0, "free")
    return Guess(name, TRAIT + "_".join(plain(name).split()), 0.3, "free")


@lru_cache(maxsize=8192)  # the aliases are asked about once per column
def plain(header: str) -> str:
    """Write a header as the catalogue's aliases are written: folded, words apart, without marks."""
    return " ".join(_SEPARATORS.sub(" ", fold(_CAMEL.sub(" ", header))).split())


@lru_cache(maxsize=8192)
def _unnumbered(name: str) -> str:
    return _NUMBER_WORD.sub("", name)


def header_score(header: str, field: Field) -> float:
    """How well a header names a field: 1 is one of its aliases, less when it only contains or resembles one."""
    name = plain(header)
    best = 0.0
    for alias in field.aliases:
        other = plain(alias)
        if name == other or name.replace(" ", "") == other.replace(" ", ""):
            return 1.0
        if _unnumbered(name) == _unnumbered(other):
            best = max(best, 0.95)
        elif other not in _GENERIC and (name.startswith(f"{other} ") or name.endswith(f" {other}")):
            # The noun stands first in Spanish and Portuguese (correo personal), last in English (billing email).
            best = max(best, 0.55 + 0.35 * len(other) / len(name))
        elif len(other) >= 5 and abs(len(other) - len(name)) <= 1:
            likeness = SequenceMatcher(None, name, other).ratio()
            best = max(best, 0.8 * likeness if likeness >= 0.85 else 0.0)
    return best


def _score(name: str, evidence: Evidence, field: Field) -> tuple[float, str]:
    is_code = "customer id" in field.aliases and plain(name) in _CODE_OR_NAME
    by_header = 1.0 if is_code else header_score(name, field)
    suits = evidence.codes if is_code else evidence.suits(field.type)
    if by_header:
        # A header is believed unless the cells speak against it.
        score = by_header * (0.35 + 0.65 * min(1.0, suits / MOST))
        return score, "header_and_contents" if evidence.filled and suits >= MOST else "header"
    by_contents = _alone(evidence, field)
    return by_contents, "contents"


def _alone(evidence: Evidence, field: Field) -> float:
    """What the cells say when the header says nothing: only things that look like nothing else."""
    looks = {
        "customer_email": (0.9, evidence.email >= MOST),
        "customer_tax_id": (0.7, evidence.tax_id > 0 and evidence.phone < MOST and evidence.distinct > 0.1),
        "customer_phone": (0.6, evidence.phone >= MOST and evidence.distinct > 0.3),
        "date": (0.6, evidence.date >= MOST),
        "country": (0.6, evidence.country >= MOST and evidence.words >= MOST),
        "customer_name": (0.5, evidence.person + evidence.organization >= MOST and evidence.distinct > 0.5),
    }
    score, is_it = looks.get(field.key) or looks.get(f"customer_{field.key}") or (0.0, False)
    return score if is_it else 0.0
