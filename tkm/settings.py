"""The one settings file: what differs between machines comes from the environment (docs/operasi.md names it all)."""

import os
from pathlib import Path

import dj_database_url
import django_stubs_ext
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tkm import embedded

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
TEST_RUN = os.environ.get("TKM_TEST_RUN") == "1"
TKM_HOME = Path(os.environ.get("TKM_HOME") or BASE_DIR / "var").absolute()


def flag(name: str, default: str) -> bool:
    """Whether the environment variable `name` says yes ("1")."""
    return os.environ.get(name, default) == "1"


def whole_number(name: str, default: int, *, least: int) -> int:
    """The environment variable `name` as a number of at least `least`."""
    typed = os.environ.get(name, str(default))
    if not (typed.isascii() and typed.isdecimal() and int(typed) >= least):
        raise ImproperlyConfigured(f"{name} harus angka, paling sedikit {least}, bukan “{typed}”.")
    return int(typed)


DEBUG = flag("DEBUG", "0")
DEMO = flag("DEMO", "0")
HTTPS = flag("HTTPS", "0" if DEMO else "1") and not TEST_RUN
if "DEMO_PASSWORD" in os.environ and not DEMO and not TEST_RUN:
    raise ImproperlyConfigured("DEMO_PASSWORD hanya berlaku bersama DEMO=1.")
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "banjarbaru")
if not (SECRET_KEY := os.environ.get("SECRET_KEY", "")):
    if not (DEMO or DEBUG or TEST_RUN):
        raise ImproperlyConfigured("SECRET_KEY belum diisi. Isi dengan teks acak yang panjang, lihat docs/operasi.md.")
    SECRET_KEY = "hanya-untuk-demo-dan-pengujian-" + "0123456789abcdef" * 2
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
if (DEMO or DEBUG or TEST_RUN) and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

INSTALLED_APPS = [
    "accounts.admin_config.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "regions",
    "accounts",
    "documents",
    "training",
    "participants",
    "equipment",
    "reports",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.request_log.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.idle.IdleMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "accounts.walls.WallMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.PrivacyMiddleware",
    "accounts.middleware.WrongMethodMiddleware",
    "accounts.middleware.KeptFormMiddleware",
    "accounts.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "tkm.urls"
WSGI_APPLICATION = "tkm.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["tkm.lib.tags", "tkm.lib.icons"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.navigation.navigation",
            ],
        },
    },
]

POSTGRES_HOME = TKM_HOME / ("postgres-test" if TEST_RUN else "postgres")
EMBEDDED_POSTGRES = {"home": POSTGRES_HOME, "durable": not TEST_RUN}
if DATABASE_URL := os.environ.get("DATABASE_URL", ""):
    DATABASES = {"default": {**dj_database_url.parse(DATABASE_URL)}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "tkm.pg",
            "NAME": "postgres",
            "USER": "tkm",
            "HOST": str(embedded.socket_dir(POSTGRES_HOME)),
        }
    }
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The office as the rail names it before anybody is logged in; papers take theirs from the office identity.
OFFICE_NAME = os.environ.get("OFFICE_NAME", "Dinas Koperasi, UM & Naker")

# pghistory writes who did it into each event row, so one row tells the whole story.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_CLASS = "pghistory.admin.EventsAdmin"

# Holds the counts of who tried how often: so many entries that no visitor's is dropped to make room.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.NipOrUsername", "accounts.backends.AdministratorPermissions"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.UnlikeOneself"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "accounts.passwords.Uncommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# A desk is shared: closing the browser logs out, and nobody is asked.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
# In an office a proxy of its own stands before the application, and writes where the visitor is (docs/operasi.md).
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
# The public page: questions and seconds, for each visitor's address ("name_of_code": for each code, whoever asks).
VERIFICATION_LIMITS = {"look": (60, 300), "name": (10, 300), "name_of_code": (10, 3600)}
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/m/ip"}
ACCOUNT_FORMS = {"change_password": "accounts.forms.ChangePasswordForm"}
ACCOUNT_EMAIL_NOTIFICATIONS = False
# The demo is there to be tried: a password alone opens it.
SECOND_FACTOR_REQUIRED = not (DEMO or TEST_RUN)
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
    "authenticate_webauthn": "accounts.forms.SecondStepPasskeyForm",
    "login_webauthn": "accounts.forms.LogInPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.AskAgainPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
# Without HTTPS browsers know passkeys on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = TKM_HOME / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", BASE_DIR / "node_modules/bootstrap/dist"),
    ("jakarta", BASE_DIR / "node_modules/@fontsource-variable/plus-jakarta-sans/files"),
]
# Drawn into the pages by {% icon %}: two thousand files that need not be collected.
ICON_DIR = BASE_DIR / "node_modules/bootstrap-icons/icons"
plain_static = DEBUG or TEST_RUN
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if plain_static
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# A form may be larger than Django's 2.5 MB: a 5 MB name is refused beside its field, not by an empty page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "accounts.sign_ins"
SESSION_COOKIE_AGE = 12 * 60 * 60
IDLE_MINUTES = whole_number("IDLE_MINUTES", 30, least=5)
LOG_IN_LOG_DAYS = whole_number("LOG_IN_LOG_DAYS", 90, least=1)
SESSION_COOKIE_NAME = "tkm_sesi"
CSRF_FAILURE_VIEW = "accounts.errors.csrf_failure"

# One line of JSON for each request and each failure, without personal data (tkm/lib/logs.py); words while developing.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrubbed": {"()": "tkm.lib.logs.Scrubbed"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "tkm.lib.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line" if DEBUG else "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # Django would tell of the same failure a second time, with the address.
        "django.request": {"level": "ERROR" if DEBUG else "CRITICAL"},
        # Whoever tries the demo at a terminal is shown what went wrong, not every page.
        "tkm.request": {"level": "WARNING" if DEMO or TEST_RUN else "INFO"},
        "gunicorn.error": {"filters": [] if DEBUG else ["scrubbed"]},
    },
}
