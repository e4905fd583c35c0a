"""Rights for programs: requests carried through, links, words, lists; each refused for who may not or does not see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest import Program, person
from world import World

from lazo.identify.models import ConsentProof, Erasure, PreferenceLink, SuppressionConsultation
from lazo.identify.operations.party_block import block_party
from lazo.identify.operations.subject_export import gather
from lazo.identify.operations.suppression_load import load_consultation
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
NOT_THERE = ("not_found", [])
OFFERS = {"granted": True, "purpose": "marketing", "channels": ["email"], "basis": "consent", "evidence": "Casilla"}


def test_a_request_is_opened_identified_and_answered(world: World, workspace: Workspace) -> None:
    customer, program = person(world.diego), Program(world.diego)
    asked = program.post(f"/customers/{customer.pk}/data-requests", {"kind": "access", "received_on": "2026-11-02"})
    assert (asked["state"], asked["due_on"], asked["law"]) == ("overdue", "2026-11-17", "Ley 1581 de 2012, art. 14")
    place = f"/data-requests/{asked['id']}"
    assert program.problem("POST", f"{place}/export", status=409)[0] == "not_identified"
    assert program.problem("POST", f"{place}/steps/identity", {"note": ""}, status=422)[1] == [("/note", "no_reason")]
    told = program.post(f"{place}/steps/identity", {"note": "Cédula"})
    assert (told["is_identified"], [step["kind"] for step in told["steps"]]) == (True, ["IDENTITY"])
    program.post(f"{place}/export", status=202)
    assert program.problem("GET", f"{place}/export", status=404) == NOT_THERE
    gather(NullContext(), workspace=workspace, request=asked["id"], by=world.diego.pk, on=customer.created_at.date())
    packed = program.ask("GET", f"{place}/export")
    assert (packed.status_code, packed["Content-Type"]) == (200, "application/zip")
    assert b"".join(packed.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]  # a file is streamed
    assert program.answer("PUT", f"{place}/assignee", {"assignee": world.diego.pk})["assignee"] == world.diego.pk
    closed = program.post(f"{place}/steps/closing", {"note": "Entregado"})
    assert (closed["state"], closed["outcome"], closed["has_file"]) == ("closed", "DONE", True)
    assert [row["id"] for row in program.get("/data-requests?state=closed&kind=access")["data"]] == [asked["id"]]
    assert program.problem("POST", f"{place}/steps/pause", {"note": "Tarde"}, status=409)[0] == "closed"


def test_an_erasure_needs_the_right_the_identity_and_the_name(world: World, workspace: Workspace) -> None:
    customer = person(world.ana)
    agent, officer = Program(world.ana), Program(world.diego)
    place = f"/data-requests/{agent.post(f'/customers/{customer.pk}/data-requests', {'kind': 'erasure'})['id']}"
    agent.post(f"{place}/steps/identity", {"note": "Cédula"})
    assert agent.problem("POST", f"{place}/erasure", {"name": customer.name}, status=403)[0] == "not_allowed"
    assert agent.problem("GET", f"{place}/erasure", status=403)[0] == "not_allowed"
    preview = officer.get(f"{place}/erasure")
    assert preview["lines"][0] == {"label": "Identidad", "rows": 1, "goes": False}
    assert officer.problem("POST", f"{place}/erasure", {"name": "Otra"}, status=422)[1] == [("/name", "wrong_name")]
    officer.post(f"{place}/erasure", {"name": customer.name}, status=202)
    assert Erasure.objects.get().by == world.diego
    assert officer.problem("POST", f"{place}/erasure/search", status=409)[0] == "nothing_left"


def test_requests_of_others_are_not_there(world: World, workspace: Workspace) -> None:
    customer = person(world.ana)
    asked = Program(world.ana).post(f"/customers/{customer.pk}/data-requests", {"kind": "erasure"})
    other, place = Program(world.carla), f"/data-requests/{asked['id']}"
    assert other.get("/data-requests?state=")["data"] == []
    for method, tail, body in (
        ("GET", "", None), ("POST", "/steps/identity", {"note": "x"}), ("PUT", "/assignee", {}),
        ("POST", "/export", None), ("POST", "/erasure", {"name": "x"}), ("POST", "/erasure/search", None),
    ):  # fmt: skip
        assert other.problem(method, f"{place}{tail}", body, status=404) == NOT_THERE
    body = {"kind": "access"}
    assert other.problem("POST", f"/customers/{customer.pk}/data-requests", body, status=404) == NOT_THERE
    reader = Program(world.ana, ["customers:write"])
    assert reader.problem("GET", place, status=403)[0] == "no_scope"


def test_a_block_is_lifted(world: World, workspace: Workspace) -> None:
    customer, program = person(world.diego), Program(world.diego)
    block_party(party=customer, by=world.diego)
    program.answer("DELETE", f"/customers/{customer.pk}/block", status=204)
    assert program.problem("DELETE", f"/customers/{customer.pk}/block", status=409)[0] == "not_blocked"


def test_a_link_opens_the_customers_page_and_its_one_click_turns_off(world: World, workspace: Workspace) -> None:
    customer, program = person(world.ana), Program(world.ana)
    place = f"/customers/{customer.pk}/preference-links"
    made = program.post(place, {"language": "en", "days": 2})
    assert Client().get(made["url"].removeprefix("http://testserver")).status_code == 200
    Client().post(made["one_click"].removeprefix("http://testserver"))
    assert program.get(f"/customers/{customer.pk}/consents")["current"][0]["state"] == "WITHDRAWN"
    assert program.answer("DELETE", place) == {"count": 1}
    assert Program(world.carla).problem("POST", place, {}, status=404) == NOT_THERE
    assert PreferenceLink.objects.count() == 1


def test_many_permissions_are_written_or_none(world: World, workspace: Workspace) -> None:
    one, other = person(world.ana), person(world.ana, "Luis Peña")
    program = Program(world.ana)
    text = Program(world.diego).post("/consent-texts", {"purpose": "marketing", "language": "es", "body": "Acepto."})
    rows = [{"customer": row.pk, **OFFERS, "text": text["id"]} for row in (one, other)]
    assert program.post("/consents", {"data": rows}) == {"written": 2}
    assert set(ConsentProof.objects.values_list("way", "text")) == {("program", text["id"])}
    wrong = [*rows, {"customer": other.pk, **OFFERS, "basis": "none"}]
    assert program.problem("POST", "/consents", {"data": wrong}, status=422)[1] == [("/data/2/basis", "unknown_basis")]
    assert ConsentProof.objects.count() == 2
    ledger = program.get(f"/customers/{one.pk}/consents")["ledger"]
    assert [(line["way"], line["text"]) for line in ledger] == [("program", text["id"])]
    assert [row["version"] for row in program.get("/consent-texts")["data"]] == [1]
    text_in = {"purpose": "marketing", "language": "es", "body": "Otra"}
    assert program.problem("POST", "/consent-texts", text_in, status=403)[0] == "not_allowed"


def test_lists_are_consulted_written_and_asked(world: World, workspace: Workspace) -> None:
    program = Program(world.diego)
    file = SimpleUploadedFile("rne.csv", b"numero\n3001234567\n")
    sent = program.client.post("/api/v1/suppression-lists/co-rne/consultations", {"file": file, "reference": "R-9"})
    assert sent.status_code == 201
    load_consultation(NullContext(), consultation=SuppressionConsultation.objects.get().pk)
    listed = {row["key"]: row for row in program.get("/suppression-lists")["data"]}
    assert (listed["co-rne"]["freshness"], listed["co-rne"]["entries"]) == ("fresh", 1)
    assert program.post("/suppression-lists/own/entries", {"texts": ["310 765 4321", "???"]}) == {"count": 1}
    asked = {"texts": ["300 123 4567", "3107654321", "hola"], "purpose": "marketing", "channel": "phone"}
    told = program.post("/suppression-checks", asked)["data"]
    assert [(row["is_readable"], [one["list"] for one in row["lists"]]) for row in told] == [
        (True, ["co-rne"]),
        (True, ["own"]),
        (False, []),
    ]
    assert program.post("/suppression-lists/own/removals", {"texts": ["3107654321"]}) == {"count": 1}
    assert program.problem("POST", "/suppression-lists/own/entries", {"texts": ["?"]}, status=422)[1] == [
        ("/texts", "no_key")
    ]
    agent = Program(world.ana)
    again = SimpleUploadedFile("rne.csv", b"numero\n3001234567\n")
    refused = agent.client.post("/api/v1/suppression-lists/co-rne/consultations", {"file": again})
    assert refused.status_code == 403, refused.content
