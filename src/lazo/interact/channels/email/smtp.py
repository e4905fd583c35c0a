"""SMTP: one line to the server used for many messages, commands written together where the server allows it (RFC 2920)."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from lazo.interact.channels.contract import (
    Account,
    Field,
    Handed,
    Letter,
    Limits,
    Outcome,
    Text,
    UnableToReach,
)
from lazo.interact.channels.email.answer import judged, without_addresses
from lazo.interact.channels.email.composing import ADDRESS_FIELDS, MAILBOX_FIELDS, composer_for
from lazo.interact.channels.email.envelope import EmailComposer

SECONDS = 30.0
A_LINE = 500
"""Messages after which a line is closed and opened anew: servers tire of those who never hang up."""
PLAIN, STARTTLS, TLS = "none", "starttls", "tls"
AGAIN = 421


class SmtpSession:
    """An open line. It is opened again when the server hung up, before anything is said of a message."""

    def __init__(self, account: Account) -> None:
        self._options, self._secret = account.options, account.secret
        self._sender = str(self._options.get("bounce") or self._options["address"])
        self._line: smtplib.SMTP | None = None
        self._used = 0

    def hand_over(self, letters: Sequence[Letter]) -> Iterator[Handed]:
        for letter in letters:
            yield self._hand_over(letter)

    def greet(self) -> str:
        """Open the line; what the server called itself. Raises UnableToReach."""
        line = self._opened()
        line.noop()
        return without_addresses((line.ehlo_resp or b"").decode("utf-8", "replace").partition("\n")[0])

    def close(self) -> None:
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._line.close()
            self._line = None

    def _hand_over(self, letter: Letter) -> Handed:
        _message_id, content = letter.content
        if not letter.to.isascii() or any(sign.isspace() or sign in "<>" for sign in letter.to):
            return Handed(letter.number, Outcome.FAILED, problem="bad_address")
        try:
            refused = self._begin(letter)
        except (smtplib.SMTPServerDisconnected, OSError):
            # The server hung up before the message: it has nothing of it yet, so a new line is safe.
            self._drop()
            refused = self._begin_anew(letter)
        if refused is not None:
            return refused
        return self._content(letter, content)

    def _begin_anew(self, letter: Letter) -> Handed | None:
        try:
            return self._begin(letter)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._drop()
            raise UnableToReach("no_connection", type(error).__name__) from error

    def _begin(self, letter: Letter) -> Handed | None:
        """Say from whom and to whom; the answer of a server that does not want it."""
        line = self._opened()
        if line.has_extn("pipelining"):
            return self._begin_together(line, letter)
        for command, is_address in ((f"mail FROM:<{self._sender}>", False), (f"rcpt TO:<{letter.to}>", True)):
            code, said = line.docmd(command)
            if code == AGAIN:
                raise smtplib.SMTPServerDisconnected(str(code))
            if code not in {250, 251}:
                self._reset(line)
                return judged(letter.number, code, said, about_address=is_address)
        code, said = line.docmd("data")
        if code != 354:
            self._reset(line)
            return judged(letter.number, code, said, about_address=False)
        return None

    def _begin_together(self, line: smtplib.SMTP, letter: Letter) -> Handed | None:
        """The same in one journey instead of three."""
        line.send(f"mail FROM:<{self._sender}>\r\nrcpt TO:<{letter.to}>\r\ndata\r\n")
        sender, recipient, data = (line.getreply() for _ in range(3))
        if AGAIN in {sender[0], recipient[0], data[0]}:
            raise smtplib.SMTPServerDisconnected(str(AGAIN))
        refused = next((answer for answer in (sender, recipient) if answer[0] not in {250, 251}), None)
        if data[0] == 354 and refused is None:
            return None
        if data[0] == 354:
            line.send(b".\r\n")  # a server that waits for a message to nobody gets an empty one, and refuses it
            line.getreply()
        self._reset(line)
        code, said = refused or data
        return judged(letter.number, code, said, about_address=refused is recipient)

    def _content(self, letter: Letter, content: bytes) -> Handed:
        line = self._opened()
        try:
            line.send(stuffed(content))
            code, said = line.getreply()
        except (smtplib.SMTPServerDisconnected, OSError):
            # It may have been taken: only the answer is missing.
            self._drop()
            return Handed(letter.number, Outcome.UNKNOWN, problem="no_answer")
        self._used += 1
        if self._used >= A_LINE:
            self.close()
        if code != 250:
            return judged(letter.number, code, said, about_address=False)
        return Handed(letter.number, Outcome.SENT, provider_id=letter.content[0].strip("<>"))

    def _opened(self) -> smtplib.SMTP:
        if self._line is None:
            self._line, self._used = _connected(self._options, self._secret), 0
        return self._line

    def _reset(self, line: smtplib.SMTP) -> None:
        line.rset()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def stuffed(content: bytes) -> bytes:
    """A message as the line carries it: a dot at the beginning of a line doubled, and the end of it."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    if doubled.startswith(b"."):
        doubled = b"." + doubled
    return doubled + (b".\r\n" if doubled.endswith(b"\r\n") else b"\r\n.\r\n")


def _connected(told: Mapping[str, Any], secret: Mapping[str, str]) -> smtplib.SMTP:
    host, security = str(told["host"]), str(told.get("security") or STARTTLS)
    port = int(told.get("port") or {PLAIN: 25, STARTTLS: 587, TLS: 465}[security])
    try:
        line = (
            smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
            if security == TLS
            else smtplib.SMTP(host, port, timeout=SECONDS)
        )
        line.ehlo_or_helo_if_needed()
        if security == STARTTLS:
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        password = secret.get("password")
        if told.get("user") and password:
            line.login(str(told["user"]), password)
    except smtplib.SMTPAuthenticationError as error:
        raise UnableToReach("bad_login", without_addresses(str(error.smtp_code))) from error
    except (smtplib.SMTPException, ssl.SSLError, OSError, UnicodeError) as error:
        raise UnableToReach("no_connection", type(error).__name__) from error
    return line


class Smtp:
    """Any mail server. It takes no key: a message whose answer was lost stays in doubt."""

    channel, provider = "email", "smtp"
    takes_key = False
    limits = Limits(at_once=100)
    contact_kinds = ("EMAIL",)
    fields: tuple[Field, ...] = (
        Field("host", is_required=True),
        Field("port", kind="number"),
        Field("security", kind="choice", choices=(STARTTLS, TLS, PLAIN), default=STARTTLS),
        Field("user"),
        Field("password", kind="password", is_secret=True),
        *ADDRESS_FIELDS,
        *MAILBOX_FIELDS,
    )

    @contextmanager
    def open(self, account: Account) -> Iterator[SmtpSession]:
        session = SmtpSession(account)
        try:
            yield session
        finally:
            session.close()

    def composer(self, account: Account, text: Text) -> EmailComposer:
        return composer_for(account, text)

    def check(self, account: Account) -> str:
        with self.open(account) as session:
            return session.greet()


SMTP = Smtp()
