"""Industry and size become traits, which the profile repeats: what was said of companies before is declared of them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.apps.registry import Apps

COLUMNS = {"identify.industry": ("industry", "Sector"), "identify.size": ("size", "Tamaño")}
AT_ONCE = 5_000


def declare(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """One value per company and column that is filled; the warehouse is told."""
    Profile, Value = apps.get_model("identify", "CompanyProfile"), apps.get_model("identify", "TraitValue")
    Definition, Change = apps.get_model("identify", "TraitDefinition"), apps.get_model("kernel", "Change")
    if not Profile.objects.exists():
        return
    for key, (column, name) in COLUMNS.items():
        told = {"name": name, "type": "CHOICE", "kind": "DECLARED", "package": "identify"}
        definition = Definition.objects.get_or_create(key=key, defaults=told)[0]
        rows = Profile.objects.exclude(**{column: ""}).order_by("pk").values_list("pk", column)
        values = [Value(party_id=party, definition=definition, text=code) for party, code in rows.iterator()]
        made = sorted(row.pk for row in Value.objects.bulk_create(values, batch_size=AT_ONCE))
        spans: list[list[int]] = []
        for number in made:
            if spans and number == spans[-1][1] + 1:
                spans[-1][1] = number
            else:
                spans.append([number, number])
        Change.objects.bulk_create(
            Change(table="traits", operation="A", row_from=first, row_to=last) for first, last in spans
        )


def repeat_preferred(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Of customers found in several records, the way of contact that a record preferred and the customer did not."""
    Preferred = apps.get_model("identify", "PreferredContact")
    own = set(Preferred.objects.filter(party__canonical__isnull=True).values_list("party_id", "kind"))
    new = {}
    for row in Preferred.objects.filter(party__canonical__isnull=False).select_related("party").order_by("at", "pk"):
        place = (row.party.canonical_id, row.kind)
        if place not in own:
            new[place] = Preferred(party_id=place[0], kind=row.kind, key=row.key, by_id=row.by_id, at=row.at)
    Preferred.objects.bulk_create(new.values())


class Migration(migrations.Migration):
    dependencies = [
        ("identify", "0014_consents_by_file"),
        ("kernel", "0006_may_erase"),
    ]

    operations = [
        migrations.RunPython(declare, migrations.RunPython.noop),
        migrations.RunPython(repeat_preferred, migrations.RunPython.noop),
    ]
