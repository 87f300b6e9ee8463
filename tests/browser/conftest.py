"""A real Chromium against a live server, and a small office of people to write as.

Playwright's sync interface runs an event loop in the test's thread. Django then takes every query of the test for one
made inside asynchronous code and refuses it; there is none here, so it is told to let them pass.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from reports.models import Report, User
from reportsite.static import SHEET, HashedStaticFiles, join_sheets

from .office import Office, open_office, start_own_report

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000  # milliseconds; a loaded machine is slow, a broken page is not waited for any longer
expect.set_options(timeout=PATIENCE)

Start = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not os.path.exists(path):
        pytest.skip(f"there is no Chromium at {path}: install Debian's package chromium, or set CHROMIUM to its place")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _workers(settings, tmp_path_factory):
    """Files are made as on a server."""
    settings.DOCUMENT_PROCESSES = 1
    settings.RUNTIME_DIRECTORY = tmp_path_factory.getbasetemp() / "run"


class FilesAsTheyAre(HashedStaticFiles):
    """Pages name one style sheet, as on a server; files keep their names."""

    url = StaticFilesStorage.url


@pytest.fixture(scope="session")
def joined_sheet(tmp_path_factory) -> Path:
    """A folder of static files with the one style sheet: a browser would ask for twenty with each page, and opening a
    page takes a fifth less.
    """
    folder = tmp_path_factory.mktemp("static")
    (folder / "css").mkdir()
    (folder / SHEET).write_text(join_sheets(lambda name: (settings.BASE_DIR / "static" / name).read_text()))
    return folder


@pytest.fixture(autouse=True)
def _one_sheet(settings, joined_sheet):
    settings.STATICFILES_DIRS = [joined_sheet, *settings.STATICFILES_DIRS]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": f"{__name__}.{FilesAsTheyAre.__name__}"}}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complains of while a test runs: script errors and what the security policy forbids. None may
    be left at the end.
    """
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def start_browser(chromium: Browser, live_server, complaints: list[str]) -> Iterator[Start]:
    """A browser as of another person or machine: `start_browser(user, viewport=PHONE)` is signed in as `user`."""
    contexts: list[BrowserContext] = []

    def start(user: User | None = None, **options) -> BrowserContext:
        # Without motion: Bootstrap scrolls smoothly, and what is looked at meanwhile is not where it will be.
        usual = {"viewport": DESKTOP, "base_url": live_server.url, "locale": "zh-CN", "reduced_motion": "reduce"}
        options = usual | options
        context = chromium.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: listen(page, complaints))
        if user:
            sign_in_quietly(context, user, live_server.url)
        return context

    yield start
    for context in contexts:
        context.close()


def listen(page: Page, complaints: list[str]) -> None:
    """Failed requests are not complaints: the tests cut the network and are refused on purpose."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            message.type == "error"
            and not message.text.startswith("Failed to load resource")
            and complaints.append(f"{page.url}: {message.text}")
        ),
    )


def sign_in_quietly(context: BrowserContext, user: User, url: str) -> None:
    """The session's cookie at once, where signing in is not what is tested."""
    client = Client()
    client.force_login(user, "reports.http.session.PersonBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    host = urlsplit(url).hostname
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": host, "path": "/"}])


@pytest.fixture
def office(transactional_db) -> Office:
    return open_office()


@pytest.fixture
def report(office: Office) -> Report:
    """The author's, started from the outline, with nothing written."""
    return start_own_report(office)


@pytest.fixture
def page(start_browser: Start, office: Office) -> Page:
    """The author's, signed in."""
    return start_browser(office.author).new_page()
