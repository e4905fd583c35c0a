"""The sender: transactional messages first, bulk ones in slices of less than a second, each account at its own pace."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import OperationalError
from django.db.models import Sum

from lazo.interact.channels.contract import Account, Adapter, Clock, UnableToReach
from lazo.interact.channels.registry import UnableToFindAdapter, adapter_of, opened
from lazo.interact.channels.secret import UnableToDecipher
from lazo.interact.models import ChannelAccount, Message, MessageCost, SendingPause
from lazo.interact.sending.claim import Batch, Pauses, claim_batch, new_claim, queues, release
from lazo.interact.sending.composing import Composers
from lazo.interact.sending.handing import Lines
from lazo.interact.sending.journal import Journal
from lazo.interact.sending.permission import apart, blocked_now
from lazo.interact.sending.recipients import recipients_of
from lazo.interact.sending.recovery import recover
from lazo.interact.sending.results import Results, write_results
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Company

logger = logging.getLogger(__name__)

SLICE = 0.6
"""Seconds of a bulk slice: with what comes before and after it, the lane is held for less than a second."""
FIRST, MOST = 20, 200
"""Messages of the first batch of an account, before its pace is known, and of any."""
AGAIN = timedelta(seconds=10)
MEANWHILE = timedelta(seconds=3)
"""How long a message waits whose customer another sender is writing to."""
TIRED = 10
"""Times in a row that an account cannot be reached before it is paused."""
LOOK = 0.25
WRITES = 5
ACTIVE: set[str] = set()
"""The claims that this process works on."""


@dataclass
class Outlet:
    """An account while a sender runs: its open lines, its compiled templates, its pace."""

    row: ChannelAccount
    account: Account
    adapter: Adapter
    lines: Lines
    composers: Composers
    pace: float = FIRST / SLICE
    free_at: float = 0.0
    failures: int = 0
    turn: int = 0

    @property
    def price_millis(self) -> int | None:
        return self.row.price


@dataclass
class Counted:
    """What a run did, by state of the messages."""

    states: dict[str, int] = field(default_factory=dict)

    def add(self, counts: dict[str, int]) -> int:
        for name, count in counts.items():
            self.states[name] = self.states.get(name, 0) + count
        return sum(counts.values())


class Sender:
    """Sends what is due. One object for one run: lines and templates are kept open meanwhile."""

    def __init__(self, *, now: Clock, context: JobContext) -> None:
        self._now, self._context = now, context
        self._outlets: dict[int, Outlet] = {}
        self._known_pauses: Pauses | None = None
        self._looked_at = 0.0
        self.counted = Counted()

    def run(self, *, seconds: float) -> dict[str, int]:
        """Send for about `seconds`, or until nothing is due."""
        ends = time.monotonic() + seconds
        at = self._now()
        recover(at=at, day=company_day(at), mine=ACTIVE)
        try:
            while time.monotonic() < ends:
                self._context.raise_if_cancelled()
                if not self._round():
                    break
        finally:
            for outlet in self._outlets.values():
                outlet.lines.close()
        return self.counted.states

    def _round(self) -> bool:
        """All transactional messages, then one bulk slice; whether there may be more."""
        outlets = list(self._in_use())
        moved = self._transactional(outlets)
        for outlet in outlets:
            if self._bulk(outlet):
                moved = True
                self._transactional(outlets)
        if moved:
            return True
        # Somebody waits only for the pace of their account.
        soon = [outlet.free_at for outlet in outlets if outlet.free_at > time.monotonic() and outlet.failures == 0]
        if soon:
            time.sleep(min(max(min(soon) - time.monotonic(), 0.0), 0.2))
            return True
        return False

    def _transactional(self, outlets: list[Outlet]) -> bool:
        moved = False
        for outlet in outlets:
            while self._may(outlet) and self._lane(outlet, Message.Lane.TRANSACTIONAL):
                moved = True
        return moved

    def _bulk(self, outlet: Outlet) -> bool:
        return self._may(outlet) and self._lane(outlet, Message.Lane.BULK)

    def _lane(self, outlet: Outlet, lane: int) -> bool:
        """One batch of a lane, of the next experiment in turn; whether there was one."""
        at = self._now()
        found = list(queues(outlet.row.pk, lane, at=at, pauses=self._pauses()))
        if not found:
            return False
        outlet.turn += 1
        most = self._most(outlet, at)
        return most > 0 and self._batch(outlet, lane, found[outlet.turn % len(found)], at=at, most=most)

    def _batch(self, outlet: Outlet, lane: int, experiment: int | None, *, at: datetime, most: int) -> bool:
        claim, nonce = new_claim()
        journal = Journal(nonce)
        ACTIVE.add(claim)
        is_written = False
        try:
            batch = claim_batch(outlet.row.pk, lane, experiment, at=at, most=most, claim=claim, nonce=nonce)
            if batch.messages:
                self._send(outlet, batch, journal, at=at)
            is_written = True
        finally:
            # Kept when what it says could not be written: whoever comes next reads it.
            journal.close(keep=not is_written)
            ACTIVE.discard(claim)
        return bool(batch.messages)

    def _send(self, outlet: Outlet, batch: Batch, journal: Journal, *, at: datetime) -> None:
        began = time.monotonic()
        results = Results(
            batch, policy_channel(outlet.row), takes_key=outlet.adapter.takes_key, price_millis=outlet.price_millis
        )
        going = apart(batch.messages, batch.claim)
        release(going.elsewhere, claim=batch.claim, due_at=at + MEANWHILE)
        results.blocked = blocked_now(going.first, policy_channel(outlet.row), at)
        allowed = [message for message in going.first if message.id not in results.blocked]
        recipients = recipients_of(
            allowed,
            adapter=outlet.adapter,
            own=outlet.composers.own_fields(allowed),
            at=at,
            channel=outlet.row.channel,
        )
        composed = outlet.composers.compose(allowed, recipients, at=at)
        results.problems, results.points = composed.problems, composed.points
        results.letters = {letter.number: letter for letter in composed.letters}
        handed = outlet.lines.hand_over(composed.letters, journal, until=began + SLICE)
        results.handed, results.left = handed.handed, (*handed.left, *going.later)
        self.counted.add(self._write(results))
        self._keep_pace(outlet, len(handed.handed), time.monotonic() - began)
        if handed.trouble is not None:
            self._stumble(outlet, handed.trouble)
        elif handed.handed:
            outlet.failures = 0
        self._context.progress(sum(self.counted.states.values()))

    def _write(self, results: Results) -> dict[str, int]:
        """The database may be busy for longer than a statement waits; what was sent must be written all the same."""
        for attempt in range(WRITES):
            at = self._now()
            try:
                return write_results(results, at=at, day=company_day(at))
            except OperationalError:
                if attempt == WRITES - 1:
                    raise
                logger.info("outbox: the database is busy")
        return {}

    def _keep_pace(self, outlet: Outlet, count: int, seconds: float) -> None:
        if count:
            outlet.pace = max(count / max(seconds, 0.001), 1.0)
        if outlet.row.per_second and count:
            outlet.free_at = time.monotonic() + max(count / outlet.row.per_second - seconds, 0.0)

    def _stumble(self, outlet: Outlet, trouble: UnableToReach) -> None:
        """The account cannot be reached: wait longer each time, and stop it when a person must do something."""
        outlet.failures += 1
        wait = AGAIN.total_seconds() * 2 ** min(outlet.failures - 1, 5)
        outlet.free_at = time.monotonic() + wait
        if trouble.code in {"bad_login", "bad_options"} or outlet.failures >= TIRED:
            pause_account(outlet.row, why=trouble.code)
            self._known_pauses = None

    def _most(self, outlet: Outlet, at: datetime) -> int:
        """How many messages may leave in the next batch."""
        row = outlet.row
        most = min(MOST, outlet.adapter.limits.at_once)
        if not outlet.adapter.limits.together:
            most = min(most, max(int(outlet.pace * SLICE), 1))
        if row.per_second:
            most = min(most, max(row.per_second, 1))
        left = left_today(row, at)
        return most if left is None else min(most, left)

    def _may(self, outlet: Outlet) -> bool:
        return time.monotonic() >= outlet.free_at

    def _pauses(self) -> Pauses:
        """Looked at four times a second: who stops the sending does not wait longer."""
        if time.monotonic() >= self._looked_at + LOOK or self._known_pauses is None:
            self._looked_at, self._known_pauses = time.monotonic(), Pauses.now()
        return self._known_pauses

    def _in_use(self) -> Iterator[Outlet]:
        for row in accounts_with_work(at=self._now(), pauses=self._pauses()):
            known = self._outlets.get(row.pk)
            if known is None or known.row.version != row.version:
                known = self._open(row)
            if known is not None:
                yield known

    def _open(self, row: ChannelAccount) -> Outlet | None:
        before = self._outlets.pop(row.pk, None)
        if before is not None:
            before.lines.close()
        try:
            adapter, account = adapter_of(row), opened(row)
        except (UnableToDecipher, UnableToFindAdapter):
            pause_account(row, why="bad_options")
            return None
        made = Outlet(row, account, adapter, Lines(adapter, account), Composers(account, adapter))
        self._outlets[row.pk] = made
        return made


def accounts_with_work(*, at: datetime, pauses: Pauses) -> list[ChannelAccount]:
    """Accounts that are in use and not paused, of which something may leave now."""
    rows = list(ChannelAccount.objects.in_use().order_by("pk"))
    return [row for row in rows if row.pk not in pauses.accounts and has_work(row, at=at, pauses=pauses)]


def has_work(row: ChannelAccount, *, at: datetime, pauses: Pauses) -> bool:
    """Whether something of an account may leave now; a few steps in an index, however long its queue is."""
    is_waiting = any(True for lane in Message.Lane for _one in queues(row.pk, lane, at=at, pauses=pauses))
    return is_waiting and left_today(row, at) != 0


def left_today(row: ChannelAccount, at: datetime) -> int | None:
    """How many messages an account may still send on the company's day; null without a limit."""
    if not row.per_day:
        return None
    sent = MessageCost.objects.filter(account=row, day=company_day(at)).aggregate(n=Sum("messages"))["n"] or 0
    return max(row.per_day - sent, 0)


def policy_channel(row: ChannelAccount) -> str:
    """By which channel the policy asks: a file stands for the one by which its messages will leave."""
    return str(row.options.get("stands_for") or "letter") if row.channel == ChannelAccount.Channel.FILE else row.channel


def is_due(*, at: datetime) -> bool:
    """Whether a sender has anything to do: something may leave, or somebody died holding something."""
    return Message.objects.filter(state=Message.State.SENDING).exists() or bool(
        accounts_with_work(at=at, pauses=Pauses.now())
    )


def pause_account(row: ChannelAccount, *, why: str) -> None:
    """Stop an account that cannot be used until a person has looked at it."""
    _pause, is_new = SendingPause.objects.get_or_create(account=row, defaults={"why": why})
    if is_new:
        record_event(kind="outbox.paused", by=None, table="interact_channelaccount", row=row.pk, data={"why": why})


def company_day(at: datetime) -> date:
    """The day it is at the company."""
    zone = Company.objects.values_list("time_zone", flat=True).first()
    return at.astimezone(ZoneInfo(zone)).date() if zone else at.date()
