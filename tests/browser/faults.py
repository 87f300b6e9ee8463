"""What stands between a browser and the site, and what it answers in place of the site."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Error, Page, Route

from .desk import wait_until

LATER = 120_000  # milliseconds; longer than any pause, and than a page waits for a silent server
SIGN_IN_PAGE = "<!doctype html><title>统一认证</title><h1>统一身份认证</h1>"

Fault = Callable[[Route], None]


def answers(status: int, body: str = "", **headers: str) -> Fault:
    kind = {"Content-Type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    return lambda route: route.fulfill(status=status, headers=kind, body=body)


def moves(route: Route) -> None:
    """Playwright cannot fulfil with a redirect that the page follows, so the address is asked for as the browser would:
    a page of a single-sign-on that one is sent to.
    """
    route.fulfill(status=302, headers={"Location": "/account/token/?sso", "Content-Type": "text/html"})


def answers_json(text: str) -> Fault:
    return lambda route: route.fulfill(status=200, headers={"Content-Type": "application/json"}, body=text)


def truncates(route: Route) -> None:
    """The site has stored it; its answer ends in the middle."""
    answer = route.fetch()
    route.fulfill(status=answer.status, headers={"Content-Type": "application/json"}, body=answer.text()[:20])


def swallows(route: Route) -> None:
    """The site has stored it, and a gateway shows its own page instead of the answer."""
    route.fetch()
    answers(200, SIGN_IN_PAGE)(route)


def stores_and_breaks(route: Route) -> None:
    route.fetch()
    route.abort()


def never_answers(_route: Route) -> None:
    """Accepted, and then silence."""


def stores_and_never_answers(route: Route) -> None:
    route.fetch()


def of_another(route: Route) -> None:
    """A true answer of this site, but to something else: from a cache that mixes them up."""
    said = '{"to": "/reports/999/sections/999/", "next": "/", "comment": 999, "version": 999, "saved": "10:00"}'
    answers_json(said)(route)


FAULTS: dict[str, tuple[Fault, str]] = {
    "200 with a sign-in page": (answers(200, SIGN_IN_PAGE), "gateway"),
    "200 with a sign-in page, but stored": (swallows, "gateway"),
    "200 with nothing": (answers(200), "gateway"),
    "200 with JSON of somebody else": (answers_json('{"version": 7, "comment": 7, "next": "/"}'), "gateway"),
    "200 with JSON that is no object": (answers_json("null"), "gateway"),
    "302 to a sign-in page": (moves, "moved"),
    "204": (answers(204), "gateway"),
    "404 of a gateway": (answers(404, SIGN_IN_PAGE), "gateway"),
    "408": (answers(408), "silent"),
    "413": (answers(413, "<h1>413 Request Entity Too Large</h1>"), "tooLong"),
    "429": (answers(429, "", Retry_After="3"), "busy"),
    "403 of a gateway": (answers(403, "<h1>Forbidden</h1>"), "forbidden"),
    "401 of a gateway": (answers(401, SIGN_IN_PAGE), "gateway"),
    "500": (answers(500, "<h1>500</h1>"), "trouble"),
    "502": (answers(502, "<h1>Bad Gateway</h1>"), "silent"),
    "503 for a while": (answers(503, "", Retry_After="2"), "silent"),
    "answer to something else": (of_another, "gateway"),
    "JSON cut short, but stored": (truncates, "gateway"),
    "line breaks, but stored": (stores_and_breaks, "silent"),
    "never answers": (never_answers, "silent"),
    "stores and never answers": (stores_and_never_answers, "silent"),
}


@dataclass
class Between:
    """Answers the posts to addresses that match, until it is taken away."""

    page: Page
    pattern: str
    fault: Fault
    met: int = 0
    is_over: bool = False

    def __post_init__(self) -> None:
        self.page.context.route(self.pattern, self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.method != "POST" or self.is_over:
            return route.continue_()
        with suppress(Error):  # the page was closed while its last save was on the way
            self.fault(route)
        self.met += 1  # only now: what the fault stores has been stored
        return None

    def meet(self, count: int = 1) -> None:
        wait_until(self.page, lambda: self.met >= count)

    def take_away(self) -> None:
        self.is_over = True


def let_time_pass(page: Page, milliseconds: int = LATER) -> None:
    """As if one had waited: the page's timers go off."""
    page.clock.fast_forward(milliseconds)
