"""Undo instead of «are you sure?»: an operation leaves an offer to take it back, and its package says how.

`offer_undo` is called by the operation in its own transaction; `undo` by whoever follows the button of the toast.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from lazo.kernel.models import UndoOffer, User


class UnableToUndo(Exception):
    """`code` is unknown (nobody's, or another person's), already_undone, not_allowed or changed_since."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Undone:
    """What an undo did: rows restored, and those it left because somebody changed them since, up to a hundred of them named.

    `job` is the number of the job that does the rest when there is much of it; null when all is done.
    """

    restored: int
    kept: int = 0
    kept_rows: tuple[int, ...] = ()
    job: int | None = None
    label: str = ""


UndoFunction = Callable[[User, dict[str, Any]], Undone]
_functions: dict[str, UndoFunction] = {}


def register_undo(kind: str, function: UndoFunction) -> None:
    """Say how operations of `kind` are taken back: `function(by, data)`, in one transaction with the offer's end."""
    _functions[kind] = function


def offer_undo(*, by: User, label: str, kind: str, data: dict[str, Any]) -> str:
    """Keep what is needed to take an operation back, in its transaction; the token is for `by` alone.

    `data` fits in JSON. Raises LookupError when nobody registered how `kind` is undone.
    """
    if kind not in _functions:
        raise LookupError(kind)
    # The token leads to the row of one person, who must be signed in; it only has to be hard to meet by chance.
    offer = UndoOffer.objects.create(by=by, label=label[:240], kind=kind, data=data, token=secrets.token_urlsafe(24))
    return offer.token


@transaction.atomic
def undo(*, token: str, by: User) -> Undone:
    """Take back what was offered to `by` under `token`, once. Raises UnableToUndo."""
    offer = UndoOffer.objects.select_for_update().filter(token=token, by=by).first()
    if offer is None or offer.kind not in _functions:
        raise UnableToUndo("unknown")
    if offer.used_at is not None:
        raise UnableToUndo("already_undone")
    UndoOffer.objects.filter(pk=offer.pk).update(used_at=Now())
    done = _functions[offer.kind](by, offer.data)
    return Undone(done.restored, done.kept, done.kept_rows, done.job, offer.label)
