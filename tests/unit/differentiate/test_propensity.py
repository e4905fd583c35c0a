"""Propensities from a table of answers and from purchases: brought in, guarded, learned, told, pinned, expired, forgotten."""

import io
from datetime import date, timedelta

import pytest
from foretold import CHOICES, OPEN, ROWS, Foretold, answers_csv, make_answers
from mirrored import run_sync
from scored import ON, make_company, score
from world import World

from lazo.differentiate.models import LabelTable, ModelVersion, Propensity, PropensityModel
from lazo.differentiate.operations.label_table import (
    UnableToDescribeTable,
    UnableToReceiveTable,
    UnableToRemoveTable,
    describe_table,
    receive_table,
    remove_table,
)
from lazo.differentiate.operations.model_pin import UnableToPinVersion, pin_version, release_pin, roll_back
from lazo.differentiate.operations.propensity import (
    UnableToApplyModel,
    apply_model,
    expire_propensities,
    has_expired,
    start_applying,
    trait_key,
)
from lazo.differentiate.operations.propensity_model import (
    UnableToCreateModel,
    UnableToTrainModel,
    create_model,
    start_training,
    train_model,
)
from lazo.differentiate.propensity.table_file import forget_rows, path_of, read_rows
from lazo.differentiate.queries.model_versions import in_force, subject_of, version_in_force
from lazo.identify.models import TraitDefinition, TraitValue
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Event
from lazo.kernel.personal_data import Forgotten
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 30)


@pytest.fixture
def made(world: World, workspace: Workspace) -> Foretold:
    return make_answers(world)


def train(made: Foretold, workspace: Workspace, *, on: date = DAY) -> ModelVersion:
    return train_model(workspace=workspace, model=made.model, on=on, by=None, context=NullContext())


def tell(made: Foretold, workspace: Workspace, *, on: date = DAY) -> dict[str, int]:
    return apply_model(workspace=workspace, model=made.model, on=on, by=None, context=NullContext())


def test_a_table_is_kept_as_text_and_its_columns_are_named(made: Foretold) -> None:
    table = LabelTable.objects.get()
    assert (table.rows, [(one["name"], one["kind"]) for one in table.columns][:4]) == (
        ROWS,
        [("cliente", "word"), ("fecha", "day"), ("saldo", "number"), ("nivel", "word")],
    )
    assert table.columns[-1] == {"name": "respondio", "kind": "word", "filled": round(1 - OPEN / ROWS, 4)}
    assert read_rows(table).column("cliente")[0].as_py() == "C0000"
    assert [path.name for path in path_of(table).parent.iterdir()] == ["table.csv"]
    kinds = list(Event.objects.filter(kind__startswith="label_table").values_list("kind", flat=True).order_by("pk"))
    assert kinds == ["label_table.received", "label_table.described"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"una\n1\n", "too_few_columns"),
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"a,b\n", "no_rows"),
    ],
)
def test_a_file_that_is_no_table_leaves_nothing(
    name: str, content: bytes, code: str, world: World, workspace: Workspace
) -> None:
    with pytest.raises(UnableToReceiveTable) as refused:
        receive_table(name="x", file_name=name, stream=io.BytesIO(content), by=world.diego)
    assert refused.value.code == code
    assert not LabelTable.objects.exists()
    assert list((workspace.files / "label_tables").glob("*")) == []


def test_who_may_not_import_may_do_none_of_it(made: Foretold, world: World, workspace: Workspace) -> None:
    version = train(made, workspace)
    subject = subject_of(made.model)
    for call, error in (
        (
            lambda: receive_table(name="x", file_name="x.csv", stream=io.BytesIO(b"a,b\n1,2"), by=world.ana),
            UnableToReceiveTable,
        ),
        (lambda: describe_table(table=made.table, choices=CHOICES, version=2, by=world.ana), UnableToDescribeTable),
        (lambda: remove_table(table=made.table, by=world.ana), UnableToRemoveTable),
        (lambda: create_model(kind="CHURN", name="x", table=made.table, by=world.ana), UnableToCreateModel),
        (lambda: start_training(model=made.model, on=DAY, by=world.ana), UnableToTrainModel),
        (lambda: start_applying(model=made.model, on=DAY, by=world.ana), UnableToApplyModel),
        (lambda: pin_version(subject=subject, version=version.pk, by=world.ana), UnableToPinVersion),
        (lambda: roll_back(subject=subject, by=world.ana), UnableToPinVersion),
    ):
        with pytest.raises(error) as refused:
            call()
        assert refused.value.code == "not_allowed"  # type: ignore[attr-defined]  # every one of them has it


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"label": ""}, "no_label", "label"),
        ({"label": "nada"}, "unknown_column", "label"),
        ({"id": "respondio"}, "same_column", "label"),
        ({"declared": {"nada": "after"}}, "unknown_column", "declared"),
        ({"declared": {"saldo": "quizas"}}, "unknown_timing", "declared"),
    ],
)
def test_choices_that_do_not_fit_are_refused(
    change: dict[str, object], code: str, field: str, made: Foretold, world: World
) -> None:
    with pytest.raises(UnableToDescribeTable) as refused:
        describe_table(table=made.table, choices={**CHOICES, **change}, version=made.table.version, by=world.diego)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_two_who_describe_at_once_see_each_other(made: Foretold, world: World) -> None:
    with pytest.raises(UnableToDescribeTable) as refused:
        describe_table(table=made.table, choices=CHOICES, version=1, by=world.diego)
    assert refused.value.code == "stale"


