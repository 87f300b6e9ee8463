"""Settings, from the environment. Safe by default: DEBUG is off, and SECRET_KEY must be given.

A file named .env beside manage.py is read too; what the environment says wins. See docs/production.md.
"""

from pathlib import Path

import bootstrap_wrapper
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from reportsite import document_store, office_accounts, retention, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(env.str("ENV_FILE", default=BASE_DIR / ".env"))

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if problem := secret_key.refusal(SECRET_KEY):
    raise ImproperlyConfigured(problem)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "reports",  # before what it stands in for: of two commands of one name the first is taken
    "reportsite.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "tree_queries",
]
MIDDLEWARE = [
    # What every answer says, before anything answers
    "django.middleware.security.SecurityMiddleware",
    "reportsite.permissions_policy.refuse_devices",
    "csp.middleware.CSPMiddleware",
    "reportsite.health.answer_monitors",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reports.http.prefetch.refuse_speculation",
    "reportsite.deadline.DeadlineMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "reports.http.idle.end_when_idle",
    "reports.http.second_factor.lead_on",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reports.http.sign_in.throttle",
    "reports.http.worker_limits.WorkerMiddleware",
    "reports.views.errors.explain_method",
]
ROOT_URLCONF = "reportsite.urls"
WSGI_APPLICATION = "reportsite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.http.navigation.navigation",
                "reportsite.static.style_sheets",
            ],
            # Without `load`, so that a template can begin with it.
            "builtins": ["reports.templatetags.layout", "reports.templatetags.address"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data. SQLite keeps every acknowledged word through a power cut (synchronous=FULL) and lets readers go on
# while somebody writes (WAL); transactions take the write lock at once, so that two never deadlock.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # What reports/models/planned.py sends is planned once in a connection, the first time, and for all keys.
    _planned_once = {"prepare_threshold": 0, "options": "-c plan_cache_mode=force_generic_plan"}
    DATABASES["default"]["OPTIONS"] = _planned_once | DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# What a process remembers. The shares of copies are kept by the texts themselves and are never out of date.
_IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _IN_MEMORY},
    "copies": {"BACKEND": _IN_MEMORY, "LOCATION": "copies", "TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 2_000}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What the sign-in page and the foot of every page say of the office; none of it need be given.
OFFICE = {
    "name": env.str("SITE_NAME", default=""),
    "unit": env.str("SITE_UNIT", default=""),
    "contact": env.str("SITE_CONTACT", default=""),
}

# Who signs in
AUTH_USER_MODEL = "reports.User"
AUTHENTICATION_BACKENDS = [
    "reports.http.session.PersonBackend",
    "reports.http.sign_in_slip.SlipBackend",
]
PASSWORD_HASHERS = [
    "reports.models.password.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of before; hashed anew at the next sign-in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "reports.models.password.OwnWordsValidator"},
    {"NAME": "reports.models.password.LikelyValidator"},
]
SIGN_IN_SLIP_DAYS = env.int("SIGN_IN_SLIP_DAYS", default=14)  # a slip can be used to the end of the last
REMINDER_DAYS = env.list("REMINDER_DAYS", int, default=[-7, -3, -1, 0, 1])  # before and after the day work is due
UPLOADED_LIST_DAYS = env.int("UPLOADED_LIST_DAYS", default=30)  # a list that nobody imports is kept so long
BATCH_DAYS = env.int("BATCH_DAYS", default=7)  # what was collected is kept so long
SESSION_ENGINE = "reports.http.session"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)  # without use; 0: only by its age
# Guessing is slowed: after so many failures of one name in one browser, or in all unknown ones at one address, names at
# one address, and names with one password, each in a day. The pauses double from one minute to so many, in browsers in
# which the person has signed in, and in others.
SIGN_IN_FAILURES = env.int("SIGN_IN_FAILURES", default=5)
SIGN_IN_FAILURES_PER_ADDRESS = env.int("SIGN_IN_FAILURES_PER_ADDRESS", default=35)
SIGN_IN_NAMES_PER_ADDRESS = env.int("SIGN_IN_NAMES_PER_ADDRESS", default=50)
SIGN_IN_NAMES_PER_PASSWORD = env.int("SIGN_IN_NAMES_PER_PASSWORD", default=10)
SIGN_IN_PAUSE_MINUTES = env.int("SIGN_IN_PAUSE_MINUTES", default=15)
SIGN_IN_NEW_PAUSE_MINUTES = env.int("SIGN_IN_NEW_PAUSE_MINUTES", default=60)

# Who needs a second factor, by role; others may have one
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=[])
_ROLES = {"administrator", "auditor", "organiser", "reviewer", "author", "assistant", "everybody"}
if wrong := {*SECOND_FACTOR_ROLES} - _ROLES:
    raise ImproperlyConfigured(f"SECOND_FACTOR_ROLES names roles that there are not: {', '.join(sorted(wrong))}")

