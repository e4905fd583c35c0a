"""Taking a batch: rows that are marked with who holds them, in one short transaction; and giving back what was not handed over."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from lazo.interact.models import Message, SendingPause
from lazo.kernel.jobs import process

COLUMNS = (
    "id", "key", "party", "experiment", "arm", "purpose", "version_id", "contact_point", "data", "attempts", "lane",
    "account_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A message that this process holds."""

    id: int
    key: str
    party: int
    experiment: int | None
    arm: int | None
    purpose: str
    version: int
    contact_point: int | None
    data: dict[str, Any] | None
    attempts: int
    lane: int
    account: int


@dataclass(frozen=True)
class Batch:
    """Messages of one account and lane, held under `claim`; `nonce` names its journal."""

    account: int
    claim: str
    nonce: str
    messages: tuple[Held, ...]


def new_claim() -> tuple[str, str]:
    """A claim that nobody else has, and the name of its journal in it."""
    nonce = secrets.token_hex(4)
    return f"{process.identity()}/{nonce}", nonce


def waiting(account: int, lane: int, *, at: datetime) -> "QuerySet[Message]":
    return Message.objects.due(at=at).filter(account=account, lane=lane)


@dataclass(frozen=True, slots=True)
class Pauses:
    """What is stopped: accounts, experiments, the whole bulk lane."""

    accounts: frozenset[int]
    experiments: frozenset[int]
    bulk: bool

    @classmethod
    def now(cls) -> "Pauses":
        rows: list[tuple[int | None, int | None]] = list(SendingPause.objects.values_list("account_id", "experiment"))
        return cls(
            accounts=frozenset(account for account, _experiment in rows if account is not None),
            experiments=frozenset(experiment for _account, experiment in rows if experiment is not None),
            bulk=(None, None) in rows,
        )


def queues(account: int, lane: int, *, at: datetime, pauses: Pauses) -> Iterator[int | None]:
    """The experiments of which something may leave now (null: of none), each found by one step in the index; paused ones left out."""
    if account in pauses.accounts or (pauses.bulk and lane == Message.Lane.BULK):
        return
    rows = waiting(account, lane, at=at)
    if rows.filter(experiment__isnull=True).exists():
        yield None
    last = -(2**62)
    while True:
        held = Message.objects.queued().filter(account=account, lane=lane, experiment__gt=last)
        found = held.order_by("experiment").values_list("experiment", flat=True).first()
        if found is None:
            return
        last = found
        if found not in pauses.experiments and rows.filter(experiment=found).exists():
            yield found


def claim_batch(
    account: int, lane: int, experiment: int | None, *, at: datetime, most: int, claim: str, nonce: str
) -> Batch:
    """Up to `most` messages, the ones that are due longest first; nobody else gets them."""
    of_experiment = Q(experiment=experiment) if experiment is not None else Q(experiment__isnull=True)
    with transaction.atomic():
        rows = waiting(account, lane, at=at).filter(of_experiment).order_by("due_at", "id")
        found = [Held(*row) for row in rows.select_for_update(skip_locked=True).values_list(*COLUMNS)[:most]]
        numbers = [message.id for message in found]
        Message.objects.filter(pk__in=numbers).update(
            state=Message.State.SENDING, claim=claim, claimed_at=at, attempts=F("attempts") + 1
        )
    return Batch(account, claim, nonce, tuple(found))


def release(numbers: Sequence[int], *, claim: str, due_at: datetime | None = None, is_attempt: bool = False) -> int:
    """Put messages that were not handed over back into the queue, to leave at `due_at` (null: as before)."""
    if not numbers:
        return 0
    told: dict[str, Any] = {"state": Message.State.QUEUED, "claim": None, "claimed_at": None}
    if due_at is not None:
        told["due_at"] = due_at
    if not is_attempt:
        told["attempts"] = F("attempts") - 1
    return Message.objects.filter(pk__in=list(numbers), claim=claim, state=Message.State.SENDING).update(**told)


def wait_after(attempts: int) -> timedelta:
    """How long a message waits after so many tries: 1, 4, 16, 64 minutes, then four hours."""
    return min(timedelta(minutes=4 ** max(attempts - 1, 0)), timedelta(hours=4))