@pytest.mark.parametrize(
    ("kind", "name", "with_table", "code"),
    [
        ("LOVE", "x", True, "unknown_kind"),
        ("CHURN", " ", True, "no_name"),
        ("CHURN", "x", False, "needs_table"),
    ],
)
def test_a_question_without_its_parts_is_refused(
    kind: str, name: str, with_table: bool, code: str, made: Foretold, world: World
) -> None:
    with pytest.raises(UnableToCreateModel) as refused:
        create_model(kind=kind, name=name, table=made.table if with_table else None, by=world.diego)
    assert refused.value.code == code


def test_one_model_a_kind_learns_from_purchases(world: World) -> None:
    create_model(kind="SILENCE", name="Calla", table=None, by=world.diego)
    with pytest.raises(UnableToCreateModel) as refused:
        create_model(kind="SILENCE", name="Calla otra vez", table=None, by=world.diego)
    assert refused.value.code == "exists"


def test_the_card_says_what_was_refused_and_how_it_held(made: Foretold, workspace: Workspace) -> None:
    version = train(made, workspace)
    card = version.card
    assert (card["rows"], card["calibration"], version.is_useful) == (ROWS - OPEN, "sigmoid", True)
    assert {one["column"]: one["reason"] for one in card["findings"]} == {"duracion": "named"}
    names = [one["name"] for one in card["columns"]]
    assert names[:2] == ["saldo", "nivel"]
    assert "duracion" not in names
    assert card["out_of_fold"]["auc"] > 0.8
    assert card["out_of_fold"]["ece"] < 0.06
    assert card["later"]["auc"] > 0.8
    assert card["later"]["earlier"] + card["later"]["n"] == ROWS - OPEN


def test_too_little_to_learn_from_is_refused_with_what_is_needed(world: World, workspace: Workspace) -> None:
    made = make_answers(world, rows=150, known=0, open_rows=0)
    with pytest.raises(UnableToTrainModel) as refused:
        train(made, workspace)
    assert (refused.value.code, refused.value.params) == ("too_few_rows", {"found": 150, "needed": 200})


def test_customers_are_told_their_chance_with_reasons_and_a_trait(made: Foretold, workspace: Workspace) -> None:
    version = train(made, workspace)
    assert tell(made, workspace) == {"customers": OPEN, "gone": 0}
    told = list(Propensity.objects.order_by("customer_id"))
    assert [one.customer_id for one in told] == [one.pk for one in made.customers[-OPEN:]]
    first = told[0]
    assert (first.version_id, first.expires_on) == (version.pk, DAY + timedelta(days=180))
    assert 0 < first.chance < 1
    assert 0.5 <= first.confidence <= 1
    assert {one[0] for one in first.reasons[:2]} <= {"saldo", "nivel", "canal", "past.since", "past.earlier"}
    value = TraitValue.objects.get(party_id=first.customer_id, definition__key=trait_key(made.model))
    assert (value.kind, value.number, value.confidence) == ("INFERRED", round(100 * first.chance, 1), first.confidence)
    definition = value.definition
    assert (definition.unit, definition.method) == ("%", f"modelo de propensión {made.model.pk}, versión 1")
    assert Change.objects.filter(table="traits").exists()


def test_told_again_nothing_is_told_twice_and_who_is_no_longer_asked_loses_theirs(
    made: Foretold, workspace: Workspace, world: World
) -> None:
    train(made, workspace)
    tell(made, workspace)
    gone = made.customers[-1]
    gone.source_records.all().delete()  # type: ignore[attr-defined]  # the reverse of SourceRecord.party
    assert tell(made, workspace, on=DAY + timedelta(days=1)) == {"customers": OPEN - 1, "gone": 1}
    assert Propensity.objects.count() == TraitValue.objects.filter(kind="INFERRED").count() == OPEN - 1
    assert not Propensity.objects.filter(customer=gone).exists()


def test_without_a_version_or_with_a_useless_one_nobody_is_told(
    made: Foretold, workspace: Workspace, world: World
) -> None:
    for code in ("untrained", "not_useful"):
        with pytest.raises(UnableToApplyModel) as refused:
            start_applying(model=made.model, on=DAY, by=world.diego)
        assert refused.value.code == code
        version = train(made, workspace)
        ModelVersion.objects.filter(pk=version.pk).update(is_useful=False)


