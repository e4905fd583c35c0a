"""Providers of e-mail by their own doors (Anymail): the same composed message, handed over by HTTP, and what they tell afterwards."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from importlib import import_module
from typing import Any

from lazo.interact.channels.contract import (
    Account,
    Field,
    Handed,
    Letter,
    Limits,
    Outcome,
    Received,
    Report,
    Text,
    Told,
    UnableToReach,
    UnableToTrust,
    WebhookCall,
)
from lazo.interact.channels.email.answer import without_addresses
from lazo.interact.channels.email.composing import ADDRESS_FIELDS, composer_for, seal_key
from lazo.interact.channels.email.envelope import EmailComposer
from lazo.interact.channels.email.received import received_of

KINDS = {
    "sent": "SENT",
    "delivered": "DELIVERED",
    "deferred": "DEFERRED",
    "rejected": "FAILED",
    "failed": "FAILED",
    "opened": "OPENED",
    "clicked": "CLICKED",
    "complained": "COMPLAINED",
    "unsubscribed": "UNSUBSCRIBED",
}
"""What Anymail calls what happened, in our words; what is not here tells us nothing."""
WRONG_ADDRESS = frozenset({"invalid", "bounced"})
REFUSED = frozenset({"rejected", "failed", "invalid"})


class ProviderSession:
    """Hands over one message a call; the connection to the provider is kept by its backend."""

    def __init__(self, backend: Any, account: Account) -> None:
        self._backend, self._account = backend, account

    def hand_over(self, letters: Sequence[Letter]) -> Iterator[Handed]:
        for letter in letters:
            yield self._hand_over(letter)

    def _hand_over(self, letter: Letter) -> Handed:
        from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRequestsAPIError

        message = _message(letter)
        try:
            self._backend.send_messages([message])
        except AnymailRequestsAPIError as error:
            return _refusal(letter.number, error)
        except (AnymailAPIError, AnymailError) as error:
            return Handed(
                letter.number, Outcome.FAILED, problem="refused", answer=without_addresses(type(error).__name__)
            )
        status = message.anymail_status
        said = set(status.status or ())
        if said & REFUSED:
            return Handed(letter.number, Outcome.FAILED, problem="refused", answer=", ".join(sorted(said)))
        if (
            "unknown" in said and not status.message_id
        ):  # an answer in words that Anymail does not read: neither taken nor refused
            return Handed(letter.number, Outcome.UNKNOWN, problem="no_answer")
        return Handed(letter.number, Outcome.SENT, provider_id=str(status.message_id or letter.content[0]))


def _refusal(number: int, error: Any) -> Handed:
    """An answer with a status is an answer; without one it may have been taken."""
    status = getattr(error, "status_code", None)
    if status is None and _never_connected(error):
        raise UnableToReach("no_connection", type(error.__cause__).__name__)
    if status is None:
        return Handed(number, Outcome.UNKNOWN, problem="no_answer")
    if status in {401, 403}:
        raise UnableToReach("bad_login", str(status))
    if status == 429 or status >= 500:
        return Handed(number, Outcome.LATER, problem="later", answer=str(status))
    return Handed(number, Outcome.FAILED, problem="refused", answer=str(status))


def _never_connected(error: Any) -> bool:
    """Whether the request did not even begin: then nothing was handed over."""
    from requests.exceptions import ConnectionError as Disconnected
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    cause = error.__cause__ or getattr(error, "raised_from", None)
    if isinstance(cause, ConnectTimeout):
        return True
    first = cause.args[0] if isinstance(cause, Disconnected) and cause.args else None
    return isinstance(first, MaxRetryError) and isinstance(first.reason, NewConnectionError)


def _message(letter: Letter) -> Any:
    """The composed message as Anymail takes it: the same parts and headers."""
    from anymail.message import AnymailMessage

    _message_id, content = letter.content
    parsed = message_from_bytes(content, policy=policy.default)
    plain, page = parsed.get_body(("plain",)), parsed.get_body(("html",))
    kept = ("List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Message-ID")
    message = AnymailMessage(
        subject=str(parsed["Subject"]),
        body=plain.get_content() if plain is not None else "",
        from_email=str(parsed["From"]),
        to=[letter.to],
        reply_to=[str(parsed["Reply-To"])] if parsed["Reply-To"] else None,
        headers={name: str(parsed[name]) for name in kept if parsed[name]},
        metadata={"lazo": str(letter.number)},
    )
    if page is not None:
        message.attach_alternative(page.get_content(), "text/html")
    return message


class Provider:
    """One provider that Anymail knows. None of them promises that a key twice is one message."""

    channel = "email"
    takes_key = False
    limits = Limits(at_once=50)
    contact_kinds = ("EMAIL",)

    def __init__(
        self, provider: str, label: str, backend: dict[str, str], webhook: dict[str, str] | None = None
    ) -> None:
        """`backend` and `webhook` say which of our fields is which of Anymail's settings."""
        self.provider, self._label = provider, label
        self._backend, self._webhook = backend, webhook or {}
        names = dict.fromkeys((*backend.values(), *self._webhook.values(), "webhook_secret"))
        own = tuple(
            Field(name, kind="text" if name == "sender_domain" else "password", is_secret=name != "sender_domain", is_required=name in backend.values() and name != "sender_domain")
            for name in names
        )  # fmt: skip
        self.fields: tuple[Field, ...] = (*own, *ADDRESS_FIELDS)

    @contextmanager
    def open(self, account: Account) -> Iterator[ProviderSession]:
        module = import_module(f"anymail.backends.{self.provider}")
        try:
            backend = module.EmailBackend(fail_silently=False, **self._settings(self._backend, account))
        except Exception as error:
            raise UnableToReach("bad_options", type(error).__name__) from error
        backend.open()
        try:
            yield ProviderSession(backend, account)
        finally:
            backend.close()

    def composer(self, account: Account, text: Text) -> EmailComposer:
        return composer_for(account, text)

    def check(self, account: Account) -> str:
        with self.open(account):
            return self._label

    def greeting(self, _account: Account, call: WebhookCall) -> str | None:
        """Some look whether anybody is there before they tell anything."""
        return "" if call.method in {"GET", "HEAD"} else None

    def told(self, account: Account, call: WebhookCall) -> Told:
        from anymail.exceptions import AnymailWebhookValidationFailure

        kind = "Inbound" if call.query.get("tipo") == "entrada" else "Tracking"
        try:
            events = self._events(kind, account, call)
        except AnymailWebhookValidationFailure as error:
            raise UnableToTrust("bad_signature") from error
        except Exception as error:
            raise UnableToTrust("unreadable") from error
        if kind == "Inbound":
            return Told(received=[one for one in map(_received, events) if one is not None])
        return Told(reports=[one for event in events if (one := _report(event)) is not None])

    def _events(self, kind: str, account: Account, call: WebhookCall) -> list[Any]:
        module = import_module(f"anymail.webhooks.{self.provider}")
        view = getattr(module, f"{self._label.replace(' ', '')}{kind}WebhookView")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that nothing but the address guards it: the address is signed by us
            made = view(
                **self._settings(self._webhook, account), webhook_secret=account.secret.get("webhook_secret", "")
            )
        made.run_validators(call.request)
        return list(made.parse_events(call.request))

    def _settings(self, names: dict[str, str], account: Account) -> dict[str, str]:
        known = {**account.options, **account.secret}
        return {setting: str(known[name]) for setting, name in names.items() if known.get(name)}


