"""One set of settings for every site; what differs between sites comes from the surroundings."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from urtuu.config.logs import LOGGING as LOGGING  # noqa: PLC0414 -- the alias says that settings hand it on
from urtuu.config.surroundings import (
    THIS_MACHINE,
    data_folder,
    lasting_secret,
    metrics,
    second_factor,
    switch,
    text,
    words,
)
from urtuu.interfaces.field.headers import app_headers
from urtuu.web import languages

SOURCE = Path(__file__).resolve().parents[1]

try:
    VAR = data_folder()
except OSError as refused:
    raise ImproperlyConfigured(f"The data folder cannot be used: {refused}. Set URTUU_VAR.") from refused
KEYS = VAR / "keys"
BLOBS = VAR / "blobs"

if (VAR / "urtuu.sqlite3").exists() and not (KEYS / "site.key").exists():
    # A new key would make every sealed name unreadable for ever, without a word.
    raise ImproperlyConfigured(
        f"The site's key {KEYS / 'site.key'} is missing. Put it back, "
        "or move the database file away and restore a backup."
    )
SECRET_KEY = lasting_secret(KEYS / "session.key")
# Seals personal parts; without it a backup of the database opens none.
SITE_SECRET = lasting_secret(KEYS / "site.key")
DEBUG = False
ALLOWED_HOSTS = words("URTUU_HOSTS", THIS_MACHINE)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "urtuu.places",
    "urtuu.journal",
    "urtuu.rounds",
    "urtuu.mediation",
    "urtuu.reports",
    "urtuu.interfaces.desk",
    "urtuu.interfaces.sync",
    "urtuu.interfaces.kiosk",
    "urtuu.interfaces.gateways",
    "urtuu.web",  # below: of equal English texts the rooms' own Chinese wins over the kit's sample words
    "allauth",
    "allauth.account",  # its tables stay empty: allauth.mfa imports them
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "urtuu.web.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "urtuu.interfaces.watch.counting.CountingMiddleware",
    "urtuu.web.full_disk.KeptSessionMiddleware",
    "urtuu.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "urtuu.interfaces.desk.session_notes.SeenMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth's own functions ask it for the request
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "urtuu.interfaces.desk.must_have.FirstOfAllMiddleware",
    "urtuu.web.full_disk.ReadOnlyMiddleware",  # innermost: it answers for the views
]

ROOT_URLCONF = "urtuu.config.urls"
WSGI_APPLICATION = "urtuu.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "urtuu.web.context.page",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",  # a writer waits at the door instead of failing halfway through
    "timeout": 20,  # seconds a writer waits for the one before it
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"  # a receipt is given only for what is on the disk
        "PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;"  # an erased key must not linger in a free page
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-32000;"  # 32 MB a connection
    ),
}


def database() -> dict[str, Any]:
    """The one database, with what its engine needs to keep our promises."""
    chosen: dict[str, Any] = dict(
        dj_database_url.parse(text("DATABASE_URL", f"sqlite:///{VAR}/urtuu.sqlite3"))
    )
    if chosen["ENGINE"].endswith("sqlite3"):
        # Tests run on a file too: an in-memory database has other locks and no write-ahead log.
        return chosen | {
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": 600,
            "TEST": {"NAME": VAR / "test.sqlite3"},
        }
    if not chosen["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must name an sqlite or a postgresql database.")
    return chosen | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database()}
GROUP_COMMIT = True  # pushes that wait for SQLite's one lock share a commit
REFERENCE_KEPT = 60  # seconds that a phone's list of doors counts as the newest after it was compared
LEAST_ROOM = 32 * 1024 * 1024  # bytes free below which nothing is written any more: erasing needs room too

# --- Who is who -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "places.Staff"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

try:
    SECOND_FACTOR = second_factor()
except ValueError as refused:
    raise ImproperlyConfigured(str(refused)) from refused
MFA_ADAPTER = "urtuu.interfaces.desk.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off; a code then serves ninety seconds, once
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# No address of allauth's is open and nobody signs up; these keep its own checks of settings content.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

SESSION_COOKIE_NAME = "urtuu_session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: one long working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "urtuu_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- On the wire ----------------------------------------------------------------------------------

HTTPS = switch("URTUU_HTTPS")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# Believed only behind a web server that sets it: without HTTPS switched on nobody may claim it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; a push is at most 1 MB, a photo comes in 256 KB parts
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600
LARGEST_UPLOAD = 256 * 1024 * 1024  # bytes of a file in a form: a phone's rescue file with a week of photos
FILE_UPLOAD_HANDLERS = [
    "urtuu.web.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

try:
    METRICS = metrics()
except ValueError as refused:
    raise ImproperlyConfigured(str(refused)) from refused
GATEWAYS = switch("URTUU_GATEWAYS")  # programs of other projects may come in, each with a person's key
SECURE_REDIRECT_EXEMPT = [r"^metrics$"]  # monitoring asks past the web server, with its token

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = languages.FIRST_LANGUAGE
LANGUAGES = languages.LANGUAGES
FORMAT_MODULE_PATH = "urtuu.web.formats"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# The officers' app is built into this folder and answered under /field/ by the same middleware.
WHITENOISE_ROOT = SOURCE / "interfaces" / "field" / "built"
WHITENOISE_INDEX_FILE = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/.+\.[0-9a-f]{12}\.\w+$|^/field/assets/"
WHITENOISE_ADD_HEADERS_FUNCTION = app_headers
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": BLOBS},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
