"""A wave whose process is killed anywhere: the next one finishes it, and nobody is decided or written to twice."""

import subprocess
import sys
from collections import Counter

import pytest
from campaigned import Bank, launched, make_bank
from django.db import connection
from world import make_world

from lazo.customize.models import ContactBlock, Decision, PlannedContact
from lazo.interact.models import CampaignWave, Message
from lazo.interact.operations.campaign_wave import frozen_file
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]


def killed_at(environment: dict[str, str], line: str) -> None:
    """A wave that dies the moment it says a line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "campaign_process"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for told in process.stdout:
        if told.startswith(line):
            process.kill()
            break
    process.wait()


def test_a_wave_killed_anywhere_is_written_once(
    transactional_db: None, workspace: Workspace, subprocess_environment: dict[str, str]
) -> None:
    bank: Bank = make_bank(make_world(), workspace, customers=160)
    campaign = launched(bank)
    connection.close()
    # Before anything is frozen, in the middle of a slice's transaction, between two slices, in the middle of the last one.
    for line in ("congelar", "within slice(0,", "escribir mensajes 40", "within slice(80,", "within slice(120,"):
        killed_at(subprocess_environment, line)
    half = CampaignWave.objects.get()
    assert half.ready_at is None
    assert half.done in {80, 120}
    assert Decision.objects.filter(experiment=campaign.experiment).count() <= half.done
    connection.close()
    killed_at(subprocess_environment, "never")
    killed_at(subprocess_environment, "never")

    made = CampaignWave.objects.get()
    assert made.ready_at is not None
    assert made.done == made.rows == 128
    counts = made.counts
    assert counts["arms"]["a"] + counts["arms"]["control"] == 110
    decided = Counter(Decision.objects.values_list("party", flat=True))
    assert (len(decided), set(decided.values())) == (110, {1})
    written = Counter(Message.objects.values_list("party", flat=True))
    assert (len(written), set(written.values())) == (counts["arms"]["a"], {1})
    assert PlannedContact.objects.count() == counts["arms"]["a"]
    assert ContactBlock.objects.count() == 18
    assert Event.objects.filter(kind="campaign.wave").count() == 1
    assert not frozen_file(workspace, made).exists()
