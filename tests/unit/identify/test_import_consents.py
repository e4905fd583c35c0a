"""Permissions from a file: lines of the ledger, never twice, and called back by the undo."""

from datetime import date

import pytest
from importing import bring, counts, try_dry
from world import World

from lazo.identify.imports.operations import undo_batch
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.models import ConsentEntry, ConsentText, ContactPoint, ImportBatch, Party
from lazo.identify.operations.consent import Permission, withdraw_consent
from lazo.identify.operations.merge import merge_parties
from lazo.identify.queries.consent import consent_of, current_consent, ledger_of
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)
HEAD = "Correo;Finalidad;Canal;Acepta;Fecha;Constancia\n"
FILE = (
    HEAD
    + "ana@correo.example;Publicidad;Correo, WhatsApp;Sí;31/03/2025;Formulario web\n"
    + "beto@correo.example;encuestas;todos;no;15/04/2025;\n"
)


@pytest.fixture
def ana(world: World, workspace: Workspace) -> Party:
    for name in ("beto", "ana"):
        party = Party.objects.create(name=name, folded_name=name, country="CO", owner=world.diego)
        email = f"{name}@correo.example"
        ContactPoint.objects.create(party=party, kind="EMAIL", value=email, key=email)
    return party


def codes(batch: ImportBatch) -> list[tuple[int, str]]:
    return list(batch.problems.filter(rejects=True).order_by("row").values_list("row", "code"))


def test_columns_are_recognised_in_three_languages(world: World, workspace: Workspace) -> None:
    from lazo.identify.imports.columns.entity import guess_entity

    for header in (
        ["Correo", "Finalidad", "Canal", "Acepta", "Fecha", "Constancia"],
        ["CPF", "Finalidade", "Canais", "Consentimento", "Data do consentimento", "Versão do texto"],
        ["Email", "Purpose", "Channel", "Consent", "Consent date", "Legal basis"],
    ):
        assert guess_entity(header) == "consents"
    batch = try_dry("consents", FILE, world.diego)
    assert preview_batch(batch).mapping == {
        "Correo": "customer_email", "Finalidad": "purpose", "Canal": "channel", "Acepta": "state", "Fecha": "date", "Constancia": "evidence",
    }  # fmt: skip


def test_a_dry_run_writes_nothing_and_the_run_what_it_said(world: World, ana: Party) -> None:
    assert counts(try_dry("consents", FILE, world.diego)) == (2, 0, 0, 0)
    assert not ConsentEntry.objects.exists()
    batch = bring("consents", FILE, world.diego)
    assert counts(batch) == (2, 0, 0, 0)
    told = [(one.purpose, one.channel, one.state, one.basis, one.since) for one in consent_of(party=ana, on=ON)]
    assert told == [
        ("marketing", "email", "GRANTED", "consent", date(2025, 3, 31)),
        ("marketing", "whatsapp", "GRANTED", "consent", date(2025, 3, 31)),
    ]
    line = ledger_of(party=ana)[0]
    assert (line.evidence, line.way, line.by) == ("Formulario web", "file", "Diego")
    assert ConsentEntry.objects.filter(state="WITHDRAWN", basis="").count() == 6


def test_the_same_file_again_adds_nothing(world: World, ana: Party) -> None:
    bring("consents", FILE, world.diego)
    assert counts(bring("consents", FILE, world.diego)) == (0, 0, 2, 0)
    assert ConsentEntry.objects.count() == 8
    twice = (
        HEAD
        + "ana@correo.example;marketing;sms;yes;2025-04-01;Web\nana@correo.example;marketing;SMS;sim;2025-04-01;Otra\n"
    )
    assert counts(bring("consents", twice, world.diego)) == (1, 0, 1, 0)


def test_an_older_yes_does_not_override_a_newer_no(world: World, ana: Party) -> None:
    withdraw_consent(
        party=ana, permission=Permission("marketing", ("email",)), evidence="Llamó", said_on=date(2025, 6, 1), by=world.diego, on=ON
    )  # fmt: skip
    bring("consents", FILE, world.diego)
    said = {one.channel: one.state for one in consent_of(party=ana, on=ON)}
    assert said == {"email": "WITHDRAWN", "whatsapp": "GRANTED"}


