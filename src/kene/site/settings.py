"""Django's settings, from the node's configuration."""

import os
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from kene.site.configuration import read
from kene.site.databases import database

KENE: Final = read(os.environ)

if not (KENE.secret or KENE.debug):
    raise ImproperlyConfigured(
        "KENE_SECRET est vide : donnez 50 caractères au hasard. "
        "KENE_SECRET is empty: set it to 50 random characters."
    )

SECRET_KEY = KENE.secret or "for-development-only"
DEBUG = KENE.debug
ALLOWED_HOSTS = list(KENE.hosts)

INSTALLED_APPS = [
    "django_tasks",
    "django_tasks_db",
    "kene.privacy",
    "kene.journal",
    "kene.tasks",
    "kene.documents",
    "kene.catalogue",
    "kene.casework",
    "kene.intake",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]

ROOT_URLCONF = "kene.site.urls"
WSGI_APPLICATION = "kene.site.wsgi.application"

TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

DATABASES = {
    "default": database(KENE.database, KENE.data / "kene.sqlite3"),
    "keys": database(KENE.keys_database, KENE.data / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["kene.privacy.routing.KeysApart"]
TASKS = {"default": {"BACKEND": "kene.tasks.backend.KeyedBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
TIME_ZONE = "UTC"
USE_TZ = True
