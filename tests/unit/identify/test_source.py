"""Sources: one per name."""

import pytest
from importing import bring
from world import World

from lazo.identify.operations.source import UnableToEnsureSource, ensure_source
from lazo.identify.queries.source import source_overviews
from lazo.kernel.models import Event


def test_source_is_one_whatever_its_capitals(world: World):
    assert ensure_source(name="Caja Norte", by=world.diego) == ensure_source(name=" caja  norte", by=world.diego)
    assert Event.objects.filter(kind="source.added").count() == 1


def test_source_needs_a_name(world: World):
    with pytest.raises(UnableToEnsureSource):
        ensure_source(name="—", by=world.diego)


def test_overview_counts_rows_and_completeness(world: World, workspace):
    text = "Código cliente;Nombre;Correo;Ciudad\n1;Ana Rojas;ana@correo.cl;Lota\n2;Luis Soto;;\n;;;\n3;;;Talca\n"
    bring("customers", text, world.diego)
    ensure_source(name="Caja", by=world.diego)
    caja, erp = source_overviews()
    assert (caja.customers, caja.with_email, caja.last_import) == (0, None, None)
    assert (erp.customers, erp.rows, erp.new, erp.batches) == (3, 3, 3, 1)
    assert (erp.with_email, erp.with_phone, erp.with_city) == (1 / 3, 0.0, 2 / 3)
    assert erp.last_import is not None


def test_overview_takes_the_same_queries_for_one_and_three_sources(world: World, django_assert_num_queries):
    for names in (["Uno"], ["Dos", "Tres"]):
        for name in names:
            ensure_source(name=name, by=world.diego)
        with django_assert_num_queries(3):
            source_overviews()
