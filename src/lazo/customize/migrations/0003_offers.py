"""Tables made all at once."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('customize', '0002_contact_limit'),
        ('identify', '0016_inferred_by_age'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='ActionRun',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('on_date', models.DateField(verbose_name='para el día')),
                        ('state', models.CharField(choices=[('RUNNING', 'decidiendo'), ('DONE', 'terminada'), ('FAILED', 'con error')], default='RUNNING', max_length=8)),
                        ('seed', models.BigIntegerField()),
                        ('score_run', models.BigIntegerField(null=True)),
                        ('manifest', models.CharField(blank=True, max_length=64)),
                        ('candidates', models.JSONField(default=list)),
                        ('counts', models.JSONField(default=dict)),
                        ('reason', models.CharField(blank=True, max_length=60)),
                        ('is_current', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='one_current_action_run')],
                    },
                ),
                migrations.CreateModel(
                    name='Offer',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('key', models.SlugField(max_length=60, verbose_name='clave')),
                        ('name', models.CharField(max_length=120, verbose_name='nombre')),
                        ('what', models.CharField(blank=True, max_length=240, verbose_name='qué se hace')),
                        ('kind', models.CharField(choices=[('cross', 'venta cruzada'), ('up', 'subir de nivel'), ('referral', 'pedir un referido'), ('welcome', 'bienvenida'), ('service', 'atención'), ('visit', 'visita'), ('reward', 'premio'), ('save', 'retener'), ('win_back', 'recuperar'), ('collect', 'recordar un pago')], max_length=8, verbose_name='tipo')),
                        ('area', models.CharField(choices=[('ACQUIRE', 'Adquirir'), ('KEEP', 'Mantener'), ('MAXIMIZE', 'Maximizar'), ('LOYALTY', 'Fidelizar'), ('RETAIN', 'Retener')], max_length=8, verbose_name='área del ciclo')),
                        ('maker', models.SlugField(blank=True, max_length=60)),
                        ('definition', models.JSONField(default=dict, verbose_name='a quiénes')),
                        ('channels', models.JSONField(default=list, verbose_name='por dónde')),
                        ('purpose', models.CharField(choices=[('marketing', 'publicidad y ofertas'), ('service', 'atención y avisos de servicio'), ('surveys', 'encuestas'), ('profiling', 'ofertas según su perfil'), ('collections', 'cobranza'), ('sharing', 'compartir con terceros')], max_length=20, verbose_name='finalidad')),
                        ('unit_cost', models.BigIntegerField(default=0, verbose_name='costo de cada una')),
                        ('margin', models.BigIntegerField(null=True, verbose_name='margen de cada logro')),
                        ('margin_share', models.FloatField(null=True, verbose_name='parte del valor proyectado')),
                        ('guess', models.FloatField(verbose_name='efecto que se espera')),
                        ('budget', models.BigIntegerField(null=True, verbose_name='presupuesto')),
                        ('cap_total', models.PositiveIntegerField(null=True, verbose_name='clientes en total')),
                        ('cap_day', models.PositiveIntegerField(null=True, verbose_name='clientes al día')),
                        ('cap_person', models.PositiveIntegerField(default=1, verbose_name='veces a cada uno')),
                        ('rest_days', models.PositiveIntegerField(default=90, verbose_name='días de descanso tras un no')),
                        ('capacity', models.PositiveIntegerField(null=True, verbose_name='al día por responsable')),
                        ('valid_from', models.DateField(verbose_name='desde')),
                        ('valid_to', models.DateField(null=True, verbose_name='hasta')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('removed_at', models.DateTimeField(null=True)),
                        ('experiment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='customize.experiment')),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('key',), name='offer_key_once'), models.CheckConstraint(condition=models.Q(('margin__isnull', True), ('margin_share__isnull', True), _connector='OR'), name='offer_margin_or_share'), models.CheckConstraint(condition=models.Q(('guess__gt', 0), ('guess__lt', 1)), name='offer_guess_is_a_share'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='offer_ends_later')],
                    },
                ),
                migrations.CreateModel(
                    name='NextAction',
                    fields=[
                        ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('channel', models.CharField(blank=True, max_length=20)),
                        ('expected', models.BigIntegerField(verbose_name='dinero esperado')),
                        ('uplift', models.FloatField(verbose_name='efecto esperado')),
                        ('margin', models.BigIntegerField(verbose_name='margen de un logro')),
                        ('cost', models.BigIntegerField(verbose_name='costo')),
                        ('inputs', models.JSONField(null=True)),
                        ('owner', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('party', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identify.party')),
                        ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.actionrun')),
                        ('offer', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.offer')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['party'], name='next_action_of_party'), models.Index(fields=['owner', '-expected', 'id'], name='next_action_of_owner'), models.Index(fields=['-expected', 'id'], name='next_action_by_money')],
                    },
                ),
                migrations.CreateModel(
                    name='ActionAnswer',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('action', models.BigIntegerField()),
                        ('said', models.CharField(choices=[('done', 'hecha'), ('postponed', 'pospuesta'), ('withheld', 'no se ofreció'), ('accepted', 'aceptó'), ('declined', 'no quiso'), ('ignored', 'no respondió')], max_length=9, verbose_name='respuesta')),
                        ('on', models.DateField(verbose_name='fecha')),
                        ('until', models.DateField(null=True)),
                        ('channel', models.CharField(blank=True, max_length=20)),
                        ('expected', models.BigIntegerField(verbose_name='dinero esperado')),
                        ('inputs', models.JSONField(null=True)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('party', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identify.party')),
                        ('offer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customize.offer')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['party'], name='action_answer_of_party'), models.Index(fields=['offer', 'said'], name='action_answer_of_offer')],
                        'constraints': [models.UniqueConstraint(fields=('action', 'said'), name='action_answered_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OfferVersion',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('told', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='customize.offer')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('offer', 'number'), name='offer_version_once')],
                    },
                ),
            ],
        ),
    ]
