"""Whether a party has a word is one look at an index that holds words whole; that of parties alone led to each of their words in turn."""

from django.db import migrations, models

OLD = "identify_searchtoken_party_53d20b82"


class Migration(migrations.Migration):
    dependencies = [("identify", "0017_middles_of_phones")]

    operations = [
        # By name: to alter the column SQLite would copy the table, thirteen million rows of a million customers.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {OLD}", f"CREATE INDEX {OLD} ON identify_searchtoken (party)"
                )
            ],
            state_operations=[
                migrations.AlterField(model_name="searchtoken", name="party", field=models.BigIntegerField())
            ],
        ),
        migrations.AddIndex(
            model_name="searchtoken",
            index=models.Index(fields=["party", "token", "field"], name="token_of_party"),
        ),
    ]