# Passkeys beside the app: under which name people reach the site. Off unless set, for a browser holds a passkey to the
# name for good, has none for a number as of 127.0.0.1, and demands HTTPS, or localhost
PASSKEY_HOST = env.str("PASSKEY_HOST", default="").lower()

# The accounts that the office gives its people; off unless they are set
vars().update(office_accounts.ldap(env) | office_accounts.oidc(env))

# What a browser is told
HTTPS = env.bool("HTTPS", default=not DEBUG)
# What begins so is of this host alone: a browser takes it over https only, and from no neighbour in the same domain.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # monitors of this machine ask in plain http
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_WHOLE_DOMAIN", default=False)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=HTTPS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=int(BEHIND_PROXY))  # whose X-Forwarded-For is believed
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the PDF is shown inside our own page
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # which asks for DENY
    "templates.W003",  # of two libraries of one name: reports/templatetags/i18n.py stands in for Django's
]
CSRF_FAILURE_VIEW = "reports.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own icons are data: addresses in its style sheet
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# Mail: EMAIL_URL=smtp+tls://NAME:PASSWORD@HOST:587 or smtp://HOST:25; without it mails are only printed.
EMAIL = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=5)  # a page waits so many seconds at most
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="duty-reports@localhost")
LOG_HEAD_TO = env.list("LOG_HEAD_TO", default=[])  # who gets the head of the sealed log once a day; not on this server
SITE_ADDRESS = env.str("SITE_ADDRESS", default="" if EMAIL["EMAIL_HOST"] else "http://127.0.0.1:8000")
if not SITE_ADDRESS:
    raise ImproperlyConfigured("EMAIL_URL is set, so set SITE_ADDRESS too, for the links: https://reports.example.org")

# What monitors are told at /healthz: why something is wrong only from this machine, or with the token
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
HEALTH_DISK_MB = env.int("HEALTH_DISK_MB", default=500)  # with less left it is down
BACKUP_MARK = env.str("BACKUP_MARK", default="")  # a file that the nightly backup touches when it is done
BACKUP_HOURS = env.int("BACKUP_HOURS", default=26)  # that may pass until it is touched again

# Backups: who can read them, as public keys of age; how many days they are kept (0: for ever); the folder of pg_dump,
# pg_restore and psql, where they are not on the PATH
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_DAYS = env.int("BACKUP_DAYS", default=0)
POSTGRESQL_PROGRAMS = env.str("POSTGRESQL_PROGRAMS", default="")

vars().update(retention.months(env))

SEAL_FIELD = env.bool("SEAL_FIELD", default=False)  # final copies have an empty field where the seal goes
SEAL_COMMAND = env.str("SEAL_COMMAND", default="")  # reads a PDF and writes it signed; for manage.py sign_pdf --seal

# Words and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "reportsite" / "locale"]
FORMAT_MODULE_PATH = "reportsite.formats"
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
MEDIA_ROOT = Path(env.str("DOCUMENTS_ROOT", default=BASE_DIR / "var" / "documents"))
STORAGES = {
    "default": document_store.storage(env),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "reportsite.static.HashedStaticFiles"
    },
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # pages of other sites have no use for our files
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Source maps are for developers' tools: compressing them takes most of the time and serves nobody.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "gif", "webp", "woff", "woff2", "map"]
# A pasted report of 200,000 characters, percent-encoded, needs 1.8 MB; a larger paste deserves our own answer.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a page of 1,000 blanks sends two for each
# A request is ended after so long, a statement of PostgreSQL before it; 0: never. Files have their own, shorter times.
REQUEST_SECONDS = env.int("REQUEST_SECONDS", default=120)
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", default=30)
# Files are read and made in worker processes, so that a long one holds up nobody: so many of each web process at most,
# so many files waiting for them, so much time and memory for one. 0 processes: in the web process, without limits.
DOCUMENT_PROCESSES = env.int("DOCUMENT_PROCESSES", default=2)
DOCUMENT_QUEUE = env.int("DOCUMENT_QUEUE", default=4)
DOCUMENT_MEMORY_MB = env.int("DOCUMENT_MEMORY_MB", default=1024)
READING_SECONDS = env.int("READING_SECONDS", default=20)
MAKING_SECONDS = env.int("MAKING_SECONDS", default=300)  # of the processor; a page waits for none of it
# Of one person, over all web processes of this machine; counted in a folder that systemd makes and names.
DOCUMENTS_PER_PERSON = env.int("DOCUMENTS_PER_PERSON", default=2)
RUNTIME_DIRECTORY = Path(env.str("RUNTIME_DIRECTORY", default=BASE_DIR / "var" / "run"))
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Fonts of the PDF: folders searched in order, so that a site's own licensed fonts come first.
FONT_DIRS = [Path(folder) for folder in env.list("FONT_DIRS", default=[])] + [BASE_DIR / "var" / "fonts"]

# One JSON object a line, for the journal; where somebody develops, words for people.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "reportsite.journal.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler"} | ({} if DEBUG else {"formatter": "lines"})},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
