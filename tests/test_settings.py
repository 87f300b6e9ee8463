"""What the environment says is used as it is meant."""

import subprocess
import sys
from datetime import date

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


def test_a_chinese_day_has_no_nought_before_it():
    with translation.override("zh-hans"):
        assert date_format(date(2027, 1, 1), "MONTH_DAY_FORMAT") == "1月1日"
