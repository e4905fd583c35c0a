"""Showing a customer to somebody beyond its owner and its team, and ceasing to."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Party
from lazo.kernel.access import CUSTOMERS
from lazo.kernel.events import record_event
from lazo.kernel.models import Share, Team, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "share.end"
MOST = 10_000
"""Customers shared with one person or one team: the rule of what they see names each of them."""


class UnableToShare(Exception):
    """`code` is not_seen (who shares does not see the customer), closed_user, already_shared or too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def share_customer(*, party: Party, who: User | Team, by: User) -> Share:
    """Show the customer to a person, or to all members of a team, for as long as it is not ended. Raises UnableToShare.

    They see as much of it as their role lets them see of their own customers; a role that sees nothing sees nothing.
    """
    _check(party, who, by)
    whom = {"user": who} if isinstance(who, User) else {"team": who}
    try:
        with transaction.atomic():
            share = Share.objects.create(table=CUSTOMERS, row=party.pk, by=by, **whom)
    except IntegrityError as error:
        raise UnableToShare("already_shared") from error
    record_event(kind="share.made", by=by, table=CUSTOMERS, row=party.pk, data=_with(share))
    return share


@transaction.atomic
def end_share(*, share: Share, by: User) -> str:
    """Cease to show it. Returns the token that takes it back. Raises UnableToShare (not_seen)."""
    if not Party.objects.visible_to(by).filter(pk=share.row).exists():
        raise UnableToShare("not_seen")
    data = {"row": share.row, **_with(share)}
    share.delete()
    record_event(kind="share.ended", by=by, table=CUSTOMERS, row=data["row"], data=_with(share))
    return offer_undo(by=by, label=_("Dejaste de compartir"), kind=UNDO, data=data)


def undo_end(by: User, data: dict[str, Any]) -> Undone:
    """Show it again. Raises UnableToUndo."""
    who = User.objects.get(pk=data["user"]) if data["user"] else Team.objects.get(pk=data["team"])
    try:
        share_customer(party=Party.objects.get(pk=data["row"]), who=who, by=by)
    except UnableToShare as error:
        raise UnableToUndo("not_allowed" if error.code == "not_seen" else "changed_since") from error
    return Undone(1)


def _check(party: Party, who: User | Team, by: User) -> None:
    if not Party.objects.visible_to(by).filter(pk=party.pk).exists():
        raise UnableToShare("not_seen")
    if isinstance(who, User) and not who.is_active:
        raise UnableToShare("closed_user")
    theirs = Share.objects.filter(user=who) if isinstance(who, User) else Share.objects.filter(team=who)
    if theirs.count() >= MOST:
        raise UnableToShare("too_many")


def _with(share: Share) -> dict[str, Any]:
    return {"user": share.user_id, "team": share.team_id}
