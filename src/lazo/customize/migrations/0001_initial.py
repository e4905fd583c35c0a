"""Tables made all at once."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from lazo.kernel.migrations._tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name='Arm',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('key', models.SlugField(max_length=40, verbose_name='clave')),
                        ('name', models.CharField(max_length=80, verbose_name='nombre')),
                        ('is_control', models.BooleanField(default=False, verbose_name='grupo de control')),
                        ('share', models.PositiveSmallIntegerField(help_text='of ten thousand', verbose_name='parte')),
                        ('unit_cost', models.BigIntegerField(default=0, verbose_name='costo de cada uno')),
                        ('experiment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arms', to='customize.experiment')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('experiment', 'key'), name='arm_key_once'), models.CheckConstraint(condition=models.Q(('share__lte', 10000)), name='arm_share_of_ten_thousand')],
                    },
                ),
                migrations.CreateModel(
                    name='Experiment',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('key', models.SlugField(max_length=80, unique=True, verbose_name='clave')),
                        ('name', models.CharField(max_length=160, verbose_name='nombre')),
                        ('kind', models.CharField(choices=[('CAMPAIGN', 'campaña'), ('OFFER', 'oferta'), ('IMPORTED', 'traído de un archivo')], max_length=8, verbose_name='tipo')),
                        ('area', models.CharField(choices=[('ACQUIRE', 'Adquirir'), ('KEEP', 'Mantener'), ('MAXIMIZE', 'Maximizar'), ('LOYALTY', 'Fidelizar'), ('RETAIN', 'Retener')], max_length=8, verbose_name='área del ciclo')),
                        ('purpose', models.CharField(choices=[('marketing', 'publicidad y ofertas'), ('service', 'atención y avisos de servicio'), ('surveys', 'encuestas'), ('profiling', 'ofertas según su perfil'), ('collections', 'cobranza'), ('sharing', 'compartir con terceros')], max_length=20, verbose_name='finalidad')),
                        ('metric', models.SlugField(default='purchase', max_length=60, verbose_name='qué se mide')),
                        ('window_days', models.PositiveSmallIntegerField(default=30, verbose_name='días en que se mide')),
                        ('salt', models.BigIntegerField()),
                        ('unit_margin', models.BigIntegerField(null=True, verbose_name='margen de cada logro')),
                        ('currency', models.CharField(max_length=3, verbose_name='moneda')),
                        ('inputs', models.JSONField(default=dict)),
                        ('planned', models.JSONField(default=dict)),
                        ('started_on', models.DateField(null=True, verbose_name='empezó')),
                        ('ends_on', models.DateField(null=True, verbose_name='termina')),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), models.Q(('ends_on__gte', models.F('started_on')), ('started_on__isnull', False)), _connector='OR'), name='experiment_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('window_days__gt', 0)), name='experiment_has_a_window')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('party', models.BigIntegerField()),
                        ('on', models.DateField()),
                        ('expected', models.BigIntegerField(null=True)),
                        ('why', models.JSONField(null=True)),
                        ('set_aside', models.BigIntegerField(null=True)),
                        ('arm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customize.arm')),
                        ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.experiment')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['party'], name='decision_of_party')],
                        'constraints': [models.UniqueConstraint(fields=('experiment', 'party'), name='decision_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactBlock',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('party', models.BigIntegerField()),
                        ('purpose', models.CharField(choices=[('marketing', 'publicidad y ofertas'), ('service', 'atención y avisos de servicio'), ('surveys', 'encuestas'), ('profiling', 'ofertas según su perfil'), ('collections', 'cobranza'), ('sharing', 'compartir con terceros')], max_length=20)),
                        ('channel', models.CharField(choices=[('email', 'correo'), ('phone', 'llamada'), ('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('letter', 'carta'), ('visit', 'visita')], max_length=20)),
                        ('rule', models.SlugField(max_length=60)),
                        ('country', models.CharField(blank=True, max_length=2)),
                        ('stage', models.CharField(choices=[('DECISION', 'al decidir'), ('SEND', 'al enviar')], max_length=8)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('experiment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.experiment')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['experiment', 'rule'], name='contact_block_of_exp'), models.Index(fields=['party'], name='contact_block_of_party')],
                    },
                ),
                migrations.CreateModel(
                    name='MoneyEntry',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=160, unique=True)),
                        ('on', models.DateField(verbose_name='fecha')),
                        ('area', models.CharField(choices=[('ACQUIRE', 'Adquirir'), ('KEEP', 'Mantener'), ('MAXIMIZE', 'Maximizar'), ('LOYALTY', 'Fidelizar'), ('RETAIN', 'Retener')], max_length=8, verbose_name='área del ciclo')),
                        ('kind', models.CharField(choices=[('SALES_GAIN', 'ingreso'), ('COST_SAVING', 'ahorro'), ('COST', 'costo')], max_length=11, verbose_name='tipo')),
                        ('method', models.CharField(choices=[('CONTROLLED', 'frente a un grupo de control'), ('BEFORE_AFTER', 'antes y después'), ('OBSERVED', 'observado'), ('ESTIMATED', 'estimado')], max_length=12, verbose_name='cómo se sabe')),
                        ('category', models.CharField(choices=[('margin', 'margen'), ('media', 'medios'), ('discount', 'descuentos'), ('points', 'puntos'), ('message', 'mensajes'), ('agent', 'tiempo de personas'), ('tool', 'herramientas'), ('other', 'otros')], max_length=10, verbose_name='concepto')),
                        ('amount', models.BigIntegerField(verbose_name='monto')),
                        ('currency', models.CharField(max_length=3, verbose_name='moneda')),
                        ('base_amount', models.BigIntegerField()),
                        ('low', models.BigIntegerField(null=True)),
                        ('high', models.BigIntegerField(null=True)),
                        ('party', models.BigIntegerField(null=True)),
                        ('note', models.CharField(blank=True, max_length=240, verbose_name='detalle')),
                        ('evidence', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('experiment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customize.experiment')),
                        ('takes_back', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='customize.moneyentry')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['on', 'area'], name='money_of_day'), models.Index(condition=models.Q(('party__isnull', False)), fields=['party'], name='money_of_party')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('high__isnull', True), ('low__isnull', True)), models.Q(('high__isnull', False), ('low__isnull', False), ('low__lte', models.F('high'))), _connector='OR'), name='money_interval_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('party', models.BigIntegerField()),
                        ('name', models.SlugField(max_length=60)),
                        ('amount', models.BigIntegerField(default=1)),
                        ('on', models.DateField()),
                        ('key', models.CharField(max_length=120)),
                        ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.experiment')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['party'], name='outcome_of_party')],
                        'constraints': [models.UniqueConstraint(fields=('experiment', 'name', 'key'), name='outcome_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PlannedContact',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('party', models.BigIntegerField()),
                        ('purpose', models.CharField(choices=[('marketing', 'publicidad y ofertas'), ('service', 'atención y avisos de servicio'), ('surveys', 'encuestas'), ('profiling', 'ofertas según su perfil'), ('collections', 'cobranza'), ('sharing', 'compartir con terceros')], max_length=20)),
                        ('channel', models.CharField(choices=[('email', 'correo'), ('phone', 'llamada'), ('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('letter', 'carta'), ('visit', 'visita')], max_length=20)),
                        ('on', models.DateField()),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('experiment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customize.experiment')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['party', 'on'], name='planned_of_party')],
                    },
                ),
            ],
        ),
    ]
