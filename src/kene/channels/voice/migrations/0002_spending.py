"""How long calls lasted, told once at the end of each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Seconds beside the calls of a day."""

    dependencies = [("kene_voice", "0001_initial")]

    operations = [
        migrations.AddField("day", "ended", models.PositiveIntegerField(default=0)),
        migrations.AddField("day", "seconds", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="Ended",
            fields=[
                ("session", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
