"""What customers of an experiment did, told by whoever saw it: the bank's core, the shop's till."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from lazo.api.answer import answer
from lazo.api.caller import caller
from lazo.api.company import today
from lazo.api.problem import FieldError, Problem, not_found, refused
from lazo.api.shape import MOST_ROWS, Body, Day, Id
from lazo.customize.models import Experiment
from lazo.customize.operations.told_outcome import ToldOutcome, UnableToTellOutcomes, tell_outcomes
from lazo.identify.models import Party
from lazo.kernel.models import User
from lazo.measure.queries.experiments import may_read_experiments

router = Router()


class ToldOutcomeIn(Body):
    """`key` names the row in its source, so that it counts once; `name` blank: what the experiment measures; `amount`: how often."""

    customer: Id
    on: Day
    key: Annotated[str, Field(min_length=1, max_length=120)]
    name: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_-]*$")] = ""
    amount: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class ToldOutcomesIn(Body):
    outcomes: Annotated[list[ToldOutcomeIn], Field(min_length=1, max_length=MOST_ROWS)]


class OutcomesToldOut(Schema):
    """`kept` are new, `known` had been told before, `outside` are of customers in no group and count for nothing."""

    kept: int
    known: int
    outside: int


@router.post("/experiments/{experiment}/outcomes", response={201: OutcomesToldOut})
def tell(request: HttpRequest, experiment: Id, payload: ToldOutcomesIn) -> HttpResponse:
    """Tell what its customers did, of both kinds of groups; `purchase` and `money` are read from purchases and are not told here."""
    user = caller(request, "campaigns:write")
    found = Experiment.objects.filter(pk=experiment).first() if may_read_experiments(user) else None
    if found is None:
        raise not_found()
    rows = [ToldOutcome(one.customer, one.on, one.key, one.name, one.amount) for one in payload.outcomes]
    _check_customers(user, rows)
    try:
        told = tell_outcomes(experiment=found, outcomes=rows, by=user, today=today())
    except UnableToTellOutcomes as error:
        raise refused(error) from error
    return answer(vars(told), status=201)


def _check_customers(user: User, rows: list[ToldOutcome]) -> None:
    wanted = {row.party for row in rows}
    seen = set(Party.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
    wrong = [place for place, row in enumerate(rows) if row.party not in seen]
    if wrong:
        raise Problem(
            422, "invalid", [FieldError(f"/outcomes/{place}/customer", "unknown_customer") for place in wrong]
        )
