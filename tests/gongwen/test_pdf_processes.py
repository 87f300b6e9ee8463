"""PDFs made in processes that were forked after fonts were loaded: gunicorn's --preload, pools of processes."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

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
