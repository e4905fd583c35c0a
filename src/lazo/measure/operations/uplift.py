"""Learning from a finished experiment whom its treatment changes, telling every customer, and keeping whom to direct it to as segments."""

from datetime import date
from math import ceil, erf, floor, sqrt

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lazo.analytics.bare_arrow import leave_pandas_out
from lazo.analytics.uplift.study import UnableToStudyUplift, study_uplift
from lazo.customize.models import Arm, Experiment
from lazo.customize.models.experiment import MONEY
from lazo.differentiate.models import Segment
from lazo.differentiate.operations.propensity import write_inferred
from lazo.differentiate.operations.segment import create_segment, edit_segment
from lazo.identify.models import Party, TraitDefinition
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext, enqueue
from lazo.kernel.models import Job, User
from lazo.kernel.money.exchange import base_amount
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.measure.models import UpliftStudy
from lazo.measure.queries.experiments import is_ripe, may_read_experiments
from lazo.measure.queries.uplift import APPLY, LEARN, asleep_key, best_key, trait_key
from lazo.measure.reading.cases import Cases, cases_of
from lazo.measure.reading.known import Known
from lazo.measure.reading.sums import reads_purchases

TABLE = "measure_upliftstudy"
ROWS = 1_000
DIGITS = 2
"""Of the percent points that a customer is told."""


