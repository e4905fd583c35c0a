"""Django's settings. A workspace needs none of them: everything follows from its folder and a few variables."""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from lazo.kernel.workspace import Workspace
from lazo.site.database import database_settings

# One thread for linear algebra: the fits of four parameters only pay for more (2 of 17 CPU seconds of a run of a million
# customers), and with a number of threads that follows the machine their last digits would differ from machine to machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Arrow asks the C library for memory, which can be told to keep what was freed (`analytics.memory`); its own allocator hands
# pages back and has them zeroed anew, a twentieth of a run.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
WORKSPACE = Workspace.from_environment()
# Reading the settings makes no folder: without a workspace a process signs for itself alone.
SECRET_KEY = os.environ.get("LAZO_SECRET_KEY") or (
    WORKSPACE.secret_key() if WORKSPACE.exists() else secrets.token_urlsafe(50)
)
DEBUG = os.environ.get("LAZO_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get("LAZO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("LAZO_ORIGINS", "").split(",") if origin]

# Requests a token may make in a minute, in each process that serves.
LAZO_API_PER_MINUTE = int(os.environ.get("LAZO_API_PER_MINUTE", "12000"))
# Where the analytics run: duckdb (in this process), spark or local[N], spark://host:port, sc://host:port (Spark Connect).
LAZO_ENGINE = os.environ.get("LAZO_ENGINE", "duckdb")
# Whether webhooks may be sent to addresses of a private network, this machine among them.
LAZO_WEBHOOKS_PRIVATE = os.environ.get("LAZO_WEBHOOKS_PRIVATE", "") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "lazo.kernel",
    "lazo.identify",
    "lazo.differentiate",
    "lazo.customize",
    "lazo.interact",
    "lazo.measure",
    "lazo.demo",
    "lazo.api",
    "lazo.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "lazo.web.preload.Preload",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lazo.web.language.ReaderLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lazo.web.entrance.SessionSeen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "lazo.site.urls"
WSGI_APPLICATION = "lazo.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lazo.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "lazo.web.widget_markup.WidgetMarkup"
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", ""), WORKSPACE.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "kernel.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LAZO_PROXIES", "0"))
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/ip,5/5m/key"}  # wrong passwords: of one computer, of one address
MFA_ADAPTER = "lazo.web.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
# What is counted (wrong passwords, codes used) holds for all processes that serve, and after a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lazo_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "web:home"

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English"), ("pt-br", "Português")]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from where they lie; nothing is collected
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 86400  # styles and scripts carry a hash of their own and are kept for good
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024  # a text far too long comes back whole, with the reason beside it
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2500  # the columns of an import: a choice for each of up to 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(WORKSPACE.files) if WORKSPACE.files.exists() else None

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
