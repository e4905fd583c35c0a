"""Statements that are put together once say what the ORM says."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from lazo.identify.models import ContactPoint, Party, TraitDefinition
from lazo.kernel.models import Change, Company, Event, EventDetail, Team, User
from lazo.kernel.prepared import Prepared, PreparedRows, columns_of, row_as
from lazo.kernel.workspace_company import workspace_company
from lazo.kernel.written import MOST_VALUES, insert

pytestmark = pytest.mark.django_db


def test_rows_are_those_of_the_orm_with_their_types():
    made = [TraitDefinition.objects.create(key=key, package="custom", name=key, choices=["á", "b"]) for key in "ab"]
    asked = Prepared(
        lambda key: TraitDefinition.objects.filter(key=key).values_list("pk", "choices", "archived_at"), str
    )
    assert [asked.first(key) for key in "ab"] == [(one.pk, ["á", "b"], None) for one in made]
    assert asked("c") == []
    assert asked.first("(value 0.0)") is None


def test_numbers_and_several_texts_go_in_their_places():
    people = Party.objects.bulk_create(Party(name=name, version=2) for name in ("Ana", "Luz", "Sol"))
    asked = Prepared(
        lambda names, above: (
            Party.objects.filter(name__in=names, pk__gt=above, version=2).order_by("pk").values_list("name")
        ),
        list,
        int,
    )
    assert asked(["Sol", "Ana"], people[0].pk) == [("Sol",)]
    assert asked(["Ana", "Luz", "Sol"], 0) == [("Ana",), ("Luz",), ("Sol",)]


def test_several_numbers_go_wherever_they_are_asked():
    people = Party.objects.bulk_create(Party(name=name) for name in ("Ana", "Luz", "Sol"))
    asked = Prepared(
        lambda some, but: Party.objects.filter(pk__in=some).exclude(pk__in=but).order_by("-pk").values_list("name"),
        tuple,
        tuple,
    )
    numbers = [one.pk for one in people]
    assert asked(numbers, numbers[:1]) == [("Sol",), ("Luz",)]
    assert asked(numbers[:1], numbers[1:]) == [("Ana",)]


def test_whole_rows_are_those_of_the_orm_with_what_is_joined_and_added():
    owner = User.objects.create(email="ana@nube.example", name="Ana")
    team = Team.objects.create(name="Norte")
    made = [
        Party.objects.create(name="Luz", owner=owner, team=team, birth_date=date(1990, 2, 3)),
        Party.objects.create(name="Sol"),
        Party.objects.create(name="Mar", owner=owner),
    ]

    def asked(numbers):
        rows = Party.objects.filter(pk__in=numbers).select_related("owner", "team", "golden").order_by("pk")
        return rows.annotate(half=F("pk") * 2)

    numbers, prepared = [one.pk for one in made], PreparedRows(asked, tuple)
    with CaptureQueriesContext(connection) as questions:
        found = prepared(numbers)
        told = [(one, one.half, one.owner and one.owner.name, one.team and one.team.name) for one in found]
    assert len(questions) == 1
    assert told == [
        (made[0], numbers[0] * 2, "Ana", "Norte"),
        (made[1], numbers[1] * 2, None, None),
        (made[2], numbers[2] * 2, "Ana", None),
    ]
    assert [vars(one) | {"_state": None} for one in found] == [vars(one) | {"_state": None} for one in asked(numbers)]
    assert prepared.first(numbers[1:]) == made[1]
    assert prepared.first([0]) is None
    found[1].name = "Solo"
    found[1].save()
    assert Party.objects.get(pk=numbers[1]).name == "Solo"


def test_a_value_inside_a_pattern_is_refused():
    asked = Prepared(lambda name: Party.objects.filter(name__contains=name).values_list("pk"), str)
    with pytest.raises(ValueError, match="does not stand"):
        asked("a")


def test_the_company_is_the_row():
    assert workspace_company() is None
    kept = Company.objects.create(pk=1, name="Nube", is_fictitious=True)
    found = workspace_company()
    assert found is not None
    assert [getattr(found, name) for name in columns_of(Company)] == [
        getattr(kept, name) for name in columns_of(Company)
    ]
    found.name = "Niebla"
    found.save()
    assert row_as(Company, Company.objects.values_list(*columns_of(Company))[0]).name == "Niebla"


def test_inserted_rows_are_those_of_bulk_create():
    person = Party(kind="PERSON", name="Ana", first_contact_on=date(2026, 1, 2))
    insert([person])
    assert person.pk
    assert not person._state.adding
    held = Party.objects.get()
    assert (held.name, held.first_contact_on, held.version) == ("Ana", date(2026, 1, 2), 1)
    assert held.created_at is not None
    points = [ContactPoint(party=person, kind="EMAIL", value=text, key=text) for text in ("a@b.example", "c@d.example")]
    insert(points)
    assert list(ContactPoint.objects.order_by("pk").values_list("pk", "value", "health")) == [
        (one.pk, one.value, ContactPoint.Health.USABLE) for one in points
    ]


def test_json_and_a_key_that_is_another_rows():
    event = Event(kind="a.b", data={"n": 1})
    insert([event])
    insert([EventDetail(event=event, before=None, after={"name": "Gárate"})])
    held = Event.objects.select_related("detail").get()
    assert (held.data, held.detail.before, held.detail.after) == ({"n": 1}, None, {"name": "Gárate"})
    assert not Event.objects.filter(detail__before__isnull=False).exists()


def test_many_rows_and_none_at_all():
    assert insert([]) == []
    insert([Change(table="t", operation="A", row_from=n, row_to=n) for n in range(1, MOST_VALUES // 6 + 2)])
    assert Change.objects.filter(row_from=F("row_to"), at__lte=Now()).count() == MOST_VALUES // 6 + 1
