"""A finished experiment brought in from a file, read out, refused, undone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from world import World

from lazo.customize.models import Arm, Decision, Experiment, Outcome
from lazo.identify.models import Party, Source, SourceRecord
from lazo.kernel.jobs import JobCancelled, NullContext
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.workspace import Workspace
from lazo.measure.imports.experiment_table import UnableToReadExperiment, columns_of
from lazo.measure.operations.book_return import book_return
from lazo.measure.operations.import_experiment import (
    ExperimentFile,
    RefusedLine,
    UnableToImportExperiment,
    import_experiment,
)
from lazo.measure.queries.readout import metrics_of, read_experiment

ON = date(2008, 3, 20)
HEADER = "customer_id,recency,segment,visit,conversion,spend\n"


@pytest.fixture
def source(world: World) -> Source:
    """Twelve customers, c1 to c12, of one source."""
    found = Source.objects.create(key="tienda", name="Tienda")
    parties = Party.objects.bulk_create(Party(name=f"P{number}") for number in range(12))
    SourceRecord.objects.bulk_create(
        SourceRecord(source=found, external_id=f"c{number}", party=party) for number, party in enumerate(parties, 1)
    )
    return found


def written(tmp_path: Path, rows: list[str], *, header: str = HEADER, name: str = "a.csv") -> Path:
    file = tmp_path / name
    file.write_text(header + "\n".join(rows) + "\n")
    return file


def bring(file: Path, world: World, **more: Any) -> Any:
    dry = more.pop("dry_run", False)
    told = ExperimentFile(
        **{"file": file, "source": "Tienda", "name": "Correo de moda", "area": "LOYALTY", "on": ON, **more}
    )
    return import_experiment(told=told, by=world.diego, context=NullContext(), dry_run=dry)


ROWS = [
    "c1,3,Womens E-Mail,1,0,0.00",
    "c2,3,Womens E-Mail,1,1,29.99",
    "c3,3,Womens E-Mail,0,0,0",
    "c4,3,Mens E-Mail,0,0,0",
    "c5,3,Mens E-Mail,1,0,0",
    "c6,3,No E-Mail,0,0,0",
    "c7,3,No E-Mail,1,1,10.50",
]


@pytest.mark.django_db
def test_groups_outcomes_and_money_come_from_one_file(
    world: World, workspace: Workspace, source: Source, tmp_path: Path
) -> None:
    done = bring(written(tmp_path, ROWS), world)
    assert dict(done.customers) == {"Womens E-Mail": 3, "Mens E-Mail": 2, "No E-Mail": 2}
    assert (dict(done.outcomes), done.left_out) == ({"visit": 4, "conversion": 2, "money": 2}, 0)
    experiment = Experiment.objects.get(key="correo-de-moda")
    assert (experiment.kind, experiment.metric, experiment.started_on, experiment.ends_on) == (
        "IMPORTED",
        "visit",
        ON,
        date(2008, 4, 3),
    )
    assert Arm.objects.get(experiment=experiment, is_control=True).name == "No E-Mail"
    assert metrics_of(experiment) == ["visit", "conversion", "money"]
    found = read_experiment(experiment=experiment, on=date(2026, 11, 30))
    assert found.is_final
    assert {one.key: float(one.done.extra) for one in found.each} == {"mens-e-mail": 0.0, "womens-e-mail": 0.5}
    money = read_experiment(experiment=experiment, on=date(2026, 11, 30), metric="money")
    assert [arm.money for arm in money.arms] == [1_050, 0, 2_999]
    event = Event.objects.get(kind="experiment.imported")
    assert event.data == {"key": "correo-de-moda", "customers": 7, "left_out": 0}


@pytest.mark.django_db
def test_bad_rows_are_left_out_and_named(world: World, workspace: Workspace, source: Source, tmp_path: Path) -> None:
    bad = [
        "c1,3,Mens E-Mail,1,0,0",
        "zz,3,No E-Mail,0,0,0",
        ",3,No E-Mail,0,0,0",
        "c8,3,,0,0,0",
        "c9,3,No E-Mail,quizás,0,0",
        "c10,3,No E-Mail,0,0,abc",
    ]
    done = bring(written(tmp_path, [*ROWS, *bad]), world)
    assert done.refused == [
        RefusedLine(9, "repeated_customer"),
        RefusedLine(10, "unknown_customer"),
        RefusedLine(11, "no_customer"),
        RefusedLine(12, "no_arm"),
        RefusedLine(13, "not_a_number"),
        RefusedLine(14, "not_a_number"),
    ]
    assert (done.left_out, Decision.objects.count()) == (6, 7)


@pytest.mark.django_db
def test_outcomes_may_come_in_a_second_file_with_days(
    world: World, workspace: Workspace, source: Source, tmp_path: Path
) -> None:
    arms = written(tmp_path, ["c1,A,2026-03-01", "c2,control,2026-03-02"], header="cliente,grupo,fecha\n")
    did = written(
        tmp_path,
        ["c1,sí,2026-03-05", "c2,no,", "c3,sí,2026-03-05", "c2,sí,2026-03-30", "c1,no,mañana"],
        header="cliente,compró,fecha\n",
        name="b.csv",
    )
    done = bring(arms, world, outcomes=did, mapping={"compró": "outcome"})
    assert (dict(done.outcomes), [one.code for one in done.refused]) == (
        {"compro": 2},
        ["unknown_customer", "not_a_date"],
    )
    found = read_experiment(experiment=Experiment.objects.get(), on=date(2026, 11, 30))
    assert {arm.key: arm.successes for arm in found.arms} == {"a": 1, "control": 0}  # the other came after its 14 days


@pytest.mark.django_db
def test_a_trial_writes_nothing(world: World, workspace: Workspace, source: Source, tmp_path: Path) -> None:
    done = bring(written(tmp_path, ROWS), world, dry_run=True)
    assert sum(done.customers.values()) == 7
    assert not Experiment.objects.exists()
    assert not Outcome.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": "!"}, "no_name"),
        ({"area": "SPACE"}, "no_area"),
        ({"source": "Otra"}, "no_source"),
        ({"window_days": 0}, "no_window"),
        ({"control": "Nadie"}, "no_control"),
    ],
)
def test_what_is_missing_is_refused(
    world: World, workspace: Workspace, source: Source, tmp_path: Path, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(UnableToImportExperiment, match=code):
        bring(written(tmp_path, ROWS), world, **more)
    assert not Experiment.objects.exists()


@pytest.mark.django_db
def test_the_same_experiment_is_not_brought_twice(
    world: World, workspace: Workspace, source: Source, tmp_path: Path
) -> None:
    bring(written(tmp_path, ROWS), world)
    with pytest.raises(UnableToImportExperiment, match="taken"):
        bring(written(tmp_path, ROWS), world)
    assert Experiment.objects.count() == 1


@pytest.mark.django_db
def test_files_of_nobody_and_of_too_many_groups(
    world: World, workspace: Workspace, source: Source, tmp_path: Path
) -> None:
    with pytest.raises(UnableToImportExperiment, match="no_rows"):
        bring(written(tmp_path, ["zz,3,No E-Mail,0,0,0"]), world)
    alike = ["c1,3,Grupo A,0,0,0", "c2,3,grupo-a,0,0,0", "c3,3,control,0,0,0"]
    with pytest.raises(UnableToImportExperiment, match="too_many_arms"):
        bring(written(tmp_path, alike), world)
    told = ExperimentFile(written(tmp_path, ROWS), "Tienda", "X", "KEEP", ON)
    with pytest.raises(UnableToImportExperiment, match="not_allowed"):
        import_experiment(told=told, by=world.carla, context=NullContext())


def test_columns_go_by_their_titles_or_as_said() -> None:
    found = columns_of(["Cliente", "Grupo", "Visita", "Importe", "Money"], {"Money": "outcome"})
    assert (found.customer, found.arm, dict(found.outcomes), found.money) == (
        "Cliente",
        "Grupo",
        {"money-1": "Money"},
        "Importe",
    )
    for header, mapping, code in (
        (["grupo", "visita"], {}, "no_customer_column"),
        (["cliente", "visita"], {}, "no_arm_column"),
        (["cliente"], {"cliente": "nada"}, "unknown_field"),
    ):
        with pytest.raises(UnableToReadExperiment, match=code):
            columns_of(header, mapping)


@pytest.mark.django_db
def test_a_file_without_outcomes_is_no_experiment(
    world: World, workspace: Workspace, source: Source, tmp_path: Path
) -> None:
    file = written(tmp_path, ["c1,a", "c2,control"], header="cliente,grupo\n")
    with pytest.raises(UnableToReadExperiment, match="no_outcome_column"):
        bring(file, world)
    with pytest.raises(UnableToReadExperiment, match="no_outcome_column"):
        bring(written(tmp_path, ROWS), world, metric="otra")
    with pytest.raises(UnableToReadExperiment, match="unknown_column"):
        bring(written(tmp_path, ROWS), world, mapping={"otra": "arm"})


@pytest.mark.django_db
def test_killed_midway_it_leaves_nothing(world: World, workspace: Workspace, source: Source, tmp_path: Path) -> None:
    class Killed(NullContext):
        def raise_if_cancelled(self) -> None:
            raise JobCancelled

    told = ExperimentFile(written(tmp_path, ROWS), "Tienda", "Correo", "KEEP", ON)
    with pytest.raises(JobCancelled):
        import_experiment(told=told, by=world.diego, context=Killed())
    assert not Experiment.objects.exists()
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_it_is_taken_out_unless_money_was_booked(
    world: World, workspace: Workspace, source: Source, tmp_path: Path
) -> None:
    done = bring(written(tmp_path, ROWS), world)
    assert undo(token=done.undo, by=world.diego).restored == 1
    assert not Experiment.objects.exists()
    assert not Decision.objects.exists()
    again = bring(written(tmp_path, ROWS), world, unit_margin=500)
    book_return(experiment=Experiment.objects.get(), on=date(2026, 11, 30), by=None)
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=again.undo, by=world.diego)
    assert Experiment.objects.count() == 1
