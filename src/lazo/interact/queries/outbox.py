"""The outbox as somebody may see it: how much waits, what is in doubt, what failed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from lazo.identify.models import Party
from lazo.identify.models.party import stands_for_visible
from lazo.interact.models import ChannelAccount, Message, SendingPause
from lazo.interact.models.message import MessageQuerySet
from lazo.kernel.access import row_rule
from lazo.kernel.models import User

MOST = 100
NOT_AGAIN = frozenset({"bad_address", "dead_way"})
"""What no second try mends."""


@dataclass(frozen=True)
class QueueLine:
    """What waits of an account in a lane; `since` is the oldest that is due."""

    account: int
    lane: int
    count: int
    since: datetime


@dataclass(frozen=True)
class ProblemLine:
    """Why so many messages did not leave; `is_final`: no second try mends it."""

    problem: str
    count: int

    @property
    def is_final(self) -> bool:
        return self.problem in NOT_AGAIN


@dataclass(frozen=True)
class MessageLine:
    """A message with the name of its customer, blank where they have none."""

    message: Message
    customer: int
    name: str


@dataclass(frozen=True)
class Outbox:
    """`states` counts all messages by state; `doubtful` and `failed` are the first hundred of each, the oldest first."""

    states: dict[str, int]
    queue: tuple[QueueLine, ...]
    doubtful: tuple[MessageLine, ...]
    failed: tuple[MessageLine, ...]
    problems: tuple[ProblemLine, ...]
    blocked: tuple[ProblemLine, ...]
    pause: SendingPause | None


def visible_messages(user: User) -> MessageQuerySet:
    """Messages to customers whom `user` may see."""
    if row_rule(user).everything:
        return Message.objects.all()
    seen = Party.objects.filter(stands_for_visible(user, "")).values("pk")
    return Message.objects.filter(party__in=seen)


def outbox(*, user: User, problem: str = "") -> Outbox:
    """What `user` may see of the outbox; `problem` lists only what failed for that reason. A fixed number of queries."""
    rows = visible_messages(user)
    states = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    queue = rows.queued().order_by("account", "lane").values_list("account", "lane")
    told = queue.annotate(n=Count("pk"), since=Min("due_at"))
    failed = rows.failed().order_by("pk")
    listed = failed.filter(problem=problem) if problem else failed
    return Outbox(
        states=states,
        queue=tuple(QueueLine(*row) for row in told),
        doubtful=_lines(rows.doubtful().order_by("pk")[:MOST]),
        failed=_lines(listed[:MOST]),
        problems=_problems(rows.failed()),
        blocked=_problems(rows.filter(state=Message.State.BLOCKED)),
        pause=SendingPause.objects.filter(account__isnull=True, experiment__isnull=True).select_related("by").first(),
    )


def pages_of_messages(user: User) -> MessageQuerySet:
    """For lists of programs: the newest first, by number."""
    return visible_messages(user).order_by("-pk")


def visible_numbers(user: User, numbers: Sequence[int]) -> list[int]:
    """Those of `numbers` that are messages to customers whom `user` may see."""
    return list(visible_messages(user).filter(pk__in=list(numbers)).order_by("pk").values_list("pk", flat=True))


def numbers_in_trouble(user: User, *, state: str, problem: str = "") -> list[int]:
    """All messages that failed for a reason, or are in doubt; at most ten thousand."""
    rows = visible_messages(user).filter(state=state)
    if problem:
        rows = rows.filter(problem=problem)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:10_000])


def account_names() -> dict[int, str]:
    return dict(ChannelAccount.objects.values_list("pk", "name"))


def _problems(rows: MessageQuerySet) -> tuple[ProblemLine, ...]:
    told = rows.order_by().values_list("problem").annotate(n=Count("pk"))
    return tuple(ProblemLine(*row) for row in sorted(told, key=lambda row: (-row[1], row[0])))


def _lines(rows: MessageQuerySet) -> tuple[MessageLine, ...]:
    messages = list(rows)
    born = Party.objects.filter(pk__in={message.party for message in messages}).select_related("canonical")
    known = {party.pk: party.canonical or party for party in born}
    return tuple(
        MessageLine(message, known[message.party].pk, known[message.party].name)
        for message in messages
        if message.party in known
    )
