"""What WhatsApp tells: statuses of what we sent, and what customers write; believed only with the signature of the application."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from lazo.interact.channels.contract import Received, Report, Told, UnableToTrust, WebhookCall

HEADER, SCHEME = "x-hub-signature-256", "sha256="
KINDS = {"sent": "SENT", "delivered": "DELIVERED", "read": "READ", "failed": "FAILED"}
NOT_THERE = frozenset({131026, 131030})
LONGEST = 20_000


def greeting_of(call: WebhookCall, *, verify_token: str) -> str | None:
    """The challenge, for whoever knows the token that was agreed on; null when it is no such call. Raises UnableToTrust."""
    if call.method != "GET":
        return None
    said = call.query.get("hub.verify_token", "")
    is_ours = bool(verify_token) and hmac.compare_digest(said.encode(), verify_token.encode())
    if call.query.get("hub.mode") != "subscribe" or not is_ours:
        raise UnableToTrust("bad_signature")
    return call.query.get("hub.challenge", "")


def told_by(call: WebhookCall, *, app_secret: str, number: str) -> Told:
    """Reports and messages of our number; those of other numbers of the business are not ours. Raises UnableToTrust."""
    check_signature(call, app_secret=app_secret)
    try:
        told = json.loads(call.body)
        values = list(_values(told, number))
    except (ValueError, TypeError, AttributeError) as error:
        raise UnableToTrust("unreadable") from error
    return Told(
        reports=[report for value in values for report in _reports(value)],
        received=[one for value in values for one in _received(value)],
    )


def check_signature(call: WebhookCall, *, app_secret: str) -> None:
    """HMAC-SHA256 of the body as it came, with the secret of the application. Raises UnableToTrust."""
    wanted = hmac.new(app_secret.encode(), call.body, hashlib.sha256).hexdigest()
    said = call.headers.get(HEADER, "")
    if not app_secret or not hmac.compare_digest(said.encode(), f"{SCHEME}{wanted}".encode()):
        raise UnableToTrust("bad_signature")


def _values(told: Any, number: str) -> Iterator[Mapping[str, Any]]:
    for entry in told.get("entry") or ():
        for change in entry.get("changes") or ():
            value = change.get("value") or {}
            metadata = value.get("metadata") or {}
            if change.get("field") == "messages" and str(metadata.get("phone_number_id", "")) == number:
                yield value


def _reports(value: Mapping[str, Any]) -> Iterator[Report]:
    for status in value.get("statuses") or ():
        kind = KINDS.get(str(status.get("status", "")))
        if kind is None:
            continue
        errors = status.get("errors") or ()
        code = errors[0].get("code") if errors else None
        provider_id = str(status.get("id", ""))
        yield Report(
            event=f"{provider_id}:{status.get('status')}"[:200],
            kind="HARD_BOUNCE" if kind == "FAILED" and code in NOT_THERE else kind,
            at=_at(status.get("timestamp")),
            key=str(status.get("biz_opaque_callback_data") or ""),
            provider_id=provider_id,
            about=f"+{status['recipient_id']}" if str(status.get("recipient_id") or "").isdecimal() else "",
            code=str(code or "")[:60],
            is_machine=False,
        )


def _received(value: Mapping[str, Any]) -> Iterator[Received]:
    names: dict[str, str] = {}
    users: dict[str, str] = {}
    for contact in value.get("contacts") or ():
        who = str(contact.get("wa_id") or contact.get("user_id") or "")
        names[who] = str((contact.get("profile") or {}).get("name", ""))
        users[who] = str(contact.get("user_id") or "")
    for message in value.get("messages") or ():
        phone = str(message.get("from") or "")
        user = str(message.get("from_user_id") or users.get(phone) or "")
        if not phone and not user:
            continue
        is_phone = phone.isdecimal()
        yield Received(
            event=str(message.get("id", ""))[:200],
            sender=f"+{phone}" if is_phone else user,
            kind="PHONE" if is_phone else "WHATSAPP",
            at=_at(message.get("timestamp")),
            text=_text(message)[:LONGEST],
            name=names.get(phone or user, ""),
            other={"WHATSAPP": user} if is_phone and user else {},
        )


def _text(message: Mapping[str, Any]) -> str:
    """What was written or chosen; of a picture its words, else what it is, in brackets."""
    kind = str(message.get("type", ""))
    part = message.get(kind)
    if isinstance(part, dict):
        chosen = part.get("button_reply") or part.get("list_reply") or {}
        said = part.get("body") or part.get("caption") or part.get("text") or chosen.get("title") or part.get("emoji")
        if said:
            return str(said).replace("\x00", "")
    return f"[{kind}]"


def _at(said: Any) -> datetime:
    return datetime.fromtimestamp(int(said or 0), tz=UTC)
