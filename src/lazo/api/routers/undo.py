"""Taking back what an answer offered to take back."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.problem import FieldError, Problem
from lazo.api.shape import Body
from lazo.kernel.undo import UnableToUndo, undo

router = Router()


class UndoIn(Body):
    token: Annotated[str, Field(min_length=1, max_length=200)]


class UndoOut(Schema):
    """How many rows are as before, and how many were kept because somebody changed them since; `job` does it when they are many."""

    restored: int
    kept: int
    job: int | None = None


@router.post("/undos", response={201: UndoOut})
def take_back(request: HttpRequest, payload: UndoIn) -> HttpResponse:
    """Once, by who did it."""
    user = caller(request, "customers:write")
    try:
        done = undo(token=payload.token, by=user)
    except UnableToUndo as error:
        raise Problem(409, error.code, [FieldError("/token", error.code)]) from error
    return answer({"restored": done.restored, "kept": done.kept, "job": done.job}, status=201)
