"""Who was erased and comes again in a file: kept out row by row, with the reason, unless somebody who may lets them in."""

from datetime import date

import pytest
from importing import bring, counts, hand_in, try_dry
from world import World

from lazo.identify.erased_keys import of_erased, source_key
from lazo.identify.imports.operations import UnableToMapBatch
from lazo.identify.models import ContactPoint, ImportBatch, Party, Purchase
from lazo.identify.operations.source import ensure_source
from lazo.identify.operations.suppression import remember_keys
from lazo.kernel.models import Role
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 1)
PEOPLE = (
    "Codigo cliente;Nombre;Correo;Celular\n"
    "A1;Remedios Buendía;remedios@macondo.example;\n"
    "A2;Úrsula Iguarán;ursula@macondo.example;3155554321\n"
    "A1;Remedios B.;;3155550000\n"
)
SALES = (
    "Factura;Correo cliente;Fecha;Importe\nF1;remedios@macondo.example;31/03/2025;1500\nF2;ursula@macondo.example;31/03/2025;2500\n"
    "F3;remedios@macondo.example;01/04/2025;900\n"
)


@pytest.fixture(autouse=True)
def erased(world: World, workspace: Workspace) -> None:
    remember_keys(key="erased", keys=["remedios@macondo.example"], on=ON)


def problems(batch: ImportBatch) -> list[tuple[int, str, bool, str]]:
    return list(batch.problems.order_by("row").values_list("row", "code", "rejects", "value"))


def test_the_dry_run_and_the_run_keep_them_out_with_all_their_rows(world: World) -> None:
    batch = try_dry("customers", PEOPLE, world.diego, country="CO")
    assert counts(batch) == (1, 0, 0, 2)
    assert problems(batch) == [(2, "erased_before", True, ""), (4, "erased_before", True, "")]
    batch = bring("customers", PEOPLE, world.diego, country="CO")
    assert counts(batch) == (1, 0, 0, 2)
    assert list(Party.objects.values_list("name", flat=True)) == ["Úrsula Iguarán"]


def test_who_may_lets_them_in_and_the_row_says_so(world: World) -> None:
    batch = bring("customers", PEOPLE, world.diego, country="CO", allow_erased=True)
    assert counts(batch) == (2, 1, 0, 0)
    assert problems(batch) == [(2, "erased_let_in", False, ""), (4, "erased_let_in", False, "")]


def test_who_does_not_handle_rights_may_not_let_them_in(world: World) -> None:
    Role.objects.update(may_erase=False)
    with pytest.raises(UnableToMapBatch) as caught:
        hand_in("customers", PEOPLE, world.diego, allow_erased=True)
    assert caught.value.code == "may_not_let_in"


def test_purchases_of_theirs_stay_out_too(world: World) -> None:
    batch = bring("purchases", SALES, world.diego, country="CO")
    assert counts(batch) == (1, 0, 0, 2)
    assert [row for row, code, *_ in problems(batch) if code == "erased_before"] == [2, 4]
    assert Purchase.objects.count() == 1
    let_in = bring("purchases", SALES, world.diego, country="CO", allow_erased=True)
    assert (let_in.new, let_in.rejected) == (2, 0)


def test_a_key_that_somebody_in_the_base_has_keeps_nobody_out(world: World) -> None:
    brother = Party.objects.create(name="José Arcadio", folded_name="jose arcadio")
    ContactPoint.objects.create(
        party=brother, kind="EMAIL", value="remedios@macondo.example", key="remedios@macondo.example"
    )
    assert bring("customers", PEOPLE, world.diego, country="CO").rejected == 0


def test_the_number_of_the_source_is_known_again(world: World) -> None:
    source = ensure_source(name="ERP", by=world.diego)
    remember_keys(key="erased", keys=[source_key(source.pk, "A2")], on=ON)
    batch = bring("customers", "Codigo cliente;Nombre\nA2;Otra Persona\nA3;Nadie Más\n", world.diego)
    assert (batch.new, batch.rejected) == (1, 1)


def test_only_keys_of_the_erased_are_told(world: World) -> None:
    assert of_erased(["remedios@macondo.example", "x"]) == {"remedios@macondo.example"}
    assert of_erased(["x"]) == frozenset()
