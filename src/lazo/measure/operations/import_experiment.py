"""An experiment that ended elsewhere, brought in from a file: groups, customers and what they did."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from lazo.customize.models import Arm, Decision, Experiment, Outcome
from lazo.customize.models.experiment import MONEY, WHOLE
from lazo.customize.operations.experiment import (
    ArmPlan,
    ExperimentPlan,
    UnableToBeginExperiment,
    create_experiment,
)
from lazo.differentiate.models import CycleArea
from lazo.identify.models import ConsentEntry, Source, SourceRecord
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.models import Company, User
from lazo.kernel.money.currency import digits_of
from lazo.kernel.undo import offer_undo
from lazo.measure.imports.experiment_table import (
    ExperimentTable,
    Line,
    UnableToReadExperiment,
    check_mapping,
    control_of,
    read_experiment_table,
)
from lazo.measure.operations.imported_experiment import TABLE, UNDO

NAMED = 1_000
PIECE = 10_000


class UnableToImportExperiment(Exception):
    """`code` is not_allowed, no_name, no_area, no_source, no_control, too_many_arms, no_rows, no_window or taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ExperimentFile:
    """`file` has a row per customer with the group; `outcomes` (null: the same file) a row per customer with what they did.

    `source` is whose identifiers the customers have, `control` the group that got nothing (blank: the one whose name says so), `on` the day
    of rows that say none. `unit_margin` and `unit_cost` in minor units of the base currency. `mapping`: column -> one of FIELDS.
    """

    file: Path
    source: str
    name: str
    area: str
    on: date
    outcomes: Path | None = None
    window_days: int = 14
    control: str = ""
    metric: str = ""
    unit_margin: int | None = None
    unit_cost: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RefusedLine:
    """A row that was left out, and why."""

    row: int
    code: str


@dataclass
class ExperimentImported:
    """`customers` by the name of their group, the outcomes written by name, and the rows left out: how many, and the first thousand."""

    experiment: Experiment | None = None
    customers: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    refused: list[RefusedLine] = field(default_factory=list)
    undo: str = ""

    def refuse(self, row: int, code: str) -> None:
        self.left_out += 1
        if len(self.refused) < NAMED:
            self.refused.append(RefusedLine(row, code))


@transaction.atomic
def import_experiment(
    *, told: ExperimentFile, by: User, context: JobContext, dry_run: bool = False
) -> ExperimentImported:
    """Write the experiment, its decisions and outcomes, whole or not at all; rows that cannot be used are left out and named.

    It has ended: it is read out at once. `dry_run` writes nothing. One event, `experiment.imported`.
    Raises UnableToImportExperiment, UnableToReadExperiment, UnableToRead.
    """
    _check(told, by)
    company = Company.objects.get(pk=1)
    digits = digits_of(company.currency)
    table = read_experiment_table(told.file, mapping=told.mapping, digits=digits)
    more = (
        read_experiment_table(told.outcomes, mapping=told.mapping, digits=digits, needs_arm=False)
        if told.outcomes
        else None
    )
    check_mapping(told.mapping, [table, more] if more else [table])
    metric = _metric(told, table, more)
    done = ExperimentImported()
    kept = _usable(table.lines, _parties(told.source), done)
    if not kept:
        raise UnableToImportExperiment("no_rows")
    arms = _arms(told, Counter(line.arm for line, _ in kept))
    first = min(line.day or told.on for line, _ in kept)
    experiment = _created(told, arms, metric=metric, first=first, currency=company.currency, by=by)
    done.experiment = experiment
    _write_decisions(experiment, kept, told, done, context)
    outcomes = [(line, party) for line, party in kept]
    if more is not None:
        outcomes += _of_the_same(more.lines, {line.customer: (line, party) for line, party in kept}, done)
    _write_outcomes(experiment, outcomes, told, done, context)
    data = {"key": experiment.key, "customers": sum(done.customers.values()), "left_out": done.left_out}
    record_event(kind="experiment.imported", by=by, table=TABLE, row=experiment.pk, data=data)
    done.undo = offer_undo(by=by, label=experiment.name, kind=UNDO, data={"experiment": experiment.pk})
    if dry_run:
        transaction.set_rollback(True)
    return done


def _check(told: ExperimentFile, by: User) -> None:
    problems = (
        ("not_allowed", not may(by, "may_import")),
        ("no_name", not slugify(told.name)),
        ("no_area", told.area not in CycleArea.values),
        ("no_window", told.window_days < 1),
        ("no_source", not Source.objects.filter(name=told.source).exists()),
        ("taken", Experiment.objects.filter(key=_key(told)).exists()),
    )
    for code, is_so in problems:
        if is_so:
            raise UnableToImportExperiment(code)


def _key(told: ExperimentFile) -> str:
    return slugify(told.name)[:80]


