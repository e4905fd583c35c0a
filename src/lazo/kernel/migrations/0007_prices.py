from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_may_erase")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="price_index",
            field=models.CharField(
                blank=True,
                default="",
                help_text="by which values of different months are compared",
                max_length=20,
                verbose_name="índice de precios",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="company",
            name="priced_in",
            field=models.CharField(
                blank=True,
                default="",
                help_text="index and month whose money current values are in; blank: as it was paid",
                max_length=40,
            ),
            preserve_default=False,
        ),
    ]
