"""What the framework says of values that do not fit, as problems with a pointer, a code that stays and no value in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from lazo.api.problem import FieldError, Problem

MOST = 50
CODES = {
    "missing": "missing",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "too_short": "missing",
    "extra_forbidden": "unknown_field",
    "literal_error": "bad_value",
    "enum": "bad_value",
    "greater_than_equal": "out_of_range",
    "greater_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "finite_number": "out_of_range",
    "int_parsing_size": "out_of_range",
}


def problem_of_validation(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """All fields that do not fit, at most fifty of them."""
    found = [FieldError(_pointer(error.get("loc", ())), _code(str(error.get("type", "")))) for error in errors[:MOST]]
    return Problem(422, "invalid", found)


def _code(kind: str) -> str:
    if kind in CODES:
        return CODES[kind]
    if kind.startswith(("date_", "datetime_")):
        return "bad_date"
    return "bad_type" if kind.endswith(("_type", "_parsing")) else "bad_value"


def _pointer(place: Sequence[Any]) -> str:
    """`("body", "payload", "emails", 0)` is `/emails/0`; of a parameter only its name."""
    source, *steps = [str(step) for step in place] or [""]
    if source in {"query", "path", "header", "cookie"}:
        return steps[-1] if steps else source
    steps = steps[1:] if source == "body" else steps
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
