"""What is due leaves once, in its turn, and everything that came of it is written."""

import time
from datetime import UTC, date, datetime
from email import message_from_bytes, policy

import pytest
from mail_server import MailServer
from outboxed import AT, customers, email_account, messages, template
from world import World, make_world

from lazo.customize.models import ContactBlock
from lazo.identify.models import ConsentEntry, ContactOutcome, ContactPoint, Interaction
from lazo.interact.channels.contract import Handed, Outcome
from lazo.interact.models import Message, MessageCost, SendingPause
from lazo.interact.sending.claim import claim_batch, new_claim
from lazo.interact.sending.journal import Journal
from lazo.interact.sending.recovery import recover
from lazo.interact.sending.sender import Sender
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(workspace: Workspace) -> World:
    return make_world()


def send(seconds: float = 5.0) -> dict[str, int]:
    return Sender(now=lambda: AT, context=NullContext()).run(seconds=seconds)


def test_a_message_leaves_with_all_that_follows_from_it(world: World) -> None:
    with MailServer() as server:
        account, version = email_account(server.port, price=250, currency="COP"), template()
        parties = customers(3)
        messages(parties, account=account, version=version)
        assert send() == {"sent": 3}
    to, content = server.letters[0]
    letter = message_from_bytes(content, policy=policy.default)
    assert to == "c0@clientes.example"
    assert letter["Subject"] == "Hola, Clara0"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == "<marketing-comercial-aurora.aurora.example>"
    assert letter.get_body(("plain",)).get_content().startswith("Hay café nuevo, Clara0.")
    assert "Hay café nuevo, Clara0." in letter.get_body(("html",)).get_content()
    row = Message.objects.get(party=parties[0].pk)
    assert (row.state, row.sent_at, row.cost_millis, row.claim) == ("SENT", AT, 250, None)
    assert row.provider_id == letter["Message-ID"].strip("<>")
    spoken = Interaction.objects.get(external_id=row.key)
    assert (spoken.direction, spoken.channel, spoken.subject) == ("OUT", "email", "Hola, Clara0")
    cost = MessageCost.objects.get()
    assert (cost.messages, cost.millis) == (3, 750)
    assert Event.objects.get(kind="messages.sent").data["sent"] == 3


def test_what_a_dead_sender_had_answers_for_costs_what_it_costs(world: World) -> None:
    account = email_account(1, price=250, currency="COP")
    messages(customers(3), account=account, version=template())
    claim, nonce = new_claim()
    batch = claim_batch(account.pk, Message.Lane.BULK, None, at=AT, most=3, claim=claim, nonce=nonce)
    first, second, _third = (one.id for one in batch.messages)
    journal = Journal(nonce)
    journal.begin([first, second])
    journal.answer(Handed(first, Outcome.SENT))
    journal.close(keep=True)
    assert recover(at=AT, day=AT.date()) == 3
    states = dict(Message.objects.values_list("pk", "state"))
    assert [states[one.id] for one in batch.messages] == ["SENT", "DOUBTFUL", "QUEUED"]
    cost = MessageCost.objects.get()
    assert (cost.messages, cost.millis) == (1, 250)


def test_a_wrong_address_fails_and_is_known_from_then_on(world: World) -> None:
    with MailServer(refusals={"c0@clientes.example": "550 5.1.1 <c0@clientes.example> nobody here"}) as server:
        parties = customers(2)
        messages(parties, account=email_account(server.port), version=template())
        assert send() == {"sent": 1, "failed": 1}
    row = Message.objects.get(party=parties[0].pk)
    assert (row.state, row.problem, row.answer) == ("FAILED", "bad_address", "550 5.1.1 <…> nobody here")
    assert ContactPoint.objects.get(party=parties[0]).health == "DEAD"
    assert ContactOutcome.objects.get().outcome == "HARD_BOUNCE"


def test_commands_go_together_where_the_server_allows_it(world: World) -> None:
    refused = {"c1@clientes.example": "550 5.1.1 nobody"}
    with MailServer(pipelining=True, refusals=refused) as server:
        messages(customers(4), account=email_account(server.port), version=template())
        assert send() == {"sent": 3, "failed": 1}
    assert [to for to, _content in server.letters] == [f"c{n}@clientes.example" for n in (0, 2, 3)]
    assert Message.objects.failed().get().problem == "bad_address"


