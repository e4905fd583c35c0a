"""A mailbox read by IMAP: what came since the last look, in order, and how far one has read."""

import ssl
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from lazo.interact.channels.contract import Account, Told, UnableToReach
from lazo.interact.channels.email.composing import seal_key
from lazo.interact.channels.email.received import told_by

AT_ONCE = 50
LARGEST = 5_000_000
SECONDS = 30


def has_mailbox(account: Account) -> bool:
    return bool(account.options.get("imap_host") and account.options.get("imap_user"))


def read_mailbox(account: Account, inbox: Mapping[str, Any], *, at: datetime) -> Iterator[tuple[Told, dict[str, int]]]:
    """What came since `inbox`, in pieces: what each tells, and how far one has read with it. Raises UnableToReach.

    `inbox` has the `validity` of the folder and the last `uid` that was read; a folder that was made anew is read from its beginning, which is
    no harm: whatever was told before is known by its name.
    """
    from imapclient.exceptions import IMAPClientError

    try:
        with _opened(account) as line:
            folder = line.select_folder(str(account.options.get("imap_folder") or "INBOX"), readonly=True)
            validity = int(folder[b"UIDVALIDITY"])
            last = int(inbox.get("uid", 0)) if inbox.get("validity") == validity else 0
            found = sorted(uid for uid in line.search(["UID", f"{last + 1}:*"]) if uid > last)
            for start in range(0, len(found), AT_ONCE):
                piece = found[start : start + AT_ONCE]
                yield _piece(line, piece, at), {"validity": validity, "uid": piece[-1]}
    except (IMAPClientError, OSError, ssl.SSLError) as error:
        raise UnableToReach("no_connection", type(error).__name__) from error


def _piece(line: Any, uids: list[int], at: datetime) -> Told:
    sizes = line.fetch(uids, ["RFC822.SIZE"])
    small = [uid for uid in uids if sizes.get(uid, {}).get(b"RFC822.SIZE", 0) <= LARGEST]
    fetched = line.fetch(small, ["BODY.PEEK[]"]) if small else {}
    told = [told_by(fetched[uid][b"BODY[]"], key=seal_key(), at=at) for uid in small if uid in fetched]
    return Told(
        reports=[report for one in told for report in one.reports],
        received=[received for one in told for received in one.received],
    )


def _opened(account: Account) -> Any:
    from imapclient import IMAPClient
    from imapclient.exceptions import LoginError

    options, secret = account.options, account.secret
    security = str(options.get("imap_security") or "tls")
    port = int(options.get("imap_port") or (993 if security == "tls" else 143))
    line = IMAPClient(str(options["imap_host"]), port=port, ssl=security == "tls", timeout=SECONDS, use_uid=True)
    if security == "starttls":
        line.starttls(ssl.create_default_context())
    try:
        line.login(str(options["imap_user"]), secret.get("imap_password", ""))
    except LoginError as error:
        line.shutdown()
        raise UnableToReach("bad_login") from error
    return line
