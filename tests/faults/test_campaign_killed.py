"""A whole campaign of which any process is killed at any moment: it ends as one that nobody disturbed, to the last unit of the ledger."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest
from campaign_sums import LATER, answered, launched, left_by, make_company
from campaigned import AT, ON
from mail_server import MailServer
from world import make_world

from lazo.interact.models import Campaign, CampaignWave, Message
from lazo.interact.operations.campaign_wave import prepare_wave
from lazo.interact.operations.outbox import decide_doubtful
from lazo.interact.sending.sender import Sender
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace
from lazo.measure.reading.sums import forget_sums

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]
SALT = 17


class Keeper:
    """The processes of a campaign, and which of them live."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.alive: dict[str, int] = {}
        self.failed: list[str] = []
        self.begun: Counter[str] = Counter()
        self._process = process
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            first, second = line.split()
            if first == "failed":
                self.failed.append(second)
            elif first == "ended":
                self.alive.pop(second, None)
            else:
                self.alive[first] = int(second)
                self.begun[first] += 1

    def kill(self, moments: random.Random) -> None:
        """One of those that live, whichever."""
        role = moments.choice(sorted(self.alive))
        count = self.begun[role]
        with suppress(ProcessLookupError):  # it ended by itself just now
            os.kill(self.alive[role], signal.SIGKILL)
        until(lambda: self.begun[role] > count or role not in self.alive)
        if self.begun[role] == count:
            self.kill(moments)


@contextmanager
def kept(campaign: Campaign, environment: dict[str, str], *, in_slice: int) -> Iterator[Keeper]:
    command = [sys.executable, "-m", "campaign_killed_process", str(campaign.pk), str(in_slice)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        keeper = Keeper(process)
        until(lambda: len(keeper.begun) == 3)
        yield keeper
        process.kill()


@pytest.mark.parametrize(
    ("customers", "kills"), [(400, 3), pytest.param(100_000, 20, marks=pytest.mark.nightly, id="whole")]
)
def test_a_campaign_that_is_killed_ends_as_one_that_is_not(
    workspace: Workspace, subprocess_environment: dict[str, str], customers: int, kills: int
) -> None:
    moments = random.Random(kills)
    with MailServer(kept=False) as server:
        company = make_company(make_world(), workspace, customers=customers, port=server.port)
        calm = launched(company, name="En calma", salt=SALT)
        prepare_wave(campaign=calm, on=ON, at=AT, workspace=workspace, context=NullContext())
        send_all()
        answered(company, calm)
        expected = left_by(calm)
        assert set(server.numbers) == numbers_of(calm)
        server.numbers.clear()

        rough = launched(company, name="A golpes", salt=SALT)
        rows = len(expected.decided) + len(expected.blocked)
        steps = rows + len(expected.written)
        with kept(rough, subprocess_environment, in_slice=max(customers // 20, 20)) as keeper:
            for kill in range(kills):
                aim = steps * (kill + moments.random()) / kills * 0.95
                until(lambda aim=aim: written(rough) + len(server.numbers) >= aim or is_done(rough))  # type: ignore[misc]  # bound now
                keeper.kill(moments)
            until(lambda: is_done(rough))
        assert keeper.failed == []
        assert sum(keeper.begun.values()) == 3 + kills
        arrived = Counter(server.numbers)
        doubtful = set(Message.objects.doubtful().values_list("pk", flat=True))
        sent = set(Message.objects.filter(state="SENT", experiment=rough.experiment_id).values_list("pk", flat=True))
        assert max(arrived.values()) == 1
        assert sent | doubtful == numbers_of(rough)
        assert sent <= set(arrived) <= sent | doubtful
        assert len(doubtful) <= keeper.begun["send"] - 1
        for choice, some in (("sent", doubtful & set(arrived)), ("resend", doubtful - set(arrived))):
            decide_doubtful(messages=sorted(some), choice=choice, by=company.world.diego, at=LATER, day=ON)
        send_all()
        assert Counter(server.numbers) == Counter(numbers_of(rough))
    answered(company, rough)
    forget_sums()
    assert left_by(rough) == expected


def numbers_of(campaign: Campaign) -> set[int]:
    return set(Message.objects.filter(experiment=campaign.experiment_id).values_list("pk", flat=True))


def send_all() -> None:
    Sender(now=lambda: LATER, context=NullContext()).run(seconds=3_600)


def written(campaign: Campaign) -> int:
    return sum(CampaignWave.objects.filter(campaign=campaign).values_list("done", flat=True))


def is_done(campaign: Campaign) -> bool:
    if not CampaignWave.objects.filter(campaign=campaign, ready_at__isnull=False).exists():
        return False
    return not Message.objects.filter(experiment=campaign.experiment_id, state__in=["QUEUED", "SENDING"]).exists()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 1_800
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
