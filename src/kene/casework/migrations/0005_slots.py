from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kene_casework", "0004_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="slot",
            field=models.CharField(blank=True, default="", max_length=110),
        ),
        migrations.AlterField(
            model_name="taken",
            name="call",
            field=models.CharField(max_length=110, primary_key=True, serialize=False),
        ),
    ]
