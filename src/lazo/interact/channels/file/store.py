"""Messages kept beside the database until somebody takes them away: the same key twice is one message."""

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lazo.interact.channels.contract import Account, UnableToReach
from lazo.kernel.workspace import Workspace

TABLE = (
    "CREATE TABLE IF NOT EXISTS message (key TEXT PRIMARY KEY, day TEXT NOT NULL, recipient TEXT NOT NULL, address TEXT NOT NULL,"
    " language TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL)"
)
FOLDER = "outbox"
COLUMNS = ("key", "day", "recipient", "address", "language", "subject", "body")


@dataclass(frozen=True, slots=True)
class Kept:
    """One message as it was composed, on the company's `day`; `recipient` is a name, `address` where it goes, in lines."""

    key: str
    day: str
    recipient: str
    address: str
    language: str
    subject: str
    body: str


def store_of(account: Account) -> Path:
    return place(account.number)


def place(account: int) -> Path:
    return Workspace.from_environment().files / FOLDER / f"{account}.sqlite3"


def keep(path: Path, rows: Sequence[Kept]) -> None:
    """Keep what is not kept yet, all of it or nothing. Raises UnableToReach."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=20)) as line, line:
            line.execute(TABLE)
            line.executemany(
                "INSERT OR IGNORE INTO message VALUES (?, ?, ?, ?, ?, ?, ?)",
                [tuple(getattr(row, name) for name in COLUMNS) for row in rows],
            )
    except (sqlite3.Error, OSError) as error:
        raise UnableToReach("no_connection", type(error).__name__) from error


def kept(path: Path, *, day: date | None = None) -> Iterator[Kept]:
    """What is kept, of one day or all, in the order of its coming."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=20)) as line:
        where, values = (" WHERE day = ?", (day.isoformat(),)) if day else ("", ())
        rows = line.execute(f"SELECT {', '.join(COLUMNS)} FROM message{where} ORDER BY rowid", values)  # noqa: S608 - our own words
        for row in rows:
            yield Kept(*row)


def days(path: Path) -> list[tuple[str, int]]:
    """The days of which something is kept, the newest first, and how much."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=20)) as line:
        return list(line.execute("SELECT day, count(*) FROM message GROUP BY day ORDER BY day DESC LIMIT 60"))


def forget(path: Path, keys: Sequence[str]) -> int:
    """Let go of messages, when the person they are about is erased, and write zeros over them; how many."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=20)) as line, line:
        line.execute("PRAGMA secure_delete = ON")
        return sum(line.execute("DELETE FROM message WHERE key = ?", (key,)).rowcount for key in keys)


def as_csv(rows: Iterator[Kept]) -> Iterator[bytes]:
    """The rows as a spreadsheet opens them, piece by piece."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([safe(getattr(row, name)) for name in COLUMNS])
        yield stream.getvalue().encode()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue().encode()


def safe(value: str) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    is_number = value[1:].replace(" ", "").isdecimal()
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} and not is_number else value
