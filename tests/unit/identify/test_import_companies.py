"""What companies do and how large they are, from a file: traits that lists see, repeated by the row the directory finds by."""

from datetime import date

import pyarrow as pa
import pytest
from importing import bring, try_dry
from world import World

from lazo.identify.company_traits import INDUSTRY, SIZE
from lazo.identify.imports.operations import undo_batch
from lazo.identify.imports.operations.preview_batch import preview_batch
from lazo.identify.imports.values.companies import parse_industries, parse_sizes
from lazo.identify.models import CompanyProfile, Party, TraitValue
from lazo.identify.operations.company_profile import describe_company, undo_describing
from lazo.identify.operations.kept_profiles import on_append
from lazo.identify.operations.merge import merge_parties, split_party
from lazo.identify.queries.traits import traits_of
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change, UndoOffer
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 30)
FILE = (
    "Razón social;RUT;Rubro;N° de empleados\n"
    "Café Uno S.A.;900123456;Restaurantes;35\n"
    "Ferretería Dos Ltda.;900123457;4752;11-50\n"
    "Tres SpA;900123458;cualquier cosa;\n"
)


def profiles() -> dict[str, tuple[str, str]]:
    return {one.party.name: (one.industry, one.size) for one in CompanyProfile.objects.select_related("party")}


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("4711", "G"), ("G4711", "G"), ("47.11-3/02", "G"), ("C", "C"), ("Comercio", "G"), ("Construcción", "F"), ("software", "J"),
        ("Saúde", "Q"), ("0111", "A"), ("G - Comercio", "G"), ("99", "U"), ("4711 - Comercio al por menor", "G"),
        ("34", "D"), ("cualquier cosa", None), ("Z", None), ("Comercios varios", None), ("00", None),
    ],
)  # fmt: skip
def test_industries_are_read_from_codes_and_words(text: str, section: str | None) -> None:
    assert parse_industries(pa.array([text])).values.to_pylist() == [section]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", "MICRO"), ("10", "MICRO"), ("11", "SMALL"), ("35 personas", "SMALL"), ("11-50", "SMALL"), ("de 51 a 200", "MEDIUM"),
        ("1.200", "HUGE"), ("1,000", "LARGE"), ("+1000", "HUGE"), ("1000+", "HUGE"), ("Pequeña", "SMALL"), ("médio porte", "MEDIUM"),
        ("MEI", "MICRO"), ("0", None), ("muchos", None),
    ],
)  # fmt: skip
def test_sizes_are_read_from_numbers_ranges_and_words(text: str, size: str | None) -> None:
    assert parse_sizes(pa.array([text])).values.to_pylist() == [size]


def test_the_columns_are_recognised_in_three_languages(world: World, workspace: Workspace) -> None:
    for header in (
        "Razón social;Giro;Empleados",
        "Razão social;CNAE;Número de funcionários",
        "Company name;Industry;Employees",
    ):
        batch = try_dry("customers", f"{header}\nCafé Uno S.A.;Comercio;30\n", world.diego)
        assert sorted(preview_batch(batch).mapping.values()) == ["employees", "industry", "legal_name"], header


def test_an_import_says_them_and_what_it_cannot_read_is_left_out_and_said(world: World, workspace: Workspace) -> None:
    assert try_dry("customers", FILE, world.diego, country="CO").new == 3
    assert not TraitValue.objects.exists()
    batch = bring("customers", FILE, world.diego, country="CO")
    assert profiles() == {"Café Uno S.A.": ("I", "SMALL"), "Ferretería Dos Ltda.": ("G", "SMALL")}
    assert list(batch.problems.values_list("row", "column", "code", "rejects").filter(code="value_left_out")) == [
        (4, "Rubro", "value_left_out", False)
    ]
    cafe = Party.objects.get(name="Café Uno S.A.")
    assert [(one.key, one.value, one.kind, one.source) for one in traits_of(party=cafe)] == [
        (INDUSTRY, "I", "DECLARED", "ERP"),
        (SIZE, "SMALL", "DECLARED", "ERP"),
    ]


