"""Whatever answers in place of the site on the page of all blanks: the values of every section arrive, and none is
called saved before.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from reports.actions.report import submit_report
from reports.models import Report

from .desk import copies, wait_until, word
from .faults import FAULTS, Between, let_time_pass
from .office import DUTY, OPENING, PROBLEMS, section_of, write
from .test_copies import OFFER
from .test_wrong_answers import PATIENCE, PAUSE, SOME, open_again

ASKED = [*SOME, "403 of a gateway", "500", "503 for a while"]
STORED = {name for name in ASKED if "store" in name}
STATES = "form.fill-part .save-state"


@pytest.fixture
def blanks(page, report, office) -> Report:
    """One in each of two sections."""
    page.context.clock.install()
    for place, label in [(DUTY, "管网"), (PROBLEMS, "批评")]:
        write(section_of(report, place), f"共【{label}】件。", by=office.author)
    page.goto(f"/reports/{report.pk}/fill/")
    return report


def values(report: Report) -> list[str]:
    return list(report.figures.order_by("pk").values_list("value", flat=True))


def type_values(page: Page, *typed: str) -> None:
    for number, value in enumerate(typed):
        page.locator("input.figure").nth(number).fill(value)
    let_time_pass(page, PAUSE)


def expect_all_saved(page: Page) -> None:
    pattern = re.escape(word(page, "saved")).replace(re.escape("%(time)s"), r"\d\d:\d\d")
    expect(page.locator(STATES)).to_have_text([re.compile(f"^{pattern}$")] * 2)
    expect(page.locator(f"{STATES}.bad")).to_have_count(0)


def expect_trouble(page: Page, why: str) -> None:
    """Each section says it for itself, and has its copy in this browser."""
    expect(page.locator(f"{STATES}.bad")).to_contain_text([word(page, why)] * 2)
    assert len(copies(page)) == 2


def put_all_back(page: Page) -> None:
    for _ in range(page.locator(OFFER).count()):
        page.locator(OFFER).first.get_by_role("button").first.click()
        let_time_pass(page, PAUSE)
    expect(page.locator(OFFER)).to_have_count(0)


def fail(page: Page, name: str) -> Between:
    return Between(page, "**/sections/*/fill/", FAULTS[name][0])


@pytest.mark.parametrize("name", ASKED)
def test_the_page_stays_open(page, blanks, name):
    between = fail(page, name)
    type_values(page, "3", "4")
    between.meet(2)
    let_time_pass(page, PATIENCE)
    expect_trouble(page, FAULTS[name][1])
    assert values(blanks) == (["3", "4"] if name in STORED else ["", ""])
    type_values(page, "31", "41")
    between.take_away()
    let_time_pass(page)
    expect_all_saved(page)
    assert (values(blanks), copies(page)) == (["31", "41"], [])


@pytest.mark.parametrize("name", ASKED)
def test_the_page_is_closed_meanwhile(page, blanks, name):
    """Where the last save went out on leaving, and arrived, there is nothing to put back."""
    between = fail(page, name)
    type_values(page, "3", "4")
    between.meet(2)
    let_time_pass(page, PATIENCE)
    expect_trouble(page, FAULTS[name][1])
    type_values(page, "31", "41")
    page = open_again(page)
    between.take_away()
    page.goto(f"/reports/{blanks.pk}/fill/")
    put_all_back(page)
    wait_until(page, lambda: values(blanks) == ["31", "41"])
    wait_until(page, lambda: copies(page) == [])


def test_what_arrived_without_an_answer_has_its_copy_offered_where_its_section_is_folded_away(page, blanks):
    between = fail(page, "line breaks, but stored")
    type_values(page, "3", "4")
    between.meet(2)
    expect_trouble(page, "silent")
    page.context.set_offline(True)
    type_values(page, "31", "41")
    page = open_again(page)
    page.context.set_offline(False)
    between.take_away()
    page.goto(f"/reports/{blanks.pk}/fill/")
    expect(page.locator("details.filled[open] form")).to_have_count(2)
    expect(page.locator(OFFER)).to_have_count(2)
    put_all_back(page)
    expect_all_saved(page)
    assert (values(blanks), copies(page)) == (["31", "41"], [])


def test_without_a_network(page, blanks):
    page.context.set_offline(True)
    type_values(page, "3", "4")
    expect_trouble(page, "offline")
    assert values(blanks) == ["", ""]
    page.context.set_offline(False)
    expect_all_saved(page)
    assert (values(blanks), copies(page)) == (["3", "4"], [])


def leftovers(page: Page) -> Locator:
    return page.locator("[data-leftovers] textarea")


def test_submitted_elsewhere_before_they_arrived(page, blanks, office):
    """The report takes no more values: what was typed is shown, with the section it belongs to."""
    for place, body in [(OPENING, "现报告如下。"), (DUTY, "共【管网】件。"), (PROBLEMS, "共【批评】件。")]:
        write(section_of(blanks, place), body, by=office.author, heading="保供水")
    between = fail(page, "502")
    type_values(page, "31", "41")
    between.meet(2)
    let_time_pass(page, PATIENCE)
    expect_trouble(page, "silent")
    blanks.figures.update(value="1")
    submit_report(report=blanks, by=office.author, at=timezone.now())
    page = open_again(page)
    between.take_away()
    page.goto(f"/reports/{blanks.pk}/fill/")
    expect(page).to_have_url(re.compile("/read/$"))
    expect(leftovers(page)).to_have_count(2)
    assert [one.input_value() for one in leftovers(page).all()] == ["31", "41"]
    expect(page.locator("[data-leftovers] section")).to_contain_text(["供水保障", "存在问题"])
