"""An e-mail that came to us: an answer of a customer, or the news that one of ours bounced (RFC 3464)."""

import hashlib
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from lazo.interact.channels.contract import Received, Report, Told
from lazo.interact.channels.email.answer import bounce_of, without_addresses
from lazo.interact.channels.email.body import text_of
from lazo.interact.channels.email.envelope import numbers_in

LONGEST_TEXT, LONGEST_SUBJECT = 20_000, 240
AUTOMATIC = re.compile(r"auto-(?:replied|generated|notified)", re.IGNORECASE)
QUOTED = re.compile(r"^(?:>|On .{5,200} wrote:|El .{5,200} escribió:|Em .{5,200} escreveu:|-{2,} ?(?:Original|Mensaje))", re.MULTILINE)  # fmt: skip


def told_by(content: bytes, *, key: bytes, at: datetime) -> Told:
    """What an e-mail tells: reports of bounces, or what somebody wrote. `at` is when it came, for one that has no date."""
    message = _parsed(content)
    if is_bounce(message):
        return Told(reports=reports_of(message, content, key=key, at=at))
    found = received_of(content, at=at, key=key)
    return Told(received=[found] if found is not None else [])


def is_bounce(message: EmailMessage) -> bool:
    return message.get_content_type() == "multipart/report" and message.get_param("report-type") == "delivery-status"


def reports_of(message: EmailMessage, content: bytes, *, key: bytes, at: datetime) -> list[Report]:
    """One report for each recipient of which the delivery status speaks."""
    text = content.decode("utf-8", "replace")
    named = numbers_in(text, key)
    number = named[0] if named else None
    own = _own_id(message, content)
    reports = []
    for place, block in enumerate(_blocks(message)):
        action = str(block.get("Action", "")).strip().lower()
        status = str(block.get("Status", "")).strip().split(" ")[0]
        address = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "").partition(";")[2].strip()
        code = without_addresses(str(block.get("Diagnostic-Code", "")).partition(";")[2] or status)
        reports.append(
            Report(
                event=f"{own}:{place}"[:200],
                kind=_kind(action, status),
                at=_date(message, at),
                message=number,
                about=address,
                code=(status or code)[:60],
            )
        )
    return reports


def received_of(content: bytes, *, at: datetime, key: bytes) -> Received | None:
    """What somebody wrote; null of a message without a sender."""
    message = _parsed(content)
    name, sender = parseaddr(str(message.get("From", "")))
    if "@" not in sender:
        return None
    related = " ".join(str(message.get(header, "")) for header in ("In-Reply-To", "References"))
    answers = numbers_in(related, key)
    automatic = AUTOMATIC.search(str(message.get("Auto-Submitted", ""))) or message.get("X-Autoreply")
    return Received(
        event=_own_id(message, content)[:200],
        sender=sender,
        kind="EMAIL",
        at=_date(message, at),
        subject=" ".join(str(message.get("Subject", "")).split())[:LONGEST_SUBJECT],
        text=_text(message),
        name=name,
        answers=answers[-1] if answers else None,
        is_automatic=bool(automatic) or str(message.get("Precedence", "")).lower() in {"bulk", "auto_reply", "junk"},
    )


def _kind(action: str, status: str) -> str:
    if action in {"delivered", "relayed", "expanded"}:
        return "DELIVERED"
    if action == "delayed":
        return "DEFERRED"
    return bounce_of(status) or "FAILED"


def _blocks(message: EmailMessage) -> list[EmailMessage]:
    """The parts of a delivery status that speak of a recipient; the first speaks of the message."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            found = [one for one in payload if isinstance(one, EmailMessage)] if isinstance(payload, list) else []
            return [one for one in found if one.get("Final-Recipient") or one.get("Original-Recipient")]
    return []


def _text(message: EmailMessage) -> str:
    """What is new in it, without what it quotes of ours."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        content = str(body.get_content())
    except (LookupError, ValueError):  # an unknown alphabet
        return ""
    text = text_of(content) if body.get_content_type() == "text/html" else content
    quoted = QUOTED.search(text)
    fresh = text[: quoted.start()] if quoted and quoted.start() > 0 else text
    return fresh.replace("\x00", "").strip()[:LONGEST_TEXT]


def _own_id(message: EmailMessage, content: bytes) -> str:
    return str(message.get("Message-ID", "")).strip("<> \r\n") or hashlib.sha256(content).hexdigest()


def _date(message: EmailMessage, at: datetime) -> datetime:
    """When it says it was written, if that is not in the future."""
    try:
        said = parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError):
        return at
    aware = said if said.tzinfo is not None else said.replace(tzinfo=UTC)
    return min(aware, at)


def _parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)
