"""Indexes for what is running, given up and done; django-tasks has one for what is ready."""

from django.db import migrations

TABLE = "django_tasks_database_dbtaskresult"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        (
            "django_tasks_database",
            "0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more",
        )
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX kene_tasks_ended ON {TABLE} (status, finished_at)",
            "DROP INDEX kene_tasks_ended",
        ),
    ]
