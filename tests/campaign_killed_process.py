"""Keeps the wave, the sender and the accounts of a campaign running, each in a process told by a line: another begins when it is killed.

Arguments: the campaign, its customers in a slice. A line is `role number`, or `ended role`, or `failed role`.
"""

import os
import sys
import time

from started import start_django

start_django()

from campaign_sums import LATER  # noqa: E402 - as above
from campaigned import AT, ON  # noqa: E402 - models must be ready before
from django.conf import settings  # noqa: E402 - as above
from django.db import connection  # noqa: E402 - as above

from lazo.interact.models import Campaign  # noqa: E402 - as above
from lazo.interact.operations import campaign_wave  # noqa: E402 - as above
from lazo.interact.operations.message_cost import book_message_costs  # noqa: E402 - as above
from lazo.interact.sending import composing, sender  # noqa: E402, F401 - loaded before the first one is begun
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above
from lazo.kernel.jobs.process import die_with_parent  # noqa: E402 - as above
from lazo.measure.queries.readout import read_experiment  # noqa: E402 - as above


def write_wave(campaign: Campaign) -> None:
    campaign_wave.prepare_wave(campaign=campaign, on=ON, at=AT, workspace=settings.WORKSPACE, context=NullContext())


def send(_campaign: Campaign) -> None:
    while True:
        sender.Sender(now=lambda: LATER, context=NullContext()).run(seconds=60)
        time.sleep(0.02)


def count(campaign: Campaign) -> None:
    """Book what was sent and read what it brought, over and over."""
    while True:
        book_message_costs()
        read_experiment(experiment=campaign.experiment, on=ON)
        time.sleep(0.05)


ROLES = {"wave": write_wave, "send": send, "count": count}


def begin(role: str, campaign: int) -> int:
    connection.close()
    child = os.fork()
    if child:
        sys.stdout.write(f"{role} {child}\n")
        sys.stdout.flush()
        return child
    die_with_parent(os.getppid())
    ROLES[role](Campaign.objects.get(pk=campaign))
    os._exit(0)


def keep(campaign: int) -> None:
    running = {begin(role, campaign): role for role in ROLES}
    while running:
        child, status = os.wait()
        role = running.pop(child)
        if os.WIFEXITED(status):
            sys.stdout.write(f"{'failed' if status else 'ended'} {role}\n")
            sys.stdout.flush()
        if status:
            running[begin(role, campaign)] = role


if __name__ == "__main__":
    campaign_wave.SLICE = int(sys.argv[2])
    keep(int(sys.argv[1]))
