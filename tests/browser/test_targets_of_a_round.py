"""Targets and focus where reviewers and organisers work: their lists, the reviewer's desk, the pages of a round."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.actions.comment import add_comment
from reports.models import Report, ReturnDraft, User

from .conftest import DESKTOP, PHONE
from .office import DUTY, Office, section_of, write
from .probes import covered_stops, small_targets
from .test_reply import in_review, reviewers  # noqa: F401 - fixtures
from .test_targets import FINGER, POINTER

NARROW = {"width": 320, "height": 640}
# What stands in the head of the reading page, and what of it lies over something else or outside of the window.
HEAD = """() => {
  const shown = [...document.querySelectorAll(".strip a, .strip .btn, .strip .tag")]
    .filter((one) => one.checkVisibility());
  const boxes = shown.map((one) => one.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom && b.top < a.bottom;
  return {
    count: shown.length,
    height: document.querySelector(".strip").offsetHeight,
    wrong: shown.filter((_one, place) => boxes[place].right > innerWidth || boxes[place].left < 0
      || boxes.some((box, other) => other !== place && meet(box, boxes[place]))).map((one) => one.outerHTML),
  };
}"""
REVIEWING = ["/", "/reviews/", "read/", "return/", "agree/", "compare/", "revisions/", "pdf/"]
ROUND = [
    "",
    "participants/",
    "participants/new/",
    "reports/",
    "reviews/",
    "reviewers/",
    "reviewers/spread/",
    "stages/",
    "stages/new/",
    "outline/",
    "roll/import/",
    "settings/",
    "changes/",
    "extend/",
    "close/",
    "slips/",
]
SIZES = pytest.mark.parametrize(
    ("viewport", "least"), [(DESKTOP, POINTER), (PHONE, FINGER)], ids=["with a mouse", "with a finger"]
)
Places = tuple[User, list[str]]


@pytest.fixture
def desk(in_review: Report, reviewers: list[User]) -> Places:  # noqa: F811
    """A review under way: comments of others, a section marked as to be changed."""
    section = section_of(in_review, DUTY)
    for person in reviewers:
        add_comment(section=section, read=section.body, passage=(0, 2), text="请核对。", by=person, at=timezone.now())
    ReturnDraft.objects.create(section=section, by=reviewers[0], text="再写。", read=1, at=timezone.now())
    here = f"/reports/{in_review.pk}/"
    return reviewers[0], [place if place.startswith("/") else here + place for place in REVIEWING]


@pytest.fixture
def round_(office: Office, in_review: Report) -> Places:  # noqa: F811
    person = office.other
    person.organised_units.add(office.cycle.unit)
    return person, [
        "/",
        *(f"/cycles/{office.cycle.pk}/{page}" for page in ROUND),
        f"/reports/{in_review.pk}/reviewers/",
    ]


def found(page: Page, places: list[str], probe: Callable[[Page], list[str]]) -> list[str]:
    faults = []
    for place in places:
        answer = page.goto(place)
        assert (answer.status, place) == (200, place)
        faults += [f"{place} {fault}" for fault in probe(page)]
    return faults


@SIZES
@pytest.mark.parametrize("where", ["desk", "round_"])
def test_targets_are_large_enough(request, start_browser, where, viewport, least):
    person, places = request.getfixturevalue(where)
    page = start_browser(person, viewport=viewport, has_touch=viewport == PHONE).new_page()
    assert found(page, places, lambda page: small_targets(page, least)) == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_fixed_lies_over_what_has_the_keyboard(start_browser, desk, viewport):
    person, places = desk
    page = start_browser(person, viewport=viewport).new_page()
    assert found(page, places[:5], covered_stops) == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_links_beside_paragraphs_of_one_row_can_all_be_pressed(start_browser, office, report, viewport):
    write(section_of(report, DUTY), "改造管网。\n新增【户数】户。\n【长度】公里。\n管理有序。", by=office.author)
    page = start_browser(office.author, viewport=viewport, has_touch=viewport == PHONE).new_page()
    page.goto(f"/reports/{report.pk}/read/")
    links = page.locator(".comment-links a")
    assert links.count() > 10
    for link in links.all():
        link.locator("xpath=ancestor::*[self::p or self::h2]").hover(position={"x": 2, "y": 2})
        link.click(trial=True)  # refused where something else lies over it


@pytest.mark.parametrize("where", ["desk", "round_"])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(request, start_browser, where):
    person, places = request.getfixturevalue(where)
    page = start_browser(person, viewport=NARROW, has_touch=True).new_page()
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert found(page, places, lambda page: [width for width in [page.evaluate(too_wide)] if width > 0]) == []


@pytest.mark.parametrize("viewport", [PHONE, NARROW], ids=["390 px", "320 px"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_head_of_the_reading_page_is_one_row_on_a_phone(start_browser, desk, viewport, scripts):
    person, places = desk
    page = start_browser(person, viewport=viewport, has_touch=True, java_script_enabled=scripts).new_page()
    page.goto(f"{places[2]}?queue=sort%3Ddue")
    head = page.evaluate(HEAD)
    assert head["wrong"] == []
    assert (head["count"], head["height"] < 2 * FINGER) == (4, True)
    menu = page.locator(".strip-menu a")
    expect(menu.first).to_be_hidden()
    page.locator(".strip-more").press("Enter")
    expect(menu).to_have_count(4)
    menu.filter(has_text="导出与下载").click()
    expect(page).to_have_url(re.compile("/pdf/$"))
