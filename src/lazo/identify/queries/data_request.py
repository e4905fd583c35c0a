"""Requests about personal data as pages and programs read them: where each stands, and what can be done with it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from lazo.identify.models import DataRequest, DataRequestStep, Erasure, PartyBlock
from lazo.identify.models.data_request import CLOSING
from lazo.identify.queries.parties import family_of
from lazo.identify.rights_rules import RightsRule, rule_of
from lazo.kernel.models import User
from lazo.kernel.prepared import Prepared

Step = DataRequestStep.Kind
OPEN, OVERDUE, PAUSED, CLOSED = "open", "overdue", "paused", "closed"
STATES = (OPEN, OVERDUE, PAUSED, CLOSED)
PAGE = 50


@dataclass(frozen=True)
class RequestRow:
    """A request and where it stands on a day; `days_left` is negative when it is overdue, null when it is closed or paused."""

    request: DataRequest
    state: str
    days_left: int | None
    is_identified: bool
    outcome: str
    steps: tuple[DataRequestStep, ...]

    @property
    def is_open(self) -> bool:
        return self.state != CLOSED

    @property
    def rule(self) -> RightsRule:
        return rule_of(country=self.request.country, kind=self.request.kind, on=self.request.received_on)


@dataclass(frozen=True)
class RequestFilter:
    """What of the requests is wanted; blanks want all. `mine` wants those of the asker."""

    state: str = OPEN
    kind: str = ""
    mine: bool = False


def request_rows(
    *, user: User, wanted: RequestFilter, on: date, before: tuple[date, int] | None = None
) -> tuple[list[RequestRow], tuple[date, int] | None]:
    """The requests that `user` may see, those that are due first before the others, a page of fifty; and where the next page begins."""
    rows = _matching(user, wanted, on)
    if before is not None:
        rows = rows.filter(due_on__gte=before[0]).exclude(due_on=before[0], pk__lte=before[1])
    found = list(_whole(rows).order_by("due_on", "pk")[: PAGE + 1])
    following = (found[PAGE - 1].due_on, found[PAGE - 1].pk) if len(found) > PAGE else None
    return [_row(one, on) for one in found[:PAGE]], following


def request_counts(*, user: User, on: date) -> dict[str, int]:
    """How many the user may see of each state."""
    return {state: _matching(user, RequestFilter(state=state), on).count() for state in STATES}


def request_row(*, user: User, request: int, on: date) -> RequestRow | None:
    """One request; null when the user may not see it or it is not there."""
    found = _whole(DataRequest.objects.visible_to(user)).filter(pk=request).first()
    return _row(found, on) if found else None


_any_request = Prepared(lambda family: DataRequest.objects.filter(party_id__in=family).values_list("pk")[:1], tuple)


def requests_of(*, family: Sequence[int], on: date) -> list[RequestRow]:
    """Those of one customer, whom the caller has shown to be visible, the newest first."""
    if not _any_request(family):
        return []
    found = _whole(DataRequest.objects.filter(party_id__in=family)).order_by("-pk")[:PAGE]
    return [_row(one, on) for one in found]


def block_of(*, family: Sequence[int]) -> str:
    """How far one customer's data are blocked: ALL, SCORES, or blank."""
    scopes = set(PartyBlock.objects.filter(party_id__in=family, lifted_at=None).values_list("scope", flat=True))
    return next((str(scope) for scope in PartyBlock.Scope if scope in scopes), "")


def erasure_of(*, request: DataRequest) -> Erasure | None:
    """The erasure that carries a request out; null before it began."""
    return Erasure.objects.filter(party_id__in=family_of(request.party)).order_by("-pk").first()


def _matching(user: User, wanted: RequestFilter, on: date) -> "QuerySet[DataRequest]":
    rows = DataRequest.objects.visible_to(user)
    match wanted.state:
        case "open":
            rows = rows.open()
        case "overdue":
            rows = rows.overdue(on=on)
        case "paused":
            rows = rows.open().filter(paused_on__isnull=False)
        case "closed":
            rows = rows.closed()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return rows.filter(assignee=user) if wanted.mine else rows


def _whole(rows: "QuerySet[DataRequest]") -> "QuerySet[DataRequest]":
    steps = DataRequestStep.objects.select_related("by").order_by("pk")
    return rows.select_related("party", "assignee", "made_by").prefetch_related(Prefetch("steps", queryset=steps))


def _row(request: DataRequest, on: date) -> RequestRow:
    steps = tuple(request.steps.all())
    outcome = next((step.kind for step in steps if step.kind in CLOSING), "")
    if outcome:
        state = CLOSED
    elif request.paused_on is not None:
        state = PAUSED
    else:
        state = OVERDUE if request.due_on < on else OPEN
    left = (request.due_on - on).days if state in {OPEN, OVERDUE} else None
    return RequestRow(request, state, left, any(step.kind == Step.IDENTITY for step in steps), outcome, steps)
