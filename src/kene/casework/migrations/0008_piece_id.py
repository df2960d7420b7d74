"""Pictures are counted as all else is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widen the identifier of a picture."""

    dependencies = (("kene_casework", "0007_secrets"),)

    operations = (
        migrations.AlterField(
            model_name="piece",
            name="id",
            field=models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
    )
