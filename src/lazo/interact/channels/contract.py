"""What every channel can do: hand over a batch, receive, read what its provider tells, know its templates, its cost and its limits.

An adapter knows its provider and nothing of customers, campaigns or the database; a new channel is a folder with one of these.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol


class UnableToReach(Exception):
    """The provider could not be spoken to, or does not know us; nothing was handed over. `code` is no_connection, bad_login, bad_options,
    not_possible or refused; `answer` what it said, without addresses.
    """

    def __init__(self, code: str, answer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer


class UnableToTrust(Exception):
    """What came to a webhook is not signed by the provider. `code` is bad_signature or unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Outcome(StrEnum):
    """What became of a message that was handed over."""

    SENT = "SENT"
    LATER = "LATER"
    """Not now: the provider asks to come back, and has not taken it."""
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    """The answer was lost: it may have left."""


@dataclass(frozen=True, slots=True)
class Account:
    """What an adapter may know of an account: `options` and the deciphered `secret`."""

    number: int
    channel: str
    provider: str
    options: Mapping[str, Any]
    secret: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a message: `to` is the address or number itself, `values` what merge fields stand for.

    `is_in_window`: they wrote within the channel's window; `country` by whose prices the message is charged.
    """

    to: str
    language: str
    values: Mapping[str, str]
    kind: str = ""
    country: str = ""
    is_in_window: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to be handed over: its number and key in our outbox, and what its channel's composer made of it.

    `subject` and `text` are what the customer's history keeps of it.
    """

    number: int
    key: str
    to: str
    content: Any
    subject: str = ""
    text: str = ""
    cost_millis: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one letter. `problem` is a code, `answer` what the provider said, without addresses.

    `bounce` is SOFT_BOUNCE or HARD_BOUNCE where the answer is about the address itself.
    """

    number: int
    outcome: Outcome
    provider_id: str = ""
    problem: str = ""
    answer: str = ""
    bounce: str = ""
    cost_millis: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider tells of a message: `event` names it once for all, `message` is our number, or `provider_id` theirs.

    `about` is the address it is said of, for what is learned of it; `kind` is of DeliveryReport.Kind.
    """

    event: str
    kind: str
    at: datetime
    message: int | None = None
    key: str = ""
    provider_id: str = ""
    about: str = ""
    code: str = ""
    agent: str = ""
    cost_millis: int | None = None
    is_machine: bool | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What a customer wrote to us: `event` names it once for all, `sender` is their address or number of `kind` (ContactPoint.Kind).

    `other` is a second identity of theirs that the provider told, by kind; `answers` our number of the message they answer.
    """

    event: str
    sender: str
    kind: str
    at: datetime
    subject: str = ""
    text: str = ""
    name: str = ""
    answers: int | None = None
    is_automatic: bool = False
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What one call of a provider, or one look into a mailbox, brought."""

    reports: Sequence[Report] = ()
    received: Sequence[Received] = ()


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """A request of a provider: headers in lower case."""

    method: str
    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]
    request: Any = None


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    """A template as the provider tells it; `state` is of ProviderTemplate.State."""

    name: str
    language: str
    state: str
    category: str = ""
    reason: str = ""
    body: str = ""
    parameters: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """An option of an account that a person writes; `is_secret` ones are enciphered and never shown."""

    name: str
    kind: str = "text"
    is_secret: bool = False
    is_required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """`at_once` messages are taken in one batch at most, and handed over in one call where `together`, else one by one.

    `window` is how long after an answer anything may be written (null: always).
    """

    at_once: int = 100
    window: timedelta | None = None
    together: bool = False


class Session(Protocol):
    """An open line to the provider, used for many letters."""

    def hand_over(self, letters: Sequence[Letter]) -> Iterable[Handed]:
        """One answer each, in their order, as soon as it is known. What is not answered when it raises is in doubt."""
        ...


class Composer(Protocol):
    """One version of a template in one language, compiled once, for an account."""

    names: frozenset[str]
    """The merge fields it fills."""
    demanded: frozenset[str]
    """Those that nothing stands in for."""

    def compose(self, recipient: Recipient, *, number: int, key: str, at: datetime, unsubscribe: str) -> Letter:
        """The message for one recipient. `unsubscribe` is the address of their one click, blank where nothing can be left.

        Raises UnableToCompose.
        """
        ...


class Adapter(Protocol):
    """A provider of a channel."""

    channel: str
    provider: str
    takes_key: bool
    """Whether the same key twice is one message, so that a letter in doubt may simply be handed over again."""
    limits: Limits
    fields: tuple[Field, ...]
    contact_kinds: tuple[str, ...]
    """The kinds of contact point it writes to, the best first; none: to the postal address."""

    def open(self, account: Account) -> AbstractContextManager[Session]:
        """Raises UnableToReach."""
        ...

    def composer(self, account: Account, text: "Text") -> Composer:
        """Raises UnableToCompile."""
        ...

    def check(self, account: Account) -> str:
        """Speak to the provider without sending anything; what it said. Raises UnableToReach."""
        ...


class Receiving(Protocol):
    """An adapter that is told things by calls of its provider."""

    def greeting(self, account: Account, call: WebhookCall) -> str | None:
        """The answer by which a provider sees that the address is ours; null when the call is none of that kind. Raises UnableToTrust."""
        ...

    def told(self, account: Account, call: WebhookCall) -> Told:
        """Raises UnableToTrust."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a template in one language, as TemplateText keeps them, and what the company and the account add."""

    version: int
    language: str
    subject: str
    body: str
    details: Mapping[str, Any] = field(default_factory=dict)
    purpose: str = ""
    company: str = ""
    list_id: str = ""


class UnableToCompile(Exception):
    """The words of a template cannot be made a message. `code` is bad_field, bad_mjml, too_long, empty or not_approved; `params` say where."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class UnableToCompose(Exception):
    """A message cannot be made for one recipient. `code` is outside_window."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Clock = Callable[[], datetime]
