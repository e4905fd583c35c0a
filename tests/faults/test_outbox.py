"""Whoever sends is killed at any moment: nobody gets a message twice, and none is lost but those in flight, which are listed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

import pytest
from mail_server import MailServer
from outboxed import customers, email_account, messages, template
from world import make_world

from lazo.identify.models import Interaction
from lazo.interact.models import Message, MessageCost

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]
MESSAGES, KILLS = 1_200, 20


def test_nobody_gets_a_message_twice_when_senders_are_killed(subprocess_environment: dict[str, str]) -> None:
    make_world()
    moments = random.Random(7)
    with MailServer(kept=False) as server:
        account = email_account(server.port, price=1_000, currency="COP")
        rows = messages(customers(MESSAGES), account=account, version=template(purpose="service"))
        command = [sys.executable, "-m", "outbox_process"]
        with subprocess.Popen(command, env=subprocess_environment, stdout=subprocess.PIPE, text=True) as keeper:
            assert keeper.stdout is not None
            for _ in range(KILLS):
                sender = int(keeper.stdout.readline())
                _wait(_more_than(len(server.numbers), server))
                time.sleep(moments.uniform(0, 0.04))
                os.kill(sender, signal.SIGKILL)
            _wait(_is_done)
            keeper.kill()
        arrived = Counter(server.numbers)
    doubtful = set(Message.objects.doubtful().values_list("pk", flat=True))
    sent = set(Message.objects.filter(state="SENT").values_list("pk", flat=True))
    assert max(arrived.values()) == 1
    assert sent | doubtful == {row.pk for row in rows}
    assert sent <= set(arrived)
    assert set(arrived) - sent <= doubtful
    assert len(doubtful) <= KILLS
    assert Interaction.objects.count() == len(sent)
    assert sum(MessageCost.objects.values_list("messages", flat=True)) == len(sent)


def _more_than(count: int, server: MailServer) -> Callable[[], bool]:
    return lambda: len(server.numbers) > count or _is_done()


def _is_done() -> bool:
    return not Message.objects.filter(state__in=["QUEUED", "SENDING"]).exists()


def _wait(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)
