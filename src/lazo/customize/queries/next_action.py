"""What is best done today: the work of a person, the action of a customer, the alternatives and why each lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Sum

from lazo.customize.models import ActionAnswer, ActionRun, NextAction, Offer
from lazo.kernel.models import User
from lazo.kernel.prepared import Prepared, PreparedRows

if TYPE_CHECKING:
    from lazo.analytics.decisions.belief import Belief
    from lazo.customize.deciding.choice import Choice, Inputs

OF_CUSTOMER = ("party__golden", "offer", "run")
Said = ActionAnswer.Said
SIZE = 20


@dataclass(frozen=True)
class ActionPage:
    """Actions by money, the most first; `next` is where the following page begins, null at the end."""

    rows: tuple[NextAction, ...]
    next: tuple[int, int] | None


@dataclass(frozen=True)
class Work:
    """How many actions somebody has on their list and what they are expected to bring, base minor units."""

    actions: int
    expected: int


@dataclass(frozen=True)
class Rivalry:
    """An offer beside the others for one customer: why it was chosen or lost, as a Verdict's name in small letters.

    Money in base minor units, 0 where it was not compared; `belief` what is believed of its uplift among customers like this one.
    """

    offer: Offer
    verdict: str
    expected: int
    uplift: float
    margin: int
    cost: int
    belief: "Belief"


@dataclass(frozen=True)
class Reckoning:
    """What was weighed for one customer on a day: every offer, the most money first; `nothing` is what doing nothing is worth."""

    run: ActionRun
    rivals: tuple[Rivalry, ...]
    nothing: int = 0
    is_control: bool = False


_any_answer = Prepared(lambda family: ActionAnswer.objects.filter(party__in=family).values_list("pk")[:1], tuple)
_any_action = Prepared(lambda customer: NextAction.objects.filter(party_id=customer).values_list("pk")[:1], int)


_current_run = PreparedRows(lambda: ActionRun.objects.filter(is_current=True).order_by("pk")[:1])


def current_action_run() -> ActionRun | None:
    """The run whose actions pages show; null before the first."""
    return _current_run.first()


def actions_for(
    *,
    user: User,
    mine: bool = True,
    area: str = "",
    offer: str = "",
    after: tuple[int, int] | None = None,
    size: int = SIZE,
) -> ActionPage:
    """Actions on customers the user sees, or (`mine`) looks after, the most money first; behind `after` (expected, number).

    `area` and `offer` (its key) leave only theirs.
    """
    held = _rows(user, mine=mine, area=area)
    rows = (
        (held.filter(offer__key=offer) if offer else held)
        .select_related(*OF_CUSTOMER, "owner")
        .order_by("-expected", "pk")
    )
    if after is not None:
        rows = rows.filter(expected__lte=after[0]).exclude(expected=after[0], pk__lte=after[1])
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return ActionPage(tuple(found[:size]), (last.expected, last.pk) if last else None)


def work_of(*, user: User, mine: bool = True) -> Work:
    """How much there is on that list."""
    rows = _rows(user, mine=mine)
    return Work(rows.count(), rows.aggregate(money=Sum("expected"))["money"] or 0)


def _rows(user: User, *, mine: bool, area: str = "") -> "QuerySet[NextAction]":
    rows = NextAction.objects.visible_to(user)
    if mine:
        rows = rows.of(user)
    return rows.filter(offer__area=area) if area else rows


def action_of(*, customer: int) -> NextAction | None:
    """The action of a customer whom the reader may see, which is the caller's to know; null when there is none."""
    if not _any_action(customer):
        return None
    rows = NextAction.objects.filter(party_id=customer)
    return rows.select_related(*OF_CUSTOMER, "owner").order_by("-pk").first()


def action_for(*, user: User, action: int) -> NextAction | None:
    """The action of that number."""
    return NextAction.objects.visible_to(user).filter(pk=action).select_related(*OF_CUSTOMER, "owner").first()


def hidden_from(*, user: User, action: int) -> bool:
    """Whether an action of that number is there, or was answered, and its customer is not the user's to see."""
    waiting, answered = NextAction.objects.filter(pk=action), ActionAnswer.objects.filter(action=action)
    if not waiting.exists() and not answered.exists():
        return False
    return not (waiting.visible_to(user).exists() or answered.visible_to(user).exists())


def unanswered(*, user: User, mine: bool = True, size: int = SIZE) -> list[ActionAnswer]:
    """What was done with customers one sees, or (`mine`) looks after, and they have not answered yet, the newest first."""
    rows = ActionAnswer.objects.visible_to(user)
    return _unanswered(rows.filter(party__owner=user) if mine else rows, size)


def unanswered_by(*, family: Sequence[int], size: int = SIZE) -> list[ActionAnswer]:
    """The same of one customer's records; whether the reader may see them is the caller's to know."""
    return _unanswered(ActionAnswer.objects.filter(party__in=family), size) if _any_answer(family) else []


def _unanswered(rows: "QuerySet[ActionAnswer]", size: int) -> list[ActionAnswer]:
    final = ActionAnswer.objects.filter(action=OuterRef("action"), said__in=ActionAnswer.OF_CUSTOMER)
    waiting = rows.filter(~Exists(final), said=Said.DONE)
    return list(waiting.select_related("party__golden", "offer").order_by("-on", "-pk")[:size])


def reckoning_of(*, customer: int, action: NextAction | None = None) -> Reckoning | None:
    """What was weighed for a customer in the current run, or for their `action` where that was decided after it; null before the first run.

    Whether the reader may see the customer is the caller's. Reads one part of the run's file.
    """
    from lazo.customize.deciding.one import read_one
    from lazo.customize.deciding.run_file import read_customer

    run = current_action_run()
    if run is None:
        return None
    found = (
        read_one(action.inputs)
        if action is not None and action.inputs
        else read_customer(settings.WORKSPACE, run, customer)
    )
    return None if found is None else _reckoning(run, *found)


def _reckoning(run: ActionRun, inputs: "Inputs", choice: "Choice") -> Reckoning:
    from lazo.analytics.decisions.arbitration import Verdict

    offers = Offer.objects.in_bulk([one.offer for one in inputs.rivals])
    rows = [
        Rivalry(
            offer=offers[rival.offer],
            verdict=Verdict(int(choice.verdicts[place][0])).name.lower(),
            expected=int(choice.money[place][0]),
            uplift=float(choice.uplifts[place][0]),
            margin=int(inputs.margins[place][0]),
            cost=rival.cost,
            belief=rival.beliefs[int(inputs.strata[0])],
        )
        for place, rival in enumerate(inputs.rivals)
        if rival.offer in offers
    ]
    return Reckoning(run, tuple(_by_money(rows)), is_control=bool(choice.control[0]))


def _by_money(rows: Sequence[Rivalry]) -> list[Rivalry]:
    """What was chosen, then what was compared by its money, then what was not."""
    compared = {"chosen": 0, "worth_less": 1, "cap": 1, "capacity": 1, "no_gain": 2}
    return sorted(rows, key=lambda one: (compared.get(one.verdict, 3), -one.expected, one.offer.pk))
