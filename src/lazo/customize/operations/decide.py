"""Deciding the best thing to do with every customer on one day, and with one customer at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from numpy.typing import NDArray

from lazo.analytics.decisions.arbitration import Verdict
from lazo.analytics.decisions.chance import salt_of
from lazo.customize.deciding.choice import NOTHING, Choice, Inputs, choose
from lazo.customize.deciding.inputs import Asked, ask
from lazo.customize.deciding.run_file import run_path, write_run
from lazo.customize.facts import Facts
from lazo.customize.models import ActionRun, Arm, Decision, NextAction
from lazo.customize.models.experiment import Experiment
from lazo.customize.operations.action_table import fill_next, swap_next
from lazo.customize.operations.expiry import close_unanswered
from lazo.customize.operations.standard_offers import write_standard_offers
from lazo.customize.operations.told_traits import tell_traits
from lazo.differentiate.queries.score_run import current_run
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, JobInterrupted
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace

TABLE = "customize_actionrun"
ROWS = 5_000


class UnableToDecide(Exception):
    """`code` is busy (another decision of this workspace is going on) or no_scores (nothing was scored yet)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decide(
    *, workspace: Workspace, on: date, by: User | None, seed: int | None = None, context: JobContext
) -> ActionRun:
    """Choose the best action for every customer on the day `on`, from the warehouse as it is and the current scores.

    The groups of new customers of an offer are written in pieces, each with its checkpoint; actions, run and event (`actions.decided`) become true
    in one transaction. Killed at any instant and called again for that day it ends with what it would have been: an experiment's group
    follows from a hash, and the draws from `seed` (null: from the day). Raises UnableToDecide, UnableToOpenWarehouse.
    """
    scores = current_run()
    if scores is None:
        raise UnableToDecide("no_scores")
    with _only_decision(workspace):
        write_standard_offers(on=on)
        close_unanswered(on=on)
        run = _begin(on=on, by=by, seed=salt_of("actions", on.isoformat()) if seed is None else seed)
        try:
            context.progress(0, None, "reunir lo que se sabe")
            facts = Facts.of_everybody(on=on)
            asked = ask(facts, seed=run.seed)
            context.progress(0, None, "comparar acciones")
            choice = choose(asked.inputs)
            told = _counts(asked.inputs, choice)
            _tell(run, asked, told, manifest=str(facts.question.base.source.snapshot.manifest_id), scores=scores.pk)
            write_run(run_path(workspace, run.pk), run.pk, asked.inputs, choice)
            write_groups(run=run, inputs=asked.inputs, choice=choice, context=context)
            fill_next(workspace, run=run, asked=asked, choice=choice, context=context)
            _finish(run, asked, by=by, context=context)
        except JobInterrupted:
            raise
        except BaseException as failure:
            ActionRun.objects.filter(pk=run.pk).update(
                state=ActionRun.State.FAILED, reason=type(failure).__name__[:60], finished_at=Now()
            )
            raise
    run.refresh_from_db()
    return run


@contextmanager
def _only_decision(workspace: Workspace) -> Iterator[None]:
    """The operating system drops this lock when its holder dies."""
    workspace.history.mkdir(parents=True, exist_ok=True)
    with (workspace.history / ".actions.lock").open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnableToDecide("busy") from error
        yield


@transaction.atomic
def _begin(*, on: date, by: User | None, seed: int) -> ActionRun:
    """Take over the run of this day that was killed, or begin one; others that were killed have failed."""
    unfinished = ActionRun.objects.filter(state=ActionRun.State.RUNNING)
    run = unfinished.filter(on_date=on, seed=seed).order_by("-pk").first()
    if run is None:
        run = ActionRun.objects.create(on_date=on, seed=seed, created_by=by)
    unfinished.exclude(pk=run.pk).update(state=ActionRun.State.FAILED, reason="ProcessDied", finished_at=Now())
    return run


def _tell(run: ActionRun, asked: Asked, counts: dict[str, object], *, manifest: str, scores: int) -> None:
    run.candidates = [one.as_json() for one in asked.inputs.rivals]
    run.counts, run.manifest, run.score_run = counts, manifest, scores
    run.save(update_fields=["candidates", "counts", "manifest", "score_run"])


def _counts(inputs: Inputs, choice: Choice) -> dict[str, object]:
    """What the run's page and events say, and what was done today, without which it cannot be replayed."""
    proposed = (choice.chosen != NOTHING) & ~choice.control
    rivals = []
    for place, rival in enumerate(inputs.rivals):
        mine = choice.chosen == place
        verdicts = np.bincount(choice.verdicts[place], minlength=len(Verdict)).tolist()
        expected = int(choice.money[place][mine & proposed].sum())
        lost = {Verdict(code).name.lower(): n for code, n in enumerate(verdicts) if n and code != Verdict.CHOSEN}
        told = {"proposed": int((mine & proposed).sum()), "control": int((mine & choice.control).sum())}
        rivals.append({"offer": rival.offer, **told, "expected": expected, "lost": lost})
    done = [[place, owner, count] for (place, owner), count in sorted(inputs.done.items())]
    return {
        "customers": len(inputs.ids),
        "actions": int(proposed.sum()),
        "control": int(choice.control.sum()),
        "offers": rivals,
        "done": done,
    }