def test_one_that_the_server_cannot_take_now_leaves_later(world: World) -> None:
    with MailServer(refusals={"c0@clientes.example": "450 4.7.1 try again"}) as server:
        messages(customers(1), account=email_account(server.port), version=template())
        assert send(0.3) == {}
    row = Message.objects.get()
    assert (row.state, row.attempts, row.claim) == ("QUEUED", 1, None)
    assert (row.due_at - AT).total_seconds() == 60


def test_a_lost_answer_is_a_doubt_and_nobody_gets_it_twice(world: World) -> None:
    with MailServer(hanging_up=1) as server:
        messages(customers(3), account=email_account(server.port), version=template())
        assert send() == {"sent": 2, "doubtful": 1}
        assert send() == {}
    assert len(server.letters) == 3
    assert Message.objects.doubtful().get().problem == "no_answer"


def test_a_server_that_is_not_there_keeps_everybody_waiting(world: World) -> None:
    account = email_account(1)
    messages(customers(3), account=account, version=template())
    assert send(0.3) == {}
    assert set(Message.objects.values_list("state", "attempts", "problem")) == {("QUEUED", 0, "")}


def test_three_lost_answers_in_a_row_leave_the_rest_alone(world: World) -> None:
    with MailServer(hanging_up=50) as server:
        messages(customers(8), account=email_account(server.port), version=template())
        assert send(0.5) == {"doubtful": 3}
    assert Message.objects.queued().count() == 5


def test_a_paused_lane_lets_only_service_go(world: World) -> None:
    with MailServer() as server:
        account = email_account(server.port)
        messages(customers(2), account=account, version=template())
        receipt = template(name="Recibo", purpose="service")
        messages(customers(1, start=50), account=account, version=receipt, lane=0)
        SendingPause.objects.create(by=world.diego)
        assert send() == {"sent": 1}
        SendingPause.objects.update(account=account)
        messages(customers(1, start=60), account=account, version=receipt, lane=0)
        assert send() == {}


def test_an_account_keeps_to_its_day_and_its_pace(world: World) -> None:
    with MailServer() as server:
        messages(customers(6), account=email_account(server.port, per_day=4, per_second=50), version=template())
        assert send() == {"sent": 4}
        assert send() == {}


def test_many_lines_hand_over_at_once(world: World) -> None:
    with MailServer(slow=0.05) as server:
        messages(customers(12), account=email_account(server.port, options={"lines": 6}), version=template())
        began = time.monotonic()
        assert send() == {"sent": 12}
        assert time.monotonic() - began < 12 * 0.05 + 3
    assert len(set(server.numbers)) == 12


def test_transactional_messages_leave_before_bulk_ones(world: World) -> None:
    with MailServer() as server:
        account = email_account(server.port)
        messages(customers(5), account=account, version=template())
        receipt = template(name="Recibo", purpose="service")
        urgent = messages(customers(1, start=50), account=account, version=receipt, lane=0)
        send()
    assert server.numbers[0] == urgent[0].pk
    assert len(server.numbers) == 6


def test_who_said_no_meanwhile_gets_nothing_and_it_is_known_why(world: World) -> None:
    with MailServer() as server:
        parties = customers(2)
        messages(parties, account=email_account(server.port), version=template())
        ConsentEntry.objects.create(
            party=parties[0], purpose="marketing", channel="email", state="WITHDRAWN", on=date(2026, 11, 29)
        )
        assert send() == {"sent": 1, "blocked": 1}
    row = Message.objects.get(party=parties[0].pk)
    assert (row.state, row.problem) == ("BLOCKED", "withdrawn")
    block = ContactBlock.objects.get()
    assert (block.rule, block.stage, block.channel, block.party) == ("withdrawn", "SEND", "email", parties[0].pk)


def test_what_the_hour_holds_back_leaves_in_the_morning(world: World) -> None:
    night = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    with MailServer() as server:
        messages(customers(1), account=email_account(server.port), version=template())
        assert Sender(now=lambda: night, context=NullContext()).run(seconds=1) == {}
    row = Message.objects.get()
    assert (row.state, row.due_at, row.attempts) == ("QUEUED", datetime(2026, 12, 1, 12, 0, tzinfo=UTC), 0)
    assert not ContactBlock.objects.exists()


def test_what_cannot_be_written_is_said_why(world: World) -> None:
    with MailServer() as server:
        parties = customers(2)
        ContactPoint.objects.filter(party=parties[0]).delete()
        version = template(es={"subject": "Hola", "body": "Tu ciudad es {{ ciudad }}."})
        messages(parties, account=email_account(server.port), version=version)
        assert send() == {"failed": 1, "blocked": 1}
    assert set(Message.objects.values_list("problem", flat=True)) == {"contact-point", "empty_field"}
