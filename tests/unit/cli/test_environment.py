import pytest
from django.db.migrations.recorder import MigrationRecorder
from terminal import Lazo

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.django_db]


def forget_last_migration() -> None:
    """One that replaces others is taken for done while they all are: it is forgotten too."""
    rows = MigrationRecorder.Migration.objects.filter(app="identify")
    rows.filter(name__contains="squashed").delete()
    rows.latest("pk").delete()


def test_a_workspace_of_an_earlier_version_says_how_to_bring_it_up_to_date(lazo: Lazo) -> None:
    forget_last_migration()
    said = lazo("score")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "Error: El espacio de trabajo es de una versión anterior (migraciones que faltan: 1). "
        "Copia la carpeta y ponlo al día con «lazo init»; no pierde nada.\n"
    )


def test_the_doctor_looks_into_an_earlier_version(lazo: Lazo) -> None:
    forget_last_migration()
    found = [(finding["code"], finding["remedy"]) for finding in lazo("doctor", "--json").json["findings"]]
    assert ("migrations_pending", "lazo init") in found
    assert "company_missing" not in dict(found)
