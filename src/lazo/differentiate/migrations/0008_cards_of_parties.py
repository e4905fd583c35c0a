import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


COLUMNS = (
    "customer_id, kind, name, folded_name, country, city, owner_id, team_id, first_contact_on, created_on, last_contact_on, touched"
)
# What a card says of the party moves; what it repeated of the score is read from there, by a view of the old table's name.
MOVE = [
    f"INSERT INTO differentiate_partycard ({COLUMNS}) SELECT {COLUMNS} FROM differentiate_customercard",  # noqa: S608 - our own names
    "DROP TABLE differentiate_customercard",
]


class Migration(migrations.Migration):
    """Lists read cards of parties and scores together, so that a score run writes no cards."""

    dependencies = [
        ('differentiate', '0007_unreached_value'),
        ('kernel', '0006_may_erase'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PartyCard',
            fields=[
                ('customer_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12, verbose_name='tipo')),
                ('name', models.CharField(max_length=240, verbose_name='nombre')),
                ('folded_name', models.CharField(max_length=240)),
                ('country', models.CharField(max_length=2, verbose_name='país')),
                ('city', models.CharField(max_length=120, verbose_name='ciudad')),
                ('first_contact_on', models.DateField(null=True, verbose_name='primer contacto')),
                ('created_on', models.DateField(verbose_name='creado')),
                ('last_contact_on', models.DateField(null=True, verbose_name='última interacción')),
                ('touched', models.BigIntegerField(help_text='null: a rebuild of all', null=True)),
                ('owner', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsable')),
                ('team', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='kernel.team', verbose_name='equipo')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('touched__isnull', False)), fields=['touched'], name='party_card_touched')],
            },
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.AlterModelOptions(
            name='customercard',
            options={'managed': False},
        ),
    ]
