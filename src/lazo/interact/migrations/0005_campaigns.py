"""Tables made all at once."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('customize', '0001_initial'),
        ('differentiate', '0015_propensity'),
        ('interact', '0004_messages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='Campaign',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('without', models.JSONField(default=list)),
                        ('channels', models.JSONField(default=list)),
                        ('lane', models.PositiveSmallIntegerField(choices=[(0, 'servicio'), (1, 'masivo')], default=1, verbose_name='carril')),
                        ('repeats', models.CharField(choices=[('ONCE', 'una vez'), ('WEEKLY', 'cada semana entra quien cumple'), ('DAILY', 'cada día entra quien cumple')], default='ONCE', max_length=8, verbose_name='quiénes entran')),
                        ('starts_on', models.DateField(null=True, verbose_name='empieza')),
                        ('ends_on', models.DateField(null=True, verbose_name='deja de recibir gente')),
                        ('per_hour', models.PositiveIntegerField(null=True, verbose_name='mensajes por hora')),
                        ('budget', models.BigIntegerField(null=True, verbose_name='presupuesto')),
                        ('no_control', models.CharField(blank=True, max_length=240, verbose_name='por qué sin grupo de control')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('removed_at', models.DateTimeField(null=True)),
                        ('copied_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interact.campaign')),
                        ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('experiment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customize.experiment')),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('segment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='differentiate.segment')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), models.Q(('ends_on__gt', models.F('starts_on')), ('starts_on__isnull', False)), _connector='OR'), name='campaign_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('budget__isnull', True), ('budget__gte', 0), _connector='OR'), name='campaign_budget')],
                    },
                ),
                migrations.CreateModel(
                    name='CampaignContent',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('arm', models.CharField(help_text='the key of the arm', max_length=40)),
                        ('channel', models.CharField(max_length=20)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contents', to='interact.campaign')),
                        ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interact.templateversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('campaign', 'arm', 'channel'), name='campaign_content_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CampaignStep',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('ASKED', 'pidió aprobación'), ('APPROVED', 'aprobó'), ('LAUNCHED', 'lanzó'), ('PAUSED', 'pausó'), ('RESUMED', 'reanudó'), ('ENDED', 'terminó')], max_length=8)),
                        ('version', models.PositiveIntegerField()),
                        ('note', models.CharField(blank=True, max_length=240)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='interact.campaign')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'LAUNCHED')), fields=('campaign',), name='campaign_launched_once'), models.UniqueConstraint(condition=models.Q(('kind', 'ENDED')), fields=('campaign',), name='campaign_ended_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CampaignWave',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('on', models.DateField()),
                        ('segment_version', models.PositiveIntegerField()),
                        ('audience_on', models.DateField(null=True)),
                        ('as_of', models.DateTimeField(null=True)),
                        ('counts', models.JSONField(default=dict)),
                        ('rows', models.BigIntegerField(null=True)),
                        ('done', models.BigIntegerField(default=0)),
                        ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('ready_at', models.DateTimeField(null=True)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waves', to='interact.campaign')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('campaign', 'number'), name='campaign_wave_once'), models.UniqueConstraint(fields=('campaign', 'on'), name='campaign_wave_of_day')],
                    },
                ),
            ],
        ),
    ]
