"""Providers of e-mail by HTTP: what they take, what they refuse, and what they tell afterwards, signed or not believed."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import RequestFactory
from postmark_server import INACTIVE, TOKEN, PostmarkServer

from lazo.interact.channels.contract import (
    Account,
    Handed,
    Letter,
    Outcome,
    Recipient,
    Text,
    UnableToReach,
    UnableToTrust,
    WebhookCall,
)
from lazo.interact.channels.email.provider import MAILGUN, POSTMARK, Provider

AT = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
OPTIONS = {"address": "hola@aurora.example", "name": "Comercial Áurea", "public_url": "https://crm.aurora.example"}
TEXT = Text(
    version=1, language="es", subject="Hola, {{ nombre }}", body="Hay café nuevo.\n\n{{ baja }}", purpose="marketing"
)
KEY = "mailgun-signing-key"


def account(**secret: str) -> Account:
    return Account(number=1, channel="email", provider="postmark", options=OPTIONS, secret=secret)


@pytest.fixture
def postmark(settings: Any) -> Any:
    with PostmarkServer() as server:
        settings.ANYMAIL = {"POSTMARK_API_URL": server.url}
        yield server


def letter(to: str = "clara@clientes.example", number: int = 7) -> Letter:
    composer = POSTMARK.composer(account(), TEXT)
    who = Recipient(to=to, language="es", values={"nombre": "Clara"})
    return composer.compose(
        who, number=number, key=f"k:{number}", at=AT, unsubscribe="https://crm.aurora.example/baja/7.x"
    )


def handed(*letters: Letter, token: str = TOKEN) -> list[Handed]:
    with POSTMARK.open(account(server_token=token)) as session:
        return list(session.hand_over(letters))


def test_a_message_is_taken_whole_and_named_by_the_provider(postmark: PostmarkServer) -> None:
    (one,) = handed(letter())
    assert (one.number, one.outcome, one.provider_id[:8]) == (7, Outcome.SENT, "0a129aee")
    (taken,) = postmark.taken
    assert (taken["To"], taken["Subject"], taken["Metadata"]) == (
        "clara@clientes.example",
        "Hola, Clara",
        {"lazo": "7"},
    )
    assert "Hay café nuevo." in taken["TextBody"]
    assert "https://crm.aurora.example/baja/7.x" in taken["HtmlBody"]
    headers = {one["Name"]: one["Value"] for one in taken["Headers"]}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_refused_failed_and_what_it_cannot_do_now_is_tried_again(postmark: PostmarkServer) -> None:
    refused, taken = handed(letter(INACTIVE), letter())
    assert (refused.outcome, refused.problem, INACTIVE in refused.answer) == (Outcome.FAILED, "refused", False)
    assert taken.outcome == Outcome.SENT
    postmark.is_terse = True
    assert [one.outcome for one in handed(letter(INACTIVE))] == [Outcome.UNKNOWN]
    for status in (429, 503):
        postmark.status = status
        assert [one.outcome for one in handed(letter())] == [Outcome.LATER]
    postmark.status = 422
    assert [one.outcome for one in handed(letter())] == [Outcome.FAILED]
    assert len(postmark.taken) == 1


def test_who_cannot_be_reached_took_nothing(postmark: PostmarkServer, settings: Any) -> None:
    with pytest.raises(UnableToReach) as bad:
        handed(letter(), token="other")
    assert bad.value.code == "bad_login"
    settings.ANYMAIL = {"POSTMARK_API_URL": "http://127.0.0.1:9/"}
    with pytest.raises(UnableToReach) as gone:
        handed(letter())
    assert gone.value.code == "no_connection"
    with pytest.raises(UnableToReach) as empty, POSTMARK.open(account()):
        pass
    assert empty.value.code == "bad_options"
    assert POSTMARK.check(account(server_token=TOKEN)) == "Postmark"


def called(provider: Provider, told: dict[str, Any], *, way: str = "", **secret: str) -> Any:
    body = json.dumps(told).encode()
    request = RequestFactory().post("/recibe/1", data=body, content_type="application/json")
    call = WebhookCall("POST", body, {}, {"tipo": way} if way else {}, request)
    return provider.told(account(**secret), call)


def test_what_became_of_a_message_is_told_in_our_words() -> None:
    base = {"MessageID": "m-1", "Metadata": {"lazo": "7"}, "ServerID": 23}
    bounce = {
        **base, "RecordType": "Bounce", "ID": 42, "Type": "HardBounce", "TypeCode": 1, "Email": "clara@clientes.example",
        "BouncedAt": "2026-11-30T15:01:00Z", "Details": "smtp;550 5.1.1 <clara@clientes.example>: no such user",
    }  # fmt: skip
    (report,) = called(POSTMARK, bounce).reports
    assert (report.kind, report.message, report.provider_id) == ("HARD_BOUNCE", 7, "m-1")
    assert "clara@" not in report.code
    opened = {
        **base, "RecordType": "Open", "Recipient": "clara@clientes.example", "ReceivedAt": "2026-11-30T15:02:00Z",
        "UserAgent": "Mozilla/5.0", "FirstOpen": True,
    }  # fmt: skip
    (report,) = called(POSTMARK, opened).reports
    assert (report.kind, report.agent) == ("OPENED", "Mozilla/5.0")
    changed = {**base, "RecordType": "SubscriptionChange", "Recipient": "x@y.example", "SuppressSending": False}
    assert list(called(POSTMARK, changed).reports) == []


def test_an_answer_comes_in() -> None:
    letter_in = {
        "FromFull": {"Email": "clara@clientes.example", "Name": "Clara Rojas"}, "From": "clara@clientes.example",
        "ToFull": [{"Email": "hola@aurora.example", "Name": ""}], "To": "hola@aurora.example", "Subject": "Re: Hola",
        "MessageID": "in-1", "Date": "Mon, 30 Nov 2026 10:00:00 -0500", "TextBody": "Sí, gracias", "HtmlBody": "",
        "Headers": [{"Name": "Message-ID", "Value": "<a@clientes.example>"}], "Attachments": [],
    }  # fmt: skip
    (one,) = called(POSTMARK, letter_in, way="entrada").received
    assert (one.sender, one.subject, one.text.strip()) == ("clara@clientes.example", "Re: Hola", "Sí, gracias")


def test_only_what_the_provider_signed_is_believed() -> None:
    stamp = str(int(datetime.now(UTC).timestamp()))
    event = {
        "event": "failed", "severity": "permanent", "reason": "bounce", "id": "e-1", "timestamp": float(stamp),
        "recipient": "clara@clientes.example", "user-variables": {"lazo": "7"},
        "message": {"headers": {"message-id": "k7@aurora.example"}}, "delivery-status": {"code": 550, "message": "no such user"},
    }  # fmt: skip
    signature = hmac.new(KEY.encode(), f"{stamp}t".encode(), hashlib.sha256).hexdigest()
    signed = {"timestamp": stamp, "token": "t", "signature": signature}
    told: dict[str, Any] = {"signature": signed, "event-data": event}
    (report,) = called(MAILGUN, told, api_key="k", signing_key=KEY).reports
    assert (report.kind, report.message) == ("HARD_BOUNCE", 7)
    for forged, code in (
        ({**told, "signature": {**signed, "token": "u"}}, "bad_signature"),
        ({"event-data": 3}, "bad_signature"),
        ({"signature": signed}, "unreadable"),
    ):
        with pytest.raises(UnableToTrust) as refused:
            called(MAILGUN, forged, api_key="k", signing_key=KEY)
        assert refused.value.code == code
    assert MAILGUN.greeting(account(), WebhookCall("GET", b"", {}, {})) == ""
    assert MAILGUN.greeting(account(), WebhookCall("POST", b"", {}, {})) is None
