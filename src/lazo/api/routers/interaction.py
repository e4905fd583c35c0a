"""What was said and when: interactions of every channel, and the notes and calls that we write ourselves."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router

from lazo.api.answer import answer, asked_version, nothing, page
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.cursor import make_cursor, read_cursor
from lazo.api.found import found_party, found_row
from lazo.api.problem import Problem, refused
from lazo.api.schemas.interaction import CallIn, CallPatch, InteractionOut, InteractionsOut, NoteIn, NotePatch
from lazo.api.shape import Cursor, Fields, Id, Limit
from lazo.identify.models import Interaction, Party
from lazo.identify.models.interaction import CALL, NOTE
from lazo.identify.operations.call import CallDetails, UnableToLogCall, delete_call, edit_call, log_call
from lazo.identify.operations.note import UnableToNote, add_note, delete_note, edit_note
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import User

router = Router()
POINTERS = {
    "no_text": "/text",
    "text_too_long": "/text",
    "bad_characters": "/text",
    "bad_outcome": "/outcome",
    "bad_direction": "/direction",
    "bad_minutes": "/minutes",
}


@router.get("/customers/{customer}/interactions", response=InteractionsOut)
def list_interactions(
    request: HttpRequest, customer: Id, limit: Limit = 50, cursor: Cursor = "", fields: Fields = ""
) -> HttpResponse:
    """All of a customer's interactions, the newest first, notes and calls among them."""
    user = caller(request, "customers:read")
    rows = Interaction.objects.filter(party_id__in=family_of(found_party(user, customer)))
    return _page(rows, limit, cursor, fields)


@router.post("/customers/{customer}/notes", response={201: InteractionOut})
def create_note(request: HttpRequest, customer: Id, payload: NoteIn) -> HttpResponse:
    """Write a note about a customer."""
    user = caller(request, "customers:write")
    try:
        note = add_note(
            party=found_party(user, customer), text=payload.text, by=user, on=payload.on or today(), at=payload.at
        )
    except UnableToNote as error:
        raise refused(error, pointers={"": POINTERS.get(error.code, "")}) from error
    return answer(interaction_row(note), status=201, version=note.version)


@router.patch("/notes/{note}", response=InteractionOut)
def change_note(request: HttpRequest, note: Id, payload: NotePatch) -> HttpResponse:
    """Give a note another text; only its author may, or who administers."""
    user = caller(request, "customers:write")
    held = _written(user, note, NOTE)
    try:
        held = edit_note(note=held, version=asked_version(request, payload.version), text=payload.text, by=user)
    except UnableToNote as error:
        raise _refused(error) from error
    return answer(interaction_row(held), version=held.version)


@router.delete("/notes/{note}", response={204: None})
def remove_note(request: HttpRequest, note: Id) -> HttpResponse:
    """Take a note away; only its author may, or who administers."""
    user = caller(request, "customers:write")
    try:
        delete_note(note=_written(user, note, NOTE), by=user)
    except UnableToNote as error:
        raise _refused(error) from error
    return nothing()


@router.post("/customers/{customer}/calls", response={201: InteractionOut})
def create_call(request: HttpRequest, customer: Id, payload: CallIn) -> HttpResponse:
    """Write down a call with a customer."""
    user = caller(request, "customers:write")
    details = CallDetails(payload.direction, payload.outcome, payload.minutes, payload.text)
    try:
        call = log_call(
            party=found_party(user, customer), call=details, by=user, on=payload.on or today(), at=payload.at
        )
    except UnableToLogCall as error:
        raise refused(error, pointers={"": POINTERS.get(error.code, "")}) from error
    return answer(interaction_row(call), status=201, version=call.version)


@router.patch("/calls/{call}", response=InteractionOut)
def change_call(request: HttpRequest, call: Id, payload: CallPatch) -> HttpResponse:
    """Correct a call; only its author may, or who administers."""
    user = caller(request, "customers:write")
    details = CallDetails(payload.direction, payload.outcome, payload.minutes, payload.text)
    held = _written(user, call, CALL)
    try:
        held = edit_call(call=held, version=asked_version(request, payload.version), details=details, by=user)
    except UnableToLogCall as error:
        raise _refused(error) from error
    return answer(interaction_row(held), version=held.version)


@router.delete("/calls/{call}", response={204: None})
def remove_call(request: HttpRequest, call: Id) -> HttpResponse:
    """Take a call away; only its author may, or who administers."""
    user = caller(request, "customers:write")
    try:
        delete_call(call=_written(user, call, CALL), by=user)
    except UnableToLogCall as error:
        raise _refused(error) from error
    return nothing()


def _written(user: User, number: int, kind: str) -> Interaction:
    seen = Party.objects.visible_to(user).values("pk")
    found: Interaction = found_row(Interaction.objects.filter(kind=kind, party__in=seen), number)
    return found


def _refused(error: UnableToNote | UnableToLogCall) -> Problem:
    if error.code == "stale" and error.kept is not None:
        version = error.kept.version
        kept = {"version": version, "kept": interaction_row(error.kept)}
        return Problem(409, "stale", params={"version": version}, extra=kept, headers={"ETag": f'"{version}"'})
    return refused(error, pointers={"": POINTERS.get(error.code, "")})


def _page(rows: "QuerySet[Interaction]", limit: int, cursor: str, fields: str) -> HttpResponse:
    if cursor:
        day, number = read_cursor(cursor, str, int)
        rows = rows.filter(Q(occurred_on__lt=_day(day)) | Q(occurred_on=_day(day), pk__lt=number))
    found = list(rows.order_by("-occurred_on", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following = make_cursor(last.occurred_on.isoformat(), last.pk) if last else ""
    return page([interaction_row(row) for row in found[:limit]], next_cursor=following, fields=fields)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def interaction_row(row: Interaction) -> dict[str, Any]:
    return {
        "id": row.pk,
        "customer": row.party_id,
        "kind": row.kind,
        "channel": row.channel,
        "direction": row.direction,
        "subject": row.subject,
        "text": row.text,
        "outcome": row.outcome or None,
        "minutes": row.minutes,
        "on": row.occurred_on,
        "at": row.occurred_at,
        "by": row.by_id,
        "version": row.version,
    }
