"""Erasing a person: everything goes, also what was inferred; what the law obliges to keep stays without them; nobody else is touched."""

import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.db import connection
from erased import DOCUMENT, EMAIL, FILE, NAME, ON, PHONE, Known, make_known
from importing import bring, hand_in
from mirrored import mirrored, run_sync
from world import World, make_world

from lazo.differentiate.models import CustomerCard
from lazo.identify.models import (
    ConsentEntry,
    DataRequestStep,
    Erasure,
    ImportBatch,
    Interaction,
    Party,
    Purchase,
    SearchToken,
    SearchWord,
    Source,
    TraitValue,
)
from lazo.identify.operations.data_request import open_request
from lazo.identify.operations.erasure import UnableToErase, accept_remaining, search_again, start_erasure
from lazo.identify.operations.erasure_run import carry_out
from lazo.identify.operations.subject_export import (
    UnableToExportSubject,
    ask_for_export,
    export_file,
    export_path,
    gather,
)
from lazo.identify.queries.data_request import request_row
from lazo.identify.queries.erasure import erasure_preview, known_values
from lazo.identify.queries.suppression import suppression_of
from lazo.kernel.jobs import JobContext, NullContext
from lazo.kernel.models import Event, EventDetail, Job
from lazo.kernel.personal_data import holdings
from lazo.kernel.text_search import files_with, found_in_database
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = (
    NAME,
    EMAIL,
    PHONE,
    PHONE[3:],
    DOCUMENT,
    "+573155559999",
    "Calle de los Turcos 7",
    "asciende al cielo",
    "Macondo7",
)
RUN = {"customer_id": [], "area": []}


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def known(world: World, workspace: Workspace) -> Known:
    made = make_known(world)
    run_sync(workspace)
    _write_history(workspace, [made.remedios.pk, made.ursula.pk])
    return made


def _write_history(workspace: Workspace, customers: list[int]) -> Path:
    place = workspace.history / "scores" / "run-00000001.parquet"
    place.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"customer_id": customers, "area": ["KEEP"] * len(customers)}), place)
    return place


def erase_known(known: Known, world: World, workspace: Workspace, context: JobContext | None = None) -> Erasure:
    erasure = start_erasure(request=known.request, name="remedios  buendía iguarán", by=world.diego, on=ON)
    carry_out(context or NullContext(), workspace=workspace, erasure=erasure.pk, on=ON)
    erasure.refresh_from_db()
    return erasure


def test_every_table_that_refers_to_a_party_is_registered() -> None:
    known = {holding.model: {one.removesuffix("_id") for one in holding.parties} for holding in holdings()}
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Party and model is not Party and field.name not in known.get(model._meta.label, set())
    ]
    assert missing == []


def test_the_preview_says_what_would_go_and_changes_nothing(known: Known, world: World) -> None:
    preview = erasure_preview(party=known.remedios)
    told = {str(line.label): (line.rows, line.goes) for line in preview.lines}
    assert told["Compras"] == (2, False)
    assert told["Interacciones"] == (2, True)
    assert told["Puntajes (inferidos)"] == (1, True)
    assert (preview.records, preview.imports) == (2, 1)
    assert preview.details > 5
    assert Party.objects.get(pk=known.remedios.pk).name == NAME


def test_nothing_of_the_person_is_left_anywhere(known: Known, world: World, workspace: Workspace) -> None:
    assert {NAME, EMAIL, PHONE, PHONE[3:], DOCUMENT} <= set(known_values([known.remedios.pk, known.twin.pk]))
    erasure = erase_known(known, world, workspace)
    assert erasure.report["remaining"] == {}
    assert erasure.finished_at is not None
    assert erasure.values == []
    assert found_in_database(TEXTS, without=frozenset()) == {}
    assert [path.name for path in files_with(workspace.files, TEXTS)] == []
    assert pq.read_table(workspace.history / "scores" / "run-00000001.parquet").to_pydict() == {
        "customer_id": [known.ursula.pk],
        "area": ["KEEP"],
    }
    words = {"remedios", "buendia"}
    assert not SearchWord.objects.filter(word__in=words).exists()
    assert not SearchToken.objects.filter(party__in=[known.remedios.pk, known.twin.pk]).exists()
    if connection.vendor == "sqlite":
        raw = Path(connection.settings_dict["NAME"]).read_bytes()
        assert [text for text in (EMAIL, PHONE, DOCUMENT) if text.encode() in raw] == []


def test_the_law_keeps_the_sale_and_not_the_buyer(known: Known, world: World, workspace: Workspace) -> None:
    erase_known(known, world, workspace)
    rows = list(Purchase.objects.order_by("external_id").values_list("external_id", "party", "amount"))
    assert rows == [("F-0", None, 10_000), ("F-1", None, 10_000), ("F-2", known.ursula.pk, 10_000)]
    assert {row[0] for row in mirrored(workspace, "customer_month")} == {known.ursula.pk}
    assert doctor(workspace) == []
    shell = Party.objects.get(pk=known.remedios.pk)
    assert (shell.name, shell.city, shell.birth_date, shell.retired_at is not None) == ("", "", None, True)


