"""The site's settings as the tests use them: fast password hashing, plain http, no log on the screen, no waiting
for the disk.

Tests make a database of their own, on SQLite or on the server that DATABASE_URL names.
"""

import os

os.environ["ENV_FILE"] = os.devnull  # a developer's .env would change what is tested
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("HTTPS", "0")

from reportsite.settings import *  # noqa: F403 - the environment must be set first
from reportsite.settings import BASE_DIR, DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file, not in memory: a live server's threads have connections of their own then, as in production.
    database = BASE_DIR / "var" / "tests.sqlite3"
    DATABASES["default"] |= {"NAME": database, "TEST": {"NAME": database}}
    # A power cut may lose these data: what is committed does not wait for the disk, which takes milliseconds each time.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
# Locks of one machine lie there: two tests side by side are two sites.
RUNTIME_DIRECTORY = BASE_DIR / "var" / "tests-run" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DOCUMENT_PROCESSES = 0  # files are read and made by the tests themselves; the workers have tests of their own
WHITENOISE_AUTOREFRESH = True  # a fresh clone has no collected files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
