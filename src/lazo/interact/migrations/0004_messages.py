"""Tables made all at once."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('interact', '0003_portfolio'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='ChannelAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(choices=[('email', 'correo'), ('whatsapp', 'WhatsApp'), ('letter', 'carta impresa'), ('file', 'archivo')], max_length=12, verbose_name='canal')),
                        ('provider', models.CharField(help_text='smtp, an Anymail provider, cloud_api, print, csv', max_length=20, verbose_name='proveedor')),
                        ('name', models.CharField(max_length=80, unique=True, verbose_name='nombre')),
                        ('options', models.JSONField(default=dict)),
                        ('secret', models.TextField(blank=True, help_text='enciphered; blank: none')),
                        ('per_second', models.PositiveIntegerField(null=True, verbose_name='mensajes por segundo, a lo más')),
                        ('per_day', models.PositiveIntegerField(null=True, verbose_name='mensajes por día, a lo más')),
                        ('price', models.BigIntegerField(null=True, verbose_name='costo de mil mensajes')),
                        ('currency', models.CharField(blank=True, max_length=3, verbose_name='moneda')),
                        ('inbox', models.JSONField(default=dict)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='channel_account_has_a_name'), models.CheckConstraint(condition=models.Q(('price__isnull', True), models.Q(('price__gte', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='channel_account_price_in_a_currency'), models.CheckConstraint(condition=models.Q(('closed_by__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='channel_account_closed_when')],
                    },
                ),
                migrations.CreateModel(
                    name='DeliveryReport',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('event', models.CharField(max_length=200)),
                        ('message', models.BigIntegerField(null=True)),
                        ('kind', models.CharField(choices=[('SENT', 'salió'), ('DELIVERED', 'se entregó'), ('DEFERRED', 'espera'), ('READ', 'lo leyó'), ('OPENED', 'lo abrió'), ('CLICKED', 'abrió un enlace'), ('REPLIED', 'respondió'), ('SOFT_BOUNCE', 'rebotó por ahora'), ('HARD_BOUNCE', 'rebotó'), ('COMPLAINED', 'lo marcó como no deseado'), ('UNSUBSCRIBED', 'se dio de baja'), ('FAILED', 'falló')], max_length=12, verbose_name='qué pasó')),
                        ('is_machine', models.BooleanField(default=False)),
                        ('code', models.CharField(blank=True, max_length=60, verbose_name='código')),
                        ('at', models.DateTimeField(verbose_name='cuándo')),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interact.channelaccount')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['message', 'kind'], name='delivery_report_of_message')],
                        'constraints': [models.UniqueConstraint(fields=('account', 'event'), name='delivery_report_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MessageCost',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('experiment', models.BigIntegerField(default=0)),
                        ('day', models.DateField(verbose_name='día')),
                        ('messages', models.PositiveBigIntegerField(default=0, verbose_name='mensajes')),
                        ('millis', models.BigIntegerField(default=0)),
                        ('booked', models.BigIntegerField(default=0)),
                        ('entries', models.PositiveIntegerField(default=0)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interact.channelaccount')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('account', 'experiment', 'day'), name='message_cost_once_per_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ProviderTemplate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=512, verbose_name='nombre')),
                        ('language', models.CharField(max_length=12, verbose_name='idioma')),
                        ('category', models.CharField(blank=True, max_length=20, verbose_name='categoría')),
                        ('state', models.CharField(choices=[('PENDING', 'en revisión'), ('APPROVED', 'aprobada'), ('REJECTED', 'rechazada'), ('PAUSED', 'en pausa'), ('DISABLED', 'desactivada'), ('GONE', 'ya no existe')], max_length=10, verbose_name='estado')),
                        ('reason', models.CharField(blank=True, max_length=240, verbose_name='motivo')),
                        ('body', models.TextField(blank=True, verbose_name='texto')),
                        ('parameters', models.PositiveIntegerField(default=0, help_text='how many places its body leaves open')),
                        ('synced_at', models.DateTimeField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='provider_templates', to='interact.channelaccount')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('account', 'name', 'language'), name='provider_template_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SendingPause',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('experiment', models.BigIntegerField(null=True, unique=True)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('why', models.CharField(blank=True, max_length=60)),
                        ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pause', to='interact.channelaccount')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('account__isnull', True), ('experiment__isnull', True), _connector='OR'), name='sending_pause_of_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='Template',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(choices=[('email', 'correo'), ('whatsapp', 'WhatsApp'), ('letter', 'carta impresa'), ('file', 'archivo')], max_length=12, verbose_name='canal')),
                        ('name', models.CharField(max_length=120, verbose_name='nombre')),
                        ('purpose', models.CharField(choices=[('marketing', 'publicidad y ofertas'), ('service', 'atención y avisos de servicio'), ('surveys', 'encuestas'), ('profiling', 'ofertas según su perfil'), ('collections', 'cobranza'), ('sharing', 'compartir con terceros')], default='marketing', max_length=20, verbose_name='finalidad')),
                        ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('archived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('channel', 'name'), name='template_name_once_per_channel'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='template_has_a_name'), models.CheckConstraint(condition=models.Q(('archived_by__isnull', True), ('archived_at__isnull', False), _connector='OR'), name='template_archived_when')],
                    },
                ),
                migrations.CreateModel(
                    name='TemplateVersion',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='interact.template')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('template', 'number'), name='template_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TemplateText',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('language', models.CharField(choices=[('es', 'Español'), ('en', 'English'), ('pt-br', 'Português')], max_length=8, verbose_name='idioma')),
                        ('subject', models.CharField(blank=True, max_length=240, verbose_name='asunto')),
                        ('body', models.TextField(verbose_name='texto')),
                        ('details', models.JSONField(default=dict)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='interact.templateversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'language'), name='template_text_once_per_language')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('lane', models.PositiveSmallIntegerField(choices=[(0, 'servicio'), (1, 'masivo')], default=1, verbose_name='carril')),
                        ('state', models.CharField(choices=[('QUEUED', 'en cola'), ('SENDING', 'saliendo'), ('SENT', 'enviado'), ('FAILED', 'no salió'), ('DOUBTFUL', 'en duda'), ('BLOCKED', 'bloqueado'), ('CANCELLED', 'cancelado')], default='QUEUED', max_length=10, verbose_name='estado')),
                        ('party', models.BigIntegerField()),
                        ('experiment', models.BigIntegerField(null=True)),
                        ('arm', models.BigIntegerField(null=True)),
                        ('channel', models.CharField(choices=[('email', 'correo'), ('whatsapp', 'WhatsApp'), ('letter', 'carta impresa'), ('file', 'archivo')], max_length=12, verbose_name='canal')),
                        ('purpose', models.CharField(choices=[('marketing', 'publicidad y ofertas'), ('service', 'atención y avisos de servicio'), ('surveys', 'encuestas'), ('profiling', 'ofertas según su perfil'), ('collections', 'cobranza'), ('sharing', 'compartir con terceros')], max_length=20, verbose_name='finalidad')),
                        ('contact_point', models.BigIntegerField(null=True)),
                        ('data', models.JSONField(null=True)),
                        ('due_at', models.DateTimeField(verbose_name='sale el')),
                        ('claim', models.CharField(max_length=60, null=True)),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='salió el')),
                        ('provider_id', models.CharField(max_length=200, null=True)),
                        ('cost_millis', models.BigIntegerField(null=True)),
                        ('problem', models.CharField(blank=True, db_default='', max_length=60, verbose_name='por qué no')),
                        ('answer', models.CharField(blank=True, db_default='', help_text='of the provider, without addresses', max_length=160)),
                        ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interact.channelaccount')),
                        ('version', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interact.templateversion')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'QUEUED')), fields=['account', 'lane', 'experiment', 'due_at', 'id'], name='message_waiting'), models.Index(condition=models.Q(('state', 'SENDING')), fields=['claim'], name='message_held'), models.Index(fields=['experiment', 'state'], name='message_of_experiment'), models.Index(fields=['party', 'id'], name='message_of_party'), models.Index(condition=models.Q(('state__in', ['FAILED', 'DOUBTFUL'])), fields=['state', 'id'], name='message_in_trouble'), models.Index(condition=models.Q(('provider_id__isnull', False)), fields=['provider_id'], name='message_of_provider')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENDING'), _negated=True), models.Q(('claim__isnull', False), ('claimed_at__isnull', False)), _connector='OR'), name='message_sending_is_held'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='message_sent_when')],
                    },
                ),
            ],
        ),
    ]
