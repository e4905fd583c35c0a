"""What a mail server's answer says: come back later, the address is wrong, or we are not wanted; never with an address in it."""

import re

from lazo.interact.channels.contract import Handed, Outcome

ADDRESS = re.compile(r"[^\s<>@,;:]+@[^\s<>@,;:]+")
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
HARD, SOFT = "HARD_BOUNCE", "SOFT_BOUNCE"
NOBODY = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"})
"""The mailbox or its domain is not there (RFC 3463, RFC 7505); whatever else is refused says nothing of the address."""
FULL = frozenset({"5.2.2", "5.2.0", "5.2.3"})
LONGEST = 160


def without_addresses(text: str) -> str:
    """One line of what somebody said, without addresses and as short as we keep it."""
    return " ".join(ADDRESS.sub("…", text).split())[:LONGEST]


def bounce_of(status: str, code: int = 0) -> str:
    """HARD_BOUNCE, SOFT_BOUNCE or blank, by the status of RFC 3463 or, without one, by the code of the answer to the address."""
    if status in NOBODY:
        return HARD
    if status in FULL or status.startswith("4.2"):
        return SOFT
    if not status and code in {550, 551, 553}:
        return HARD
    return ""


def judged(number: int, code: int, said: bytes | str, *, about_address: bool) -> Handed:
    """What the refusal of a message means; `about_address`: it answered the address, not what was written."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    found = ENHANCED.search(text)
    status = found[1] if found else ""
    answer = without_addresses(f"{code} {text}")
    if 400 <= code < 500:
        return Handed(number, Outcome.LATER, problem="later", answer=answer, bounce=bounce_of(status))
    bounce = bounce_of(status, code if about_address else 0)
    problem = "bad_address" if bounce == HARD else "mailbox_full" if bounce == SOFT else "refused"
    return Handed(number, Outcome.FAILED, problem=problem, answer=answer, bounce=bounce)
