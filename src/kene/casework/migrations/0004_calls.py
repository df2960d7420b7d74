from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kene_casework", "0003_piece"),
    ]

    operations = [
        migrations.CreateModel(
            name="Taken",
            fields=[
                ("call", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="call",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
