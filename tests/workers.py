"""Real worker processes, for the tests that are about them; all others read and make files themselves."""

import time
from threading import enumerate as enumerate_threads

import pytest

from reports.documents import background
from reports.documents.workers.pool import the_pool


@pytest.fixture(scope="module")
def pool():
    """Shared by the tests of a module, for starting a worker takes a second."""
    yield
    renew_pool()


def renew_pool():
    """The next one is made by the settings of that moment."""
    the_pool().close()
    the_pool.cache_clear()


@pytest.fixture
def workers(settings, tmp_path, pool):
    """Real ones, two at a time; two more jobs may wait."""
    settings.DOCUMENT_PROCESSES = 2
    settings.DOCUMENT_QUEUE = 2
    settings.RUNTIME_DIRECTORY = tmp_path / "run"
    yield settings
    end_background()


def end_background(seconds=60):
    """What a test has left under way would go on in the next one."""
    for thread in threads():
        thread.join(seconds)
    assert threads() == []
    background._under_way.clear()


def threads():
    return [thread for thread in enumerate_threads() if thread.name == "background"]


def get_made(browser, address):
    """The answer once the file is made; a worker that is only started takes a second or more."""
    while (answer := browser.get(address)).status_code == 202:
        time.sleep(0.1)
    return answer


@pytest.fixture
def other_workers(workers):
    """Whose number and memory a test sets before it uses them."""
    renew_pool()
    yield workers
    renew_pool()