def test_a_pinned_version_holds_until_it_is_released(made: Foretold, workspace: Workspace, world: World) -> None:
    first, second = train(made, workspace), train(made, workspace)
    subject = subject_of(made.model)
    assert (first.number, second.number, in_force(subject)) == (1, 2, second.pk)
    token = roll_back(subject=subject, by=world.diego)
    assert version_in_force(made.model) == first
    assert train(made, workspace).number == 3
    assert version_in_force(made.model) == first
    undo(token=token, by=world.diego)
    assert in_force(subject) != first.pk
    pin_version(subject=subject, version=first.pk, by=world.diego)
    assert pin_version(subject=subject, version=first.pk, by=world.diego) == ""
    token = release_pin(subject=subject, by=world.diego)
    pin_version(subject=subject, version=second.pk, by=world.diego)
    with pytest.raises(UnableToUndo) as refused:
        undo(token=token, by=world.diego)
    assert refused.value.code == "changed_since"
    kinds = list(Event.objects.filter(table="differentiate_modelpin").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["model.pinned", "model.released", "model.pinned", "model.released", "model.pinned"]


def test_what_cannot_be_pinned_is_refused(made: Foretold, workspace: Workspace, world: World) -> None:
    subject = subject_of(made.model)
    for call, code in (
        (lambda: pin_version(subject=subject, version=1, by=world.diego), "unknown_version"),
        (lambda: pin_version(subject="value", version=1, by=world.diego), "unknown_version"),
        (lambda: pin_version(subject="love", version=1, by=world.diego), "unknown_version"),
        (lambda: roll_back(subject=subject, by=world.diego), "no_earlier"),
        (lambda: release_pin(subject=subject, by=world.diego), "not_pinned"),
    ):
        with pytest.raises(UnableToPinVersion) as refused:
            call()
        assert refused.value.code == code


def test_what_has_expired_is_taken_away(made: Foretold, workspace: Workspace) -> None:
    train(made, workspace)
    tell(made, workspace)
    end = DAY + timedelta(days=180)
    assert not has_expired(on=end - timedelta(days=1))
    assert expire_propensities(on=end - timedelta(days=1)) == 0
    assert has_expired(on=end)
    assert expire_propensities(on=end) == OPEN
    assert not Propensity.objects.exists()
    assert not TraitValue.objects.filter(kind="INFERRED").exists()
    assert TraitDefinition.objects.filter(key=trait_key(made.model)).exists()


def test_a_table_in_use_stays_and_another_goes_with_its_rows(
    made: Foretold, world: World, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    with pytest.raises(UnableToRemoveTable) as refused:
        remove_table(table=made.table, by=world.diego)
    assert refused.value.code == "in_use"
    made.model.delete()
    place = path_of(made.table)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        remove_table(table=made.table, by=world.diego)
    assert not place.exists()


def test_an_erased_person_leaves_the_rows_of_a_table(made: Foretold, workspace: Workspace) -> None:
    person = Forgotten(workspace, [1], ["c0007", "Nadie"], [], NullContext())
    assert forget_rows(person) == 1
    assert forget_rows(person) == 0
    assert "C0007" not in read_rows(made.table).column("cliente").to_pylist()
    assert LabelTable.objects.get().rows == ROWS - 1


@pytest.mark.django_db(transaction=True)
def test_silence_is_learned_from_purchases_and_told_to_whom_it_is_about(world: World, workspace: Workspace) -> None:
    make_company(world, customers=1200)
    run_sync(workspace)
    model = create_model(kind="SILENCE", name="Calla", table=None, by=world.diego)
    version = train_model(workspace=workspace, model=model, on=ON, by=world.diego, context=NullContext())
    card = version.card
    assert card["rows"] > 200
    assert {one["name"] for one in card["columns"]} >= {"facts.silence", "facts.overdue", "facts.kind"}
    assert not any(one["is_leak"] for one in card["findings"])
    assert card["last_day"] == (ON - timedelta(days=90) - date(1970, 1, 1)).days
    ModelVersion.objects.update(is_useful=True)
    told = apply_model(workspace=workspace, model=model, on=ON, by=None, context=NullContext())
    assert told["customers"] == Propensity.objects.count() > 20
    assert PropensityModel.objects.get().horizon_days == 90


def test_answers_csv_is_the_same_each_time() -> None:
    assert answers_csv() == answers_csv()


@pytest.mark.django_db(transaction=True)
def test_a_pinned_fit_gives_its_parameters_to_every_run(world: World, workspace: Workspace) -> None:
    make_company(world, customers=120)
    first = score(workspace, on=ON - timedelta(days=60), refit=True)
    second = score(workspace, on=ON - timedelta(days=1), refit=True)
    assert second.parameters["r"] != first.parameters["r"]
    pin_version(subject="value", version=first.pk, by=world.diego)
    third = score(workspace, refit=True)
    assert (third.is_refit, third.parameters, third.fitted_on) == (False, first.parameters, first.fitted_on)
    release_pin(subject="value", by=world.diego)
    assert score(workspace, on=ON + timedelta(days=1), refit=True).is_refit
