"""An account's plan: the version that holds, its actions, and the versions before."""

from collections.abc import Sequence
from dataclasses import dataclass

from lazo.interact.models import AccountPlan, ToDo
from lazo.interact.queries.to_do import ToDoLine, by_urgency, line_of
from lazo.kernel.models import User

AT_MOST = 100


@dataclass(frozen=True)
class PlanView:
    """`versions` the newest first, the first of them holds; `actions` the open ones by urgency, then those done."""

    versions: tuple[AccountPlan, ...]
    actions: tuple[ToDoLine, ...]

    @property
    def plan(self) -> AccountPlan | None:
        return self.versions[0] if self.versions else None

    @property
    def version(self) -> int:
        """On top of which the next one is saved."""
        return self.versions[0].version if self.versions else 0


def plan_of(*, family: Sequence[int], user: User) -> PlanView:
    """The plan of the account whose records are `family`; empty for who may not see it. Three queries."""
    rows = AccountPlan.objects.visible_to(user).filter(account__in=family).select_related("by")
    actions = ToDo.objects.visible_to(user).filter(plan_action__account__in=family)
    told = by_urgency(actions).select_related("party__golden", "party__canonical__golden", "assignee", "completion__by")
    lines = sorted((line_of(row) for row in told[:AT_MOST]), key=lambda line: line.done_at is not None)
    return PlanView(tuple(rows.order_by("-version", "-pk")), tuple(lines))
