"""A mailbox on a real IMAP server: answers become interactions once, bounces are learned, and one goes on where one was."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient
from outboxed import AT, customers, email_account, messages, template
from world import make_world

from lazo.identify.models import ContactPoint, Interaction
from lazo.interact.channels.email.composing import seal_key
from lazo.interact.channels.email.envelope import seal
from lazo.interact.channels.secret import encipher
from lazo.interact.models import ChannelAccount, DeliveryReport, Message
from lazo.interact.operations.mailbox import read_mailboxes
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
USER, PASSWORD = "hola", "clave-de-prueba"
ANSWER = """From: Clara <c0@clientes.example>\r
To: hola@aurora.example\r
Subject: Re: Hola\r
Message-ID: <respuesta-{n}@clientes.example>\r
In-Reply-To: {id}\r
Date: Mon, 30 Nov 2026 14:00:00 +0000\r
Content-Type: text/plain; charset=utf-8\r
\r
¿Tienen molido?\r
\r
El 30 nov 2026, Comercial Aurora escribió:\r
> Hay café nuevo\r
"""
BOUNCE = """From: MAILER-DAEMON@mail.example\r
To: hola@aurora.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <rebote@mail.example>\r
Date: Mon, 30 Nov 2026 14:10:00 +0000\r
Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r
MIME-Version: 1.0\r
\r
--B\r
Content-Type: text/plain\r
\r
It could not be delivered.\r
--B\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mail.example\r
\r
Final-Recipient: rfc822; c1@clientes.example\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 <c1@clientes.example> no such user\r
\r
--B\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {id}\r
Subject: Hola\r
\r
--B--\r
"""


@pytest.fixture(scope="module")
def imap() -> Iterator[int]:
    """The port of a real IMAP server with an empty mailbox."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    pymap = str(Path(sys.executable).with_name("pymap"))
    told = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-user", USER, "--demo-password", PASSWORD]  # fmt: skip
    with subprocess.Popen([pymap, *told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        end = time.monotonic() + 20
        while not _listens(port):
            assert time.monotonic() < end, "it did not start"
            time.sleep(0.05)
        yield port
        server.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def put(port: int, *letters: str) -> None:
    with IMAPClient("127.0.0.1", port=port, ssl=False) as line:
        line.login(USER, PASSWORD)
        for letter in letters:
            line.append("INBOX", letter.encode())


def empty(port: int) -> None:
    """What another test left."""
    with IMAPClient("127.0.0.1", port=port, ssl=False) as line:
        line.login(USER, PASSWORD)
        line.select_folder("INBOX")
        line.delete_messages(line.search())
        line.expunge()


def account(port: int) -> ChannelAccount:
    if port > 1:
        empty(port)
    options = {"imap_host": "127.0.0.1", "imap_port": port, "imap_security": "none", "imap_user": USER}
    return email_account(1, options=options, secret=encipher({"imap_password": PASSWORD}))


def read() -> dict[str, int]:
    return read_mailboxes(NullContext(), at=AT, day=AT.date())


def test_answers_and_bounces_come_in_once(imap: int, workspace: Workspace) -> None:
    assert workspace.exists()
    make_world()
    held = account(imap)
    parties = customers(2)
    first, second = messages(parties, account=held, version=template(), state="SENT", sent_at=AT)
    one, two = (f"<lazo.{row.pk}.{seal(row.pk, seal_key())}@aurora.example>" for row in (first, second))
    put(imap, ANSWER.format(id=one, n=1), BOUNCE.format(id=two))
    assert read() == {"reports": 1, "received": 1, "unreachable": 0}
    spoken = Interaction.objects.get()
    assert (spoken.party, spoken.direction, spoken.text) == (parties[0], "IN", "¿Tienen molido?")
    assert set(DeliveryReport.objects.values_list("message", "kind")) == {
        (first.pk, "REPLIED"),
        (second.pk, "HARD_BOUNCE"),
    }
    assert ContactPoint.objects.get(party=parties[1]).health == "DEAD"
    assert Message.objects.get(pk=second.pk).problem == "bad_address"
    assert read() == {"reports": 0, "received": 0, "unreachable": 0}
    ChannelAccount.objects.update(inbox={})
    assert read() == {"reports": 0, "received": 0, "unreachable": 0}
    put(imap, ANSWER.format(id="<nadie@x>", n=2))
    assert read()["received"] == 1


def test_a_forged_reference_answers_nothing(imap: int, workspace: Workspace) -> None:
    assert workspace.exists()
    make_world()
    held = account(imap)
    (row,) = messages(customers(1, start=7), account=held, version=template(), state="SENT", sent_at=AT)
    put(imap, ANSWER.format(id=f"<lazo.{row.pk}.000000000000@aurora.example>", n=3))
    read()
    assert not DeliveryReport.objects.exists()


def test_a_mailbox_that_cannot_be_read_is_told(workspace: Workspace) -> None:
    assert workspace.exists()
    make_world()
    account(1)
    assert read() == {"reports": 0, "received": 0, "unreachable": 1}
