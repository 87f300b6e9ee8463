"""The page of a section as the tests use it. Nothing here depends on the interface's language."""

import json
import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, Route, expect

from reports.models import Section

BODY, HEADING, STATE = "#id_body", "#id_heading", "#save-state"
TYPING_ENDED = 1500  # milliseconds after which the page saves by itself


def address(section: Section, view: str = "") -> str:
    return f"/reports/{section.report_id}/sections/{section.pk}/{view}"


def open_section(page: Page, section: Section, view: str = "") -> Page:
    page.goto(address(section, view))
    return page


def type_at_end(page: Page, text: str, field: str = BODY) -> None:
    page.locator(field).press("Control+End")
    page.keyboard.insert_text(text)


def expect_saved(page: Page) -> None:
    """The page says that all that was typed is stored."""
    pattern = re.escape(word(page, "saved")).replace(re.escape("%(time)s"), r"\d\d:\d\d")
    expect(page.locator(STATE)).to_have_text(re.compile(f"^{pattern}$"))
    expect(page.locator(STATE)).not_to_have_class(re.compile(r"\bbad\b"))


def expect_state(page: Page, name: str) -> None:
    """The page says one of its sentences about the state: waiting, saving, offline, expired."""
    expect(page.locator(STATE)).to_contain_text(word(page, name))


def word(page: Page, name: str) -> str:
    """A sentence that the page's scripts say."""
    told = json.loads(page.locator("#for-scripts").text_content() or "{}")
    return str(told["sentences"][name])


def stored_body(section: Section) -> str:
    return Section.objects.get(pk=section.pk).body


def wait_until(page: Page, is_so: Callable[[], bool], seconds: float = 15) -> None:
    """Lets the browser go on until the test's own condition, often one on the database, is true."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        page.wait_for_timeout(40)


def copies(page: Page) -> list[str]:
    """The names of the copies of unsaved text in this browser."""
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('copy:'))")


class Saves:
    """The saves that a page sends, each held until it is let go."""

    def __init__(self, page: Page, section: Section) -> None:
        self.page, self.held, self.sent, self.is_holding = page, [], 0, True
        page.route(f"**{address(section)}", self._hold)

    def _hold(self, route: Route) -> None:
        is_save = route.request.method == "POST"
        self.sent += is_save
        return self.held.append(route) if is_save and self.is_holding else route.continue_()

    def wait_for(self, count: int) -> None:
        wait_until(self.page, lambda: self.sent >= count)

    def let_go(self) -> None:
        self.held.pop(0).continue_()

    def let_all_go(self) -> None:
        """Those that are held, and all to come."""
        self.is_holding = False
        while self.held:
            self.let_go()

    def break_line(self) -> None:
        """Those that are held never arrive; later ones meet the network as it then is."""
        self.is_holding = False
        while self.held:
            self.held.pop(0).abort()

    def give_up(self) -> Request:
        """The page hears nothing of the first that is held, which may arrive later."""
        route = self.held.pop(0)
        route.abort()
        return route.request

    def lose_answer(self) -> None:
        """The server has stored it, and the line breaks before the page hears of it."""
        route = self.held.pop(0)
        route.fetch()
        route.abort()


def saves_of(page: Page, section: Section) -> list[Request]:
    """The saves that a page sends from now on, as they go out."""
    sent: list[Request] = []
    save = (address(section), "POST")
    page.on("request", lambda request: (urlsplit(request.url).path, request.method) == save and sent.append(request))
    return sent


def figure_fields(page: Page) -> Locator:
    return page.locator("input.figure")


def expect_no_overflow(page: Page) -> None:
    """Nobody has to scroll sideways."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} px wider than the window"
