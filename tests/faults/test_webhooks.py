"""Whoever delivers webhooks is killed at any moment: every event arrives, none out of turn."""

import random
import subprocess
import sys
import time

import pytest
from receiver import Receiver
from world import make_world

from lazo.kernel.events import record_event
from lazo.kernel.models import Event, Webhook
from lazo.kernel.operations.webhook import add_webhook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]
EVENTS = 350


def test_nothing_is_lost_when_the_sender_is_killed(subprocess_environment: dict[str, str]) -> None:
    world, moments = make_world(), random.Random(4)
    with Receiver() as receiver:
        made = add_webhook(user=world.diego, url=receiver.url, kinds=["test.told"], by=world.diego, allow_private=True)
        receiver.secret = made.secret
        for _ in range(EVENTS):
            record_event(kind="test.told", by=world.diego)
        wanted = list(Event.objects.filter(kind="test.told").order_by("pk").values_list("pk", flat=True))
        for _ in range(3):
            sender = subprocess.Popen([sys.executable, "-m", "webhook_process"], env=subprocess_environment)
            _wait_for(receiver, len(set(receiver.events)) + 1)
            time.sleep(moments.uniform(0, 0.05))
            sender.kill()
            sender.wait()
        last = subprocess.Popen([sys.executable, "-m", "webhook_process"], env=subprocess_environment)
        _wait_for(receiver, EVENTS)
        _wait_for_the_book(wanted[-1])
        last.kill()
        last.wait()
        assert list(dict.fromkeys(receiver.events)) == wanted
        assert receiver.forged == 0
        again = [letter["delivery"] for letter in receiver.letters]
        assert again == sorted(again)


def _wait_for(receiver: Receiver, events: int) -> None:
    end = time.monotonic() + 30
    while len(set(receiver.events)) < min(events, EVENTS):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def _wait_for_the_book(last: int) -> None:
    """Until the sender has written that the last event arrived."""
    end = time.monotonic() + 30
    while Webhook.objects.get().position < last:
        assert time.monotonic() < end, "it was delivered and not noted"
        time.sleep(0.01)
