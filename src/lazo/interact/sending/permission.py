"""May we contact them? Asked again when a message leaves, whatever was answered when it was decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lazo.customize.policy import may_contact, may_contact_many
from lazo.identify.models import ConsentEntry, Party
from lazo.interact.models import Message
from lazo.interact.sending.claim import Held

WORTH_WAITING = timedelta(hours=72)
"""A message that the hour holds back leaves in the morning, after a long weekend too; one that must wait for longer is another campaign's."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The key of the rule that holds a message back and the country whose it is; `until`: from then on it may leave (null: it may not)."""

    rule: str
    country: str
    until: datetime | None = None


Blocked = dict[int, Verdict]


@dataclass(frozen=True, slots=True)
class Apart:
    """Of a batch the messages whose customers get no other meanwhile; `later` come after one that is in it, `elsewhere` after another sender's."""

    first: tuple[Held, ...]
    later: tuple[int, ...]
    elsewhere: tuple[int, ...]


def apart(messages: Sequence[Held], claim: str) -> Apart:
    """One message a customer at a time: what is asked about the second has to know of the first, in whichever order they are asked.

    A service that cannot wait counts for nobody and waits for nobody.
    """
    others = Message.objects.filter(state=Message.State.SENDING).exclude(claim=claim)
    away = [row[0] for row in others.values_list("party", "lane", "purpose") if not _is_free(*row[1:])]
    customer_of = _customers({*away, *(message.party for message in messages)})
    taken, busy = set[int](), {customer_of[party] for party in away}
    first, later, elsewhere = list[Held](), list[int](), list[int]()
    for message in messages:
        customer = customer_of[message.party]
        if _is_free(message.lane, message.purpose):
            first.append(message)
        elif customer in busy:
            elsewhere.append(message.id)
        elif customer in taken:
            later.append(message.id)
        else:
            taken.add(customer)
            first.append(message)
    return Apart(tuple(first), tuple(later), tuple(elsewhere))


def _is_free(lane: int, purpose: str) -> bool:
    return lane == Message.Lane.TRANSACTIONAL and purpose == ConsentEntry.Purpose.SERVICE


def _customers(parties: set[int]) -> dict[int, int]:
    """By record the customer whose it is."""
    found = Party.objects.filter(pk__in=parties, canonical__isnull=False).values_list("pk", "canonical_id")
    return {**{party: party for party in parties}, **dict(found)}


def blocked_now(messages: Sequence[Held], channel: str, at: datetime) -> Blocked:
    """The messages that may not leave now, and why.

    Their own reservations do not count against them. A transactional message is urgent: the hours and budgets of offers are not its own.
    """
    asked: dict[tuple[str, bool], list[Held]] = defaultdict(list)
    for message in messages:
        asked[message.purpose, message.lane == Message.Lane.TRANSACTIONAL].append(message)
    blocked: Blocked = {}
    for (purpose, is_urgent), some in asked.items():
        answers = may_contact_many(
            parties=[message.party for message in some],
            purpose=purpose,
            channel=channel,
            when=at,
            urgent=is_urgent,
            reserved=[message.key for message in some],
        )
        waits: dict[str, datetime | None] = {}
        for place, message in enumerate(some):
            rule = answers.rule_of(place)
            if rule:
                if rule not in waits:
                    waits[rule] = _until(message, channel, at, is_urgent=is_urgent)
                country = answers.countries[int(answers.codes[place])]
                blocked[message.id] = Verdict(rule, country, waits[rule])
    return blocked


def _until(message: Held, channel: str, at: datetime, *, is_urgent: bool) -> datetime | None:
    """When the rule lets go, asked of one of those it holds back: whoever is let go too early is only asked again."""
    answer = may_contact(
        party=message.party,
        purpose=message.purpose,
        channel=channel,
        when=at,
        urgent=is_urgent,
        reserved=[message.key],
    )
    is_soon = answer.until is not None and at < answer.until <= at + WORTH_WAITING
    return answer.until if is_soon else None