def _metric(told: ExperimentFile, table: ExperimentTable, more: ExperimentTable | None) -> str:
    """What is compared first: as said, else the first outcome, else money. Raises UnableToReadExperiment."""
    names = [*table.columns.outcomes, *(more.columns.outcomes if more else ())]
    has_money = bool(table.columns.money or (more and more.columns.money))
    if has_money:
        names.append(MONEY)
    if not names or (told.metric and told.metric not in names):
        raise UnableToReadExperiment("no_outcome_column")
    return told.metric or names[0]


def _parties(source: str) -> dict[str, int]:
    """The party by the identifier that the source has for it. One query."""
    rows = SourceRecord.objects.filter(source__name=source).values_list("external_id", "party_id")
    return dict(rows.iterator(chunk_size=50_000))


def _usable(lines: list[Line], parties: Mapping[str, int], done: ExperimentImported) -> list[tuple[Line, int]]:
    kept: list[tuple[Line, int]] = []
    seen: set[int] = set()
    for line in lines:
        party = parties.get(line.customer)
        code = line.code or ("unknown_customer" if party is None else "repeated_customer" if party in seen else "")
        if code or party is None:
            done.refuse(line.row, code)
            continue
        seen.add(party)
        kept.append((line, party))
    return kept


def _of_the_same(
    lines: list[Line], decided: Mapping[str, tuple[Line, int]], done: ExperimentImported
) -> list[tuple[Line, int]]:
    """Rows of the second file, with the day of the decision where they say none; of who was not decided about, none."""
    kept = []
    for line in lines:
        first = decided.get(line.customer)
        code = line.code or ("unknown_customer" if first is None else "")
        if code or first is None:
            done.refuse(line.row, code)
            continue
        kept.append((Line(-line.row, line.customer, "", line.day or first[0].day, line.did, line.money), first[1]))
    return kept


def _arms(told: ExperimentFile, names: Counter[str]) -> list[ArmPlan]:
    control = told.control or control_of(names)
    if control not in names:
        raise UnableToImportExperiment("no_control")
    keys = {name: slugify(name)[:40] or f"grupo-{place}" for place, name in enumerate(sorted(names))}
    if len(names) > 20 or len(set(keys.values())) < len(names):
        raise UnableToImportExperiment("too_many_arms")
    total = sum(names.values())
    shares = {name: WHOLE * count // total for name, count in names.items()}
    shares[control] += WHOLE - sum(shares.values())
    return [
        ArmPlan(keys[name], name[:80], shares[name], name == control, 0 if name == control else told.unit_cost)
        for name in sorted(names)
    ]


def _created(
    told: ExperimentFile, arms: list[ArmPlan], *, metric: str, first: date, currency: str, by: User
) -> Experiment:
    plan = ExperimentPlan(
        key=_key(told),
        name=told.name[:160],
        kind=Experiment.Kind.IMPORTED,
        area=told.area,
        purpose=ConsentEntry.Purpose.MARKETING,
        currency=currency,
        metric=metric,
        window_days=told.window_days,
        unit_margin=told.unit_margin,
    )
    try:
        experiment = create_experiment(
            plan=plan, arms=arms, by=by, inputs={"file": told.file.name}, planned={"shares": "observed"}
        )
    except UnableToBeginExperiment as error:
        raise UnableToImportExperiment("taken" if error.code == "taken" else "too_many_arms") from error
    experiment.started_on = first
    experiment.save(update_fields=["started_on"])
    return experiment


def _write_decisions(
    experiment: Experiment,
    kept: list[tuple[Line, int]],
    told: ExperimentFile,
    done: ExperimentImported,
    context: JobContext,
) -> None:
    arms = {arm.name: arm.pk for arm in Arm.objects.filter(experiment=experiment)}
    for start in range(0, len(kept), PIECE):
        piece = kept[start : start + PIECE]
        Decision.objects.bulk_create(
            Decision(experiment=experiment, party=party, arm_id=arms[line.arm[:80]], on=line.day or told.on)
            for line, party in piece
        )
        done.customers.update(line.arm for line, _ in piece)
        context.progress(start + len(piece), total=len(kept), step="read")
        context.raise_if_cancelled()
    last = max(line.day or told.on for line, _ in kept)
    experiment.ends_on = last + timedelta(days=experiment.window_days)
    experiment.save(update_fields=["ends_on"])


def _write_outcomes(
    experiment: Experiment,
    lines: list[tuple[Line, int]],
    told: ExperimentFile,
    done: ExperimentImported,
    context: JobContext,
) -> None:
    rows: list[Outcome] = []
    for line, party in lines:
        on = line.day or told.on
        found = {**line.did, **({MONEY: line.money} if line.money else {})}
        for name, amount in found.items():
            done.outcomes[name] += 1
            rows.append(
                Outcome(experiment=experiment, party=party, name=name, amount=amount, on=on, key=f"row:{line.row}")
            )
    Outcome.objects.bulk_create(rows, batch_size=PIECE)
    context.progress(len(lines), step="write")
