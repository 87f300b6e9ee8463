"""PDFs made in processes that were forked after fonts were loaded: gunicorn's --preload, pools of processes."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings

from reports.documents.rendering import render_pdf
from reports.gongwen.pdf import Variant

from .sample_report import short_report


def make(name):
    return os.getpid(), render_pdf(short_report(name=name), variant=Variant.FINAL)


def test_a_pool_of_forked_processes_makes_the_same_files():
    """A forked process had lost a face without a word."""
    names = ("张三", "𠅤𬭎", "张三")
    ours = [make(name)[1] for name in names]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        made = list(pool.map(make, names))
    assert [data for _process, data in made] == ours
    assert os.getpid() not in {process for process, _data in made}


def test_a_system_that_has_our_fonts_too_makes_the_same_file(tmp_path):
    """Of two fonts with one name the system's was taken, under another name, and rare characters were refused."""
    folders = "".join(f"<dir>{folder}</dir>" for folder in settings.FONT_DIRS)
    system = tmp_path / "fonts.conf"
    system.write_text(f"<fontconfig>{folders}<cachedir>{tmp_path}</cachedir></fontconfig>")
    script = f"import sys; from {__name__} import make; sys.stdout.buffer.write(make('𠅤𬭎')[1])"
    made = subprocess.run(  # noqa: S603 - written here
        [sys.executable, "-c", f"import django; django.setup(); {script}"],
        env=os.environ | {"FONTCONFIG_FILE": str(system), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert made.stdout == make("𠅤𬭎")[1]
