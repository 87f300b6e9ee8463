"""A site with something to lose, a key that opens its backups, and what stands in both afterwards."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from pyrage import x25519

from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.actions.log_seal import SETTLED, seal_log
from reports.backups.folder import find_backup
from reports.documents.evidence import store_evidence
from reports.models import Evidence, Session, TallyMark
from scripts.with_postgresql import PACKAGES, PROGRAMS

from ..factories import MOMENT

SECRET = "只有本人知道的一句话"
CELLS = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": SECRET, "办理结果": "已化解"}


def make_key(path):
    """The file of a private key; its public half is in it too, as age-keygen writes it."""
    identity = x25519.Identity.generate()
    path.write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return path


def public(key):
    return key.read_text().splitlines()[0].removeprefix("# public key: ")


@pytest.fixture
def key(tmp_path, settings):
    made = make_key(tmp_path / "key")
    settings.BACKUP_RECIPIENTS = [public(made)]
    settings.POSTGRESQL_PROGRAMS = str(PACKAGES / PROGRAMS) if connection.vendor == "postgresql" else ""
    return made


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def site(transactional_db, on_disk, published, author, key):
    """A published report, evidence, and a sealed log; its documents lie in this folder."""
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    row = add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, ""), by=author, at=MOMENT)
    data = SECRET.encode() * 9
    hung = Evidence(row=row, name="证明.pdf", ending="pdf", size=len(data), sha256=store_evidence(data))
    hung.uploaded_at, hung.uploaded_by = MOMENT, author
    hung.save()
    for times in range(3):
        seal_log(at=MOMENT + SETTLED * times)
    return on_disk


def run(*arguments, **options):
    """What is printed, and why it ended with 1."""
    out = StringIO()
    try:
        with override("en"):
            call_command(*map(str, arguments), stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def back_up(target):
    assert run("backup", target)[1] == ""
    return find_backup(target).folder


def restored(source, key, **options):
    return run("restore", source, key=key, **options)[1]


def rows():
    """Every row of every table, but for who is signed in, what the planner of SQLite has counted, and the marks by
    which the numbers of each round are counted anew afterwards.
    """
    found, left_out = {}, {Session._meta.db_table, "sqlite_stat1", TallyMark._meta.db_table}
    with connection.cursor() as cursor:
        for table in sorted({*connection.introspection.table_names(cursor)} - left_out):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table that there is
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kept(folder):
    """Of the stored documents those that are never made again."""
    return {name: data for name, data in files(folder).items() if name.startswith(("published/", "evidence/"))}
