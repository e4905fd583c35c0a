"""What the contact policy says: of one customer for every purpose and channel, of a list of customers, and its rules by country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lazo.customize.models import ContactLimit
from lazo.customize.policy.answer import Answer
from lazo.customize.policy.asked import Ground
from lazo.customize.policy.asking import answer_for, checked
from lazo.customize.policy.pack import Pack, packs
from lazo.customize.policy.reading_truth import read_customers, read_for_each
from lazo.identify.models import ConsentEntry, Party
from lazo.kernel.models import User

Purpose, Channel = ConsentEntry.Purpose, ConsentEntry.Channel
PURPOSES = (Purpose.MARKETING, Purpose.SERVICE, Purpose.SURVEYS, Purpose.COLLECTIONS)
"""What a message may be for; profiles and sharing are uses of data."""
MOST_CHECKED = 1_000


@dataclass(frozen=True)
class PolicyLine:
    """One purpose by one channel, and what the policy says of it."""

    purpose: str
    channel: str
    answer: Answer


def policy_of(*, party: Party, when: datetime) -> list[PolicyLine]:
    """What holds at `when` for a party whom the caller has shown to be visible: each purpose by each channel. Fifteen queries."""
    ground = Ground.now()
    asks = [
        checked(purpose=purpose, channel=channel, when=when, ground=ground)
        for purpose in PURPOSES
        for channel in Channel
    ]
    customers = read_for_each([party.pk], asks)[party.pk]
    return [
        PolicyLine(asked.purpose, asked.channel, answer_for(customer, asked))
        for asked, customer in zip(asks, customers, strict=True)
    ]


def answers_of(
    *, user: User, parties: Sequence[int], purpose: str, channel: str, when: datetime
) -> Mapping[int, Answer]:
    """What the policy says of those of `parties` (at most a thousand) that the user may see; others are not there. Raises UnableToAsk."""
    asked = checked(purpose=purpose, channel=channel, when=when)
    seen = _seen(user, parties)
    return {party: answer_for(customer, asked) for party, customer in read_customers(seen, asked).items()}


def _seen(user: User, parties: Sequence[int]) -> list[int]:
    canonical = dict(Party.objects.filter(pk__in=set(parties)).values_list("pk", "canonical_id"))
    customers = {canonical[party] or party for party in parties if party in canonical}
    visible = set(Party.objects.visible_to(user).filter(pk__in=customers).values_list("pk", flat=True))
    return [party for party in parties if (canonical.get(party) or party) in visible]


def packs_shown(*, on: date) -> list[Pack]:
    """The packs with rules in force on a day, or that begin later: the general one first, then by country."""
    found = []
    for country in sorted(packs()):
        pack = packs()[country]
        rules = tuple(rule for rule in pack.rules if rule.valid_to is None or on < rule.valid_to)
        found.append(Pack(pack.country, pack.checked_on, rules))
    return found


def limits_standing() -> list[ContactLimit]:
    """The company's own limits in force, the oldest first."""
    return list(ContactLimit.objects.standing().select_related("by").order_by("pk"))


def limits_ended() -> list[ContactLimit]:
    """The last fifty that ended, the newest first."""
    rows = ContactLimit.objects.filter(ended_at__isnull=False).select_related("by", "ended_by")
    return list(rows.order_by("-ended_at", "-pk")[:50])
