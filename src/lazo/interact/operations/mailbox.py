"""Mailboxes read: answers and bounces that came since the last look, each piece kept with how far one has read."""

from datetime import date, datetime

from django.db import transaction

from lazo.interact.channels.contract import Told, UnableToReach
from lazo.interact.channels.email.mailbox import has_mailbox, read_mailbox
from lazo.interact.channels.registry import opened
from lazo.interact.channels.secret import UnableToDecipher
from lazo.interact.models import ChannelAccount
from lazo.interact.operations.delivery import note_reports
from lazo.interact.operations.received import note_received
from lazo.kernel.jobs import JobContext


def mailboxes() -> list[ChannelAccount]:
    """Accounts in use that have a mailbox."""
    rows = ChannelAccount.objects.in_use().filter(channel="email", options__has_key="imap_host").order_by("pk")
    return list(rows)


def read_mailboxes(context: JobContext, *, at: datetime, day: date) -> dict[str, int]:
    """Read every mailbox. Result: reports, received, unreachable. Killed, it goes on behind the last piece."""
    counts = {"reports": 0, "received": 0, "unreachable": 0}
    for account in mailboxes():
        context.raise_if_cancelled()
        try:
            known = opened(account)
            if has_mailbox(known):
                for told, inbox in read_mailbox(known, account.inbox, at=at):
                    _keep(account, told, inbox, counts, at=at, day=day)
                    context.raise_if_cancelled()
        except (UnableToReach, UnableToDecipher):
            counts["unreachable"] += 1
    return counts


@transaction.atomic
def _keep(
    account: ChannelAccount, told: Told, inbox: dict[str, int], counts: dict[str, int], *, at: datetime, day: date
) -> None:
    own = str(account.options.get("address", "")).lower()
    received = [one for one in told.received if one.sender.lower() != own]
    counts["reports"] += note_reports(account=account, reports=told.reports, at=at, day=day)
    counts["received"] += note_received(account=account, received=received, at=at)
    ChannelAccount.objects.filter(pk=account.pk).update(inbox=inbox)
