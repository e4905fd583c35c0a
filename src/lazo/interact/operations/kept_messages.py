"""Letters and lines of a file taken away by a person: what leaves the house is written down."""

from datetime import date

from lazo.interact.channels.file.store import Kept, kept, place
from lazo.interact.models import ChannelAccount
from lazo.kernel.events import record_event
from lazo.kernel.models import User


def take_away(*, account: ChannelAccount, day: date, by: User) -> list[Kept]:
    """What an account keeps of a day, in the order of its coming. Writes one event, `messages.taken_away`; none where there is nothing."""
    rows = list(kept(place(account.pk), day=day))
    if rows:
        data = {"day": day.isoformat(), "count": len(rows)}
        record_event(kind="messages.taken_away", by=by, table="interact_channelaccount", row=account.pk, data=data)
    return rows
