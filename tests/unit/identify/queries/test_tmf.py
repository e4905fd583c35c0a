"""Parties, roles and relations in the shape of TM Forum's interfaces."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from world import World

from lazo.identify.models import ContactPoint, Party, PartyIdentifier, PartyRole, Source, SourceRecord
from lazo.identify.operations.merge import merge_parties
from lazo.identify.operations.relationship import relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.operations.tmf_export import UnableToExportTmf, export_tmf
from lazo.identify.queries.tmf import tmf_parties, tmf_roles
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)


def made(world: World, owner: str = "ana") -> tuple[Party, Party]:
    seed_relationship_types()
    ana = Party.objects.create(
        name="Ana Paz", folded_name="ana paz", given_name="Ana", surnames="Paz", birth_date=date(1980, 3, 5), owner=world.ana, city="Cali"
    )  # fmt: skip
    firm = Party.objects.create(
        name="Café Uno", folded_name="cafe uno", legal_name="Café Uno S.A.", kind="ORGANIZATION", owner=getattr(world, owner)
    )  # fmt: skip
    ContactPoint.objects.create(party=ana, kind="EMAIL", value="ana@correo.example", key="ana@correo.example")
    PartyIdentifier.objects.create(party=firm, scheme="CO_NIT", value="9001234568", key="CO:9001234568")
    SourceRecord.objects.create(party=firm, source=Source.objects.create(key="erp", name="ERP"), external_id="C-9")
    relate(origin=ana, target=firm, type_key="employed-by", by=world.diego, on=ON, since=date(2024, 1, 2))
    PartyRole.objects.create(party=firm, kind="customer", valid_from=date(2023, 5, 1))
    PartyRole.objects.create(party=ana, kind="payer", valid_to=date(2025, 5, 1))
    return ana, firm


def test_parties_have_the_names_of_the_interface(world: World) -> None:
    ana, firm = made(world)
    person, company = tmf_parties(user=world.ana).rows
    assert person == {
        "id": str(ana.pk), "href": f"/api/v1/customers/{ana.pk}", "@type": "Individual",
        "givenName": "Ana", "familyName": "Paz", "fullName": "Ana Paz", "birthDate": "1980-03-05",
        "contactMedium": [
            {"mediumType": "email", "preferred": False, "characteristic": {"emailAddress": "ana@correo.example"}},
            {"mediumType": "postalAddress", "preferred": False, "characteristic": {"city": "Cali"}},
        ],
        "relatedParty": [{
            "id": str(firm.pk), "href": f"/api/v1/customers/{firm.pk}", "name": "Café Uno", "@referredType": "Organization",
            "role": "employed-by:inverse", "validFor": {"startDateTime": "2024-01-02T00:00:00Z"},
        }],
    }  # fmt: skip
    assert company == {
        "id": str(firm.pk), "href": f"/api/v1/customers/{firm.pk}", "@type": "Organization",
        "name": "Café Uno S.A.", "tradingName": "Café Uno", "organizationType": "company",
        "organizationIdentification": [{"identificationType": "CO_NIT", "identificationId": "9001234568"}],
        "externalReference": [{"externalReferenceType": "ERP", "name": "C-9"}],
        "relatedParty": [{
            "id": str(ana.pk), "href": f"/api/v1/customers/{ana.pk}", "name": "Ana Paz", "@referredType": "Individual",
            "role": "employed-by", "validFor": {"startDateTime": "2024-01-02T00:00:00Z"},
        }],
    }  # fmt: skip


def test_roles_have_their_time_and_the_customer_is_one(world: World) -> None:
    _, firm = made(world)
    customer, payer = tmf_roles(user=world.ana).rows
    assert (customer["@type"], customer["name"], customer["status"]) == ("Customer", "customer", "active")
    assert customer["engagedParty"]["id"] == str(firm.pk)
    assert customer["validFor"] == {"startDateTime": "2023-05-01T00:00:00Z"}
    assert (payer["@type"], payer["status"], payer["engagedParty"]["name"]) == ("PartyRole", "inactive", "Ana Paz")


def test_nobody_learns_of_a_customer_who_is_not_theirs_to_see(world: World) -> None:
    made(world, owner="diego")
    (person,) = tmf_parties(user=world.ana).rows
    assert "relatedParty" not in person
    assert [one["name"] for one in tmf_roles(user=world.ana).rows] == ["payer"]
    assert (tmf_parties(user=world.carla).rows, tmf_roles(user=world.carla).rows) == ((), ())


def test_records_of_one_customer_are_told_as_one(world: World) -> None:
    ana, _ = made(world)
    twin = Party.objects.create(name="Anita", folded_name="anita", owner=world.ana)
    for value in ("ana@correo.example", "otra@correo.example"):
        ContactPoint.objects.create(party=twin, kind="EMAIL", value=value, key=value)
    merge_parties(one=ana, other=twin, by=world.ana)
    (person, _company) = tmf_parties(user=world.ana).rows
    told = [
        one["characteristic"].get("emailAddress") for one in person["contactMedium"] if one["mediumType"] == "email"
    ]
    assert told == ["ana@correo.example", "otra@correo.example"]


def test_pages_go_on_and_cost_the_same_whatever_their_size(world: World) -> None:
    made(world)
    page = tmf_parties(user=world.ana, size=1)
    assert (len(page.rows), len(tmf_parties(user=world.ana, after=page.last or 0, size=1).rows)) == (1, 1)
    with CaptureQueriesContext(connection) as one:
        tmf_parties(user=world.ana, size=1)
    with CaptureQueriesContext(connection) as two:
        tmf_parties(user=world.ana)
    assert len(one) == len(two)


def test_the_file_has_one_resource_a_line_and_is_there_whole_or_not_at_all(world: World, tmp_path: Path) -> None:
    made(world)
    to = tmp_path / "partes.jsonl"
    assert export_tmf(to=to, by=world.diego, context=NullContext()) == 4
    kinds = [json.loads(line)["@type"] for line in to.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["Individual", "Organization", "Customer", "PartyRole"]
    assert Event.objects.get(kind="rows.exported").data == {"sheet": "tmf", "rows": 4, "format": "jsonl"}
    for path, user, code in (
        (tmp_path / "a.csv", world.diego, "unknown_format"),
        (tmp_path / "no" / "a.jsonl", world.diego, "folder_missing"),
        (tmp_path / "b.jsonl", world.ana, "not_allowed"),
    ):
        with pytest.raises(UnableToExportTmf, match=code):
            export_tmf(to=path, by=user, context=NullContext())
    assert [one.name for one in tmp_path.iterdir()] == ["partes.jsonl"]
