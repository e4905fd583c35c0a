"""`lazo act`, `channel`, `outbox`, `quality`, as a person types them."""

from datetime import date

import outboxed
import pytest
from acted import make_offers
from mail_server import MailServer
from scored import ON
from terminal import Lazo
from world import World, make_world

from lazo.customize.models import ActionRun, NextAction
from lazo.interact.models import Message, SendingPause
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_a_day_is_decided_shown_and_replayed(lazo: Lazo, company: World, workspace: Workspace) -> None:
    make_offers(company, workspace, customers=30)
    told = lazo("act", "--on", ON.isoformat(), "--seed", "3", "--json")
    assert told.code == 0
    run = ActionRun.objects.get()
    assert (told.json["run"], told.json["seed"], told.json["on"]) == (run.pk, 3, ON.isoformat())
    assert sum(one["proposed"] for one in told.json["offers"]) == told.json["actions"]
    said = lazo("act", "--on", ON.isoformat(), "--seed", "3")
    assert "Suscripción quincenal" in said.out
    action = NextAction.objects.order_by("pk").first()
    assert action is not None
    again = lazo("act", "replay", str(action.pk))
    assert again.code == 0, again.err
    assert "Sale igual." in again.out
    assert lazo("act", "replay", str(action.pk), "--json").json["action"] == action.pk


def test_an_account_is_tried_paused_sends_and_what_failed_is_tried_again(lazo: Lazo, company: World) -> None:
    with MailServer() as server:
        account = outboxed.email_account(server.port)
        assert [one["name"] for one in lazo("channel", "list", "--json").json["accounts"]] == ["Correo"]
        assert "Correo" in lazo("channel", "list").out
        assert lazo("channel", "test", "Correo", "--json").json["works"] is True
        assert "Contestó" in lazo("channel", "test", "correo").out
        people = outboxed.customers(3)
        outboxed.messages(people, account=account, version=outboxed.template())
        assert lazo("outbox", "show", "--json").json["states"] == {"QUEUED": 3}
        lazo("outbox", "pause", "--account", "Correo")
        assert SendingPause.objects.filter(account=account).exists()
        assert lazo("outbox", "show", "--json").json["queue"][0]["messages"] == 3
        lazo("outbox", "resume", "--account", "Correo")
        Message.objects.filter(party=people[0].pk).update(state="FAILED", problem="unreachable")
        assert lazo("outbox", "retry", "unreachable", "--json").json == {"messages": 1}
        Message.objects.filter(party=people[1].pk).update(state="DOUBTFUL")
        assert "1 mensajes" in lazo("outbox", "doubtful", "sent").out
        assert lazo("outbox", "send", "--seconds", "5").code == 0
    assert "mensajes" in lazo("outbox", "show").out
    assert lazo("channel", "read", "--json").json["unreachable"] == 0
    assert lazo("channel", "test", "Nadie").code == 1


def test_quality_is_measured_and_shown(lazo: Lazo, company: World) -> None:
    outboxed.customers(2)
    told = lazo("quality", "--json")
    assert told.code == 0
    assert date.fromisoformat(told.json["on"])
    assert told.json["attributes"]["email"]["completeness"] == {"hits": 2, "total": 2}
    assert "Calidad al" in lazo("quality").out