def test_nobody_else_is_touched(known: Known, world: World, workspace: Workspace) -> None:
    erase_known(known, world, workspace)
    ursula = Party.objects.get(pk=known.ursula.pk)
    assert (ursula.name, ursula.city, ursula.retired_at) == ("Úrsula Iguarán", "Macondo", None)
    assert list(ursula.contact_points.order_by("kind").values_list("value", flat=True)) == [
        "ursula@macondo.example",
        "+573155554321",
    ]
    assert list(CustomerCard.objects.values_list("customer_id", flat=True)) == [ursula.pk]
    assert SearchToken.objects.filter(party=ursula.pk, token="iguaran").exists()


def test_the_chain_of_events_is_unbroken(known: Known, world: World, workspace: Workspace) -> None:
    before = list(Event.objects.order_by("pk").values_list("pk", "kind", "row", "by"))
    erase_known(known, world, workspace)
    after = list(Event.objects.order_by("pk").values_list("pk", "kind", "row", "by"))
    assert after[: len(before)] == before
    assert [kind for _, kind, _, _ in after[len(before) :]] == [
        "party.erasure_started",
        "job.enqueued",
        "data_request.closed",
        "party.erased",
    ]
    assert not EventDetail.objects.filter(event__table="identify_party", event__row=known.remedios.pk).exists()


def test_the_request_is_closed_without_a_personal_word(known: Known, world: World, workspace: Workspace) -> None:
    erase_known(known, world, workspace)
    row = request_row(user=world.diego, request=known.request.pk, on=ON)
    assert row is not None
    assert (row.state, row.outcome, row.request.said) == ("closed", "DONE", "")
    assert set(DataRequestStep.objects.values_list("note", flat=True)) == {""}
    assert not ConsentEntry.objects.exists()
    assert not TraitValue.objects.exists()
    assert not Interaction.objects.exists()


def test_whoever_was_erased_does_not_come_back_by_a_list(known: Known, world: World, workspace: Workspace) -> None:
    erase_known(known, world, workspace)
    assert [one.list for one in suppression_of(key=PHONE, purpose="marketing", channel="phone", on=ON)] == ["erased"]
    assert [one.list for one in suppression_of(key=EMAIL, purpose="service", channel="email", on=ON)] == ["erased"]


def test_a_file_that_waits_to_be_imported_goes_too(known: Known, world: World, workspace: Workspace) -> None:
    waiting = hand_in("customers", FILE, world.diego, country="CO")
    erase_known(known, world, workspace)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (
        ImportBatch.State.FAILED,
        {"code": "file_erased", "message": "", "params": {}},
    )
    assert not (workspace.files / waiting.path).exists()


def test_what_others_wrote_about_them_is_named_and_left_to_a_person(
    known: Known, world: World, workspace: Workspace
) -> None:
    note = Interaction.objects.create(
        party=known.ursula,
        source=Source.objects.get(key="caja"),
        occurred_on=ON,
        channel="phone",
        text=f"Preguntó por {NAME}",
    )
    erasure = erase_known(known, world, workspace)
    assert erasure.report["remaining"] == {"identify_interaction.text": 1}
    assert erasure.finished_at is None
    with pytest.raises(UnableToErase, match="already_running"):
        start_erasure(request=known.request, name=NAME, by=world.diego, on=ON)
    Interaction.objects.filter(pk=note.pk).update(text="Preguntó por su bisnieta")
    again = search_again(request=known.request, by=world.diego, on=ON)
    carry_out(NullContext(), workspace=workspace, erasure=again.pk, on=ON)
    again.refresh_from_db()
    assert (again.report["remaining"], again.finished_at is not None, again.values) == ({}, True, [])


def test_what_is_left_can_be_accepted_with_a_reason(known: Known, world: World, workspace: Workspace) -> None:
    Interaction.objects.create(
        party=known.ursula, source=Source.objects.get(key="caja"), occurred_on=ON, channel="phone", text=NAME
    )
    erasure = erase_known(known, world, workspace)
    with pytest.raises(UnableToErase, match="no_reason"):
        accept_remaining(request=known.request, note="", by=world.diego, on=ON)
    accept_remaining(request=known.request, note="Es otra persona", by=world.diego, on=ON)
    erasure.refresh_from_db()
    assert (erasure.values, erasure.finished_at is not None) == ([], True)
    with pytest.raises(UnableToErase, match="closed"):
        accept_remaining(request=known.request, note="Otra vez", by=world.diego, on=ON)


def test_a_telephone_that_somebody_else_has_is_not_looked_for(known: Known, world: World, workspace: Workspace) -> None:
    known.ursula.contact_points.create(kind="PHONE", value=PHONE, key=PHONE)
    assert PHONE not in known_values([known.remedios.pk])
    erasure = erase_known(known, world, workspace)
    assert erasure.report["remaining"] == {}
    assert known.ursula.contact_points.filter(key=PHONE).exists()


def test_an_undo_offered_before_says_that_it_is_too_late(known: Known, world: World, workspace: Workspace) -> None:
    from lazo.kernel.models import UndoOffer

    token = UndoOffer.objects.get(kind="note.deleted").token
    erase_known(known, world, workspace)
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.ana)


