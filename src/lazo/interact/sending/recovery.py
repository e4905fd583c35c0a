"""What a sender that died left behind: what it had not begun goes back into the queue, what it had answers for is written, the rest is in doubt."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from lazo.interact.channels.contract import Handed, Outcome
from lazo.interact.channels.registry import adapter_for
from lazo.interact.models import ChannelAccount, Message
from lazo.interact.sending.claim import COLUMNS, Batch, Held
from lazo.interact.sending.journal import Recollection, forget, recollect
from lazo.interact.sending.results import Results, write_results
from lazo.kernel.jobs import process

ABANDONED = timedelta(minutes=10)
"""After so long a sender of which nothing can be seen, on another machine, counts as gone."""


def recover(*, at: datetime, day: date, mine: Collection[str] = ()) -> int:
    """Settle what dead senders hold; how many messages that were. `mine` are the claims that this process works on itself."""
    held = Message.objects.filter(state=Message.State.SENDING).values_list("claim", "account").distinct()
    count = 0
    for claim, account in list(held.order_by("claim")):
        if claim and claim not in mine and _is_abandoned(claim, at):
            count += _settle(claim, account, at=at, day=day)
    return count


def _is_abandoned(claim: str, at: datetime) -> bool:
    holder = claim.rpartition("/")[0]
    if process.is_known_dead(holder) or holder == process.identity():
        return True
    if process.is_known_alive(holder):
        return False
    since = Message.objects.filter(state=Message.State.SENDING, claim=claim).order_by("claimed_at")
    first = since.values_list("claimed_at", flat=True).first()
    return first is not None and first < at - ABANDONED


def _settle(claim: str, account: int, *, at: datetime, day: date) -> int:
    holder, _slash, nonce = claim.rpartition("/")
    rows = Message.objects.filter(state=Message.State.SENDING, claim=claim).order_by("pk")
    messages = tuple(Held(*row) for row in rows.values_list(*COLUMNS))
    # What a file says holds only where it was written: after the machine itself fell, its last lines may be missing.
    is_here = holder.partition("/")[0] == process.place()
    said = recollect(nonce) if is_here else None
    known = ChannelAccount.objects.get(pk=account)
    adapter = adapter_for(known.channel, known.provider)
    # The claim counted one attempt of each.
    batch = Batch(account, claim, nonce, tuple(_before(message) for message in messages))
    results = _results(batch, said, known, takes_key=adapter.takes_key)
    write_results(results, at=at, day=day)
    forget(nonce)
    return len(messages)


def _results(batch: Batch, said: Recollection | None, account: ChannelAccount, *, takes_key: bool) -> Results:
    """What a sent one costs is the account's price, as if the sender had lived."""
    channel, price = account.channel, account.price
    numbers = [message.id for message in batch.messages]
    if said is None:
        handed = [Handed(number, Outcome.UNKNOWN, problem="sender_died") for number in numbers]
        return Results(batch, channel, handed=handed, takes_key=takes_key, price_millis=price)
    doubts = [Handed(number, Outcome.UNKNOWN, problem="sender_died") for number in sorted(said.in_doubt)]
    handed = [*said.answered.values(), *doubts]
    left = [number for number in numbers if number not in said.begun]
    return Results(batch, channel, handed=handed, left=left, takes_key=takes_key, price_millis=price)


def _before(message: Held) -> Held:
    told = {name: getattr(message, name) for name in Held.__slots__}
    return Held(**{**told, "attempts": max(message.attempts - 1, 0)})
