from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0007_prices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('position', models.BigIntegerField()),
            ],
        ),
    ]
