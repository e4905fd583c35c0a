"""`lazo campaign` from the terminal."""

import pytest
from campaigned import Bank, drafted, make_bank
from terminal import Lazo
from world import make_world

from lazo.interact.models import CampaignWave, Message
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank(transactional_db: None, workspace: Workspace) -> Bank:
    return make_bank(make_world(), workspace, customers=160)


def test_a_campaign_is_launched_watched_and_held(bank: Bank, lazo: Lazo) -> None:
    number = str(drafted(bank).pk)
    assert lazo("campaign", "list", "--json").json["campaigns"][0]["state"] == "DRAFT"
    done = lazo("campaign", "launch", number, "--json").json
    assert (done["audience"], done["without"], done["blocked"]) == (160, {bank.claims.key: 32}, {"no-consent": 18})
    assert sum(done["arms"].values()) == 110
    assert Message.objects.count() == done["arms"]["a"]
    again = lazo("campaign", "launch", number, "--json").json
    assert "wave" not in again
    assert CampaignWave.objects.count() == 1
    shown = lazo("campaign", "show", number, "--json").json
    assert (shown["state"], shown["messages"]) == ("RUNNING", {"QUEUED": done["arms"]["a"]})
    assert lazo("campaign", "pause", number, "--json").json["state"] == "PAUSED"
    assert lazo("campaign", "pause", number, "--resume", "--json").json["state"] == "RUNNING"
    results = lazo("campaign", "results", number, "--json").json
    assert results["groups"]["control"]["customers"] == done["arms"]["control"]
    assert results["extra"] == 0
    assert "Tarjeta para ahorradores" in lazo("campaign", "show", number).out


def test_what_cannot_be_is_one_sentence(bank: Bank, lazo: Lazo) -> None:
    number = str(drafted(bank).pk)
    assert "No hay una campaña con ese número" in lazo("campaign", "show", "999999").err
    assert "No está en pausa" in lazo("campaign", "pause", number, "--resume").err
