import django.db.models.deletion
import django.db.models.functions.datetime
from datetime import date

from django.conf import settings
from django.db import migrations, models


def review_in_a_year(apps, schema_editor):
    """Entries that were there are due a year after they began."""
    day = "valid_from + 365" if schema_editor.connection.vendor == "postgresql" else "date(valid_from, '+365 days')"
    schema_editor.execute(f"UPDATE differentiate_strategiccustomer SET review_on = {day}")


class Migration(migrations.Migration):

    dependencies = [
        ('differentiate', '0011_wallet_settings'),
        ('identify', '0012_quality'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='strategiccustomer',
            name='kind',
            field=models.CharField(choices=[('HIGH_LTV', 'alto valor de vida'), ('COST_MAGNET', 'absorbe costo fijo'), ('BENCHMARK', 'referente que otros copian'), ('INSPIRATION', 'inspira mejoras'), ('REFEREE', 'da testimonio'), ('DOOR_OPENER', 'abre puertas')], max_length=12),
        ),
        migrations.AlterField(
            model_name='strategiccustomer',
            name='run_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsable'),
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='plan',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='review_on',
            field=models.DateField(default=date(2000, 1, 1), verbose_name='próxima revisión'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='born_with',
            field=models.BigIntegerField(help_text='the record it was declared of; null: a run opened it', null=True),
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='declared_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='end_reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=240, verbose_name='por qué dejó de serlo'),
        ),
        migrations.AddField(
            model_name='strategiccustomer',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.RunPython(review_in_a_year, migrations.RunPython.noop, elidable=True),
    ]