def _report(event: Any) -> Report | None:
    kind = KINDS.get(event.event_type)
    if event.event_type == "bounced":
        kind = "HARD_BOUNCE" if event.reject_reason in WRONG_ADDRESS else "SOFT_BOUNCE"
    if kind is None:
        return None
    number = str((event.metadata or {}).get("lazo", ""))
    at = event.timestamp or datetime.now(UTC)
    name = event.event_id or f"{event.event_type}:{event.message_id}:{event.recipient}:{at.timestamp():.0f}"
    return Report(
        event=str(name)[:200],
        kind=kind,
        at=at,
        message=int(number) if number.isdecimal() and len(number) < 19 else None,
        provider_id=str(event.message_id or ""),
        about=str(event.recipient or ""),
        code=without_addresses(str(event.mta_response or event.reject_reason or ""))[:60],
        agent=str(event.user_agent or ""),
    )


def _received(event: Any) -> Received | None:
    return received_of(event.message.as_bytes(), at=event.timestamp or datetime.now(UTC), key=seal_key())


MAILGUN = Provider("mailgun", "Mailgun", {"api_key": "api_key", "sender_domain": "sender_domain"}, {"webhook_signing_key": "signing_key"})  # fmt: skip
POSTMARK = Provider("postmark", "Postmark", {"server_token": "server_token"})
SENDGRID = Provider("sendgrid", "SendGrid", {"api_key": "api_key"}, {"tracking_webhook_verification_key": "signing_key"})  # fmt: skip
BREVO = Provider("brevo", "Brevo", {"api_key": "api_key"})
RESEND = Provider("resend", "Resend", {"api_key": "api_key"}, {"signing_secret": "signing_key"})
SPARKPOST = Provider("sparkpost", "SparkPost", {"api_key": "api_key"})
MAILERSEND = Provider("mailersend", "MailerSend", {"api_token": "api_key"}, {"signing_secret": "signing_key"})
