"""Django's settings, from the node's configuration."""

import logging
import os
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from kene.site.databases import database
from kene.site.environment import read
from kene.site.logs import configure

KENE: Final = read(os.environ)

if not KENE.secret:
    raise ImproperlyConfigured(
        "KENE_SECRET est vide : donnez 50 caractères au hasard. "
        "KENE_SECRET is empty: set it to 50 random characters."
    )

SECRET_KEY = KENE.secret
DEBUG = KENE.debug
# Whatever its public names, the machine itself asks whether the node is well.
ALLOWED_HOSTS = [*KENE.hosts, "localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "kene.privacy",
    "kene.journal",
    "kene.tasks",
    "kene.documents",
    "kene.catalogue",
    "kene.people",
    "kene.casework",
    "kene.intake",
    "kene.channels.sms",
    "kene.channels.voice",
    "kene.channels.messaging",
    "kene.channels.web",
    "kene.channels.simulator",
    "kene.backoffice",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "kene.site.headers.Headers",
    "kene.site.refusals.Refusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "kene.site.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "kene.backoffice.frame.around",
            ]
        },
    }
]

try:
    DATABASES = {
        "default": database(KENE.database, KENE.data / "kene.sqlite3"),
        "keys": database(KENE.keys_database, KENE.data / "keys.sqlite3"),
    }
except ValueError as error:
    raise ImproperlyConfigured(f"DATABASE_URL, KENE_KEYS_DATABASE_URL: {error}") from error
DATABASE_ROUTERS = ["kene.privacy.routing.KeysApart"]
TASKS = {"default": {"BACKEND": "kene.tasks.backend.KeyedBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = KENE.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kene.site.static.LeanStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# Not "no-referrer": with it, browsers send `Origin: null` with forms, which CSRF checks refuse.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # pages alone say it: `kene.site.headers`
X_FRAME_OPTIONS = "DENY"
if KENE.address.startswith("https://"):
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LOGGING_CONFIG = None
configure(logging.WARNING if KENE.demo else logging.INFO)

LANGUAGE_CODE = "fr"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"

# Agents' accounts. Their sessions end after half an hour without a page, and with the browser.
AUTH_USER_MODEL = "kene_people.Agent"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION: Final = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "kene_backoffice:worklist"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KENE.address.startswith("https://")
SESSION_COOKIE_NAME = "__Host-agent" if SESSION_COOKIE_SECURE else "agent"
CSRF_COOKIE_NAME = "__Host-csrf" if CSRF_COOKIE_SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # it ends with the browser, as all else does, and is sent in fewer octets
CSRF_FAILURE_VIEW = "kene.channels.web.trouble.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kene_people_cache",
        "KEY_FUNCTION": "kene.people.throttling.key",
    }
}
ACCOUNT_ADAPTER = "kene.people.signing.SigningIn"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "kene.people.factor.SecondFactor"
MFA_FORMS = {
    "authenticate": "kene.people.factor.CodeForm",
    "reauthenticate": "kene.people.factor.CodeAgainForm",
}
MFA_TOTP_ISSUER = "Kene"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
