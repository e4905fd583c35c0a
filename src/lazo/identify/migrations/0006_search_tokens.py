from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def sort_by_bytes(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """A word's beginning is a range of the index only where text sorts by its bytes, as it does in SQLite."""
    if editor.connection.vendor == "postgresql":
        editor.execute('ALTER TABLE identify_searchtoken ALTER COLUMN token TYPE varchar(80) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("identify", "0005_remember_edits")]

    operations = [
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "token", "party", "field", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token", models.CharField(max_length=80)),
                ("party", models.BigIntegerField(db_index=True)),
                ("field", models.CharField(help_text="one of Field", max_length=1)),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "variant", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("variant", models.CharField(max_length=80)),
                ("word", models.CharField(max_length=80)),
            ],
        ),
        migrations.RunPython(sort_by_bytes, migrations.RunPython.noop),
    ]
