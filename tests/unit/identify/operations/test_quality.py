"""How good the data are: every figure of a company that is known by heart."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from measured import ON, Measured, make_measured
from world import World

from lazo.identify.models import Party, QualityMeasure
from lazo.identify.operations.quality import measure_quality, quality_is_behind
from lazo.identify.queries.quality import data_quality, may_see_quality, quality_by_source
from lazo.identify.queries.quality_lacking import lacking
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db

C, V, U, T, A = "COMPLETENESS", "VALIDITY", "UNIQUENESS", "TIMELINESS", "CONSISTENCY"
"""Of four people and two companies: Rosa (two records), Luis, Inés, one called by a number, Acme, Beta."""
EXPECTED = {
    "record": {U: (4, 6)},
    "name": {C: (6, 6), V: (5, 6)},
    "document": {C: (2, 4), V: (1, 2), U: (0, 2), A: (1, 2)},
    "tax_id": {C: (1, 2), V: (1, 1), U: (1, 1), A: (1, 1)},
    "phone": {C: (4, 6), V: (2, 4), U: (2, 4), T: (1, 4), A: (3, 4)},
    "email": {C: (1, 6), V: (1, 1), U: (1, 1), T: (1, 1)},
    "address": {C: (1, 6), T: (1, 1), A: (0, 0)},
    "city": {C: (2, 6), A: (0, 1)},
    "country": {C: (4, 6), V: (4, 4), A: (0, 0)},
    "birth_date": {C: (2, 4), V: (1, 2), A: (1, 1)},
    "consent": {C: (3, 6), V: (2, 3), T: (2, 3)},
    "industry": {C: (1, 2)},
    "size": {C: (0, 2)},
    "purchases": {C: (2, 4)},
}


@pytest.fixture
def company(world: World) -> Measured:
    return make_measured(world)


def measure(on: date = ON) -> None:
    measure_quality(on=on, by=None, context=NullContext())


def figures() -> dict[str, dict[str, tuple[int, int]]]:
    found = data_quality()
    assert found is not None
    return {
        one.key: {name: (figure.hits, figure.total) for name, figure in one.figures.items()} for one in found.attributes
    }


def test_every_figure_of_customers(company: Measured) -> None:
    measure()
    assert figures() == EXPECTED


def test_every_figure_opens_the_customers_it_leaves_out(company: Measured) -> None:
    measure()
    for row in QualityMeasure.objects.filter(source=None).exclude(attribute="purchases"):
        left_out = lacking(attribute=row.attribute, dimension=row.dimension, on=ON)
        assert left_out is not None
        assert Party.objects.current().filter(left_out).count() == row.total - row.hits, (row.attribute, row.dimension)


def test_no_figure_opens_nobody(company: Measured) -> None:
    assert lacking(attribute="purchases", dimension=C, on=ON) is None
    assert lacking(attribute="name", dimension=T, on=ON) is None
    assert lacking(attribute="record", dimension=C, on=ON) is None


def test_by_source_the_records_that_it_knows(company: Measured) -> None:
    measure()
    shop, till = company.shop.pk, company.till.pk
    told = {
        number: {dimension: (one.hits, one.total) for dimension, one in found.items()}
        for number, _name, found in quality_by_source(attribute="phone")
    }
    assert told == {
        shop: {C: (2, 2), V: (1, 2), T: (0, 2), A: (2, 2)},
        till: {C: (2, 2), V: (1, 2), T: (1, 2), A: (1, 1)},
    }
    of_till = data_quality(source=till)
    assert of_till is not None
    complete = {one.key: one.figures[C] for one in of_till.attributes}
    assert (complete["tax_id"].hits, complete["tax_id"].total) == (1, 1)
    assert (complete["purchases"].hits, complete["purchases"].total) == (1, 2)


def test_a_city_says_its_country_when_enough_people_live_there(company: Measured) -> None:
    Party.objects.bulk_create(Party(name="Ana", city="Cali", country="CO") for _ in range(18))
    stray = Party.objects.create(name="Eva", city="Cali", country="MX")
    measure()
    assert figures()["country"][A] == (20, 21)
    left_out = lacking(attribute="country", dimension=A, on=ON)
    assert left_out is not None
    assert list(Party.objects.filter(left_out)) == [stray]


def test_the_last_measurement_of_a_day_is_kept_and_days_make_a_course(company: Measured) -> None:
    measure(ON - timedelta(days=1))
    measure()
    company.ines.canonical = company.rosa
    company.ines.save()
    measure()
    found = data_quality()
    assert found is not None
    assert found.day == ON
    phone = next(one for one in found.attributes if one.key == "phone")
    assert phone.course == ((ON - timedelta(days=1), 2 / 6), (ON, 2 / 5))
    assert Event.objects.filter(kind="quality.measured").count() == 3


def test_it_is_due_once_a_day(world: World) -> None:
    assert not quality_is_behind(on=ON)
    make_measured(world)
    assert quality_is_behind(on=ON)
    measure()
    assert not quality_is_behind(on=ON)
    assert quality_is_behind(on=ON + timedelta(days=1))


def test_more_customers_ask_no_more_statements(company: Measured) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        measure()
    Party.objects.bulk_create(Party(name=f"Ana {n}", city=f"Villa {n}", country="CO") for n in range(60))
    with CaptureQueriesContext(connection) as many:
        measure()
    assert len(many) == len(few)


def test_counts_of_the_company_are_for_who_sees_everybody(world: World) -> None:
    assert [may_see_quality(user) for user in (world.ana, world.bruno, world.carla, world.diego)] == [
        False,
        False,
        False,
        True,
    ]


class Killed(Exception):
    """The process ended here."""


class EndsAt(NullContext):
    """Ends at the given step of the measurement, before anything of it is kept."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        if done >= self.step:
            raise Killed


@pytest.mark.parametrize("step", [0, 6])
def test_killed_midway_it_leaves_what_was_there_and_starts_again(company: Measured, step: int) -> None:
    measure()
    Party.objects.create(name="Eva")
    with pytest.raises(Killed):
        measure_quality(on=ON, by=None, context=EndsAt(step))
    assert figures() == EXPECTED
    measure()
    assert figures()["name"] == {C: (7, 7), V: (6, 7)}


def test_a_city_written_in_capitals_or_without_accents_is_the_same(world: World) -> None:
    for place, (one, other) in enumerate((("Bogotá", "BOGOTA"), ("MEDELLÍN", "Medellín"), ("Cali", "Palmira"))):
        kept = Party.objects.create(name=f"a{place}", owner=world.ana, city=one, first_contact_on=date(2025, 1, 1))
        Party.objects.create(name=f"b{place}", owner=world.ana, city=other, canonical=kept)
    measure()
    assert figures()["city"][A] == (2, 3)
