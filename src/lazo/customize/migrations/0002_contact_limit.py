"""Tables made all at once."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('customize', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='ContactLimit',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('hours', 'horario propio'), ('cap', 'tope por canal'), ('gap', 'días entre contactos'), ('budget', 'presupuesto de contactos')], max_length=8, verbose_name='qué limita')),
                        ('country', models.CharField(blank=True, max_length=2, verbose_name='país')),
                        ('purposes', models.JSONField(default=list, verbose_name='finalidades')),
                        ('channels', models.JSONField(default=list, verbose_name='canales')),
                        ('hours', models.JSONField(default=dict, verbose_name='horario')),
                        ('holidays', models.BooleanField(default=True, verbose_name='también en feriados')),
                        ('most', models.PositiveSmallIntegerField(default=1, verbose_name='cuántos')),
                        ('days', models.PositiveSmallIntegerField(default=1, verbose_name='en cuántos días')),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('follows', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customize.contactlimit')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 366), ('most__gte', 1)), name='contact_limit_counts'), models.CheckConstraint(condition=models.Q(('ended_by__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='contact_limit_ended_when')],
                    },
                ),
            ],
        ),
    ]
