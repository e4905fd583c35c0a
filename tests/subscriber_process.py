"""A process in which floors above follow events, for tests to kill: it says each event that was acted on, and goes on when it is answered."""

import sys
from itertools import count

from started import start_django

start_django()

from lazo.kernel import subscribers  # noqa: E402 - the models must be ready before
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above
from lazo.kernel.models import Event  # noqa: E402 - as above

subscribers.AT_ONCE = 2
acted = count(1)


def telling(reaction: subscribers.Reaction) -> subscribers.Reaction:
    """The reaction, told while its transaction is still open."""

    def react(event: Event) -> None:
        reaction(event)
        sys.stdout.write(f"acted {next(acted)}\n")
        sys.stdout.flush()
        sys.stdin.readline()

    return react


if __name__ == "__main__":
    for one in list(subscribers._subscribers.values()):
        subscribers.subscribe(one.name, kinds=one.kinds, reaction=telling(one.reaction))
    subscribers.follow_events(NullContext())