def test_every_record_of_a_customer_has_the_line(world: World, ana: Party) -> None:
    twin = Party.objects.create(name="Anita", folded_name="anita", country="CO", owner=world.diego)
    merge_parties(one=ana, other=twin, by=world.diego)
    bring("consents", FILE, world.diego)
    assert [one.state for one in current_consent(family=[ana.pk], on=ON)] == ["GRANTED", "GRANTED"]
    assert [one.state for one in current_consent(family=[twin.pk], on=ON)] == ["GRANTED", "GRANTED"]
    assert len(ledger_of(party=ana)) == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("otra@correo.example;marketing;email;si;31/03/2025;Web", "consent_of_stranger"),
        (";marketing;email;si;31/03/2025;Web", "no_customer"),
        ("ana@correo.example;lo que sea;email;si;31/03/2025;Web", "purpose_unknown"),
        ("ana@correo.example;;email;si;31/03/2025;Web", "no_purpose"),
        ("ana@correo.example;marketing;paloma;si;31/03/2025;Web", "channel_unknown"),
        ("ana@correo.example;marketing;;si;31/03/2025;Web", "no_channel"),
        ("ana@correo.example;marketing;email;quizás;31/03/2025;Web", "answer_unknown"),
        ("ana@correo.example;marketing;email;;31/03/2025;Web", "no_answer"),
        ("ana@correo.example;marketing;email;si;31/03/2099;Web", "consent_in_future"),
        ("ana@correo.example;marketing;email;si;;Web", "no_date"),
        ("ana@correo.example;marketing;email;si;31/03/2025;", "no_evidence"),
    ],
)
def test_what_cannot_be_written_is_rejected_alone_with_its_reason(
    world: World, ana: Party, row: str, code: str
) -> None:
    batch = bring("consents", FILE + row + "\n", world.diego)
    assert codes(batch) == [(4, code)]
    assert (batch.new, batch.rejected) == (2, 1)


def test_bases_texts_and_ends_are_those_that_exist(world: World, ana: Party) -> None:
    text = ConsentText.objects.create(purpose="marketing", language="es", version=3, body="Quiero")
    head = "Correo;Finalidad;Canal;Acepta;Fecha;Base legal;Versión del texto;Vence\n"
    rows = (
        "ana@correo.example;marketing;sms;si;31/03/2025;contrato;;\n"  # Colombia knows no contract
        "ana@correo.example;marketing;sms;si;31/03/2025;obligación legal;;01/01/2027\n"
        "ana@correo.example;marketing;carta;si;31/03/2025;;v3;\n"
        "ana@correo.example;marketing;carta;si;01/04/2025;;es 9;\n"
        "ana@correo.example;marketing;visita;si;31/03/2025;obligación legal;;31/03/2025\n"
    )
    batch = bring("consents", head + rows, world.diego, name="permisos.csv")
    assert codes(batch) == [(2, "basis_not_here"), (5, "text_unknown"), (6, "expires_before")]
    lines = {line.channel: line for line in ledger_of(party=ana)}
    assert (lines["sms"].basis, lines["sms"].expires_on) == ("legal_duty", date(2027, 1, 1))
    assert (lines["letter"].text, lines["letter"].evidence) == (text, "permisos.csv #4")


def test_the_undo_calls_the_lines_back_and_they_stay_in_the_ledger(world: World, ana: Party) -> None:
    batch = bring("consents", FILE, world.diego)
    undo_batch(NullContext(), batch=batch.pk)
    assert consent_of(party=ana, on=ON) == []
    assert [line.taken_back for line in ledger_of(party=ana)] == [True, True]
    assert ConsentEntry.objects.count() == 16
    undo_batch(NullContext(), batch=batch.pk)
    assert ConsentEntry.objects.count() == 16
    assert counts(bring("consents", FILE, world.diego)) == (2, 0, 0, 0)
