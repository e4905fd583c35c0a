"""What the rules find in a base, and what they leave alone."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from world import World

from lazo.identify.inference import keys
from lazo.identify.models import (
    ContactPoint,
    MatchPair,
    Party,
    PartyIdentifier,
    RelationCandidate,
    Source,
    SourceRecord,
    TraitDefinition,
    TraitValue,
)
from lazo.identify.operations.household import make_household
from lazo.identify.operations.relation_candidates import candidates_are_behind, refresh_candidates
from lazo.identify.operations.relation_decision import decide_candidates
from lazo.identify.operations.relationship import end_relation, relate
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
HOME = {"address": "Carrera 7 # 12-34 Apto 501", "city": "Bogotá"}
SAME = {"address": "CRA 7 No 12 34 apartamento 501", "city": "bogota"}


@pytest.fixture(autouse=True)
def _types(db: None) -> None:
    seed_relationship_types()


def person(given: str, surnames: str = "", **columns: Any) -> Party:
    return Party.objects.create(given_name=given, surnames=surnames, name=f"{given} {surnames}".strip(), **columns)


def company(name: str, **columns: Any) -> Party:
    return Party.objects.create(kind="ORGANIZATION", name=name, legal_name=name, country="CO", **columns)


def mail(party: Party, address: str) -> None:
    ContactPoint.objects.create(party=party, kind="EMAIL", value=address, key=address)


def phone(parties: Iterable[Party], number: str = "+573001112233") -> None:
    for party in parties:
        ContactPoint.objects.create(party=party, kind="PHONE", value=number, key=number)


def document(party: Party, scheme: str, value: str) -> None:
    PartyIdentifier.objects.create(party=party, scheme=scheme, value=value, key=value)


def found(tmp_path: Path) -> list[tuple[str, str, str, str, float]]:
    refresh_candidates(context=NullContext(), on=ON, folder=tmp_path)
    rows = RelationCandidate.objects.select_related("origin", "target").order_by("origin", "target", "type")
    return [(one.origin.name, one.type_id, one.target.name, one.rule, float(one.confidence)) for one in rows]


def test_one_address_written_two_ways_and_a_surname_is_a_household(tmp_path: Path) -> None:
    person("Ana", "Rojas Díaz", **HOME)
    person("Beto", "Rojas Peña", **SAME)
    person("Carla", "Mejía", **HOME)
    assert found(tmp_path) == [("Ana Rojas Díaz", "same-household", "Beto Rojas Peña", "ADDRESS", 0.8)]
    assert RelationCandidate.objects.get().evidence == [{"rule": "ADDRESS", "people": 2, "detail": ""}]


def test_rules_that_agree_make_it_surer(tmp_path: Path) -> None:
    couple = [person("Ana", "Rojas", **HOME), person("Beto", "Rojas", **SAME)]
    phone(couple)
    assert found(tmp_path) == [("Ana Rojas", "same-household", "Beto Rojas", "CONTACT", 0.97)]
    assert [one["rule"] for one in RelationCandidate.objects.get().evidence] == ["CONTACT", "ADDRESS"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ana María", "Rojas"), ("Ana", "Rojas")),
        (("Katherine", "Rojas"), ("Katerine", "Rojas")),
        (("Ana", "Rojas"), ("Rojas", "Ana")),
        (("", "Rojas"), ("Beto", "Rojas")),
    ],
)
def test_one_customer_written_twice_is_no_household(
    tmp_path: Path, one: tuple[str, str], other: tuple[str, str]
) -> None:
    phone([person(*one, **HOME), person(*other, **HOME)])
    assert found(tmp_path) == []


def test_whether_they_are_one_customer_is_asked_first(tmp_path: Path) -> None:
    one, other = person("Ana", "Rojas", **HOME), person("Beto", "Rojas", **HOME)
    pair = MatchPair.objects.create(left=one, right=other, kind="SAME", probability=0.6, weight=1.0)
    assert found(tmp_path) == []
    MatchPair.objects.filter(pk=pair.pk).update(state="NOT")
    assert len(found(tmp_path)) == 1


def test_a_number_that_is_known_to_be_anothers_says_nothing(tmp_path: Path) -> None:
    phone([person("Ana", "Rojas"), person("Beto", "Rojas")])
    ContactPoint.objects.filter(party__given_name="Beto").update(health_why="OTHER_OWNER")
    assert found(tmp_path) == []


def test_a_crowd_proposes_nobody(tmp_path: Path) -> None:
    names = ("Ana", "Beto", "Carla", "Dora", "Elsa", "Fito", "Gina", "Hugo", "Irma", "Juan", "Kike", "Luz", "Mario")
    mall = [person(name, "Rojas", **HOME) for name in names]
    phone(mall)
    assert found(tmp_path) == []


def test_a_phone_alone_says_nothing_of_people_of_two_names_and_two_addresses(tmp_path: Path) -> None:
    phone([person("Ana", "Rojas", **HOME), person("Beto", "Mejía", address="Calle 1 # 2-3", city="Cali")])
    assert found(tmp_path) == []


def test_of_a_family_each_is_proposed_once(tmp_path: Path) -> None:
    for name in ("Ana", "Beto", "Carlos", "Delia"):
        person(name, "Rojas", **HOME)
    assert [(origin, target) for origin, _, target, _, _ in found(tmp_path)] == [
        ("Ana Rojas", "Beto Rojas"), ("Ana Rojas", "Carlos Rojas"), ("Ana Rojas", "Delia Rojas"),
    ]  # fmt: skip


def test_somebody_under_age_is_proposed_with_an_adult_of_the_family_and_by_nothing_else(tmp_path: Path) -> None:
    born = date(2012, 1, 1)
    child, sister = person("Niña", "Rojas", birth_date=born, **HOME), person("Sara", "Rojas", birth_date=born, **HOME)
    phone([child, sister])
    mail(child, "nina@acme.test")
    mail(company("Acme S.A.S."), "hola@acme.test")
    assert found(tmp_path) == []
    person("Ana", "Rojas", **HOME)
    assert [(origin, rule, target) for origin, _, target, rule, _ in found(tmp_path)] == [
        ("Niña Rojas", "ADDRESS", "Ana Rojas")
    ]


def test_a_company_teaches_its_domain_and_shared_ones_say_nothing(tmp_path: Path) -> None:
    acme = company("Acme S.A.S.")
    mail(acme, "hola@acme.test")
    for address in ("ana@acme.test", "beto@gmail.com", "ventas@acme.test", "carla@otra.test"):
        mail(person(address.split("@")[0].title(), "Ríos"), address)
    mail(acme, "acme@gmail.com")
    assert found(tmp_path) == [("Ana Ríos", "employed-by", "Acme S.A.S.", "DOMAIN", 0.8)]
    mail(company("Beta Ltda."), "beta@acme.test")
    assert [row[1:4] for row in found(tmp_path)] == [("same-group", "Beta Ltda.", "WEB_DOMAIN")]


def test_branches_of_one_tax_number_are_sites_of_its_head(tmp_path: Path) -> None:
    branch, head = company("Filial do Sul"), company("Casa Central")
    document(branch, "BR_CNPJ", "11222333000262")
    document(head, "BR_CNPJ", "11222333000181")
    assert found(tmp_path) == [("Filial do Sul", "site-of", "Casa Central", "TAX_ROOT", 0.97)]


def test_one_legal_name_with_two_documents_is_a_group_and_a_branch_by_name_is_a_site(tmp_path: Path) -> None:
    first, second = company("Hotel Casa Rojas S.A.S."), company("Hotel Casa Rojas Ltda")
    document(first, "CO_NIT", "9001112223")
    assert found(tmp_path) == []
    document(second, "CO_NIT", "9003334445")
    branch = company("Café Del Sur S.A. Sucursal Norte")
    cafe = company("CAFE DEL SUR S.A.")
    assert found(tmp_path) == [
        (first.name, "same-group", second.name, "LEGAL_NAME", 0.6),
        (branch.name, "site-of", cafe.name, "LEGAL_NAME", 0.75),
    ]


def test_companies_of_one_director_may_be_a_group(world: World, tmp_path: Path) -> None:
    boss, one, other = person("Beto", "Ríos"), company("Uno S.A.S."), company("Dos S.A.S.")
    for firm in (one, other):
        relate(origin=boss, target=firm, type_key="director-of", by=world.diego, on=ON)
    assert found(tmp_path) == [("Uno S.A.S.", "same-group", "Dos S.A.S.", "DIRECTOR", 0.5)]


def test_what_the_data_name_is_proposed_in_its_direction(world: World, tmp_path: Path) -> None:
    source = Source.objects.create(key="erp", name="ERP")
    son, father, friend = person("Hijo", "Ríos"), person("Padre", "Ríos"), person("Amiga", "Paz")
    SourceRecord.objects.create(source=source, external_id="C-1", party=father)
    mail(friend, "amiga@correo.test")
    for key, value in (("pagador", "C-1"), ("referido-por", "Amiga@correo.test"), ("comentario", "C-1")):
        field = TraitDefinition.objects.create(key=key, name=key, type="TEXT", kind="DECLARED", package="custom")
        TraitValue.objects.create(party=son, definition=field, text=value, source=source)
    aval = TraitDefinition.objects.create(
        key="codeudor", name="Codeudor", type="PARTY", kind="DECLARED", package="custom"
    )
    TraitValue.objects.create(party=son, definition=aval, other=friend)
    assert found(tmp_path) == [
        ("Hijo Ríos", "referred-by", "Amiga Paz", "TOLD", 0.9),
        ("Padre Ríos", "pays-for", "Hijo Ríos", "TOLD", 0.95),
        ("Amiga Paz", "guarantees", "Hijo Ríos", "TOLD", 0.95),
    ]


def test_what_is_related_or_was_is_asked_no_more(world: World, tmp_path: Path) -> None:
    ana, beto = person("Ana", "Rojas", **HOME), person("Beto", "Rojas", **HOME)
    acme = company("Acme S.A.S.")
    mail(acme, "hola@acme.test")
    mail(ana, "ana@acme.test")
    assert len(found(tmp_path)) == 2
    home = make_household(name="Hogar Rojas", members=[ana, beto], by=world.diego, on=ON)
    end_relation(
        relation=relate(origin=ana, target=acme, type_key="employed-by", by=world.diego, on=ON), by=world.diego, on=ON
    )
    assert found(tmp_path) == []
    assert home.kind == "HOUSEHOLD"


def test_records_of_one_customer_are_one_and_a_merge_does_not_ask_again(world: World, tmp_path: Path) -> None:
    ana, beto = person("Ana", "Rojas", **HOME), person("Beto", "Rojas", **HOME)
    found(tmp_path)
    decide_candidates(candidates=[RelationCandidate.objects.get().pk], outcome="REFUSED", by=world.diego, on=ON)
    late = person("Anita", "Rojas", **HOME)
    Party.objects.filter(pk=ana.pk).update(canonical=late)
    assert [row for row in found(tmp_path) if row[0] == "Anita Rojas" or row[2] == "Anita Rojas"] == []
    assert RelationCandidate.objects.get().decisions.get().outcome == "REFUSED"
    assert beto.pk < late.pk


def test_searching_again_writes_only_what_changed(tmp_path: Path) -> None:
    ana, beto = person("Ana", "Rojas", **HOME), person("Beto", "Rojas", **HOME)
    assert candidates_are_behind()
    first = refresh_candidates(context=NullContext(), on=ON, folder=tmp_path)
    again = refresh_candidates(context=NullContext(), on=ON, folder=tmp_path)
    assert (first, again) == (
        {"found": 1, "new": 1, "renewed": 0, "gone": 0},
        {"found": 1, "new": 0, "renewed": 0, "gone": 0},
    )
    assert not candidates_are_behind()
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=ana.pk)
    assert candidates_are_behind()
    phone([ana, beto])
    assert refresh_candidates(context=NullContext(), on=ON, folder=tmp_path)["renewed"] == 1
    Party.objects.filter(pk=beto.pk).update(address="Calle 1 # 2-3", surnames="Paz")
    assert refresh_candidates(context=NullContext(), on=ON, folder=tmp_path) == {
        "found": 0, "new": 0, "renewed": 0, "gone": 1,
    }  # fmt: skip
    assert Event.objects.filter(kind="relation.candidates_found").count() == 4


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("Hotel Casa Rojas S. de R.L. de C.V.", "hotel casa rojas"),
        ("Hotel Casa Rojas, S.A.", "hotel casa rojas"),
        ("Café do Sul Eireli ME", "cafe do sul"),
        ("Café do Sul Ltda - Filial 3", "cafe do sul"),
        ("Panadería La Sede", "panaderia la"),
    ],
)
def test_the_root_of_a_company_s_name(name: str, root: str) -> None:
    import duckdb

    said = duckdb.execute(f"SELECT {keys.name_root('name')} FROM (SELECT ? AS name)", [name]).fetchone()
    assert said == (root,)
