"""What customers allow: what holds today, and the ledger it follows from."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.found import found_party, named_party
from lazo.api.problem import refused
from lazo.api.shape import Body, Day, Id
from lazo.identify.models import ConsentProof, Party
from lazo.identify.operations.consent import (
    Permission,
    Proof,
    UnableToWriteConsent,
    Written,
    grant_consent,
    withdraw_consent,
)
from lazo.identify.queries.consent import consent_of, ledger_of
from lazo.kernel.models import User

router = Router()
Word = Annotated[str, Field(max_length=24)]
POINTERS = {
    "unknown_purpose": "/purpose",
    "no_channel": "/channels",
    "unknown_channel": "/channels",
    "unknown_basis": "/basis",
    "no_evidence": "/evidence",
    "text_too_long": "/evidence",
    "bad_characters": "/evidence",
    "bad_period": "/expires_on",
    "future": "/on",
    "unknown_text": "/text",
}


class CurrentOut(Schema):
    purpose: str
    channel: str
    state: str
    basis: str
    since: date
    expires_on: date | None = None


class ConsentLineOut(Schema):
    id: int
    purpose: str
    channel: str
    state: str
    basis: str
    evidence: str
    on: date
    expires_on: date | None = None
    by: str
    at: datetime
    taken_back: bool
    way: str
    text: int | None = None


class ConsentsOut(Schema):
    """`current`: what holds today, by purpose and channel; `ledger`: every line, the newest first, at most five hundred."""

    current: list[CurrentOut]
    ledger: list[ConsentLineOut]


class WrittenConsentsOut(ConsentsOut):
    """`undo` calls back the lines just written, as entered by mistake."""

    undo: str


class ConsentIn(Body):
    """`granted` false withdraws; `basis` is of the customer's country, and needs evidence where it is consent."""

    granted: bool
    purpose: Word
    channels: Annotated[list[Word], Field(min_length=1, max_length=10)]
    basis: Word = ""
    evidence: Annotated[str, Field(max_length=4000)] = ""
    on: Day | None = None
    expires_on: Day | None = None
    text: Annotated[Id | None, Field(description="number of the text that was shown, of /consent-texts")] = None


class ToldConsentIn(ConsentIn):
    """The same of a customer that is named."""

    customer: Id


class ManyConsentsIn(Body):
    """All are written, or none."""

    data: Annotated[list[ToldConsentIn], Field(min_length=1, max_length=500)]


class WrittenOut(Schema):
    written: int


@router.get("/customers/{customer}/consents", response=ConsentsOut)
def list_consents(request: HttpRequest, customer: Id) -> HttpResponse:
    """What the customer allows today, and what they said."""
    user = caller(request, "customers:read")
    return answer(_told(found_party(user, customer)))


@router.post("/customers/{customer}/consents", response={201: WrittenConsentsOut})
def write_consent(request: HttpRequest, customer: Id, payload: ConsentIn) -> HttpResponse:
    """Write that the customer allows, or forbids, a purpose by some channels."""
    user = caller(request, "customers:write")
    party = found_party(user, customer)
    written = _write(party, payload, user)
    return answer({**_told(party), "undo": written.undo}, status=201)


@router.post("/consents", response={201: WrittenOut})
def write_consents(request: HttpRequest, payload: ManyConsentsIn) -> HttpResponse:
    """The same for up to five hundred customers at once, as another system knows it."""
    user = caller(request, "customers:write")
    with transaction.atomic():
        for place, one in enumerate(payload.data):
            _write(named_party(user, one.customer, f"/data/{place}/customer"), one, user, prefix=f"/data/{place}")
    return answer({"written": len(payload.data)}, status=201)


def _write(party: Party, said: ConsentIn, user: User, *, prefix: str = "") -> Written:
    on, permission = today(), Permission(said.purpose, said.channels)
    told: dict[str, Any] = {"evidence": said.evidence, "said_on": said.on or on}
    proof = Proof(way=ConsentProof.Way.PROGRAM, text=said.text)
    try:
        if said.granted:
            basis: dict[str, Any] = {"basis": said.basis, "expires_on": said.expires_on}
            return grant_consent(party=party, permission=permission, **told, **basis, by=user, on=on, proof=proof)
        return withdraw_consent(party=party, permission=permission, **told, by=user, on=on, proof=proof)
    except UnableToWriteConsent as error:
        raise refused(error, pointers={"": prefix + POINTERS.get(error.code, "")}) from error


def _told(party: Party) -> dict[str, Any]:
    current = ("purpose", "channel", "state", "basis", "since", "expires_on")
    line = (
        "id", "purpose", "channel", "state", "basis", "evidence", "on", "expires_on", "by", "at", "taken_back", "way",
    )  # fmt: skip
    return {
        "current": [{name: getattr(one, name) for name in current} for one in consent_of(party=party, on=today())],
        "ledger": [
            {**{name: getattr(one, name) for name in line}, "text": one.text.pk if one.text else None}
            for one in ledger_of(party=party)
        ],
    }