class UnableToStudy(ValueError):
    """`code` is not_allowed, not_ended (no window is over), no_control, not_learned (nothing to apply) or nobody_apart: everybody or nobody is to be treated."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def start_study(*, experiment: Experiment, on: date, by: User) -> Job:
    """Ask for it to be learned whom the treatment changes. Raises UnableToStudy."""
    check_study(experiment=experiment, on=on, by=by)
    arguments = {"experiment": experiment.pk, "on": on.isoformat()}
    return enqueue(LEARN, by=by, arguments=arguments, key=f"{LEARN} {experiment.pk}")


def check_study(*, experiment: Experiment, on: date, by: User) -> None:
    """Whether it can be asked. Raises UnableToStudy."""
    if not may_read_experiments(by):
        raise UnableToStudy("not_allowed")
    if not is_ripe(experiment, on=on):
        raise UnableToStudy("not_ended")
    if not Arm.objects.filter(experiment=experiment, is_control=True).exists():
        raise UnableToStudy("no_control")


def study_experiment(*, experiment: Experiment, on: date, by: User | None, context: JobContext) -> int:
    """One study for each treated arm against control, as known at the end of `on`, in place of the former one; how many could be learned.

    Killed and started again it ends alike: everything is written at its end, with the event `uplift.learned`. Raises UnableToOpenWarehouse.
    """
    leave_pandas_out()
    context.progress(0, None, "leer lo ocurrido")
    snapshot = open_snapshot(settings.WORKSPACE)
    arms = list(Arm.objects.filter(experiment=experiment).order_by("key"))
    control = next(arm for arm in arms if arm.is_control)
    known = Known(snapshot)
    made = []
    for place, arm in enumerate(one for one in arms if not one.is_control):
        context.raise_if_cancelled()
        context.progress(place, len(arms) - 1, "aprender por partes")
        cases = cases_of(experiment, arm, control, on=on, snapshot=snapshot)
        study = UpliftStudy(experiment=experiment, arm=arm, on_date=on, by=by)
        _learn(study, cases.taken(known.has(cases.customer)), known)
        made.append(study)
    with transaction.atomic():
        for study in made:
            told = {name: getattr(study, name) for name in ("experiment", "on_date", "code", "card", "numbers", "by")}
            UpliftStudy.objects.update_or_create(arm=study.arm, defaults=told | {"applied_on": None})
        learned = sum(1 for one in made if not one.code)
        data = {"key": experiment.key, "on": on.isoformat(), "arms": len(made), "learned": learned}
        record_event(kind="uplift.learned", by=by, table="customize_experiment", row=experiment.pk, data=data)
    return learned


def _learn(study: UpliftStudy, cases: Cases, known: Known) -> None:
    experiment = study.experiment
    try:
        columns = known.before(cases.customer, cases.day, any_day=not reads_purchases(experiment))
        found = study_uplift(
            columns,
            treated=cases.treated,
            outcome=cases.outcome,
            seed=experiment.pk,
            value=_value(experiment, cases),
            cost=float(_base(experiment, study.arm.unit_cost)),
        )
        study.card, study.numbers = found.card, found.model.as_json()
    except UnableToStudyUplift as error:
        counts = {"treated": int(cases.treated.sum()), "control": int((~cases.treated).sum())}
        study.code, study.card = error.code, error.params | counts


def _value(experiment: Experiment, cases: Cases) -> float | None:
    """What one who did it is worth in base minor units: as said, else what those who did it left on average where money is what is measured."""
    if experiment.unit_margin is not None:
        return float(_base(experiment, experiment.unit_margin))
    did = cases.outcome
    if experiment.metric != MONEY or cases.money is None or not did.any():
        return None
    return max(float(np.mean(cases.money[did])), 0.0)


def _base(experiment: Experiment, amount: int) -> int:
    day = experiment.started_on or experiment.created_at.date()
    return base_amount(amount, experiment.currency, day) if amount else 0


def keep_targets(*, study: UpliftStudy, on: date, by: User) -> tuple[Segment, Job]:
    """Keep the segments, and ask for every customer to be told theirs. Raises UnableToStudy, UnableToSaveSegment."""
    segment = keep_segments(study=study, by=by)
    arguments = {"study": study.pk, "on": on.isoformat()}
    return segment, enqueue(APPLY, by=by, arguments=arguments, key=f"{APPLY} {study.pk}")


@transaction.atomic
def keep_segments(*, study: UpliftStudy, by: User) -> Segment:
    """Keep whom to direct the treatment to as a segment, and those to leave in peace as another.

    They are by the trait that tells customers; kept again they get the newest limits. Raises UnableToStudy, UnableToSaveSegment.
    """
    if not may(by, "may_campaign"):
        raise UnableToStudy("not_allowed")
    if study.code or not study.numbers:
        raise UnableToStudy("not_learned")
    least = study.card["advice"]["least"]
    if least is None:
        raise UnableToStudy("nobody_apart")
    definition = ensure_trait(study)
    name = {"name": _title(study)}
    best = {"trait": definition.key, "at_least": percent(least, up=True)}
    segment = _kept(best_key(study), _("Dirigir: %(name)s") % name, best, by)
    below = study.card["asleep_below"]
    if below is not None:
        asleep = {"trait": definition.key, "at_most": percent(below, up=False)}
        _kept(asleep_key(study), _("Dejar en paz: %(name)s") % name, asleep, by)
    return segment


def apply_study(*, study: UpliftStudy, on: date, by: User | None, context: JobContext) -> int:
    """Tell every customer by how many percent points the treatment changes their chance, as an inferred trait; how many were told.

    Written in pieces by growing id with a checkpoint each: killed and started again it goes on behind the last. One event, `uplift.applied`.
    """
    from lazo.analytics.uplift.model import UpliftModel

    leave_pandas_out()
    definition = ensure_trait(study)
    context.progress(0, None, "leer los hechos de cada cliente")
    ids, columns = Known(open_snapshot(settings.WORKSPACE)).now(on)
    uplifts = UpliftModel.from_json(study.numbers).uplifts(columns, None, len(ids))
    sure = confidence(study)
    begin = int(np.searchsorted(ids, int(context.saved.get("done", 0)), side="right"))
    for start in range(begin, len(ids), ROWS):
        context.raise_if_cancelled()
        part = slice(start, start + ROWS)
        told = dict(zip(ids[part].tolist(), uplifts[part].tolist(), strict=True))
        with transaction.atomic():
            there = set(Party.objects.filter(pk__in=told).values_list("pk", flat=True))
            rows = [(party, "", round(100 * one, DIGITS), sure) for party, one in told.items() if party in there]
            write_inferred(rows, definition)
            context.checkpoint(done=int(ids[part][-1]))
        context.progress(min(start + ROWS, len(ids)), len(ids), "aplicar el modelo")
    with transaction.atomic():
        context.checkpoint(ended=True)
        UpliftStudy.objects.filter(pk=study.pk).update(applied_on=on)
        data = {"key": study.experiment.key, "on": on.isoformat(), "customers": len(ids)}
        record_event(kind="uplift.applied", by=by, table="customize_experiment", row=study.experiment_id, data=data)
    return len(ids)


def ensure_trait(study: UpliftStudy) -> TraitDefinition:
    """The trait in which customers are told; part of a transaction."""
    defaults = {
        "name": (_("Cuánto lo cambia: %(name)s") % {"name": _title(study)})[:120],
        "type": TraitDefinition.Type.NUMBER,
        "kind": TraitDefinition.Kind.INFERRED,
        "method": _("alza de dos modelos, uno por grupo, del experimento %(number)s") % {"number": study.experiment_id},
        "unit": _("puntos"),
        "package": "measure",
    }
    return TraitDefinition.objects.update_or_create(key=trait_key(study), defaults=defaults)[0]


def percent(score: float, *, up: bool) -> float:
    """A score as the percent points that customers are told, rounded so that nobody gets in who was out."""
    scale = 10.0**DIGITS
    return (ceil if up else floor)(100 * score * scale) / scale


def confidence(study: UpliftStudy) -> float:
    """How sure it is that the order is better than chance: the normal probability of the curve's area over its deviation."""
    deviation = study.card["deviation"] or 1.0
    sure = 0.5 * (1 + erf(study.card["qini"] / deviation / sqrt(2)))
    return float(round(min(max(sure, 0.05), 0.99), 4))


def _title(study: UpliftStudy) -> str:
    """The experiment, and the arm where there are several."""
    several = Arm.objects.filter(experiment=study.experiment_id, is_control=False).count() > 1
    name = study.experiment.name[:70]
    return f"{name}, {study.arm.name[:25]}" if several else name


def _kept(key: str, name: str, definition: dict[str, object], by: User) -> Segment:
    row = Segment.objects.live().filter(key=key).first()
    if row is None:
        return create_segment(by=by, name=name[:120], key=key, definition=definition)
    return edit_segment(segment=row, by=by, version=row.version, definition=definition)