def test_a_second_file_changes_and_its_undo_gives_back(world: World, workspace: Workspace) -> None:
    bring("customers", FILE, world.diego, country="CO")
    again = bring(
        "customers",
        "Razón social;RUT;Rubro\nCafé Uno S.A.;900123456;Hotel\nTres SpA;900123458;salud\n",
        world.diego,
        country="CO",
    )
    assert profiles()["Tres SpA"] == ("Q", "")
    undo_batch(NullContext(), batch=again.pk)
    assert profiles() == {
        "Café Uno S.A.": ("I", "SMALL"), "Ferretería Dos Ltda.": ("G", "SMALL"), "Tres SpA": ("", ""),
    }  # fmt: skip


def test_the_undo_takes_companies_and_their_profiles_away(world: World, workspace: Workspace) -> None:
    batch = bring("customers", FILE, world.diego, country="CO")
    undo_batch(NullContext(), batch=batch.pk)
    assert (Party.objects.count(), CompanyProfile.objects.count()) == (0, 0)


def test_a_person_s_word_holds_before_a_file_s(world: World, workspace: Workspace) -> None:
    bring("customers", FILE, world.diego, country="CO")
    cafe = Party.objects.get(name="Café Uno S.A.")
    token = describe_company(company=cafe, industry="C", size="SMALL", by=world.diego)
    bring("customers", "Razón social;RUT;Rubro\nCafé Uno S.A.;900123456;Hotel\n", world.diego, country="CO")
    assert profiles()["Café Uno S.A."] == ("C", "SMALL")
    undo_describing(world.diego, UndoOffer.objects.get(token=token).data)
    assert profiles()["Café Uno S.A."] == ("I", "SMALL")


def test_joined_companies_have_one_profile_and_their_own_again_when_parted(world: World, workspace: Workspace) -> None:
    bring("customers", FILE, world.diego, country="CO")
    cafe, iron = (Party.objects.get(name=name) for name in ("Café Uno S.A.", "Ferretería Dos Ltda."))
    describe_company(company=iron, industry="F", size="", by=world.diego)
    merge_parties(one=cafe, other=iron, by=world.diego, force="son la misma")
    root, other = (cafe, iron) if Party.objects.get(pk=iron.pk).canonical_id == cafe.pk else (iron, cafe)
    assert CompanyProfile.objects.get(pk=root.pk).industry == "F"
    split_party(party=other, by=world.diego)
    assert profiles() == {"Café Uno S.A.": ("I", "SMALL"), "Ferretería Dos Ltda.": ("F", "SMALL")}


def test_many_at_once_are_repeated_by_one_statement(world: World, workspace: Workspace) -> None:
    from django.db import connection

    bring("customers", FILE, world.diego, country="CO")
    before = profiles()
    CompanyProfile.objects.all().delete()
    told = Change.objects.filter(table="parties", operation="U")
    told.delete()
    ends = TraitValue.objects.order_by("pk").values_list("pk", flat=True)
    with connection.cursor() as cursor:
        for _ in range(2):
            for statement in on_append():
                cursor.execute(statement.format(first=ends[0], last=list(ends)[-1]))
    assert profiles() == before
    companies = [CompanyProfile.objects.get(party__name=name).pk for name in before]
    assert list(told.values_list("row_from", "row_to")) == [(min(companies), max(companies))] * 2


def test_whom_a_file_says_something_new_of_is_told_to_the_mirror(world: World, workspace: Workspace) -> None:
    bring("customers", FILE, world.diego, country="CO")
    cafe, three = (Party.objects.get(name=name).pk for name in ("Café Uno S.A.", "Tres SpA"))
    before = Change.objects.latest("pk").pk
    bring(
        "customers",
        "Razón social;RUT;Rubro\nCafé Uno S.A.;900123456;Salud\nFerretería Dos Ltda.;900123457;4752\nTres SpA;900123458;Construcción\n",
        world.diego,
        country="CO",
    )
    assert profiles()["Tres SpA"] == ("F", "")
    rows = Change.objects.filter(pk__gt=before, table="parties", operation="U").values_list("row_from", "row_to")
    told = {number for first, last in rows for number in range(first, last + 1)}
    assert {cafe, three} <= told
