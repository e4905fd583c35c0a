"""What every way of sending e-mail has in common: who writes, and a version of a template compiled for an account."""

import hashlib

from django.conf import settings

from lazo.interact.channels.contract import Account, Field, Text, UnableToCompile
from lazo.interact.channels.email.body import compile_body
from lazo.interact.channels.email.envelope import EmailComposer, Sender
from lazo.interact.writing.fields import UnableToReadFields, read_fields

ADDRESS_FIELDS = (
    Field("address", kind="email", is_required=True),
    Field("name"),
    Field("reply_to", kind="email"),
    Field("bounce", kind="email"),
    Field("public_url", kind="url"),
)
MAILBOX_FIELDS = (
    Field("imap_host"),
    Field("imap_port", kind="number"),
    Field("imap_security", kind="choice", choices=("tls", "starttls", "none"), default="tls"),
    Field("imap_user"),
    Field("imap_password", kind="password", is_secret=True),
    Field("imap_folder", default="INBOX"),
)


def seal_key() -> bytes:
    """By which Message-IDs of this workspace are sealed."""
    return hashlib.sha256(b"lazo.message.seal\x00" + settings.SECRET_KEY.encode()).digest()


def sender_of(account: Account, text: Text) -> Sender:
    options = account.options
    domain = str(options["address"]).rpartition("@")[2]
    list_id = f"<{text.list_id}.{domain}>" if text.list_id else ""
    return Sender(
        address=str(options["address"]),
        name=str(options.get("name") or text.company),
        reply_to=str(options.get("reply_to") or ""),
        list_id=list_id,
        seal_key=seal_key(),
    )


def composer_for(account: Account, text: Text) -> EmailComposer:
    """Raises UnableToCompile."""
    try:
        subject = read_fields(text.subject)
    except UnableToReadFields as error:
        raise UnableToCompile("bad_field", said=error.said) from error
    if not text.subject.strip():
        raise UnableToCompile("no_subject")
    body = compile_body(text.body, plain=str(text.details.get("plain") or ""))
    return EmailComposer(sender=sender_of(account, text), subject=subject, body=body, is_bulk=text.purpose != "service")
