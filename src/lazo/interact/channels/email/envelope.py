"""An e-mail as bytes: what every message of a version has in common is encoded once, and only the fields are encoded for each."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr

from lazo.interact.channels.contract import Letter, Recipient
from lazo.interact.channels.email.body import Body
from lazo.interact.writing.fields import Escape, Pattern, same

BREAKS = re.compile(r"[\r\n\x00]+")
REFERENCE = re.compile(r"<?lazo\.(?P<number>\d{1,18})\.(?P<seal>[0-9a-f]{12})@")
CRLF, SOFT = b"\r\n", b"=\r\n"
WORD = 42
"""Bytes of text in one encoded word, so that it stays within the 75 signs of RFC 2047."""


@dataclass(frozen=True)
class Sender:
    """Who writes: `address` with its `name`, where answers go, and the domain that signs Message-IDs with `seal_key`."""

    address: str
    name: str
    reply_to: str = ""
    list_id: str = ""
    seal_key: bytes = b""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"

    def message_id(self, number: int) -> str:
        return f"<lazo.{number}.{seal(number, self.seal_key)}@{self.domain}>"


def seal(number: int, key: bytes) -> str:
    """By which an answer shows that it answers our message: nobody finds the seal of a number."""
    return hmac.new(key, b"message:%d" % number, hashlib.sha256).hexdigest()[:12]


def numbers_in(text: str, key: bytes) -> list[int]:
    """The messages of ours that a header or a returned message names, in their order."""
    found = REFERENCE.finditer(text)
    return [int(one["number"]) for one in found if hmac.compare_digest(seal(int(one["number"]), key), one["seal"])]


class EmailComposer:
    """Composes the messages of one version in one language for one account."""

    def __init__(self, *, sender: Sender, subject: Pattern, body: Body, is_bulk: bool) -> None:
        self._sender = sender
        self._subject = subject
        self._body = body
        self._is_bulk = is_bulk
        self._boundary = f"lazo-{hashlib.sha256(body.html.words[0].encode()).hexdigest()[:24]}"
        self._head = self._fixed_headers()
        self._plain = tuple(quoted_printable(words) for words in body.plain.words)
        self._page = tuple(quoted_printable(words) for words in body.html.words)
        patterns = (subject, body.plain, body.html)
        self.names = frozenset().union(*(pattern.names for pattern in patterns))
        self.demanded = frozenset().union(*(pattern.demanded for pattern in patterns)) - {"baja"}

    def compose(self, recipient: Recipient, *, number: int, key: str, at: datetime, unsubscribe: str) -> Letter:
        values = {**recipient.values, "baja": unsubscribe}
        subject = BREAKS.sub(" ", self._subject.fill(values)).strip()
        message_id = self._sender.message_id(number)
        headers = [
            f"To: {recipient.to}",
            f"Subject: {encoded_words(subject)}",
            f"Date: {format_datetime(at)}",
            f"Message-ID: {message_id}",
        ]
        if unsubscribe:
            headers += [f"List-Unsubscribe: <{unsubscribe}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
        text = _filled(self._plain, self._body.plain, values, same)
        page = _filled(self._page, self._body.html, values, escape_html)
        content = self._joined(headers, text, page)
        return Letter(number, key, recipient.to, (message_id, content), subject=subject)

    def parts(self, values: Mapping[str, str]) -> tuple[str, str, str]:
        """Subject, text and page for one customer, for a preview."""
        return (
            BREAKS.sub(" ", self._subject.fill(values)).strip(),
            self._body.plain.fill(values),
            self._body.html.fill(values, escape_html),
        )

    def _fixed_headers(self) -> bytes:
        sender = self._sender
        said = encoded_words(sender.name)
        is_plain = said == sender.name
        lines = [f"From: {formataddr((said, sender.address))}" if is_plain else f"From: {said} <{sender.address}>"]
        if sender.reply_to:
            lines.append(f"Reply-To: {sender.reply_to}")
        if self._is_bulk and sender.list_id:
            lines.append(f"List-Id: {sender.list_id}")
        lines += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{self._boundary}"']
        return "\r\n".join(lines).encode("ascii")

    def _joined(self, headers: list[str], text: bytes, page: bytes) -> bytes:
        edge = b"--" + self._boundary.encode()
        part = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
        return CRLF.join(
            (
                "\r\n".join(headers).encode("ascii", "replace"),
                self._head,
                b"",
                edge,
                part % b"plain",
                text,
                edge,
                part % b"html",
                page,
                edge + b"--",
                b"",
            )
        )


def _filled(words: Sequence[bytes], pattern: Pattern, values: Mapping[str, str], escape: Escape) -> bytes:
    """Words that were encoded once, with the values between them: a soft break before and after each keeps every line short."""
    parts = [words[0]]
    for field, following in zip(pattern.fields, words[1:], strict=True):
        value = escape(values.get(field.name) or field.fallback or "")
        parts += (SOFT, quoted_printable(value), SOFT, following)
    return b"".join(parts)


def encoded_words(text: str) -> str:
    """A header's text as RFC 2047 has it; what is ASCII stays as it is."""
    if text.isascii() and text.isprintable():
        return text
    words: list[str] = []
    piece = b""
    for sign in text:
        encoded = sign.encode()
        if len(piece) + len(encoded) > WORD:
            words.append(_word(piece))
            piece = b""
        piece += encoded
    words.append(_word(piece))
    return "\r\n ".join(words)


def _word(piece: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(piece).decode()}?="


def quoted_printable(text: str) -> bytes:
    """UTF-8 in lines of at most 76 signs, each ended as mail ends them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return binascii.b2a_qp(plain, istext=True).replace(b"\n", CRLF)


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escape_html(text: str) -> str:
    return text.translate(_ESCAPES)
