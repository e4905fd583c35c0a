"""Messages kept as rows to be taken away as CSV."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lazo.interact.channels.compiling import read
from lazo.interact.channels.contract import Account, Field, Handed, Letter, Limits, Outcome, Recipient, Text
from lazo.interact.channels.file.store import Kept, keep, store_of
from lazo.interact.writing.fields import Pattern
from lazo.kernel.today import company_zone


class KeptComposer:
    """Fills subject and text, for whatever is taken away."""

    def __init__(self, subject: Pattern, body: Pattern, language: str, zone: ZoneInfo) -> None:
        self._subject, self._body, self._language, self._zone = subject, body, language, zone
        self.names = subject.names | body.names
        self.demanded = (subject.demanded | body.demanded) - {"baja"}

    def compose(self, recipient: Recipient, *, number: int, key: str, at: datetime, unsubscribe: str) -> Letter:
        values = {**recipient.values, "baja": unsubscribe}
        name = recipient.values.get("nombre_completo", "")
        subject = self._subject.fill(values)
        day = at.astimezone(self._zone).date().isoformat()
        row = Kept(key, day, name, recipient.to, self._language, subject, self._body.fill(values))
        return Letter(number, key, recipient.to, row, subject=subject)


class KeepingSession:
    """Keeps a batch in one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def hand_over(self, letters: Sequence[Letter]) -> Iterator[Handed]:
        keep(self._path, [letter.content for letter in letters])
        for letter in letters:
            yield Handed(letter.number, Outcome.SENT, provider_id=letter.key)


class Keeping:
    """What is kept to be taken away. The same key twice is one message, so nothing is ever in doubt."""

    channel, provider = "file", "csv"
    takes_key = True
    limits = Limits(at_once=200, together=True)
    contact_kinds: tuple[str, ...] = ()
    fields: tuple[Field, ...] = (
        Field("stands_for", kind="choice", choices=("letter", "email", "whatsapp", "sms", "phone"), default="letter"),
    )

    @contextmanager
    def open(self, account: Account) -> Iterator[KeepingSession]:
        yield KeepingSession(store_of(account))

    def composer(self, _account: Account, text: Text) -> KeptComposer:
        return KeptComposer(read(text.subject), read(text.body), text.language, company_zone())

    def check(self, account: Account) -> str:
        path = store_of(account)
        keep(path, [])
        return path.name


CSV = Keeping()
"""A dry run, or a file for another programme."""
