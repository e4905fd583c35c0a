"""Calidad: figures, what they cost, who answers for them, and the customers behind each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from measured import Measured, make_measured
from web.browsing import client_of, page, posted
from web.company import add_run
from world import World

from lazo.differentiate.models import UnreachedValue
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.identify.models import Party, QualityTarget
from lazo.identify.operations.quality import measure_quality
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Job, Role, RoleAssignment, Scope, User

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture
def company(world: World) -> Measured:
    found = make_measured(world)
    rebuild_cards(context=NullContext())
    measure_quality(on=TODAY, by=None, context=NullContext())
    return found


def price(gap: str, *, strategic: bool, customers: int, value: int) -> None:
    UnreachedValue.objects.create(
        day=TODAY, gap=gap, is_strategic=strategic, customers=customers, value_365d=value, run_id=1
    )


def test_before_the_first_measurement_the_page_says_what_will_be_there(world: World) -> None:
    html = page(world.diego, "/datos/calidad")
    assert "Aún no se han medido tus datos" in html
    assert "<table" not in html


def test_figures_of_all_and_of_a_source(company: Measured, world: World) -> None:
    html = page(world.diego, "/datos/calidad")
    assert "Teléfono" in html
    assert 'title="4 de 6"' in html
    assert "/datos/calidad/telefono/clientes?dimension=unicidad" in html
    of_source = page(world.diego, f"/datos/calidad?fuente={company.shop.pk}")
    assert "los registros que trae Tienda" in of_source
    assert "/clientes?dimension" not in of_source
    page(world.diego, "/datos/calidad?fuente=999999", 404)
    page(world.diego, "/datos/calidad?fuente=x", 404)


def test_what_is_missing_is_priced_the_largest_money_first(company: Measured, world: World) -> None:
    price("phone", strategic=False, customers=312, value=500_00)
    price("phone", strategic=True, customers=12, value=400_00)
    price("email", strategic=False, customers=5, value=900_00)
    price("email", strategic=True, customers=1, value=600_00)
    html = page(world.diego, "/datos/calidad")
    assert html.index("Sin correo que sirva") < html.index("Sin teléfono que sirva")
    assert "12 clientes estratégicos = $\xa0400 fuera de alcance" in html
    assert "1 cliente estratégico = $\xa0600 fuera de alcance" in html
    assert "/datos/calidad/sin-telefono/clientes?estrategicos=1" in html


def test_every_figure_leads_to_its_customers(company: Measured, world: World) -> None:
    html = page(world.diego, "/datos/calidad/telefono/clientes?dimension=unicidad")
    assert ("Rosa Díaz" in html, "Luis Paz" in html, "Inés Gil" in html) == (True, True, False)
    assert "Inés Gil" in page(world.diego, "/datos/calidad/sin-telefono/clientes")
    assert "Nadie queda fuera" in page(world.diego, "/datos/calidad/sin-telefono/clientes?estrategicos=1")
    for wrong in ("zapatos/clientes", "telefono/clientes?dimension=belleza", "compras/clientes", "zapatos"):
        page(world.diego, f"/datos/calidad/{wrong}", 404)
    page(world.diego, "/datos/calidad/sin-telefono/clientes?desde=x:y")


def test_the_list_goes_on_behind_the_last_one(company: Measured, world: World) -> None:
    Party.objects.bulk_create(Party(name=f"Zoe {n}") for n in range(60))
    rebuild_cards(context=NullContext())
    html = page(world.diego, "/datos/calidad/sin-telefono/clientes")
    following = html.partition('rel="next" href="')[2].partition('"')[0]
    rest = page(world.diego, f"/datos/calidad/sin-telefono/clientes{following}".replace("&amp;", "&"))
    assert (html.count("Zoe "), rest.count("Zoe ")) == (46, 14)


def test_lines_cost_the_same_for_one_and_three(world: World) -> None:
    client = client_of(world.diego)

    def asked(many: int) -> int:
        for number in range(many):
            Party.objects.create(name=f"Eva {many} {number}", owner=world.ana)
        rebuild_cards(context=NullContext())
        with CaptureQueriesContext(connection) as queries:
            html = client.get("/datos/calidad/sin-telefono/clientes").content.decode()
        assert html.count("Eva ") == Party.objects.count()
        return len(queries)

    asked(1)
    assert asked(1) == asked(3)


def test_an_administrator_sets_owner_and_target_and_takes_them_back(company: Measured, world: World) -> None:
    posted(world.diego, "/datos/calidad/telefono/meta", owner=world.ana.pk, percent="80", version="0")
    held = QualityTarget.objects.get()
    assert (held.attribute, held.owner, held.percent) == ("phone", world.ana, 80)
    html = page(world.diego, "/datos/calidad")
    assert "bajo la meta de 80 %" in html
    assert "Ana" in html
    assert "Bajo la meta de 80 %." in page(world.diego, "/datos/calidad/telefono")
    for wrong in ({"percent": "ochenta"}, {"percent": "101", "version": "1"}, {"percent": "50", "version": "0"}):
        posted(world.diego, "/datos/calidad/telefono/meta", **wrong)
        assert QualityTarget.objects.get().percent == 80


def test_the_course_shows_once_there_are_two_days(company: Measured, world: World) -> None:
    assert "primera medición" in page(world.diego, "/datos/calidad")
    measure_quality(on=TODAY - timedelta(days=1), by=None, context=NullContext())
    assert 'class="spark"' in page(world.diego, "/datos/calidad")


def test_measuring_is_asked_for_with_prices_where_there_are_values(world: World) -> None:
    assert posted(world.diego, "/datos/calidad/medicion").status_code == 302
    assert [job.kind for job in Job.objects.order_by("pk")] == ["identify.quality"]
    add_run()
    posted(world.diego, "/datos/calidad/medicion")
    assert [job.kind for job in Job.objects.order_by("pk")] == ["identify.quality", "differentiate.unreached"]
    assert "Se está midiendo" in page(world.diego, "/datos/calidad")


def test_who_does_not_see_everybody_sees_no_figure(company: Measured, world: World) -> None:
    role = Role.objects.create(key="half", name="half", scope=Scope.OWN, may_export=True, may_import=True)
    half = User.objects.create_user("media@aurora.example", name="Media")
    RoleAssignment.objects.create(user=half, role=role)
    for user in (world.ana, world.bruno, world.carla, half):
        for address in ("", "/telefono", "/sin-telefono/clientes"):
            assert "Rosa" not in page(user, f"/datos/calidad{address}", 403)
        assert posted(user, "/datos/calidad/medicion").status_code == 403
        assert posted(user, "/datos/calidad/telefono/meta", percent="80").status_code == 403
    assert not QualityTarget.objects.exists()
