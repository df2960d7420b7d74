from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kene_casework", "0005_slots"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("service", models.CharField(max_length=40)),
                ("statistic", models.CharField(max_length=40)),
                ("shape", models.CharField(max_length=64)),
                ("period", models.CharField(max_length=7)),
                ("cell", models.TextField()),
                ("step", models.CharField(blank=True, max_length=12)),
                ("count", models.PositiveIntegerField()),
                ("total", models.BigIntegerField()),
                ("until", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "statistic", "shape", "period", "cell", "step"),
                        name="kene_tally_cell",
                    )
                ],
            },
        ),
    ]
