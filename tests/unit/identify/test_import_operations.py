"""Handing a file in, mapping it, asking for its jobs: who may, what is remembered, what is refused."""

import io

import pytest
from importing import bring, hand_in
from world import World

from lazo.identify.imports.operations import (
    UnableToImport,
    UnableToMapBatch,
    UnableToReceiveFile,
    import_batch,
    map_batch,
    preview_batch,
    receive_file,
    rejects_path,
    start_check,
    start_import,
    start_undo,
)
from lazo.identify.models import ImportBatch, Party
from lazo.identify.operations.source import ensure_source
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Job

FILE = "Código cliente;Nombre;Alta\n1;Ana Rojas;03/04/2024\n"


def received(world: World, text: str = FILE, entity: str = "customers", name: str = "clientes.csv") -> ImportBatch:
    source = ensure_source(name="ERP", by=world.diego)
    return receive_file(source=source, entity=entity, file_name=name, stream=io.BytesIO(text.encode()), by=world.diego)


def test_file_is_kept_with_its_fingerprint(world: World, workspace):
    batch = received(world, name="C:\\fotos\\clientes.CSV")
    assert (batch.file_name, batch.size, batch.state) == ("clientes.CSV", len(FILE.encode()), "UPLOADED")
    assert (workspace.files / batch.path).read_text() == FILE
    assert batch.path.endswith("original.csv")


def test_who_may_not_import_is_refused_everywhere(world: World, workspace):
    source = ensure_source(name="ERP", by=world.diego)
    with pytest.raises(UnableToReceiveFile) as refusal:
        receive_file(source=source, entity="customers", file_name="a.csv", stream=io.BytesIO(b""), by=world.carla)
    assert refusal.value.code == "not_allowed"
    batch = hand_in("customers", FILE, world.diego)
    with pytest.raises(UnableToMapBatch):
        map_batch(batch=batch, mapping=batch.mapping, options={}, by=world.ana)
    for start in (start_check, start_import, start_undo):
        with pytest.raises(UnableToImport) as denial:
            start(batch=batch, by=world.carla)
        assert denial.value.code == "not_allowed"
    assert Job.objects.count() == 0


def test_preview_guesses_columns_and_asks_what_is_ambiguous(world: World, workspace):
    preview = preview_batch(received(world))
    assert preview.mapping == {"Código cliente": "external_id", "Nombre": "name", "Alta": "created_on"}
    assert preview.sample == [{"Código cliente": "1", "Nombre": "Ana Rojas", "Alta": "03/04/2024"}]
    assert (preview.questions, preview.remembered) == ({"date_order": ["Alta"]}, False)


def test_mapping_is_remembered_for_the_source_and_header(world: World, workspace):
    batch = received(world)
    map_batch(batch=batch, mapping={"Nombre": "name"}, options={"date_order": "mdy", "force": True}, by=world.diego)
    preview = preview_batch(received(world, "NOMBRE;codigo cliente;alta\nLuis;2;01/01/2024\n"))
    assert (preview.remembered, preview.mapping) == (True, {"Nombre": "name"})
    assert preview.options == {"date_order": "mdy"}


@pytest.mark.parametrize(
    ("mapping", "options", "code"),
    [
        ({"Nombre": "name", "Alta": "name"}, {}, "repeated_field"),
        ({"Nombre": "apodo"}, {}, "unknown_field"),
        ({"Otra": "name"}, {}, "unknown_column"),
        ({"Alta": "created_on"}, {}, "missing_field"),
        ({"Nombre": "name"}, {"number_format": "fr"}, "unknown_option"),
        ({"Nombre": "name"}, {"color": "azul"}, "unknown_option"),
        ({"Nombre": "name"}, {"customer_source": 999}, "unknown_option"),
    ],
)
def test_mappings_that_cannot_be(world: World, workspace, mapping, options, code):
    with pytest.raises(UnableToMapBatch) as refusal:
        map_batch(batch=received(world), mapping=mapping, options=options, by=world.diego)
    assert refusal.value.code == code


def test_jobs_are_asked_for_once(world: World, workspace):
    batch = hand_in("customers", FILE, world.diego)
    assert start_import(batch=batch, by=world.diego) == start_import(batch=batch, by=world.diego)
    assert Job.objects.get().arguments == {"batch": batch.pk}


def test_import_waits_until_the_check_has_ended(world: World, workspace):
    batch = hand_in("customers", FILE, world.diego)
    check = start_check(batch=batch, by=world.diego)
    with pytest.raises(UnableToImport) as refusal:
        start_import(batch=batch, by=world.diego)
    assert (refusal.value.code, refusal.value.params) == ("check_running", {"batch": batch.pk})
    Job.objects.filter(pk=check.pk).update(state="DONE")
    job = start_import(batch=batch, by=world.diego)
    assert job.kind == "identify.import"
    with pytest.raises(UnableToImport) as refusal:
        start_undo(batch=batch, by=world.diego)
    assert refusal.value.code == "import_running"


def test_second_batch_waits_until_the_first_is_finished(world: World, workspace):
    first, second = (hand_in("customers", FILE, world.diego) for _ in range(2))
    ImportBatch.objects.filter(pk=first.pk).update(state="RUNNING")
    with pytest.raises(UnableToImport) as refusal:
        import_batch(NullContext(), batch=second.pk)
    assert (refusal.value.code, refusal.value.params) == ("another_running", {"batch": first.pk})


def test_import_asked_for_again_changes_nothing(world: World, workspace):
    batch = bring("customers", FILE, world.diego)
    assert import_batch(NullContext(), batch=batch.pk)["new"] == 1
    assert Party.objects.count() == 1
    assert rejects_path(batch) is None


def test_unmapped_batch_is_not_imported(world: World, workspace):
    with pytest.raises(UnableToImport) as refusal:
        start_import(batch=received(world), by=world.diego)
    assert refusal.value.code == "not_mapped"


def test_file_that_breaks_after_mapping_fails_with_its_reason(world: World, workspace):
    batch = hand_in("customers", FILE, world.diego)
    (workspace.files / batch.path).write_bytes(b"\x00\x01\x02\x00" * 50)
    with pytest.raises(UnableToImport):
        import_batch(NullContext(), batch=batch.pk)
    batch.refresh_from_db()
    assert batch.state == "FAILED"
    assert batch.error["code"] == "binary"
    assert Party.objects.count() == 0
