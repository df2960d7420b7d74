from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kene_casework", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="proposed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="remind",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("remind", None), _negated=True),
                fields=["remind"],
                name="kene_case_remind",
            ),
        ),
    ]
