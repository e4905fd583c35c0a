"""Whom treatments turned out to change."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('customize', '0003_offers'),
        ('measure', '0001_spending_target'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='UpliftStudy',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('on_date', models.DateField()),
                        ('code', models.CharField(blank=True, max_length=40)),
                        ('card', models.JSONField(default=dict)),
                        ('numbers', models.JSONField(default=dict)),
                        ('applied_on', models.DateField(null=True)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('arm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.arm')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('experiment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.experiment')),
                    ],
                    options={'constraints': [models.UniqueConstraint(fields=('arm',), name='uplift_study_once_an_arm')]},
                ),
            ],
        ),
    ]