def write_groups(*, run: ActionRun, inputs: Inputs, choice: Choice, context: JobContext) -> None:
    """Write into which group of its experiment each customer fell to whom an offer is proposed, or would be, for the first time."""
    new = np.zeros(len(inputs.ids), np.bool_)
    for place, verdict in enumerate(inputs.verdicts):
        new |= (choice.chosen == place) & (verdict == Verdict.CHOSEN)
    rows = np.flatnonzero(new)
    arms = _arms(inputs)
    for start in range(0, len(rows), ROWS):
        context.raise_if_cancelled()
        some = rows[start : start + ROWS]
        with transaction.atomic():
            _write_groups(run, inputs, choice, some, arms)
            context.checkpoint(run=run.pk, groups=start + len(some))
        context.progress(start + len(some), len(rows), "formar grupos")


def _arms(inputs: Inputs) -> dict[tuple[int, bool], int]:
    arms = Arm.objects.filter(experiment__in=[one.experiment for one in inputs.rivals])
    return {(experiment, control): pk for pk, experiment, control in arms.values_list("pk", "experiment", "is_control")}


def _write_groups(
    run: ActionRun, inputs: Inputs, choice: Choice, rows: NDArray[np.intp], arms: dict[tuple[int, bool], int]
) -> None:
    made = []
    for row in rows.tolist():
        place, control = int(choice.chosen[row]), bool(choice.control[row])
        rival = inputs.rivals[place]
        why = {
            "run": run.pk,
            "offer": rival.offer,
            "version": rival.version,
            "stratum": int(inputs.strata[row]),
            "uplift": round(float(choice.uplifts[place][row]), 6),
            "margin": int(inputs.margins[place][row]),
        }
        made.append(
            Decision(
                experiment_id=rival.experiment,
                party=int(inputs.ids[row]),
                arm_id=arms[rival.experiment, control],
                on=inputs.on,
                expected=int(choice.money[place][row]),
                why=why,
            )
        )
    Decision.objects.bulk_create(made, ignore_conflicts=True, batch_size=1_000)
    begun = {inputs.rivals[place].experiment for place in np.unique(choice.chosen[rows]).tolist()}
    Experiment.objects.filter(pk__in=begun, started_on__isnull=True).update(started_on=inputs.on)


def _finish(run: ActionRun, asked: Asked, *, by: User | None, context: JobContext) -> None:
    """Everything that pages see, at once. The checkpoint is the fence: an attempt that lost its job cannot commit."""
    context.progress(0, 1, "publicar")
    with transaction.atomic():
        context.checkpoint(action_run=run.pk)
        swap_next(run)
        ActionRun.objects.filter(is_current=True).update(is_current=False)
        ActionRun.objects.filter(pk=run.pk).update(
            state=ActionRun.State.DONE, is_current=True, finished_at=Now(), reason=""
        )
        told = {name: run.counts[name] for name in ("customers", "actions", "control")}
        data = {"on": run.on_date.isoformat(), **told}
        record_event(kind="actions.decided", by=by, table=TABLE, row=run.pk, data=data)
    tell_traits(asked, context=context)
    context.progress(1, 1, "publicar")


def decide_for(*, customer: int, on: date) -> NextAction | None:
    """Choose again for one customer, as part of the current run and within what room it left; null where it is best to do nothing.

    Writes the action beside the run's with what it was decided from. Without a current run or a warehouse, or of whom it does not know, null.
    """
    from lazo.kernel.warehouse.snapshot import UnableToOpenWarehouse

    run = ActionRun.objects.filter(is_current=True).first()
    if run is None:
        return None
    try:
        facts = Facts.of_everybody(on=on).of(customer)
    except UnableToOpenWarehouse:
        return None
    if facts is None:
        return None
    return _decide_one(run, ask(facts, seed=run.seed))


@transaction.atomic
def _decide_one(run: ActionRun, asked: Asked) -> NextAction | None:
    from lazo.customize.operations.action_table import number_behind, row_of

    choice, customer = choose(asked.inputs), int(asked.inputs.ids[0])
    NextAction.objects.filter(party_id=customer).delete()
    if choice.chosen[0] == NOTHING:
        return None
    arms = _arms(asked.inputs)
    _write_groups(run, asked.inputs, choice, np.array([0]), arms)
    if choice.control[0]:
        return None
    latest = NextAction.objects.filter(run=run).aggregate(last=Max("pk"))["last"]
    row = row_of(run, asked, choice, number=number_behind(run, latest))
    row.save(force_insert=True)
    return row
