"""The span of an own field as people write it in the filters of the list: the name of an input, and what was written in it."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.numbers import NumberFormatError, parse_decimal

from lazo.identify.models import TraitDefinition
from lazo.identify.queries.custom_fields import CustomField
from lazo.web.formats import MINUS, NBSP, Formats
from lazo.web.written_amount import AMOUNT, read_amount

ENDS = {"desde": "from", "hasta": "to"}
KINDS = {
    TraitDefinition.Type.MONEY: "dinero",
    TraitDefinition.Type.NUMBER: "numero",
    TraitDefinition.Type.DATE: "dia",
}
Asked = tuple[str, str, str]


def input_name(end: str, field: CustomField) -> str:
    """`desde_dinero:cupo`: the end, the kind of value and the key, so that an address can be read without asking anybody."""
    return f"{end}_{KINDS[TraitDefinition.Type(field.type)]}:{field.key}"


def is_span(name: str) -> bool:
    return _parts(name) is not None


def read_spans(params: Mapping[str, Sequence[str]], traits: tuple[Asked, ...], formats: Formats) -> tuple[Asked, ...]:
    """What is asked of traits, with the ends that were written in the place of the former ones; blank asks nothing."""
    told = {parts: params[name] for name in params if (parts := _parts(name)) is not None}
    written = {(key, ENDS[end]) for end, _kind, key in told}
    kept = [one for one in traits if (one[0], one[1]) not in written]
    for (end, kind, key), texts in told.items():
        value = _read(kind, texts[-1].strip() if texts else "", formats)
        if value is not None:
            kept.append((key, ENDS[end], value))
    return tuple(kept)


def _parts(name: str) -> tuple[str, str, str] | None:
    first, _, key = name.partition(":")
    end, _, kind = first.partition("_")
    return (end, kind, key) if key and end in ENDS and kind in KINDS.values() else None


def _read(kind: str, text: str, formats: Formats) -> str | None:
    if kind == "dinero":
        amount = read_amount(text, formats)
        return None if amount is None else str(amount)
    if kind == "numero":
        return _number(text, formats)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _number(text: str, formats: Formats) -> str | None:
    plain = text.replace(MINUS, "-").replace(NBSP, "").replace(" ", "")
    if not AMOUNT.fullmatch(plain):
        return None
    try:
        return f"{parse_decimal(plain, locale=formats.locale):f}"
    except NumberFormatError:
        return None
