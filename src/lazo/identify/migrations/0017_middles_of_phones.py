"""Pieces of the middle of telephones are words too: those that are there are written again, by the job that writes words of all."""

from typing import Any

from django.db import migrations


def mark_words_as_older(apps: Any, schema_editor: Any) -> None:
    token = apps.get_model("identify", "SearchToken")
    if token.objects.using(schema_editor.connection.alias).exists():
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("INSERT INTO identify_searchtoken (token, party, field) VALUES ('', 0, 'n')")


class Migration(migrations.Migration):
    dependencies = [("identify", "0016_inferred_by_age")]

    operations = [migrations.RunPython(mark_words_as_older, migrations.RunPython.noop, elidable=True)]