@pytest.mark.parametrize(
    ("name", "who", "code"),
    [("Remedios", "diego", "wrong_name"), (NAME, "ana", "not_allowed"), (NAME, "carla", "not_allowed")],
)
def test_only_who_may_and_types_the_name(known: Known, world: World, name: str, who: str, code: str) -> None:
    with pytest.raises(UnableToErase, match=code):
        start_erasure(request=known.request, name=name, by=getattr(world, who), on=ON)
    assert not Erasure.objects.exists()
    assert not Job.objects.filter(kind="identify.erase").exists()


def test_the_identity_comes_first(known: Known, world: World) -> None:
    fresh = open_request(party=known.ursula, kind="erasure", way="web", received_on=ON, on=ON, by=None)
    with pytest.raises(UnableToErase, match="not_identified"):
        start_erasure(request=fresh, name=known.ursula.name, by=world.diego, on=ON)
    access = open_request(party=known.ursula, kind="access", way="web", received_on=ON, on=ON, by=None)
    DataRequestStep.objects.create(request=access, kind="IDENTITY", on=ON)
    with pytest.raises(UnableToErase, match="wrong_kind"):
        start_erasure(request=access, name=known.ursula.name, by=world.diego, on=ON)


def test_killed_at_any_step_it_comes_to_the_end(known: Known, world: World, workspace: Workspace) -> None:
    erasure = start_erasure(request=known.request, name=NAME, by=world.diego, on=ON)

    class Killed(JobContext):
        def __init__(self, last: int) -> None:
            super().__init__()
            self.left = last

        def raise_if_cancelled(self) -> None:
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt

    for last in (1, 5, 9, 14):
        with pytest.raises(KeyboardInterrupt):
            carry_out(Killed(last), workspace=workspace, erasure=erasure.pk, on=ON)
    report = carry_out(NullContext(), workspace=workspace, erasure=erasure.pk, on=ON)
    assert report["remaining"] == {}
    assert report["erased"]["identify.Purchase"] == 2
    assert carry_out(NullContext(), workspace=workspace, erasure=erasure.pk, on=ON) == report
    assert Event.objects.filter(kind="party.erased").count() == 1


def test_the_export_has_everything_in_three_forms(known: Known, world: World, workspace: Workspace) -> None:
    asked = open_request(party=known.remedios, kind="access", way="email", received_on=ON, on=ON, by=world.ana)
    with pytest.raises(UnableToExportSubject, match="not_identified"):
        ask_for_export(request=asked, by=world.diego, on=ON)
    DataRequestStep.objects.create(request=asked, kind="IDENTITY", on=ON)
    with pytest.raises(UnableToExportSubject, match="not_allowed"):
        ask_for_export(request=asked, by=world.ana, on=ON)
    ask_for_export(request=asked, by=world.diego, on=ON)
    told = gather(NullContext(), workspace=workspace, request=asked.pk, by=world.diego.pk, on=ON)
    assert told["file"] == f"datos-{asked.pk}.zip"
    with zipfile.ZipFile(export_file(request=asked, by=world.diego)) as archive:
        page, whole = archive.read("leer.html").decode(), json.loads(archive.read("datos.json"))
        names = set(archive.namelist())
    assert {"leer.html", "datos.json", "csv/party.csv", "csv/purchase.csv", "csv/score.csv", "csv/todo.csv"} <= names
    assert [row["name"] for row in whole["sections"]["party"]] == [NAME, "Remedios B."]
    assert [row["amount"] for row in whole["sections"]["purchase"]] == [10_000, 10_000]
    assert whole["sections"]["traitvalue"][0]["kind"] == "inferido"
    assert any(row["kind"] == "party.edited" for row in whole["sections"]["event"])
    assert [text for text in (NAME, EMAIL, PHONE, DOCUMENT, "sábanas blancas") if text not in page] == []
    assert "Úrsula" not in page
    with pytest.raises(UnableToExportSubject, match="not_allowed"):
        export_file(request=asked, by=world.ana)
    erase_known(known, world, workspace)
    assert not export_path(workspace, asked).exists()


def test_an_import_that_brought_them_can_still_be_undone(known: Known, world: World, workspace: Workspace) -> None:
    from lazo.identify.imports.operations import undo_batch

    erase_known(known, world, workspace)
    undo_batch(NullContext(), batch=known.batch.pk)
    known.batch.refresh_from_db()
    assert known.batch.state == ImportBatch.State.UNDONE
    assert Party.objects.get(pk=known.remedios.pk).name == ""
    assert bring("customers", "Nombre\nAureliano\n", world.diego).state == ImportBatch.State.DONE


def test_their_own_file_brings_them_back_no_more(known: Known, world: World, workspace: Workspace) -> None:
    erase_known(known, world, workspace)
    batch = bring("customers", FILE, world.diego, country="CO")
    assert (batch.new, batch.rejected) == (0, 1)
    assert list(batch.problems.filter(rejects=True).values_list("row", "code")) == [(2, "erased_before")]
    assert not Party.objects.filter(name=NAME).exists()
