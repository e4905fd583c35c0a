import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LOCAL = {
    "sqlite": "substr(key, 1, CASE WHEN instr(key, '+') > 1 THEN instr(key, '+') ELSE instr(key, '@') END - 1)",
    "postgresql": "split_part(CASE WHEN key LIKE '+%' THEN key ELSE split_part(key, '+', 1) END, '@', 1)",
}
COLUMNS = (
    "health varchar(8) DEFAULT 'USABLE' NOT NULL",
    "health_why varchar(12) DEFAULT '' NOT NULL",
    "verified_how varchar(8) DEFAULT '' NOT NULL",
)
AT_GOOGLE = "kind = 'EMAIL' AND (key LIKE '%@gmail.com' OR key LIKE '%@googlemail.com')"
JOIN = """
    UPDATE identify_contactpoint SET key = {key} WHERE {at} AND key <> {key}
    AND id IN (SELECT min(id) FROM identify_contactpoint WHERE {at} GROUP BY party_id, {key})
    AND NOT EXISTS (SELECT 1 FROM identify_contactpoint o WHERE o.party_id = identify_contactpoint.party_id AND o.kind = 'EMAIL'
        AND o.key = {outer})"""


def add_columns(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Columns with a constant default, which both databases add without touching a row; Django would make the table anew on SQLite.

    SQLite holds no text to a length, so the wider `kind` is nothing to it.
    """
    for column in COLUMNS:
        editor.execute(f"ALTER TABLE identify_contactpoint ADD COLUMN {column}")
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE identify_contactpoint ALTER COLUMN kind TYPE varchar(12)")


def join_mailboxes(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Addresses of one mailbox at Gmail get one key; of a party that has two writings of one, the first that can."""
    key = f"replace({LOCAL[editor.connection.vendor]}, '.', '') || '@gmail.com'"
    outer = key.replace("key", "identify_contactpoint.key")
    with editor.connection.cursor() as cursor:
        cursor.execute(JOIN.format(key=key, outer=outer, at=AT_GOOGLE))


class Migration(migrations.Migration):

    dependencies = [
        ('identify', '0007_resolution'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contactpoint',
            name='last_seen_batch',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='last_seen_on',
            field=models.DateField(null=True, verbose_name='visto por última vez'),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='source',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='identify.source', verbose_name='fuente'),
        ),
        migrations.AddField(
            model_name='contactpoint',
            name='verified_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_columns, migrations.RunPython.noop)],
            state_operations=[
                migrations.AddField(
                    model_name='contactpoint',
                    name='health',
                    field=models.CharField(choices=[('USABLE', 'sirve'), ('DOUBTFUL', 'en duda'), ('DEAD', 'no sirve')], db_default='USABLE', max_length=8, verbose_name='estado'),
                ),
                migrations.AddField(
                    model_name='contactpoint',
                    name='health_why',
                    field=models.CharField(db_default='', max_length=12, verbose_name='por qué'),
                ),
                migrations.AddField(
                    model_name='contactpoint',
                    name='verified_how',
                    field=models.CharField(choices=[('BY_HAND', 'una persona lo comprobó'), ('CODE', 'escribió el código que enviamos'), ('LINK', 'abrió el enlace que enviamos'), ('REPLY', 'respondió desde ahí'), ('SOURCE', 'la fuente lo da por verificado')], db_default='', max_length=8, verbose_name='cómo se verificó'),
                ),
                migrations.AlterField(
                    model_name='contactpoint',
                    name='kind',
                    field=models.CharField(choices=[('EMAIL', 'correo'), ('PHONE', 'teléfono'), ('WHATSAPP', 'WhatsApp sin número'), ('INSTAGRAM', 'Instagram'), ('FACEBOOK', 'Facebook'), ('X', 'X'), ('TIKTOK', 'TikTok'), ('LINKEDIN', 'LinkedIn'), ('TELEGRAM', 'Telegram'), ('ADDRESS', 'otra dirección')], max_length=12),
                ),
            ],
        ),
        migrations.CreateModel(
            name='ContactOutcome',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('EMAIL', 'correo'), ('PHONE', 'teléfono'), ('WHATSAPP', 'WhatsApp sin número'), ('INSTAGRAM', 'Instagram'), ('FACEBOOK', 'Facebook'), ('X', 'X'), ('TIKTOK', 'TikTok'), ('LINKEDIN', 'LinkedIn'), ('TELEGRAM', 'Telegram'), ('ADDRESS', 'otra dirección')], max_length=12)),
                ('key', models.CharField(max_length=254)),
                ('outcome', models.CharField(choices=[('DELIVERED', 'se entregó'), ('REPLIED', 'respondió'), ('VERIFIED', 'verificado'), ('SOFT_BOUNCE', 'rebotó por ahora'), ('HARD_BOUNCE', 'rebotó'), ('UNREACHABLE', 'nadie responde'), ('WRONG_PERSON', 'no es de esta persona'), ('OTHER_OWNER', 'ahora es de otra persona'), ('REPLACED', 'cambió por otro')], max_length=12)),
                ('channel', models.CharField(max_length=20)),
                ('reference', models.CharField(max_length=120, null=True)),
                ('evidence', models.CharField(blank=True, max_length=240)),
                ('happened_at', models.DateTimeField()),
                ('reported_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('retracted_at', models.DateTimeField(null=True)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contact_outcomes', to='identify.party')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('retracted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'kind', 'happened_at'], name='contact_outcome_of_key')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'reference'), name='contact_outcome_told_once'), models.CheckConstraint(condition=models.Q(('retracted_by__isnull', True), ('retracted_at__isnull', False), _connector='OR'), name='contact_outcome_retracted_when')],
            },
        ),
        migrations.CreateModel(
            name='PreferredContact',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('EMAIL', 'correo'), ('PHONE', 'teléfono'), ('WHATSAPP', 'WhatsApp sin número'), ('INSTAGRAM', 'Instagram'), ('FACEBOOK', 'Facebook'), ('X', 'X'), ('TIKTOK', 'TikTok'), ('LINKEDIN', 'LinkedIn'), ('TELEGRAM', 'Telegram'), ('ADDRESS', 'otra dirección')], max_length=12)),
                ('key', models.CharField(max_length=254)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='preferred_contacts', to='identify.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('party', 'kind'), name='preferred_contact_one_a_kind')],
            },
        ),
        migrations.RunPython(join_mailboxes, migrations.RunPython.noop),
    ]
