"""What a channel of another system tells: an interaction as it happens, or a thousand at once, and any of them read alone."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.found import canonical_numbers, found_row
from lazo.api.problem import FieldError, Problem, refused
from lazo.api.routers.interaction import interaction_row
from lazo.api.schemas.interaction import InteractionOut
from lazo.api.shape import Body, Day, FieldProblem, Id, LongText, Name, ShortText
from lazo.identify.models import Interaction, Party
from lazo.identify.operations.interaction import (
    MOST,
    RecordedInteraction,
    SaidInteraction,
    UnableToRecordInteractions,
    record_interactions,
)
from lazo.kernel.models import User

router = Router()


class InteractionRow(Body):
    """`direction` IN is the customer's, OUT ours, blank unknown. The same `external_id` of the same source again is not a second one."""

    customer: Id
    on: Day
    at: AwareDatetime | None = None
    external_id: ShortText = ""
    channel: Annotated[str, Field(max_length=40)] = ""
    direction: Literal["", "IN", "OUT"] = ""
    kind: Annotated[str, Field(max_length=60)] = ""
    subject: Name = ""
    text: LongText = ""


class InteractionIn(InteractionRow):
    source: Annotated[str, Field(min_length=1, max_length=120)]


class InteractionsIn(Body):
    source: Annotated[str, Field(min_length=1, max_length=120)]
    rows: Annotated[list[InteractionRow], Field(min_length=1, max_length=MOST)]


class InteractionResult(Schema):
    row: int
    outcome: Literal["created", "same", "rejected"]
    id: int | None = None
    errors: list[FieldProblem]


class InteractionResults(Schema):
    created: int
    same: int
    rejected: int
    results: list[InteractionResult]


@router.post("/interactions", response={200: InteractionOut, 201: InteractionOut})
def create_interaction(request: HttpRequest, payload: InteractionIn) -> HttpResponse:
    """Record what a customer said to us or we to them in a channel; 200 when the source told exactly this before."""
    user = caller(request, "customers:write")
    done = _recorded(payload.source, [payload], user)[0]
    if done.outcome == "rejected":
        status = 409 if done.code == "differs" else 422
        raise Problem(status, done.code, [FieldError(f"/{done.field}", done.code, done.params)], params=done.params)
    one = Interaction.objects.get(pk=done.interaction or 0)
    status = 201 if done.outcome == "created" else 200
    return answer(interaction_row(one), status=status, version=one.version, location=f"/api/v1/interactions/{one.pk}")


@router.post("/interactions/bulk", response=InteractionResults)
def create_interactions(request: HttpRequest, payload: InteractionsIn) -> HttpResponse:
    """Record up to 1,000 interactions of one source. A row that cannot be is rejected alone."""
    found = _recorded(payload.source, payload.rows, caller(request, "customers:write"))
    counts = {word: sum(one.outcome == word for one in found) for word in ("created", "same", "rejected")}
    return answer({**counts, "results": [_result(place, one) for place, one in enumerate(found)]})


@router.get("/interactions/{interaction}", response=InteractionOut)
def get_interaction(request: HttpRequest, interaction: Id) -> HttpResponse:
    """One interaction of a customer the person may see: a note, a call, or what a channel brought."""
    seen = Party.objects.visible_to(caller(request, "customers:read")).values("pk")
    one: Interaction = found_row(Interaction.objects.filter(party__in=seen), interaction)
    return answer(interaction_row(one), version=one.version)


def _recorded(source: str, rows: Any, user: User) -> list[RecordedInteraction]:
    customers = canonical_numbers({row.customer for row in rows})
    said = [_said(row, customers) for row in rows]
    try:
        return record_interactions(source=source, rows=said, by=user, on=today())
    except UnableToRecordInteractions as error:
        raise refused(error, pointers={"": "/source" if error.code == "no_source" else ""}) from error


def _said(row: InteractionRow, customers: dict[int, int]) -> SaidInteraction:
    return SaidInteraction(
        customer=customers.get(row.customer, row.customer), on=row.on, at=row.at, external_id=row.external_id.strip(),
        channel=row.channel.strip(), direction=row.direction, kind=row.kind.strip(), subject=row.subject.strip(),
        text=row.text,
    )  # fmt: skip


def _result(place: int, one: RecordedInteraction) -> dict[str, Any]:
    errors = [FieldError(f"/rows/{place}/{one.field}", one.code, one.params).told()] if one.code else []
    return {"row": place, "outcome": one.outcome, "id": one.interaction, "errors": errors}
