"""The plan for an account: saved version by version, with actions that are to-dos."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Party
from lazo.identify.operations.written_text import UnableToReadText, read_text
from lazo.identify.queries.parties import family_of
from lazo.interact.models import AccountPlan, AccountPlanAction, ToDo
from lazo.interact.operations.to_do import ToDoDetails, add_to_do, edit_to_do
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

TABLE = "interact_accountplan"
UNDO = "account_plan.saved"
LONGEST, FARTHEST_DAYS = 4_000, 366


class UnableToPlanAccount(Exception):
    """`code` is not_visible, not_a_company, no_goals, text_too_long, bad_characters, review_past, review_too_far, stale or same_plan."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class PlanDetails:
    """What is to be reached, and when it is looked at again: at most a year later."""

    goals: str
    review_on: date


@transaction.atomic
def save_plan(*, account: Party, details: PlanDetails, version: int, by: User, on: date) -> str:
    """Save the plan on top of `version` (0: there is none); gives the token of the undo. Raises UnableToPlanAccount.

    Whoever saves it gets a to-do to look at it again on the day of the review, or has that to-do moved there.
    """
    _check_account(account, by)
    held = current_plan(account)
    if (held.version if held else 0) != version:
        raise UnableToPlanAccount("stale")
    goals, review_on = _goals(details.goals), _review(details.review_on, held, on)
    if held is not None and (held.goals, held.review_on) == (goals, review_on):
        raise UnableToPlanAccount("same_plan")
    made = AccountPlan.objects.create(account=account, version=version + 1, goals=goals, review_on=review_on, by=by)
    _plan_review(account, review_on, by)
    data = {"party": account.pk, "version": made.version}
    after = {"goals": goals, "review_on": review_on.isoformat()}
    record_event(kind="account_plan.saved", by=by, table=TABLE, row=made.pk, data=data, after=after)
    return offer_undo(by=by, label=_("Plan guardado"), kind=UNDO, data={"plan": made.pk})


def undo_plan(by: User, data: dict[str, Any]) -> Undone:
    """Registered with kernel.undo: the version before holds again, this one goes. Raises UnableToUndo."""
    made = AccountPlan.objects.visible_to(by).filter(pk=data["plan"]).select_related("account").first()
    if made is None:
        raise UnableToUndo("not_allowed")
    last = current_plan(made.account)
    if last is None or last.pk != made.pk:
        raise UnableToUndo("changed_since")
    told = {"party": made.account_id, "version": made.version}
    record_event(kind="account_plan.undone", by=by, table=TABLE, row=made.pk, data=told)
    made.delete()
    return Undone(restored=1)


@transaction.atomic
def add_plan_action(
    *, account: Party, details: ToDoDetails, by: User, assignee: User | None = None
) -> ToDo:  # the day and the title are the to-do's
    """Add an action to an account's plan: a to-do like any other. Raises UnableToPlanAccount, UnableToWriteToDo."""
    _check_account(account, by)
    to_do = add_to_do(details=details, by=by, assignee=assignee, party=account)
    AccountPlanAction.objects.create(to_do=to_do, account=account)
    return to_do


def current_plan(account: Party) -> AccountPlan | None:
    """The version that holds, of all records of the account."""
    rows = AccountPlan.objects.filter(account__in=family_of(account))
    return rows.order_by("-version", "-pk").first()


def _plan_review(account: Party, day: date, by: User) -> None:
    details = ToDoDetails(title=_("Revisar el plan de la cuenta"), due_on=day)
    planned = AccountPlanAction.objects.filter(
        account__in=family_of(account), is_review=True, to_do__completion__isnull=True
    )
    held = planned.select_related("to_do").order_by("-pk").first()
    if held is not None and ToDo.objects.visible_to(by).filter(pk=held.pk).exists():
        edit_to_do(to_do=held.to_do, details=details, by=by)
        return
    to_do = add_to_do(details=details, by=by, party=account)
    AccountPlanAction.objects.create(to_do=to_do, account=account, is_review=True)


def _check_account(account: Party, by: User) -> None:
    if not Party.objects.visible_to(by).current().filter(pk=account.pk).exists():
        raise UnableToPlanAccount("not_visible")
    if account.kind != Party.Kind.ORGANIZATION:
        raise UnableToPlanAccount("not_a_company")


def _review(day: date, held: AccountPlan | None, on: date) -> date:
    if held is not None and day == held.review_on:
        return day
    if day <= on:
        raise UnableToPlanAccount("review_past")
    if day > on + timedelta(days=FARTHEST_DAYS):
        raise UnableToPlanAccount("review_too_far")
    return day


def _goals(text: str) -> str:
    try:
        return read_text(text, longest=LONGEST)
    except UnableToReadText as error:
        raise UnableToPlanAccount("no_goals" if error.code == "nothing_written" else error.code) from error
