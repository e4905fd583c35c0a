"""Failures as programs read them: application/problem+json (RFC 9457), with the field, a code that stays, and what to do."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from lazo.api.problem_words import remedy_of, title_of

MEDIA_TYPE = "application/problem+json"
STATUS = {
    "not_allowed": 403,
    "may_not_let_in": 403,
    "erased_before": 409,
    "not_visible": 404,
    "not_seen": 404,
    "already_shared": 409,
    "already_closed": 409,
    "in_use": 409,
    "stale": 409,
    "already_revoked": 409,
    "already_related": 409,
    "already_held": 409,
    "already_ended": 409,
    "already_answered": 409,
    "has_a_maker": 409,
    "not_ended": 409,
    "wrong_state": 409,
    "not_current": 409,
    "has_household": 409,
    "already_decided": 409,
    "same_customer": 409,
    "already_undone": 409,
    "already_taken_back": 409,
    "different_documents": 409,
    "different_kinds": 409,
    "apart": 409,
    "retired": 409,
    "is_customer": 409,
    "not_blocked": 409,
    "nothing_left": 409,
    "already_running": 409,
    "not_identified": 409,
    "already_extended": 409,
    "not_paused": 409,
    "paused": 409,
    "closed": 409,
    "would_cycle": 409,
    "has_parent": 409,
    "already_there": 409,
    "email_taken": 409,
    "import_running": 409,
    "check_running": 409,
    "another_running": 409,
    "same_file": 409,
    "key_taken": 409,
    "is_named": 409,
    "circle": 409,
    "is_list": 409,
    "is_rules": 409,
    "no_warehouse": 409,
    "exists": 409,
    "not_described": 409,
    "not_useful": 409,
    "untrained": 409,
    "no_earlier": 409,
    "not_pinned": 409,
    "begun": 409,
    "ended": 409,
    "not_running": 409,
    "not_approved": 409,
    "own_approval": 409,
    "written": 409,
    "not_launched": 409,
    "not_entered": 409,
    "takes_back": 409,
}
"""Codes of anticipated failures that are not about the request's own form (422)."""


@dataclass(frozen=True)
class FieldError:
    """`field` is a JSON pointer into the body (`/emails/0`), or the name of a parameter."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        return {"field": self.field, "code": self.code, "message": remedy_of(self.code, self.params)}


@dataclass
class Problem(Exception):
    """An answer that is not the one asked for."""

    status: int
    code: str
    errors: Sequence[FieldError] = ()
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    extra: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def response(self) -> HttpResponse:
        body = {
            "type": f"urn:lazo:problem:{self.code}",
            "title": title_of(self.status),
            "status": self.status,
            "code": self.code,
            "detail": remedy_of(self.code, self.params),
            "errors": [error.told() for error in self.errors],
            **self.extra,
        }
        return HttpResponse(
            json.dumps(body, ensure_ascii=False, default=str),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=dict(self.headers),
        )


def not_found() -> Problem:
    """Not there, or not theirs to see: the same answer, so that nobody learns which."""
    return Problem(404, "not_found")


def refused(error: Exception, *, pointers: Mapping[str, str] | None = None) -> Problem:
    """An operation's anticipated failure (`UnableTo...` with `code`, perhaps `field` and `params`) as a problem."""
    code = str(getattr(error, "code", "") or "refused")
    params = dict(getattr(error, "params", None) or {})
    name = str(getattr(error, "field", "") or "")
    status = STATUS.get(code, 422)
    if status == 404:
        return not_found()
    pointer = (pointers or {}).get(name) or (f"/{name}" if name else "")
    return Problem(status, code, [FieldError(pointer, code, params)] if pointer else (), params)
