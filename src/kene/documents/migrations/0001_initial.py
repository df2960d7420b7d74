"""Documents and their withdrawals."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True)),
                ("case", models.CharField(db_index=True, max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("country", models.CharField(max_length=2)),
                ("authority", models.CharField(max_length=80)),
                ("identity", models.CharField(max_length=16, unique=True)),
                ("key", models.CharField(max_length=16)),
                ("issued", models.DateTimeField()),
                ("expires", models.DateTimeField(null=True)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["country", "authority"], name="kene_documents_issuer")
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("agent", models.CharField(max_length=150)),
                ("reason", models.CharField(max_length=200)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="kene_documents.document",
                    ),
                ),
            ],
        ),
    ]
