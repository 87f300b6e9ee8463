"""A site of the previous release is migrated without losing a word: every row, every field, every stored file."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections

from reports.documents.rendering import render_pdf
from reports.gongwen.pdf import Variant
from reports.prose.content import ReportContent

DUMP = Path(__file__).with_name("release-0.1.json.gz")  # the demonstration of release 0.1 (f6bb88f), without passwords
RENAMED = {"reports.reading": "reports.readreceipt"}
# Fields that a migration takes out on purpose, by today's model; and the words that stand for what were codes.
GONE: dict[str, set[str]] = {
    "reports.cycle": {"asks_for_grades"},
    "reports.user": {"is_superuser", "groups", "user_permissions"},  # nothing asked for them but what is gone too
}
GRADES = {"good": "好", "fairly_good": "较好", "fair": "一般", "poor": "差"}


@contextmanager
def empty_database(folder):
    """The address of a database of its own, of the kind that the suite runs on."""
    default = connections.settings["default"]
    if "sqlite" in default["ENGINE"]:
        yield f"sqlite:///{folder / 'old.sqlite3'}"
        return
    name = f"old_{uuid4().hex[:12]}"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.fixture
def run(tmp_path, transactional_db):
    """Runs a command on an empty database with a store of documents of its own, as an administrator would."""
    with empty_database(tmp_path) as address:
        environment = {
            **os.environ,
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "only-for-tests",
            "DATABASE_URL": address,
            "DOCUMENTS_ROOT": str(tmp_path / "documents"),
            "DJANGO_SETTINGS_MODULE": "reportsite.settings",
        }

        def command(*words):
            done = subprocess.run(  # noqa: S603 - words of this test
                [sys.executable, *words],
                cwd=settings.BASE_DIR,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        yield command


def rows_by_key(rows):
    return {(RENAMED.get(row["model"], row["model"]), _key(row["pk"])): row["fields"] for row in rows}


def _key(key):
    """Of several columns JSON makes a list."""
    return tuple(key) if isinstance(key, list) else key


@pytest.mark.processes
def test_nothing_of_a_site_of_the_previous_release_is_lost(run, tmp_path):
    old_rows = json.loads(gzip.decompress(DUMP.read_bytes()))
    published = [row for row in old_rows if row["model"] == "reports.report" and row["fields"]["state"] == "published"]
    stored = store_final_copy(tmp_path / "documents", published[0]["pk"], old_rows)

    run("manage.py", "migrate", "reports", "0004", "--verbosity", "0")
    run("-m", "tests.migrations.old_site", "load", str(DUMP))
    told = run("manage.py", "migrate", "--verbosity", "0")

    new = rows_by_key(json.loads(run("-m", "tests.migrations.old_site", "read")))
    old = rows_by_key(old_rows)
    assert [key for key in old if key not in new] == []
    assert differences(old, new) == []
    adopted = [fields for (model, _pk), fields in new.items() if model == "reports.publication"]
    assert [(row["report"], row["sha256"]) for row in adopted] == [
        (published[0]["pk"], hashlib.sha256(stored).hexdigest())
    ]
    kept = (tmp_path / "documents" / "published").rglob("*.pdf")
    assert [path.read_bytes() for path in kept] == [stored]
    for row in published[1:]:
        assert f"Report {row['pk']} " in told


def store_final_copy(folder, report_pk, rows):
    """As the release kept a final copy: in its cache, under a name that no other release can compute."""
    revisions = [row["fields"] for row in rows if row["model"] == "reports.revision"]
    last = max((row for row in revisions if row["report"] == report_pk), key=lambda row: row["number"])
    data = render_pdf(ReportContent.from_dict(last["data"]), variant=Variant.FINAL)
    path = folder / "pdf" / "00" / "0000.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return data


def differences(old, new):
    """(model, pk, field, then, now) of all that is otherwise than it was."""
    return [
        (*key, name, then, new[key].get(name))
        for key, fields in old.items()
        for name, then in fields.items()
        if name not in GONE.get(key[0], ()) and same(kept(name, then)) != same(new[key].get(name))
    ]


def kept(name, value):
    """What a value is called today."""
    return GRADES.get(value, value) if name == "grade" else value


def same(value):
    """Lists of related rows have no order."""
    return sorted(value) if isinstance(value, list) else value
