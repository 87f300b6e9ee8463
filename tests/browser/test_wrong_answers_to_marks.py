"""Whatever answers in place of the site to a mark on a section (需要修改): its reason arrives whole and once; where it
cannot arrive any more, it is shown to its reviewer.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from reports.actions.review import return_report
from reports.models import ReturnDraft

from .desk import copies
from .office import DUTY, section_of
from .test_reply import in_review, reviewers  # noqa: F401 - fixtures
from .test_wrong_answers_on_all_blanks import ASKED, STORED, leftovers
from .test_wrong_answers_to_decisions import STAYS, go_on, reviewer, send  # noqa: F401 - fixture

pytestmark = pytest.mark.usefixtures("reviewer")


def place_of(page: Page, section: int) -> Locator:
    return page.locator(f"section[data-section='{section}'] .return-draft")


def mark(page: Page, section: int, name: str):
    place = place_of(page, section)
    place.locator("summary").click()
    place.locator("textarea").fill("缺数据，写了半天。")
    return send(page, place.locator("button"), "/return/**", name)


@STAYS
@pytest.mark.parametrize("name", ASKED)
def test_a_mark(reviewer, in_review, name, stays):  # noqa: F811
    section, address = section_of(in_review, DUTY), f"/reports/{in_review.pk}/read/"
    page = go_on(reviewer, mark(reviewer, section.pk, name), address, stays=stays)
    field = place_of(page, section.pk).locator("textarea")
    expect(field).to_have_value("缺数据，写了半天。")
    expect(field).to_be_visible()
    if not stays and not ReturnDraft.objects.exists():  # what was on the way when the page closed may have arrived
        assert name not in STORED
        place_of(page, section.pk).locator("button").last.click()
    expect(place_of(page, section.pk).locator(".tag")).to_be_visible()  # kept
    assert copies(page) == []
    assert list(ReturnDraft.objects.values_list("section", "text")) == [(section.pk, "缺数据，写了半天。")]


def test_another_has_returned_the_report_before_it_arrived(reviewer, in_review, reviewers):  # noqa: F811
    section, address = section_of(in_review, DUTY), f"/reports/{in_review.pk}/read/"
    between = mark(reviewer, section.pk, "502")
    return_report(report=in_review, reasons={section.pk: "太短。"}, by=reviewers[1], at=timezone.now())
    page = go_on(reviewer, between, address, stays=False)
    expect(place_of(page, section.pk)).to_have_count(0)
    expect(leftovers(page)).to_have_value("缺数据，写了半天。")
    page.locator("[data-leftovers] button").click()
    assert copies(page) == []
