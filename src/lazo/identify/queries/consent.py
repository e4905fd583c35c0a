"""What a customer allows us: the ledger line by line, and what holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lazo.identify.models import ConsentEntry, ConsentText, Party
from lazo.identify.queries.parties import family_of

State = ConsentEntry.State
STRICTEST = (State.WITHDRAWN, State.EXPIRED, State.GRANTED)
"""Of several records of one customer the one that allows least decides: a merge never widens."""
AT_MOST = 500


@dataclass(frozen=True)
class CurrentConsent:
    """What holds for one purpose and channel; `since` is the day it was said, `expires_on` null when it has no end."""

    purpose: str
    channel: str
    state: str
    basis: str
    since: date
    expires_on: date | None
    entry: int

    @property
    def is_granted(self) -> bool:
        return self.state == State.GRANTED


@dataclass(frozen=True)
class ConsentStanding:
    """Whether a customer allows one purpose by one channel; `decides` is the line that says so, null when nobody ever asked.

    `against` are the records of the customer of which another line says something less strict.
    """

    purpose: str
    channel: str
    state: str
    decides: CurrentConsent | None
    record: int | None
    against: tuple[int, ...] = ()

    @property
    def is_granted(self) -> bool:
        return self.state == State.GRANTED


UNKNOWN = "UNKNOWN"
"""Nobody asked: what needs consent may not be done."""


@dataclass(frozen=True)
class LedgerLine:
    """A line as it was written; `taken_back` says that a later one called it a mistake, `by` is blank for the system."""

    id: int
    purpose: str
    channel: str
    state: str
    basis: str
    evidence: str
    on: date
    expires_on: date | None
    by: str
    at: datetime
    taken_back: bool
    way: str = ""
    text: ConsentText | None = None
    address: str | None = None
    browser: str = ""


def current_consent(*, family: Iterable[int], on: date) -> list[CurrentConsent]:
    """What holds on `on` for the records `family` of one customer, by purpose and channel; what nobody asked for is not there.

    Each record's last standing line counts; of several records the strictest: withdrawn, then expired, then granted.
    """
    found: dict[tuple[str, str], CurrentConsent] = {}
    for row in _last_lines(family, on):
        said, held = _current(row, on), found.get((row.purpose, row.channel))
        if held is None or _rank(said) < _rank(held):
            found[row.purpose, row.channel] = said
    return [found[place] for place in sorted(found, key=_place)]


def consent_standing(*, family: Iterable[int], purpose: str, channel: str, on: date) -> ConsentStanding:
    """What the records `family` of one customer allow together: the strictest of what each last said, and which line that is.

    A record that never said anything neither allows nor forbids.
    """
    wanted = [row for row in _last_lines(family, on) if (row.purpose, row.channel) == (purpose, channel)]
    if not wanted:
        return ConsentStanding(purpose, channel, UNKNOWN, None, None)
    deciding = min(wanted, key=lambda row: _rank(_current(row, on)))
    said = _current(deciding, on)
    against = tuple(sorted(row.party_id for row in wanted if _current(row, on).state != said.state))
    return ConsentStanding(purpose, channel, said.state, said, deciding.party_id, against)


def _last_lines(family: Iterable[int], on: date) -> list[ConsentEntry]:
    """The last standing line of each record, purpose and channel."""
    rows = ConsentEntry.objects.standing().filter(party_id__in=list(family), on__lte=on).order_by("on", "pk")
    return list({(row.party_id, row.purpose, row.channel): row for row in rows}.values())


def consent_of(*, party: Party, on: date) -> list[CurrentConsent]:
    """`current_consent` of a party whom the caller has shown to be visible."""
    return current_consent(family=family_of(party), on=on)


def ledger_of(*, party: Party) -> list[LedgerLine]:
    """The lines about a party whom the caller has shown to be visible, the newest first; at most five hundred.

    A line that was written for several records of the same customer is told once.
    """
    rows = ConsentEntry.objects.filter(party_id__in=family_of(party), repeats__isnull=True, takes_back__isnull=True)
    found = rows.select_related("by", "taken_back_by", "proof__text").order_by("-on", "-pk")[:AT_MOST]
    return [_line(row) for row in found]


def _current(row: ConsentEntry, on: date) -> CurrentConsent:
    has_ended = row.state == State.GRANTED and row.expires_on is not None and row.expires_on <= on
    state = State.EXPIRED if has_ended else row.state
    return CurrentConsent(row.purpose, row.channel, state, row.basis, row.on, row.expires_on, row.pk)


def _rank(said: CurrentConsent) -> tuple[int, date, int]:
    """The strictest first; of two alike the one that ends sooner, then the older line."""
    return STRICTEST.index(State(said.state)), said.expires_on or date.max, said.entry


def _place(key: tuple[str, str]) -> tuple[int, int]:
    purpose, channel = key
    return ConsentEntry.Purpose.values.index(purpose), ConsentEntry.Channel.values.index(channel)


def _line(row: ConsentEntry) -> LedgerLine:
    proof = getattr(row, "proof", None)
    told = {name: getattr(proof, name) for name in ("way", "text", "address", "browser")} if proof else {}
    return LedgerLine(
        **told,
        id=row.pk,
        purpose=row.purpose,
        channel=row.channel,
        state=row.state,
        basis=row.basis,
        evidence=row.evidence,
        on=row.on,
        expires_on=row.expires_on,
        by=row.by.name if row.by else "",
        at=row.at,
        taken_back=hasattr(row, "taken_back_by"),
    )
