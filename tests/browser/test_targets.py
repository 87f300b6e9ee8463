"""One can hit what is pressed, see what has the keyboard, and find everything in a landmark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from reports.actions.comment import add_comment
from reports.models import Report, User

from .conftest import DESKTOP, PHONE
from .desk import address
from .office import DUTY, Office, section_of, write
from .probes import covered_stops, small_targets

FINGER, POINTER = 44, 24  # pixels
LANDMARKS = {"runOnly": ["region"], "resultTypes": ["violations"]}


@pytest.fixture
def places(office: Office, report: Report) -> list[str]:
    """Pages of writing and reading, with blanks, checks that fail, comments and a list."""
    text = "改造管网【长度】公里，新增【户数】户，【未填】处XX。\n" * 12
    section = write(section_of(report, DUTY), text, by=office.author)
    for words in ((0, 4), (2, 6)):
        said = {"section": section, "read": section.body, "passage": words, "by": office.assistant}
        add_comment(text="请核对。", at=timezone.now(), **said)
    here = f"/reports/{report.pk}/"
    pages = ["", "check/", "read/", "fill/", "answers/", "revisions/", "attachments/", "title/"]
    own = ["/", "/reports/", "/ledgers/", "/notices/", "/account/assistants/"]
    return [*own, *(here + page for page in pages), address(section), address(section, "fill/")]


def wrong(page: Page, places: list[str], least: int) -> Iterator[str]:
    for place in places:
        page.goto(place)
        yield from (f"{place} {target}" for target in small_targets(page, least))


@pytest.mark.parametrize(
    ("viewport", "least"), [(DESKTOP, POINTER), (PHONE, FINGER)], ids=["with a mouse", "with a finger"]
)
def test_targets_are_large_enough(start_browser, office, places, viewport, least):
    page = start_browser(office.author, viewport=viewport, has_touch=viewport == PHONE).new_page()
    assert list(wrong(page, places, least)) == []


def test_targets_in_large_print_are_for_fingers_everywhere(start_browser, office, places):
    User.objects.update(large_print=True)
    page = start_browser(office.author).new_page()
    assert list(wrong(page, places, FINGER)) == []


def test_the_sign_in_page(start_browser, office):
    page = start_browser(viewport=PHONE, has_touch=True).new_page()
    assert list(wrong(page, ["/account/sign-in/", "/account/first-sign-in/"], FINGER)) == []


def test_a_small_target_is_found(page, places):
    page.goto("/")
    page.locator("main").evaluate("main => { main.innerHTML = '<div><a href=\"/\">x</a></div>'; }")
    assert [target.split()[1] for target in small_targets(page, POINTER)] == ["<a"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_fixed_lies_over_what_has_the_keyboard(start_browser, office, places, viewport):
    page = start_browser(office.author, viewport=viewport).new_page()
    covered = []
    for place in places[-2:]:  # where something stands fixed
        page.goto(place)
        covered += [f"{place} {stop}" for stop in covered_stops(page)]
    assert covered == []


def test_everything_lies_in_a_landmark(start_browser, office, places):
    page = start_browser(office.author).new_page()
    outside = []
    for place in places:
        page.goto(place)
        for violation in Axe().run(page, options=LANDMARKS).response["violations"]:
            outside += [f"{place} {node['html'][:120]}" for node in violation["nodes"]]
    assert outside == []
