"""What the environment says is used as it is meant."""

import subprocess
import sys
from ast import literal_eval
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

WORK = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from reports.documents.workers.turns import on_behalf_of, turn
with on_behalf_of(lambda: 7), turn():
    default_storage.save("one.pdf", ContentFile(b"1"))
"""


def test_folders_that_a_server_names_are_used(tmp_path):
    named = {"RUNTIME_DIRECTORY": str(tmp_path / "run"), "DOCUMENTS_ROOT": str(tmp_path / "documents")}
    site = {"ENV_FILE": "/dev/null", "DJANGO_SETTINGS_MODULE": "reportsite.settings", "SECRET_KEY": "k" * 60}
    done = subprocess.run(  # noqa: S603 - written above
        [sys.executable, "-c", WORK],
        cwd=settings.BASE_DIR,
        env=site | named,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    made = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert made == ["documents/one.pdf", "run/person-7-0"]


DURABLE = """
import django; django.setup()
from django.db import connection
cursor = connection.cursor()
print([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")])
"""


def test_a_site_waits_until_what_it_acknowledges_is_on_the_disk(tmp_path):
    """The tests' own settings do not."""
    site = {"ENV_FILE": "/dev/null", "DJANGO_SETTINGS_MODULE": "reportsite.settings", "SECRET_KEY": "k" * 60}
    named = {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    done = subprocess.run(  # noqa: S603 - written above
        [sys.executable, "-c", DURABLE],
        cwd=settings.BASE_DIR,
        env=site | named,
        capture_output=True,
        text=True,
        check=False,
    )
    full = 2
    assert (done.stdout.strip(), done.stderr) == (str(["wal", full]), "")


def test_a_chinese_day_has_no_nought_before_it():
    with translation.override("zh-hans"):
        assert date_format(date(2027, 1, 1), "MONTH_DAY_FORMAT") == "1月1日"


BUCKET = {"S3_BUCKET": "documents", "S3_ENDPOINT": "https://s3.example.org", "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b"}


def documents_with(named):
    """Where the documents are with these settings, or why the site does not start."""
    site = {"ENV_FILE": "/dev/null", "DJANGO_SETTINGS_MODULE": "reportsite.settings", "SECRET_KEY": "k" * 60}
    code = "from django.conf import settings; print(settings.STORAGES['default'])"
    done = subprocess.run(  # noqa: S603 - written above
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=site | named,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout or done.stderr


def test_documents_are_in_a_bucket_that_is_named_whole():
    asked = {"region_name": "us-east-1", "access_key": "a", "secret_key": "b"}
    options = {"bucket_name": "documents", "endpoint_url": "https://s3.example.org", **asked}
    bucket = {"BACKEND": "reports.documents.bucket.BucketStorage", "OPTIONS": options}
    assert literal_eval(documents_with(BUCKET)) == bucket
    folder = {"BACKEND": "reports.documents.whole_files.WholeFileStorage"}
    assert [literal_eval(documents_with(named)) for named in ({}, BUCKET | {"S3_BUCKET": ""})] == [folder, folder]


@pytest.mark.parametrize("missing", ["S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY"])
def test_a_bucket_without_its_server_or_key_is_refused_by_name(missing):
    said = documents_with({name: value for name, value in BUCKET.items() if name != missing})
    assert (
        said.splitlines()[-1] == f"django.core.exceptions.ImproperlyConfigured: Set the {missing} environment variable"
    )


SAID = """
import django; django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from reports.http import device, idle, large_print
answer = HttpResponse()
device.remember_device(RequestFactory().get("/"), answer, "lin")
large_print.keep_print(answer, large=True)
kept = [(name, bool(one["secure"]), bool(one["httponly"]), one["samesite"], one["path"]) for name, one in
        answer.cookies.items()]
of_django = [
    (getattr(settings, f"{name}_COOKIE_NAME"), getattr(settings, f"{name}_COOKIE_SECURE"),
     getattr(settings, f"{name}_COOKIE_HTTPONLY"), getattr(settings, f"{name}_COOKIE_SAMESITE"),
     getattr(settings, f"{name}_COOKIE_PATH")) for name in ("SESSION", "CSRF", "LANGUAGE")]
print((settings.DEBUG, idle.COOKIE, kept + of_django))
"""


def test_a_server_shows_no_details_and_its_cookies_are_of_this_host_and_https_alone():
    """Scripts of the page read one, for the token that goes with what they send."""
    site = {"ENV_FILE": "/dev/null", "DJANGO_SETTINGS_MODULE": "reportsite.settings", "SECRET_KEY": "k" * 60}
    done = subprocess.run(  # noqa: S603 - written above
        [sys.executable, "-c", SAID], cwd=settings.BASE_DIR, env=site, capture_output=True, text=True, check=False
    )
    debug, seen, cookies = literal_eval(done.stdout or repr(done.stderr))
    assert (debug, seen) == (False, "__Host-seen")
    names = ["device", "large-print", "sessionid", "csrftoken", "language"]
    assert cookies == [(f"__Host-{name}", True, name != "csrftoken", "Lax", "/") for name in names]
