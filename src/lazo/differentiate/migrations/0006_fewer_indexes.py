import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists are answered by arrays on disk: what no question of the table asks for needs no index."""

    dependencies = [
        ("differentiate", "0005_bulk_fields"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="customercard", name="card_by_name"),
        migrations.RemoveIndex(model_name="customercard", name="card_by_value"),
        migrations.RemoveIndex(model_name="score", name="score_by_value"),
        migrations.RemoveIndex(model_name="score", name="score_by_area_value"),
        migrations.AlterField(
            model_name="customercard",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="responsable",
            ),
        ),
        migrations.AlterField(
            model_name="customercard",
            name="team",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="kernel.team",
                verbose_name="equipo",
            ),
        ),
        migrations.AlterField(
            model_name="customercard",
            name="touched",
            field=models.BigIntegerField(help_text="null: a rebuild of all", null=True),
        ),
        migrations.AddIndex(
            model_name="customercard",
            index=models.Index(
                condition=models.Q(touched__isnull=False), fields=["touched"], name="card_touched"
            ),
        ),
    ]
