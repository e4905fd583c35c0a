"""What a customer allows us, written into the ledger: granted, withdrawn, and a line entered by mistake called back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lazo.identify.legal_bases import bases_of
from lazo.identify.models import ConsentEntry, ConsentProof, ConsentText, Party
from lazo.identify.operations.written_text import UnableToReadText, read_text
from lazo.identify.queries.parties import family_of
from lazo.kernel.events import record_event
from lazo.kernel.models import Company, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "identify_consententry"
UNDO = "consent.written"
LONGEST_EVIDENCE = 4_000
LONGEST_BROWSER = 400
State = ConsentEntry.State


@dataclass(frozen=True)
class Permission:
    """For which purpose, by which channels."""

    purpose: str
    channels: Sequence[str]


class UnableToWriteConsent(Exception):
    """`code` is not_visible, not_current, unknown_purpose, no_channel, unknown_channel, unknown_basis, no_evidence, bad_period, future,
    unknown_text, text_too_long or bad_characters.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Proof:
    """How it came: a way of ConsentProof, the number of the text that was shown, and of whoever answered on a page where they were."""

    way: str = ConsentProof.Way.PERSON
    text: int | None = None
    link: int | None = None
    address: str | None = None
    browser: str = ""


BY_A_PERSON = Proof()


@dataclass(frozen=True)
class Written:
    """The lines for the customer, and the token under which their writer can call them back."""

    entries: tuple[ConsentEntry, ...]
    undo: str


@transaction.atomic
def grant_consent(
    *,
    party: Party,
    permission: Permission,
    basis: str,
    evidence: str,
    said_on: date,
    by: User,
    on: date,
    expires_on: date | None = None,
    proof: Proof = BY_A_PERSON,
) -> Written:
    """Write that a customer allows a purpose by some channels since `said_on`, not after today, `on`; one line a channel.

    `basis` is one of those of the customer's country (`legal_bases`), `evidence` how we know: the text shown, the call, the paper. It is
    obligatory where the basis is consent. `expires_on` is the first day on which it no longer holds, `proof` by which way it came and which
    text was shown. Raises UnableToWriteConsent.
    """
    if basis not in bases_of(_country(party)).bases:
        raise UnableToWriteConsent("unknown_basis")
    if basis == ConsentEntry.Basis.CONSENT and not evidence.strip():
        raise UnableToWriteConsent("no_evidence")
    if expires_on is not None and expires_on <= said_on:
        raise UnableToWriteConsent("bad_period")
    said = {"state": State.GRANTED, "basis": basis, "evidence": evidence, "expires_on": expires_on, "on": said_on}
    return write_lines(party, permission, said, by=by, on=on, proof=proof, event="consent.granted")


@transaction.atomic
def withdraw_consent(
    *,
    party: Party,
    permission: Permission,
    evidence: str,
    said_on: date,
    by: User,
    on: date,
    proof: Proof = BY_A_PERSON,
) -> Written:
    """Write that a customer no longer allows a purpose by some channels, since `said_on`. Raises UnableToWriteConsent.

    It can be said although nothing was granted: the customer forbids it.
    """
    said = {"state": State.WITHDRAWN, "basis": "", "evidence": evidence, "on": said_on}
    return write_lines(party, permission, said, by=by, on=on, proof=proof, event="consent.withdrawn")


def undo_consent(by: User, data: dict[str, Any]) -> Undone:
    """Call lines back that were entered by mistake: they stay in the ledger, and no longer count. Raises UnableToUndo."""
    rows = list(ConsentEntry.objects.filter(pk__in=data["entries"]).order_by("pk"))
    if Party.objects.visible_to(by).filter(pk__in={row.party_id for row in rows}).count() < 1:
        raise UnableToUndo("not_allowed")
    try:
        with transaction.atomic():
            ConsentEntry.objects.bulk_create([_calling_back(row, by) for row in rows])
    except IntegrityError as error:
        raise UnableToUndo("already_undone") from error
    told = {"entries": [row.pk for row in rows]}
    record_event(kind="consent.called_back", by=by, table="identify_party", row=rows[0].party_id, data=told)
    return Undone(restored=len(rows))


def _calling_back(row: ConsentEntry, by: User) -> ConsentEntry:
    said = {name: getattr(row, name) for name in ("party_id", "purpose", "channel", "state", "basis", "on")}
    return ConsentEntry(**said, takes_back=row, by=by)


def write_lines(
    party: Party, permission: Permission, said: dict[str, Any], *, by: User | None, on: date, proof: Proof, event: str
) -> Written:
    """The lines of one answer for every record of the customer, part of an operation; `by` null: the customer themselves."""
    channels = list(dict.fromkeys(permission.channels))
    _check(party, permission.purpose, channels, said, by=by, on=on)
    # Kept for each record of the customer: if they are ever taken apart, each knows what was said.
    first, *others = family_of(party)
    entries = [
        ConsentEntry.objects.create(party_id=first, purpose=permission.purpose, channel=channel, by=by, **said)
        for channel in channels
    ]
    repeated = ConsentEntry.objects.bulk_create(
        ConsentEntry(party_id=other, purpose=permission.purpose, channel=entry.channel, by=by, repeats=entry, **said)
        for other in others
        for entry in entries
    )
    _prove([*entries, *repeated], proof)
    data = {
        "purpose": permission.purpose,
        "channels": channels,
        "basis": said["basis"],
        "entries": [entry.pk for entry in entries],
    }
    record_event(
        kind=event, by=by, table="identify_party", row=party.pk, data=data, after={"evidence": said["evidence"]}
    )
    if by is None:
        return Written(tuple(entries), "")
    numbers = [entry.pk for entry in (*entries, *repeated)]
    label = _("Permiso concedido") if said["state"] == State.GRANTED else _("Permiso retirado")
    return Written(tuple(entries), offer_undo(by=by, label=label, kind=UNDO, data={"entries": numbers}))


def _prove(entries: Sequence[ConsentEntry], proof: Proof) -> None:
    if proof.text is not None and not ConsentText.objects.filter(pk=proof.text).exists():
        raise UnableToWriteConsent("unknown_text")
    ConsentProof.objects.bulk_create(
        ConsentProof(
            entry=entry,
            way=proof.way,
            text_id=proof.text,
            link_id=proof.link,
            address=proof.address,
            browser=proof.browser[:LONGEST_BROWSER],
        )
        for entry in entries
    )


def _check(
    party: Party, purpose: str, channels: Sequence[str], said: dict[str, Any], *, by: User | None, on: date
) -> None:
    rows = Party.objects.all() if by is None else Party.objects.visible_to(by)
    seen = rows.filter(pk=party.pk)
    if not seen.exists():
        raise UnableToWriteConsent("not_visible")
    if not seen.current().exists():
        raise UnableToWriteConsent("not_current")
    if purpose not in ConsentEntry.Purpose.values:
        raise UnableToWriteConsent("unknown_purpose")
    if not channels:
        raise UnableToWriteConsent("no_channel")
    if not set(channels) <= set(ConsentEntry.Channel.values):
        raise UnableToWriteConsent("unknown_channel")
    if said["on"] > on:
        raise UnableToWriteConsent("future")
    if said["evidence"].strip():
        try:
            said["evidence"] = read_text(said["evidence"], longest=LONGEST_EVIDENCE)
        except UnableToReadText as error:
            raise UnableToWriteConsent(error.code) from error


def _country(party: Party) -> str:
    return party.country or Company.objects.values_list("country", flat=True).first() or ""
