"""What the migrations that it replaces make of nothing, all at once; a workspace that has some of them goes on with the rest."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    replaces = [('kernel', '0001_initial'), ('kernel', '0002_preferences_and_shares'), ('kernel', '0003_api_tokens_and_webhooks'), ('kernel', '0004_undo_offers'), ('kernel', '0005_event_of_kind'), ('kernel', '0006_may_erase'), ('kernel', '0007_prices'), ('kernel', '0008_subscriptions'), ('kernel', '0009_campaigns_and_money')]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='correo')),
                        ('name', models.CharField(max_length=150, verbose_name='nombre')),
                        ('language', models.CharField(default='es', max_length=8, verbose_name='idioma')),
                        ('is_active', models.BooleanField(default=True, verbose_name='activo')),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('density', models.CharField(choices=[('comfortable', 'holgada'), ('compact', 'compacta')], default='comfortable', max_length=12, verbose_name='densidad')),
                        ('shortcuts', models.BooleanField(default=True, verbose_name='atajos de teclado')),
                    ],
                    options={
                        'verbose_name': 'usuario',
                        'verbose_name_plural': 'usuarios',
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                        ('kind', models.CharField(max_length=60)),
                        ('table', models.CharField(blank=True, max_length=60)),
                        ('row', models.BigIntegerField(null=True)),
                        ('batch', models.BigIntegerField(null=True)),
                        ('data', models.JSONField(default=dict)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['table', 'row', 'id'], name='event_of_row'), models.Index(fields=['kind', 'id'], name='event_of_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='Role',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=40, unique=True)),
                        ('name', models.CharField(max_length=80, verbose_name='nombre')),
                        ('scope', models.CharField(choices=[('NONE', 'nada'), ('OWN', 'lo propio'), ('TEAM', 'su equipo'), ('ALL', 'todo')], default='NONE', max_length=8)),
                        ('area', models.CharField(blank=True, help_text='vacía: todas las áreas', max_length=10, verbose_name='área')),
                        ('may_import', models.BooleanField(default=False)),
                        ('may_export', models.BooleanField(default=False)),
                        ('may_administer', models.BooleanField(default=False)),
                        ('may_erase', models.BooleanField(db_default=False, default=False, help_text='answers what people ask about their data')),
                        ('may_campaign', models.BooleanField(db_default=False, default=False, help_text='makes, approves and launches campaigns and offers')),
                        ('may_see_money', models.BooleanField(db_default=False, default=False, help_text='sees and books what the company spends and earns')),
                    ],
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, unique=True, verbose_name='nombre')),
                        ('members', models.ManyToManyField(related_name='teams', through='kernel.TeamMembership', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Change',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('table', models.CharField(max_length=60)),
                        ('operation', models.CharField(choices=[('A', 'filas nuevas'), ('U', 'filas cambiadas'), ('D', 'filas borradas')], max_length=1)),
                        ('row_from', models.BigIntegerField()),
                        ('row_to', models.BigIntegerField(help_text='included')),
                        ('party', models.BigIntegerField(null=True)),
                        ('batch', models.BigIntegerField(null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('row_from__lte', models.F('row_to'))), name='change_range_ordered')],
                    },
                ),
                migrations.CreateModel(
                    name='ClosedDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('country', models.CharField(blank=True, help_text='empty: closed everywhere', max_length=2)),
                        ('reason', models.CharField(max_length=120)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('day', 'country'), name='closed_day_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Company',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=160, verbose_name='nombre')),
                        ('city', models.CharField(blank=True, max_length=120, verbose_name='ciudad')),
                        ('country', models.CharField(default='CO', max_length=2, verbose_name='país')),
                        ('currency', models.CharField(default='COP', max_length=3, verbose_name='moneda base')),
                        ('time_zone', models.CharField(default='America/Bogota', max_length=64, verbose_name='zona horaria')),
                        ('language', models.CharField(default='es', max_length=8, verbose_name='idioma')),
                        ('fiscal_year_start', models.PositiveSmallIntegerField(default=1, verbose_name='mes en que empieza el año fiscal')),
                        ('is_fictitious', models.BooleanField(default=False, verbose_name='datos ficticios')),
                        ('logo', models.CharField(blank=True, help_text='name of a file of the workspace', max_length=80, verbose_name='logo')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('price_index', models.CharField(blank=True, help_text='by which values of different months are compared', max_length=20, verbose_name='índice de precios')),
                        ('priced_in', models.CharField(blank=True, help_text='index and month whose money current values are in; blank: as it was paid', max_length=40)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_company_per_workspace'), models.CheckConstraint(condition=models.Q(('fiscal_year_start__gte', 1), ('fiscal_year_start__lte', 12)), name='fiscal_month_1_to_12')],
                    },
                ),
                migrations.CreateModel(
                    name='EventDetail',
                    fields=[
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='detail', serialize=False, to='kernel.event')),
                        ('before', models.JSONField(null=True)),
                        ('after', models.JSONField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='ExchangeRate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('currency', models.CharField(max_length=3)),
                        ('day', models.DateField()),
                        ('rate', models.DecimalField(decimal_places=10, max_digits=24)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('currency', 'day'), name='one_rate_per_currency_and_day'), models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='exchange_rate_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=60)),
                        ('arguments', models.JSONField(default=dict)),
                        ('key', models.CharField(help_text='at most one unfinished job has this key', max_length=120, null=True)),
                        ('state', models.CharField(choices=[('QUEUED', 'en espera'), ('RUNNING', 'en curso'), ('DONE', 'terminado'), ('FAILED', 'con error'), ('CANCELLED', 'cancelado')], default='QUEUED', max_length=10)),
                        ('step', models.CharField(blank=True, max_length=120)),
                        ('done', models.BigIntegerField(default=0)),
                        ('total', models.BigIntegerField(default=0)),
                        ('checkpoint', models.JSONField(default=dict)),
                        ('result', models.JSONField(null=True)),
                        ('error', models.JSONField(null=True)),
                        ('attempt', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('started_at', models.DateTimeField(null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('worker', models.CharField(blank=True, help_text='the process that holds it: place/pid/start', max_length=80)),
                        ('lease_until', models.DateTimeField(null=True)),
                        ('cancel_requested_at', models.DateTimeField(null=True)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'id'], name='job_queue')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['QUEUED', 'RUNNING'])), fields=('key',), name='one_unfinished_job_per_key')],
                    },
                ),
                migrations.CreateModel(
                    name='PriceIndex',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=20)),
                        ('month', models.DateField()),
                        ('level', models.DecimalField(decimal_places=10, max_digits=24)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('name', 'month'), name='one_level_per_index_and_month'), models.CheckConstraint(condition=models.Q(('level__gt', 0)), name='price_index_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='RoleAssignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='kernel.role')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'role'), name='role_assigned_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamMembership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='kernel.team')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('team', 'user'), name='team_member_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Share',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('table', models.CharField(max_length=60)),
                        ('row', models.BigIntegerField()),
                        ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.team')),
                        ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['table', 'row'], name='share_of_row')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('user', 'table', 'row'), name='shared_with_user_once'), models.UniqueConstraint(condition=models.Q(('team__isnull', False)), fields=('team', 'table', 'row'), name='shared_with_team_once'), models.CheckConstraint(condition=models.Q(models.Q(('team__isnull', False), ('user__isnull', True)), models.Q(('team__isnull', True), ('user__isnull', False)), _connector='OR'), name='shared_with_user_or_team')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiToken',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, verbose_name='nombre')),
                        ('prefix', models.CharField(max_length=16, unique=True)),
                        ('digest', models.CharField(max_length=64)),
                        ('scopes', models.JSONField(default=list)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('expires_at', models.DateTimeField(help_text='null: it does not expire', null=True, verbose_name='vence')),
                        ('last_used_at', models.DateTimeField(help_text='to the minute', null=True, verbose_name='último uso')),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Webhook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('url', models.CharField(max_length=500, verbose_name='dirección')),
                        ('kinds', models.JSONField(default=list, help_text='of events; empty: all')),
                        ('secret', models.CharField(help_text='signs what is sent, so it is kept as it is', max_length=80)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('position', models.BigIntegerField(default=0)),
                        ('failures', models.PositiveIntegerField(default=0, help_text='in a row')),
                        ('next_try_at', models.DateTimeField(help_text='null: at once', null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='ApiTokenRevocation',
                    fields=[
                        ('token', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='revocation', serialize=False, to='kernel.apitoken')),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='IdempotentAnswer',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=200)),
                        ('digest', models.CharField(max_length=64)),
                        ('status', models.PositiveSmallIntegerField(default=0)),
                        ('headers', models.JSONField(default=dict)),
                        ('body', models.TextField(blank=True)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='idempotency_key_once_per_user')],
                    },
                ),
                migrations.CreateModel(
                    name='WebhookPause',
                    fields=[
                        ('webhook', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pause', serialize=False, to='kernel.webhook')),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='WebhookDelivery',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('first_event', models.BigIntegerField()),
                        ('last_event', models.BigIntegerField()),
                        ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('attempts', models.PositiveIntegerField(default=0)),
                        ('status', models.PositiveSmallIntegerField(help_text='HTTP status of the last answer; null: none came', null=True)),
                        ('problem', models.CharField(blank=True, help_text='why the last attempt failed', max_length=40)),
                        ('delivered_at', models.DateTimeField(null=True)),
                        ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='kernel.webhook')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['webhook', '-id'], name='delivery_of_webhook')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('first_event__lte', models.F('last_event'))), name='delivery_range_ordered'), models.UniqueConstraint(condition=models.Q(('delivered_at__isnull', True)), fields=('webhook',), name='one_open_delivery_per_webhook')],
                    },
                ),
                migrations.CreateModel(
                    name='UndoOffer',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('token', models.CharField(max_length=43, unique=True)),
                        ('kind', models.CharField(max_length=60)),
                        ('label', models.CharField(max_length=240)),
                        ('data', models.JSONField(default=dict)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('used_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Subscription',
                    fields=[
                        ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('position', models.BigIntegerField()),
                    ],
                ),
            ],
        ),
    ]
