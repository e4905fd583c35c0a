import django.db.models.deletion
from django.db import migrations, models

ENTITIES = [
    ("customers", "clientes"),
    ("purchases", "compras"),
    ("interactions", "interacciones"),
    ("products", "productos"),
    ("contracts", "contratos"),
]


class Migration(migrations.Migration):
    dependencies = [("identify", "0012_quality")]

    operations = [
        migrations.AlterField(
            model_name="importbatch", name="entity", field=models.CharField(choices=ENTITIES, max_length=12)
        ),
        migrations.AlterField(
            model_name="importmapping", name="entity", field=models.CharField(choices=ENTITIES, max_length=12)
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("external_id", models.CharField(max_length=120, null=True, verbose_name="contrato")),
                ("started_on", models.DateField(verbose_name="inicio")),
                ("ends_on", models.DateField(null=True, verbose_name="fin")),
                ("cancelled_on", models.DateField(null=True, verbose_name="cancelado")),
                ("renews_on", models.DateField(null=True, verbose_name="renovación")),
                ("period_months", models.PositiveSmallIntegerField(default=1, verbose_name="meses por periodo")),
                ("currency", models.CharField(max_length=3, verbose_name="moneda")),
                ("amount", models.BigIntegerField(verbose_name="importe por periodo")),
                (
                    "base_amount",
                    models.BigIntegerField(help_text="in the base currency, at the rate of the first day"),
                ),
                ("batch", models.BigIntegerField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="identify.party",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identify.product",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identify.source",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["party", "started_on"], name="contract_of_party")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id__isnull", False)),
                        fields=("source", "external_id"),
                        name="contract_once_per_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_months__gte", 1), ("period_months__lte", 120)),
                        name="contract_period_1_to_120_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="contract_ends_after_start",
                    ),
                ],
            },
        ),
    ]
