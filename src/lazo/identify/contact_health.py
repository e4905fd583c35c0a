"""Whether a way of contact still reaches its party, derived from what came of using it: one rule, without a database.

Delivered or answered, it works again. A hard bounce kills it at once, soft ones when seven come in a row (three make it doubtful), as
mail programs do; three calls in a row that reach nobody make it doubtful and never dead. Somebody else's it is until a person or a code
verifies it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

USABLE, DOUBTFUL, DEAD = "USABLE", "DOUBTFUL", "DEAD"
DELIVERED, REPLIED, VERIFIED = "DELIVERED", "REPLIED", "VERIFIED"
SOFT_BOUNCE, HARD_BOUNCE, UNREACHABLE = "SOFT_BOUNCE", "HARD_BOUNCE", "UNREACHABLE"
WRONG_PERSON, OTHER_OWNER, REPLACED = "WRONG_PERSON", "OTHER_OWNER", "REPLACED"
WORKS = frozenset({DELIVERED, REPLIED, VERIFIED})
NOT_THEIRS = frozenset({WRONG_PERSON, OTHER_OWNER, REPLACED})
"""These say that it leads to another, or to nobody any more: it identifies the party no longer."""
OF_THE_PARTY = frozenset({VERIFIED, WRONG_PERSON})
"""Said of one party; the others are said of the address or number, whoever has it."""
SOFT_DOUBTFUL, SOFT_DEAD, UNREACHABLE_DOUBTFUL = 3, 7, 3


@dataclass(frozen=True, slots=True)
class Health:
    """`state` is USABLE, DOUBTFUL or DEAD; `why` the outcome that decided, blank while there is none."""

    state: str = USABLE
    why: str = ""


def health_of(outcomes: Sequence[str]) -> Health:
    """The health that `outcomes`, in the order in which they happened, leave."""
    bounced = missed = 0
    dead = theirs_no_more = last = ""
    for outcome in outcomes:
        if outcome in NOT_THEIRS:
            theirs_no_more = outcome
        elif outcome in WORKS:
            bounced = missed = 0
            dead, last = "", outcome
            theirs_no_more = "" if outcome == VERIFIED else theirs_no_more
        elif outcome == HARD_BOUNCE:
            dead = outcome
        elif outcome == SOFT_BOUNCE:
            bounced += 1
        elif outcome == UNREACHABLE:
            missed += 1
    return _judged(theirs_no_more or dead, bounced, missed, last)


def _judged(dead: str, bounced: int, missed: int, last: str) -> Health:
    if dead:
        return Health(DEAD, dead)
    if bounced >= SOFT_DOUBTFUL:
        return Health(DEAD if bounced >= SOFT_DEAD else DOUBTFUL, SOFT_BOUNCE)
    if missed >= UNREACHABLE_DOUBTFUL:
        return Health(DOUBTFUL, UNREACHABLE)
    return Health(USABLE, last)
