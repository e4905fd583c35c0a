"""What the migrations that it replaces make of nothing, all at once; a workspace that has some of them goes on with the rest."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    replaces = [('interact', '0001_initial'), ('interact', '0002_strategic'), ('interact', '0003_portfolio')]

    initial = True

    dependencies = [
        ('differentiate', '0001_squashed_0016_shipped_views'),
        ('identify', '0001_squashed_0016_inferred_by_age'),
        ('kernel', '0001_squashed_0009_campaigns_and_money'),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='ToDo',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=240, verbose_name='qué hay que hacer')),
                        ('text', models.TextField(blank=True, verbose_name='detalle')),
                        ('due_on', models.DateField(null=True, verbose_name='para cuándo')),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién lo hace')),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identify.party')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['assignee', 'due_on', 'id'], name='to_do_of_user')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='to_do_has_a_title')],
                    },
                ),
                migrations.CreateModel(
                    name='ToDoCompletion',
                    fields=[
                        ('to_do', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='completion', serialize=False, to='interact.todo')),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['at'], name='to_do_done_at')],
                    },
                ),
                migrations.CreateModel(
                    name='StrategicAlert',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('ENTRY', 'entró'), ('EXIT', 'salió'), ('REVIEW', 'toca revisar')], max_length=6)),
                        ('day', models.DateField()),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='differentiate.strategiccustomer')),
                        ('to_do', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interact.todo')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('entry', 'kind', 'day'), name='strategic_alert_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AccountPlanAction',
                    fields=[
                        ('to_do', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='plan_action', serialize=False, to='interact.todo')),
                        ('is_review', models.BooleanField(default=False)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identify.party')),
                    ],
                ),
                migrations.CreateModel(
                    name='AccountPlan',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('version', models.PositiveIntegerField()),
                        ('goals', models.TextField(verbose_name='qué queremos lograr')),
                        ('review_on', models.DateField(verbose_name='se revisa el')),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identify.party')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('account', 'version'), name='account_plan_version_once'), models.CheckConstraint(condition=models.Q(('goals', ''), _negated=True), name='account_plan_has_goals')],
                    },
                ),
            ],
        ),
    ]
