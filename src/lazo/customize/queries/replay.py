"""Deciding again what was decided: from what was kept, by the rules as they are, and saying whether it comes out the same."""

from dataclasses import dataclass

import numpy as np

from lazo.analytics.decisions.arbitration import Verdict
from lazo.customize.deciding.choice import NOTHING, Choice, Inputs, choose
from lazo.customize.deciding.one import read_one
from lazo.customize.deciding.run_file import UnableToReadRun, action_number, read_run
from lazo.customize.models import ActionAnswer, ActionRun, NextAction
from lazo.customize.models.next_action import ROWS_OF_A_RUN
from lazo.kernel.workspace import Workspace


class UnableToReplay(Exception):
    """`code` is unknown (no decision has that number), gone (its file is not there) or erased (somebody of that run was erased since)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Alternative:
    """An offer for the customer: its verdict, expected money, uplift, margin, cost; base minor units. `again` is the verdict that came out now."""

    offer: int
    version: int
    verdict: str
    again: str
    expected: int
    uplift: float
    margin: int
    cost: int


@dataclass(frozen=True)
class Replay:
    """A decision made again. `is_equal`: all of its run came out to the last unit as it was (of one made after its run, the decision itself).

    `chosen` is the number of the offer, null where it was best to do nothing; `arm` control, offer or blank.
    """

    action: int
    run: int
    customer: int
    on: str
    seed: int
    manifest: str
    score_run: int | None
    chosen: int | None
    arm: str
    is_equal: bool
    alternatives: tuple[Alternative, ...]


def replay(*, workspace: Workspace, action: int) -> Replay:
    """Make the decision of that number again, whatever became of it since. Raises UnableToReplay."""
    run = ActionRun.objects.filter(pk=action // ROWS_OF_A_RUN).first()
    if run is None:
        raise UnableToReplay("unknown")
    inputs, choice, place = _kept(workspace, run, action)
    again = choose(inputs)
    return _told(run, action, inputs, choice, again, place)


def _kept(workspace: Workspace, run: ActionRun, action: int) -> tuple[Inputs, Choice, int]:
    told = _afterwards(action)
    if told is not None:
        return *read_one(told), 0
    try:
        inputs, choice = read_run(workspace, run)
    except UnableToReadRun as error:
        raise UnableToReplay(error.code) from error
    if len(inputs.ids) != run.counts["customers"]:
        raise UnableToReplay("erased")
    place = action - action_number(run.pk, 0)
    if place >= len(inputs.ids):
        raise UnableToReplay("unknown")
    return inputs, choice, place


def _afterwards(action: int) -> dict[str, object] | None:
    """What an action was decided from that was decided for one customer after the run."""
    for rows in (NextAction.objects.filter(pk=action), ActionAnswer.objects.filter(action=action).order_by("pk")):
        told: dict[str, object] | None = rows.values_list("inputs", flat=True).first()
        if told:
            return told
    return None


def _told(run: ActionRun, action: int, inputs: Inputs, choice: Choice, again: Choice, place: int) -> Replay:  # noqa: PLR0917 - a decision, twice
    chosen = int(choice.chosen[place])
    alternatives = tuple(
        Alternative(
            offer=rival.offer,
            version=rival.version,
            verdict=Verdict(int(choice.verdicts[n][place])).name.lower(),
            again=Verdict(int(again.verdicts[n][place])).name.lower(),
            expected=int(choice.money[n][place]),
            uplift=float(np.float32(choice.uplifts[n][place])),
            margin=int(inputs.margins[n][place]),
            cost=rival.cost,
        )
        for n, rival in enumerate(inputs.rivals)
    )
    return Replay(
        action=action,
        run=run.pk,
        customer=int(inputs.ids[place]),
        on=inputs.on.isoformat(),
        seed=inputs.seed,
        manifest=run.manifest,
        score_run=run.score_run,
        chosen=None if chosen == NOTHING else inputs.rivals[chosen].offer,
        arm="" if chosen == NOTHING else "control" if choice.control[place] else "offer",
        is_equal=choice.same_as(again),
        alternatives=alternatives,
    )
