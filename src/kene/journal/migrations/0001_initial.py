"""The journal's tables, and the triggers that refuse to change them."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import kene.journal.models
from kene.journal import triggers


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("block", kene.journal.models.Position(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
            ],
            options={
                "db_table": "kene_journal_checkpoint",
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("peaks", models.BinaryField()),
                ("seal", models.BinaryField()),
            ],
            options={
                "db_table": "kene_journal_head",
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                ("number", kene.journal.models.Position(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=32)),
                ("who", models.CharField(max_length=64)),
                ("what", models.CharField(max_length=20)),
                ("about", models.CharField(max_length=64)),
                ("detail", models.CharField(max_length=200)),
                ("leaf", models.BinaryField()),
                ("seal", models.BinaryField()),
            ],
            options={
                "db_table": "kene_journal_line",
                "indexes": [models.Index(fields=["about", "number"], name="kene_journal_about")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
