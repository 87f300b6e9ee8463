"""Real worker processes, for the tests that are about them; all others read and make files themselves."""

import pytest

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
    settings.DOCUMENT_MEMORY_MB = 512
    settings.RUNTIME_DIRECTORY = tmp_path / "run"
    return settings


@pytest.fixture
def other_workers(workers):
    """Whose number and memory a test sets before it uses them."""
    renew_pool()
    yield workers
    renew_pool()
