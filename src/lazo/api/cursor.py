"""Where the next page begins, as a word that says nothing to the reader and cannot be made to say anything else."""

import base64
import binascii
import json
from typing import Any

from lazo.api.problem import FieldError, Problem

LONGEST = 2000


def make_cursor(*parts: Any) -> str:
    """The last row of a page, by what it is sorted by."""
    return base64.urlsafe_b64encode(json.dumps(parts, default=str).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type) -> list[Any]:
    """The parts again, each of its kind. Raises Problem 422."""
    parts = _unpacked(cursor) if len(cursor) <= LONGEST else None
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds):
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])
    if any(isinstance(part, int) and not -(2**63) <= part < 2**63 for part in parts):
        raise Problem(422, "invalid", [FieldError("cursor", "bad_cursor")])
    return parts


def _unpacked(cursor: str) -> Any:
    """What was packed; None for what was not."""
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        return json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return None
